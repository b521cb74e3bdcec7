"""Effect of an action: drop-off of its joint before and after the day it began, and the same for the other joints."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Self

import polars as pl

from tyokyky.analysis.change import compared
from tyokyky.analysis.followed_year import longest_tolerance_days
from tyokyky.analysis.state import mart_state
from tyokyky.domain.filters import Filters
from tyokyky.store.connection import Connection

LONGEST_DAYS: Final = 365
"""Most days on each side: a whole year holds every season, and what is further off tells less of the action."""


@dataclass(frozen=True)
class EffectDays:
    """The days on which exits count before and after (all inclusive), and from when on an effect can be known.

    Before: the year that ends on the eve of the action. After: from its first day to the last day that is followed for
    the window and the chaining tolerance, a year at most. `known_on`: the first day whose data can tell anything.
    """

    before: tuple[date, date]
    after: tuple[date, date]
    known_on: date
    is_too_early: bool

    @classmethod
    def around(cls, begun_on: date, observed_until: date, window_days: int, tolerance_days: int) -> Self:
        """Days around the beginning of an action."""
        one = timedelta(days=1)
        last_followed_on = observed_until - timedelta(days=max(window_days, tolerance_days)) - one
        known_on = max(
            begun_on + timedelta(days=window_days + tolerance_days),
            begun_on + timedelta(days=max(window_days, tolerance_days)) + one,
        )
        after_until = min(last_followed_on, begun_on + timedelta(days=LONGEST_DAYS) - one)
        return cls(
            before=(begun_on - timedelta(days=LONGEST_DAYS), begun_on - one),
            after=(begun_on, max(begun_on, after_until)),
            known_on=known_on,
            is_too_early=observed_until < known_on,
        )


def effect_days(connection: Connection, filters: Filters, begun_on: date) -> EffectDays | None:
    """The days that count for an action; none without an observation end or a service on the path.

    One tolerance for all services (the longest on the path, or the one asked for), so that every joint counts the same.
    """
    observed_until, tolerance_days = mart_state(connection).observed_until, longest_tolerance_days(connection, filters)
    if observed_until is None or tolerance_days is None:
        return None
    return EffectDays.around(begun_on, observed_until, filters.window_days, tolerance_days)


def effect(connection: Connection, filters: Filters, days: EffectDays) -> pl.DataFrame:
    """Drop-off of every joint before and after, and the difference: after minus before.

    What follows the last exits before falls within the action's time: where the action also helps those who have left
    already, the difference is too small rather than too large.

    Returns:
        What `change.compared` returns, for all services of the place that `filters` name (their days and service are
        not looked at). Nothing is withheld.
    """
    place = replace(filters, since=None, until=None, service=None)
    before = replace(place, since=days.before[0], until=days.before[1])
    after = replace(place, since=days.after[0], until=days.after[1])
    return compared(connection, place, before, after)
