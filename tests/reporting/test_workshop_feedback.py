"""Feedback of developing together: clients and professionals apart, of whole quarters, withheld as in the figure."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from tyokyky.domain.codevelopment import Saved, Work, WorkStatus
from tyokyky.domain.errors import UserError
from tyokyky.domain.filters import Filters
from tyokyky.privacy.roles import WHOLE_COUNTY, Role
from tyokyky.reporting import workshop_feedback as module
from tyokyky.reporting.codevelopment import list_entries
from tyokyky.reporting.figures import figure
from tyokyky.reporting.mart import Mart, current_mart
from tyokyky.reporting.service_paths import Writer
from tyokyky.reporting.workshop_feedback import workshop_feedback
from tyokyky.settings import Settings


def _reader(role: Role | None = Role.TEAM) -> Writer:
    return Writer(role, WHOLE_COUNTY, "lukija", lambda _: None)


@pytest.fixture(scope="module")
def mart(demo_settings: Settings) -> Mart:
    return current_mart(demo_settings)


def _work(settings: Settings, status: WorkStatus) -> Saved[Work]:
    [found] = [one for one in list_entries(settings, Work, _reader()) if one.content.status is status]
    return found


def test_it_is_the_figure_of_the_quarters_in_which_the_work_met(demo_settings: Settings, mart: Mart) -> None:
    work = _work(demo_settings, WorkStatus.FINISHED)
    tables = []
    for joint in ("TYV", ""):
        asked = Filters(since=date(2024, 10, 1), until=date(2025, 3, 31), service=joint or None)
        of_joint = replace(work, content=replace(work.content, joint=joint))
        found = workshop_feedback(demo_settings, mart, _reader(), of_joint)
        assert found is not None
        views = figure(mart, "views", asked)
        assert found.figure.table.equals(views.table.filter(pl.col("plane") == "development"))
        assert (found.figure.is_of, found.meeting_count) == (views.is_of, 6)
        assert not found.figure.table["responses"].is_between(1, 4).any()
        tables.append(found.figure.table)
    respondents = set(pl.concat(tables)["respondent"])
    assert respondents
    assert respondents <= {"client", "professional"}


def test_a_work_of_one_place_asks_of_that_place_and_of_several_of_all() -> None:
    days = [date(2025, 12, 31), date(2025, 10, 1)]
    work = Work("työ", "paku", joint="KTT", municipality_codes=("111",))
    assert module._filters(work, days) == Filters(
        since=date(2025, 10, 1), until=date(2025, 12, 31), service="KTT", municipality="111"
    )
    several = replace(work, joint="", municipality_codes=("111", "560"))
    assert module._filters(several, days[:1]) == Filters(since=date(2025, 10, 1), until=date(2025, 12, 31))


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2024, 2, 29), date(2024, 1, 1), date(2024, 3, 31)),
        (date(2025, 6, 30), date(2025, 4, 1), date(2025, 6, 30)),
        (date(2025, 7, 1), date(2025, 7, 1), date(2025, 9, 30)),
        (date(2025, 12, 1), date(2025, 10, 1), date(2025, 12, 31)),
    ],
)
def test_quarters_are_whole(day: date, first: date, last: date) -> None:
    assert (module._quarter_start(day), module._quarter_end(day)) == (first, last)


def test_before_the_first_meeting_there_is_nothing(demo_settings: Settings, mart: Mart) -> None:
    work = _work(demo_settings, WorkStatus.RUNNING)
    assert workshop_feedback(demo_settings, mart, _reader(), replace(work, entry_id=10_000)) is None


def test_others_than_staff_get_none(demo_settings: Settings, mart: Mart) -> None:
    work = _work(demo_settings, WorkStatus.RUNNING)
    with pytest.raises(UserError, match="vaihda rooli"):
        workshop_feedback(demo_settings, mart, _reader(Role.COUNCIL), work)
