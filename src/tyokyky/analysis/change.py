"""What changed: drop-off of the newest twelve months fully followed against the twelve before."""

from typing import Final

import numpy as np
import polars as pl

from tyokyky.analysis.drop_off import drop_off
from tyokyky.analysis.exit_counts import in_path_order
from tyokyky.analysis.followed_year import followed_year, with_days
from tyokyky.analysis.selection import BREAKDOWN, SERVICE, Selection
from tyokyky.domain import intervals
from tyokyky.domain.figures import State
from tyokyky.domain.filters import Filters
from tyokyky.store.connection import Connection

BEFORE: Final = "_before"
AFTER: Final = "_after"


def change(connection: Connection, filters: Filters) -> pl.DataFrame:
    """Drop-off of each service in two years one after the other, and the difference: newest minus the one before.

    Both years are whole calendar months whose every exit is followed to the window (`followed_year`).

    Returns:
        One row per service with exits in either year, in the order of the path: service_code; every column of
        `drop_off` twice, ending `_before` and `_after`; difference_share, lower_share, upper_share (MOVER), state (''
        or why there is no difference); since_on, until_on (of the newest year), since_before_on,
        covered_from.
    """
    year = followed_year(connection, filters)
    rows = compared(
        connection, filters, year.before.of(filters) if year else None, year.of(filters) if year else filters
    )
    return with_days(rows, year).with_columns(
        since_before_on=pl.lit(year.before.year.since if year else None, dtype=pl.Date)
    )


def compared(connection: Connection, filters: Filters, before: Filters | None, after: Filters) -> pl.DataFrame:
    """Drop-off of each service in two stretches of days, and the difference: after minus before.

    `filters`: of the services whose rows are wanted; without `before` no earlier stretch is known.

    Returns:
        One row per service with exits in either stretch, in the order of the path: service_code; every column of
        `drop_off` twice, ending `_before` and `_after`; difference_share, lower_share, upper_share (MOVER), state (''
        or why there is no difference).
    """
    newest = drop_off(connection, after)
    earlier = drop_off(connection, before) if before else newest.clear()
    both = _services(connection, filters, pl.concat([newest, earlier]))
    rows = both.join(_named(earlier, BEFORE), on=SERVICE, how="left", maintain_order="left")
    rows = rows.join(_named(newest, AFTER), on=SERVICE, how="left", maintain_order="left")
    rows = _none_filled(rows).filter(pl.col(f"exit_count{BEFORE}") + pl.col(f"exit_count{AFTER}") > 0)
    return _with_difference(rows)


def _services(connection: Connection, filters: Filters, rows: pl.DataFrame) -> pl.DataFrame:
    """The services of the rows, each once, in the order of the path."""
    services = rows.select(SERVICE, BREAKDOWN).unique()
    return in_path_order(Selection(connection, filters, None), services).select(SERVICE)


def _named(rows: pl.DataFrame, ending: str) -> pl.DataFrame:
    return rows.drop(BREAKDOWN).rename(
        {name: f"{name}{ending}" for name in rows.columns if name not in (SERVICE, BREAKDOWN)}
    )


def _none_filled(rows: pl.DataFrame) -> pl.DataFrame:
    """A year without exits of the service has counts of zero, and says why there is no drop-off."""
    counts = pl.col("^.*_count_(before|after)$").fill_null(0)
    return rows.with_columns(counts, pl.col("^state_(before|after)$").fill_null(State.NONE.value))


def _with_difference(rows: pl.DataFrame) -> pl.DataFrame:
    known = rows.select(pl.col("^(drop_off|lower|upper)_share_(before|after)$").fill_null(np.nan))
    after, before = (
        [known[f"{name}_share{ending}"].to_numpy() for name in ("drop_off", "lower", "upper")]
        for ending in (AFTER, BEFORE)
    )
    lower, upper = intervals.of_difference(after[0], (after[1], after[2]), before[0], (before[1], before[2]))
    return rows.with_columns(
        difference_share=pl.Series(after[0] - before[0], dtype=pl.Float64),
        lower_share=pl.Series(lower, dtype=pl.Float64),
        upper_share=pl.Series(upper, dtype=pl.Float64),
        state=pl.when(pl.col(f"state{AFTER}") != "").then(f"state{AFTER}").otherwise(f"state{BEFORE}"),
    ).fill_nan(None)
