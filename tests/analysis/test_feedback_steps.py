"""The mart's steps of what is said: every answer once, nobody told apart, and the anonymous by place and time."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from tests.homes import built, stay
from tests.reference.world import Answer, Client, Delivery, Item

from tyokyky.analysis.feedback import feedback
from tyokyky.domain.filters import Breakdown, Filters
from tyokyky.store import generations
from tyokyky.store.connection import Connection, open_locked_down

ITEMS = (Item("PLAN", "planning"), Item("TURNED", "planning", reversed=True), Item("DEV", "decision", "development"))
PERIOD = stay("a", "STEP", "2025-01-01", "2025-06-30", unit="U1")
DAY = date(2025, 2, 1)


def said(form: str, item: str, score: int | None, **changes: object) -> Answer:
    values = {"person": "a", "service": "STEP", "unit": "U1", "answered_on": DAY, "channel": "survey"}
    return Answer(form, item, score=score, not_applicable=score is None, **{**values, **changes})  # type: ignore[arg-type]


ANSWERS = (
    said("1", "PLAN", 4),
    said("1", "TURNED", 1),
    said("2", "PLAN", 2, person=None),
    said("2", "TURNED", None, person=None),
    said("3", "PLAN", 5, person=None),
    said("4", "DEV", 3, person=None, channel=None, unit=None, service=None),
    said("5", "PLAN", 1, person=None, respondent="professional"),
    said("6", "TURNED", None, person=None, answered_on=date(2025, 4, 1)),
    said("7", "PLAN", 5, person=None),
    said("7", "TURNED", 5, person=None, service="OTHER"),
)


@pytest.fixture(scope="module")
def mart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    home: Path = tmp_path_factory.mktemp("answers") / "koti"
    delivery = Delivery("county", date(2025, 12, 31), (PERIOD,), (Client("a", 1985),), answers=ANSWERS)
    current = generations.current(built(home, deliveries=(delivery,), items=ITEMS).marts_folder)
    assert current is not None
    connection = open_locked_down(current.path)
    yield connection
    connection.close()


def test_every_form_stands_once_summed_and_without_a_person(mart: Connection) -> None:
    rows = mart.table("feedback_form").pl()
    assert not {"person_key", "client_id", "response_id"} & set(rows.columns)
    assert rows["response_key"].n_unique() == 7
    rows = rows.filter("is_whole")
    sums = rows.sort("response_key").select("answer_count", "score_sum").rows()
    assert sums == [(2, 1.75), (1, 0.25), (1, 1.0), (1, 0.5), (1, 0.0), (0, None)]
    developing = rows.filter(pl.col("plane") == "development").to_dicts()[0]
    assert {developing[name] for name in ("channel", "unit_code", "service_code", "phase")} == {"unknown"}


def test_a_form_that_tells_two_services_is_divided_and_in_no_cell(mart: Connection) -> None:
    divided = mart.table("feedback_form").pl().filter(~pl.col("is_whole")).sort("service_code")
    assert divided.select("service_code", "answer_count", "score_sum").rows() == [("OTHER", 1, 0.0), ("STEP", 1, 1.0)]
    cells = mart.table("feedback_cell").pl()
    assert cells["response_count"].sum() == 5
    assert cells["answer_count"].sum() == 6


def test_a_divided_form_is_one_form_where_services_are_not_told_apart(mart: Connection) -> None:
    def planning(breakdown: str | None) -> list[tuple[object, ...]]:
        rows = feedback(mart, Filters(), Breakdown.parse(breakdown) if breakdown else None)
        of_level = (pl.col("participation_level") == "planning") & (pl.col("response_count") > 0)
        return rows.filter(of_level).select("breakdown_value", "response_count", "mean_score").rows()

    # Clients' forms: 0.75 + 1.0, 0.25, 1.0 and the divided one's 1.0 and 0.0.
    assert planning(None) == [("", 4, pytest.approx(4 / 6))]
    assert planning("service") == [("OTHER", 1, pytest.approx(0.0)), ("STEP", 4, pytest.approx(4 / 5))]


def test_own_linked_answers_are_as_they_were(mart: Connection) -> None:
    assert mart.table("answer").pl()["scaled_score"].sort().to_list() == [0.75, 1.0]
