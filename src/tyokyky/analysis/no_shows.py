"""Missed moments before the end of a stay: an early sign beside those who fell and those who were carried on."""

from enum import StrEnum

import polars as pl

from tyokyky.analysis.followed_year import followed_year, with_days
from tyokyky.analysis.selection import SERVICE, select_exits
from tyokyky.domain import intervals
from tyokyky.domain.filters import Filters
from tyokyky.store.connection import Connection


class Outcome(StrEnum):
    """What became of an exit within the window."""

    DROPPED = "dropped"
    FOLLOWED = "followed"


def no_shows(connection: Connection, filters: Filters) -> pl.DataFrame:
    """Share of exits with a missed moment in the last 60 days of the stay, by what became of them.

    The exits are those of `gaps`: the newest twelve months fully followed. A share is of exits with any moment recorded
    in those days: where nothing is recorded, nothing can be missed.

    Returns:
        Two rows per service with exits, in the order of the path: service_code, outcome, exit_count, recorded_count,
        with_no_show_count, share, lower_share, upper_share (Wilson; null where nothing is recorded); since_on,
        until_on, covered_from.
    """
    year = followed_year(connection, filters)
    selection = select_exits(connection, year.of(filters) if year else filters, None)
    counts = selection.ask("no_show")
    services = selection.ask("visible_service").select(SERVICE)
    outcomes = pl.DataFrame({"outcome": [str(outcome) for outcome in Outcome]})
    grid = services.join(counts.select(SERVICE).unique(), on=SERVICE, how="semi", maintain_order="left")
    grid = grid.join(outcomes, how="cross", maintain_order="left_right")
    rows = grid.join(counts, on=[SERVICE, "outcome"], how="left", maintain_order="left")
    return with_days(with_share(rows.with_columns(pl.col("^.*_count$").fill_null(0))), year)


def with_share(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of counts with the share of missed and its interval."""
    missed, recorded = (rows[name].cast(pl.Float64).to_numpy() for name in ("with_no_show_count", "recorded_count"))
    lower, upper = intervals.wilson(missed, recorded)
    known = pl.col("recorded_count") > 0
    return rows.with_columns(
        share=pl.when(known).then(pl.col("with_no_show_count") / pl.col("recorded_count")),
        lower_share=pl.Series(lower, dtype=pl.Float64),
        upper_share=pl.Series(upper, dtype=pl.Float64),
    ).fill_nan(None)
