"""The time a number is of: the newest whole year of the release, or all of its time."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from tyokyky.council.cells import TOTAL, Cell, Dimension, ReleaseTable, sum_of

_QUARTER: Final = re.compile(r"(\d{4})Q([1-4])", re.ASCII)
_YEAR_QUARTERS: Final = 4


@dataclass(frozen=True)
class Span:
    """Quarters in their order. `is_whole`: all of the release's time, told by its own total."""

    quarters: tuple[str, ...]
    is_whole: bool

    @property
    def first_on(self) -> date:
        """First day."""
        return first_day_of(self.quarters[0])

    @property
    def last_on(self) -> date:
        """Last day."""
        return last_day_of(self.quarters[-1])

    def cell(self, table: ReleaseTable, codes: Mapping[str, str]) -> Cell | None:
        """The count of these codes over the time; `None` where it is not wholly known."""
        if self.is_whole:
            return table.cell({**codes, "quarter": TOTAL})
        return sum_of([table.cell({**codes, "quarter": quarter}) for quarter in self.quarters])


def spans_of(quarters: Dimension, frozen_until: date) -> tuple[Span, ...]:
    """The times to try, the newest first: the newest four frozen quarters in a row, then all that the release has."""
    known = sorted(code for code in quarters.codes if _QUARTER.fullmatch(code))
    if not known:
        return ()
    year = tuple(code for code in known if last_day_of(code) <= frozen_until)[-_YEAR_QUARTERS:]
    spans = [Span(tuple(known), is_whole=True)] if TOTAL in quarters.codes else []
    if len(year) == _YEAR_QUARTERS and _follow_each_other(year):
        spans.insert(0, Span(year, is_whole=False))
    return tuple(spans)


def first_day_of(quarter: str) -> date:
    """First day of `2026Q1`."""
    year, number = _parts(quarter)
    return date(year, 3 * number - 2, 1)


def last_day_of(quarter: str) -> date:
    """Last day of `2026Q1`."""
    year, number = _parts(quarter)
    following = date(year + 1, 1, 1) if number == _YEAR_QUARTERS else date(year, 3 * number + 1, 1)
    return following - timedelta(days=1)


def _parts(quarter: str) -> tuple[int, int]:
    year, _, number = quarter.partition("Q")
    return int(year), int(number)


def _follow_each_other(quarters: Iterable[str]) -> bool:
    places = [4 * year + number for year, number in map(_parts, quarters)]
    return all(later - earlier == 1 for earlier, later in pairwise(places))
