"""Twelve whole months, the last of them followed to the end of the window on its last day."""

from datetime import date, timedelta

import pytest

from tyokyky.domain.months import Year


@pytest.mark.parametrize(
    ("observed_until", "follow_up_days", "since", "until"),
    [
        (date(2026, 6, 30), 90, date(2025, 4, 1), date(2026, 3, 31)),
        (date(2026, 6, 30), 91, date(2025, 3, 1), date(2026, 2, 28)),
        (date(2026, 1, 1), 0, date(2025, 1, 1), date(2025, 12, 31)),
        (date(2025, 12, 31), 0, date(2024, 12, 1), date(2025, 11, 30)),
        (date(2024, 4, 1), 31, date(2023, 3, 1), date(2024, 2, 29)),
    ],
)
def test_the_last_month_is_followed_on_its_last_day(
    observed_until: date, follow_up_days: int, since: date, until: date
) -> None:
    year = Year.fully_followed(observed_until, follow_up_days)
    assert (year.since, year.until) == (since, until)
    assert (observed_until - until).days - 1 >= follow_up_days
    month_later = (until + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    assert (observed_until - month_later).days - 1 < follow_up_days


def test_an_earlier_end_moves_the_year_back_to_a_whole_month() -> None:
    assert Year.fully_followed(date(2026, 6, 30), 90, date(2025, 12, 31)) == Year(date(2025, 1, 1), date(2025, 12, 31))
    assert Year.fully_followed(date(2026, 6, 30), 90, date(2025, 12, 30)) == Year(date(2024, 12, 1), date(2025, 11, 30))
    assert Year.fully_followed(date(2026, 6, 30), 90, date(2030, 1, 1)).until == date(2026, 3, 31)


def test_the_year_before_ends_the_day_before() -> None:
    year = Year(date(2025, 4, 1), date(2026, 3, 31))
    assert year.before == Year(date(2024, 4, 1), date(2025, 3, 31))
    assert year.before.before.until + timedelta(days=1) == year.before.since
