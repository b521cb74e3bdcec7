"""Open comments reach those who may read them, with their filters, and no one else."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from tests.ingest.deliveries import COMMENT, RESPONSE, Home, changed

from tyokyky.domain.errors import UserError
from tyokyky.domain.filters import UNKNOWN, Filters
from tyokyky.privacy.roles import WHOLE_COUNTY, Role, Scope
from tyokyky.reporting.comments import comments_for_staff
from tyokyky.reporting.deliveries import build
from tyokyky.reporting.mart import Mart, current_mart
from tyokyky.settings import Settings

DAY = datetime.now(UTC).date() - timedelta(days=5)
COLUMNS = [
    "comment_key", "service_code", "unit_code", "municipality_code", "channel", "respondent", "phase", "answered_on",
    "question", "text",
]  # fmt: skip


@pytest.fixture(scope="module")
def mart(tmp_path_factory: pytest.TempPathFactory) -> Mart:
    home = Home(Settings.of_home(tmp_path_factory.mktemp("comments") / "koti"))
    first = changed(
        RESPONSE, answered_on=DAY.isoformat(), municipality_code="016", unit_code="PH016TP1", channel="survey"
    )
    responses = [
        changed(first, item_id="S2", phase="end"),
        changed(first, item_id="S1", phase="during"),
        changed(first, response_id="V-2", client_id="", service_code="THV", municipality_code="398", unit_code="",
                answered_on=(DAY - timedelta(days=1)).isoformat(), respondent="professional", channel="interview"),
    ]  # fmt: skip
    home.deliver(responses, DAY)
    home.deliver([
        changed(COMMENT, text="eka"),
        changed(COMMENT, text="toka", question=""),
        changed(COMMENT, response_id="V-2", text="<b>kolmas</b>"),
        changed(COMMENT, response_id="V-9", text="yksin"),
    ], DAY)  # fmt: skip
    other = home.source(controller="muu").model_copy(update={"name": "muu"})
    home.deliver([changed(COMMENT, text="muualta")], DAY, other)
    build(home.settings)
    return current_mart(home.settings)


def texts(mart: Mart, filters: Filters | None = None, scope: Scope = WHOLE_COUNTY) -> list[str]:
    return comments_for_staff(mart, filters or Filters(), Role.TEAM, scope)["text"].to_list()


def test_one_row_per_comment_with_what_its_response_told(mart: Mart) -> None:
    found = comments_for_staff(mart, Filters(), Role.MANAGER, WHOLE_COUNTY)
    assert found.columns == COLUMNS
    assert found["comment_key"].to_list() == [1, 2, 3, 4, 5]
    told = found.drop("comment_key").rows()
    assert told[0] == ("KTT", "PH016TP1", "016", "survey", "client", "during", DAY, COMMENT["question"], "eka")
    assert told[1][-2:] == (None, "toka")
    assert told[2][0:7] == ("THV", None, "398", "interview", "professional", "during", DAY - timedelta(days=1))
    assert told[3] == (*[None] * 7, COMMENT["question"], "yksin")
    assert told[4] == (*[None] * 7, COMMENT["question"], "muualta")  # the same response id of another controller


def test_no_person_is_in_the_mart_and_the_key_of_a_coding_reaches_no_reader(mart: Mart) -> None:
    columns = "SELECT column_name FROM duckdb_columns() WHERE table_name = 'comment' AND NOT internal"
    assert {name for (name,) in mart.connection(None).execute(columns).fetchall()} == {
        *COLUMNS, "controller", "response_id",
    }  # fmt: skip


@pytest.mark.parametrize(("filters", "expected"), [
    (Filters(service="KTT"), ["eka", "toka"]),
    (Filters(municipality="398"), ["<b>kolmas</b>"]),
    (Filters(municipality=UNKNOWN), ["yksin", "muualta"]),
    (Filters(unit="PH016TP1"), ["eka", "toka"]),
    (Filters(unit=UNKNOWN), ["<b>kolmas</b>", "yksin", "muualta"]),
    (Filters(since=DAY), ["eka", "toka"]),
    (Filters(until=DAY - timedelta(days=1)), ["<b>kolmas</b>"]),
    (Filters(since=date(2000, 1, 1)), ["eka", "toka", "<b>kolmas</b>"]),
    (Filters(service="' OR 1=1 --"), []),
])  # fmt: skip
def test_filters(mart: Mart, filters: Filters, expected: list[str]) -> None:
    assert texts(mart, filters) == expected


def test_scope_limits_what_is_read(mart: Mart) -> None:
    assert texts(mart, scope=Scope(municipalities=frozenset({"016"}))) == ["eka", "toka"]
    assert texts(mart, scope=Scope(units=frozenset({"PH016TP1"}))) == ["eka", "toka"]
    assert texts(mart, scope=Scope(municipalities=frozenset({"398"}), units=frozenset({"PH016TP1"}))) == []


@pytest.mark.parametrize("role", [Role.COUNCIL, Role.STEWARD, None])
def test_others_read_nothing(mart: Mart, role: Role | None) -> None:
    with pytest.raises(UserError, match="lukevat vain"):
        comments_for_staff(mart, Filters(), role, WHOLE_COUNTY)


@pytest.mark.parametrize("role", [Role.MANAGER, Role.TEAM])
def test_an_empty_scope_reads_nothing(mart: Mart, role: Role) -> None:
    with pytest.raises(UserError):
        comments_for_staff(mart, Filters(), role, Scope(units=frozenset()))


def test_where_nothing_is_said_there_are_none(demo_home: Path) -> None:
    mart = current_mart(Settings.of_home(demo_home))
    found = comments_for_staff(mart, Filters(until=date(1990, 1, 1)), Role.TEAM, WHOLE_COUNTY)
    assert (found.columns, found.height) == (COLUMNS, 0)
    assert found.schema["text"] == pl.String
