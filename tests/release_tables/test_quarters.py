"""When a quarter is frozen, and which of them a release holds."""

from datetime import date, timedelta

import pytest

from tyokyky.release.tables.quarters import (
    first_day,
    frozen_quarters,
    is_frozen,
    last_day,
    next_quarter,
    quarter_of,
)


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (date(2026, 1, 1), "2026Q1"),
        (date(2026, 3, 31), "2026Q1"),
        (date(2026, 4, 1), "2026Q2"),
        (date(2026, 12, 31), "2026Q4"),
    ],
)
def test_a_day_has_its_quarter(day: date, quarter: str) -> None:
    assert quarter_of(day) == quarter


def test_quarters_follow_each_other_without_a_day_between() -> None:
    quarter = "2023Q3"
    for _ in range(12):
        assert first_day(next_quarter(quarter)) == last_day(quarter) + timedelta(days=1)
        assert quarter_of(first_day(quarter)) == quarter_of(last_day(quarter)) == quarter
        quarter = next_quarter(quarter)


def test_an_exit_of_the_last_day_has_been_followed_for_the_whole_window() -> None:
    """Day 0 of 31 March is 1 April; on 30 June it has been followed for 90 days, the day before for 89."""
    assert is_frozen("2026Q1", date(2026, 6, 30), 90)
    assert not is_frozen("2026Q1", date(2026, 6, 29), 90)


def test_a_longer_tolerance_than_the_window_is_waited_for() -> None:
    assert is_frozen("2026Q1", date(2026, 5, 1), 30)
    assert not is_frozen("2026Q1", date(2026, 5, 1), 31)


def test_a_quarter_that_began_before_the_register_is_left_out() -> None:
    assert frozen_quarters(date(2025, 1, 2), date(2026, 1, 1), 90, 8) == ("2025Q2", "2025Q3")
    assert frozen_quarters(date(2025, 1, 1), date(2026, 1, 1), 90, 8) == ("2025Q1", "2025Q2", "2025Q3")


def test_the_newest_are_taken() -> None:
    assert frozen_quarters(date(2020, 1, 1), date(2026, 6, 30), 90, 2) == ("2025Q4", "2026Q1")


def test_before_the_first_is_frozen_there_is_none() -> None:
    assert frozen_quarters(date(2026, 1, 1), date(2026, 6, 29), 90, 8) == ()
