"""Quarters as days, and cells that draw nothing."""

from datetime import date

import pytest

from tyokyky.ui.board import plain
from tyokyky.ui.days import day_of
from tyokyky.ui.filters import first_day, last_day


@pytest.mark.parametrize(
    ("quarter", "first", "last"),
    [
        ("2025Q1", date(2025, 1, 1), date(2025, 3, 31)),
        ("2024Q2", date(2024, 4, 1), date(2024, 6, 30)),
        ("2025Q4", date(2025, 10, 1), date(2025, 12, 31)),
    ],
)
def test_days_of_a_quarter(quarter: str, first: date, last: date) -> None:
    assert (first_day(quarter), last_day(quarter)) == (first, last)


def test_day_as_people_write_it() -> None:
    assert day_of("31.12.2025") == date(2025, 12, 31)
    assert day_of(" 2025-12-31 ") == date(2025, 12, 31)
    assert day_of("31.2.2025") is None
    assert day_of("eilen") is None


def test_names_from_files_draw_nothing() -> None:
    assert plain("[x](http://a) <b> :red[y] $z$") == r"\[x\]\(http\://a\) \<b\> \:red\[y\] \$z\$"
