"""Quarters, and when one is frozen: its window and its chaining have passed for every exit of it."""

from datetime import date, timedelta
from typing import Final

_MONTHS: Final = 3


def quarter_of(day: date) -> str:
    """Code of a day's quarter, `2026Q1`."""
    return f"{day.year}Q{(day.month - 1) // _MONTHS + 1}"


def first_day(quarter: str) -> date:
    """First day of a quarter."""
    year, number = quarter.split("Q")
    return date(int(year), (int(number) - 1) * _MONTHS + 1, 1)


def next_quarter(quarter: str) -> str:
    """The quarter after a quarter."""
    return quarter_of(first_day(quarter) + timedelta(days=100))


def last_day(quarter: str) -> date:
    """Last day of a quarter."""
    return first_day(next_quarter(quarter)) - timedelta(days=1)


def is_frozen(quarter: str, observed_until: date, wait_days: int) -> bool:
    """Whether an exit on the quarter's last day has been followed for `wait_days` (definitions, section 4).

    `wait_days`: the longer of the window and the longest chaining tolerance, so that no exit of the quarter is still in
    the window and none may yet prove to be a renewal.
    """
    day0 = last_day(quarter) + timedelta(days=1)
    return (observed_until - day0).days >= wait_days


def frozen_quarters(covered_from: date, observed_until: date, wait_days: int, count: int) -> tuple[str, ...]:
    """The newest `count` frozen quarters that the register covers from their first day, in their order."""
    quarter = quarter_of(covered_from)
    if first_day(quarter) < covered_from:
        quarter = next_quarter(quarter)
    found: list[str] = []
    while is_frozen(quarter, observed_until, wait_days):
        found.append(quarter)
        quarter = next_quarter(quarter)
    return tuple(found[-count:])
