"""Which twelve months a yearly figure counts, and how far back the sources are complete (definitions, section 8)."""

from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from tyokyky.analysis.selection import PACKAGE
from tyokyky.analysis.state import mart_state
from tyokyky.domain.filters import Filters
from tyokyky.domain.journeys import Part
from tyokyky.domain.months import Year
from tyokyky.store import query
from tyokyky.store.connection import Connection


@dataclass(frozen=True)
class FollowedYear:
    """Twelve months fully followed; `covered_from`: the first day that every source in use is complete for, if told."""

    year: Year
    covered_from: date | None

    def of(self, filters: Filters) -> Filters:
        """The filters with these months as the days."""
        return replace(filters, since=self.year.since, until=self.year.until)

    @property
    def before(self) -> "FollowedYear":
        """The twelve months before."""
        return FollowedYear(self.year.before, self.covered_from)


def followed_year(connection: Connection, filters: Filters) -> FollowedYear | None:
    """The newest twelve months whose every exit is followed to the window, and for the longest chaining tolerance.

    One tolerance for all services (the longest of those on the path, or the one asked for), so that every row counts
    the same months. `filters.until` moves them back. None without an observation end or a service on the path.
    """
    observed_until, tolerance_days = mart_state(connection).observed_until, longest_tolerance_days(connection, filters)
    if observed_until is None or tolerance_days is None:
        return None
    year = Year.fully_followed(observed_until, max(filters.window_days, tolerance_days), filters.until)
    return FollowedYear(year, _covered_from(connection))


def longest_tolerance_days(connection: Connection, filters: Filters) -> int | None:
    """The chaining tolerance asked for, else the longest of the services on the path; null without such a service."""
    services = query.frame(connection, PACKAGE, "figure/visible_service").filter(pl.col("part") == Part.PATH.value)
    if services.is_empty():
        return None
    own_days: int = max(services["chain_gap_days"].to_list())
    return own_days if filters.chain_gap_days is None else filters.chain_gap_days


def _covered_from(connection: Connection) -> date | None:
    """The latest beginning of a source in use; a source that does not tell its own is not held against the others."""
    sources = query.frame(connection, PACKAGE, "figure/source_state").filter("in_use", "delivers_periods")
    told = sources["covered_from"].drop_nulls().to_list()
    return max(told) if told else None


def with_days(rows: pl.DataFrame, counted: FollowedYear | None) -> pl.DataFrame:
    """Rows with the days they are of: since_on, until_on, covered_from (null where not told)."""
    return rows.with_columns(
        since_on=pl.lit(counted.year.since if counted else None, dtype=pl.Date),
        until_on=pl.lit(counted.year.until if counted else None, dtype=pl.Date),
        covered_from=pl.lit(counted.covered_from if counted else None, dtype=pl.Date),
    )
