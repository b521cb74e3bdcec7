"""Drop-off at the joint: how likely it is that nothing has followed within the window (definitions, section 5)."""

from typing import Final

import numpy as np
import polars as pl

from tyokyky.analysis.exit_counts import counted, exit_counts, in_path_order
from tyokyky.analysis.life_tables import clustered_variance, exit_cells, life_table
from tyokyky.analysis.selection import BREAKDOWN, SERVICE, Selection, select_exits
from tyokyky.domain import intervals
from tyokyky.domain.estimates import CumulativeIncidence, DropOff
from tyokyky.domain.figures import State
from tyokyky.domain.filters import Breakdown, Filters
from tyokyky.domain.intervals import Array
from tyokyky.store.connection import Connection

CLUSTERED_FROM_EXITS_PER_PERSON: Final = 1.1
"""Above this the exits of one person are too many to be called independent, and clustered intervals stand beside."""


def drop_off(connection: Connection, filters: Filters, breakdown: Breakdown | None = None) -> pl.DataFrame:
    """Drop-off per service (and value of the breakdown) with all that stands beside it.

    Returns:
        service_code, breakdown_value ('' without a breakdown), spell_count and `EXIT_COUNTS`;
        drop_off_share, lower_share, upper_share, lower_clustered_share, upper_clustered_share, variance (null without
        an estimate), state ('' or why there is no estimate). Nothing is withheld: that is the reporting door's work.
    """
    selection = select_exits(connection, filters, breakdown)
    cells = exit_cells(selection)
    counts = exit_counts(selection, cells)
    estimate = DropOff.of(life_table(cells, counts, filters.window_days))
    clustered = _clustered_interval(selection, counts, estimate)
    return with_estimate(counts, estimate).with_columns(
        lower_clustered_share=pl.Series(clustered[0], dtype=pl.Float64).fill_nan(None),
        upper_clustered_share=pl.Series(clustered[1], dtype=pl.Float64).fill_nan(None),
    )


def with_estimate(counts: pl.DataFrame, estimate: DropOff) -> pl.DataFrame:
    """Rows of counts with their drop-off, interval, Greenwood variance and state; rows and groups in the same order."""
    interval = estimate.interval()
    share = estimate.share[:, -1]
    return counts.with_columns(
        drop_off_share=pl.Series(share, dtype=pl.Float64),
        lower_share=pl.Series(interval.lower[:, -1], dtype=pl.Float64),
        upper_share=pl.Series(interval.upper[:, -1], dtype=pl.Float64),
        variance=pl.Series(estimate.variance[:, -1], dtype=pl.Float64),
        state=_state(pl.Series(np.isnan(share))),
    ).fill_nan(None)


def _state(no_estimate: pl.Series) -> pl.Expr:
    """Why a row has no estimate: no exits at all, exits whose next register is not joined, or nothing known yet."""
    return (
        pl.when(pl.col("exit_count") == 0)
        .then(pl.lit(State.NONE.value))
        .when(pl.col("not_linked_count") == pl.col("exit_count"))
        .then(pl.lit(State.NOT_LINKED.value))
        .when(no_estimate)
        .then(pl.lit(State.NOT_YET.value))
        .otherwise(pl.lit(""))
    )


def _clustered_interval(selection: Selection, counts: pl.DataFrame, estimate: DropOff) -> tuple[Array, Array]:
    exits_per_person = (counts["exit_count"] / counts["person_count"]).fill_nan(0.0).to_numpy()
    repeated = exits_per_person > CLUSTERED_FROM_EXITS_PER_PERSON
    if not repeated.any():
        nothing = np.full(len(counts), np.nan)
        return nothing, nothing
    variance = clustered_variance(selection, counts, estimate)
    lower, upper = intervals.log_minus_log(estimate.share[:, -1], np.sqrt(np.maximum(variance, 0.0)))
    return np.where(repeated, lower, np.nan), np.where(repeated, upper, np.nan)


def destinations(connection: Connection, filters: Filters, breakdown: Breakdown | None = None) -> pl.DataFrame:
    """Where people went within the window: cumulative incidence of each successor service.

    Returns:
        One row per service × value × successor service that the store can see: service_code, breakdown_value,
        successor_service_code, kind, successor_count (within the window); of the joint the counts that stand beside its
        drop-off; share, lower_share, upper_share (null without an estimate), state.
    """
    selection = select_exits(connection, filters, breakdown)
    cells = exit_cells(selection, by_successor=True)
    counts = exit_counts(selection, cells).filter(pl.col("exit_count") > 0)
    visible = selection.ask("visible_service")
    successors = tuple(visible[SERVICE])
    table = life_table(cells, counts, filters.window_days, successors)
    incidence = CumulativeIncidence.of(table, DropOff.of(table))
    interval = incidence.interval()
    groups = counts.select(
        SERVICE,
        BREAKDOWN,
        pl.col(r"^.*_count$"),
        state=_state(pl.Series(np.isnan(DropOff.of(table).share[:, -1]))),
    )
    parts = visible.rename({SERVICE: "successor_service_code"}).drop("service_rank", "chain_gap_days")
    crossed = groups.join(parts, how="cross", maintain_order="left_right")
    return crossed.with_columns(
        kind=_kind(),
        successor_count=pl.Series(table.followed.sum(axis=1).ravel(), dtype=pl.Int64),
        share=pl.Series(incidence.share.ravel(), dtype=pl.Float64),
        lower_share=pl.Series(interval.lower.ravel(), dtype=pl.Float64),
        upper_share=pl.Series(interval.upper.ravel(), dtype=pl.Float64),
    ).fill_nan(None)


def _kind() -> pl.Expr:
    return (
        pl.when(pl.col("successor_service_code") == pl.col(SERVICE))
        .then(pl.lit("return"))
        .when(pl.col("part") == "path")
        .then(pl.lit("next"))
        .otherwise(pl.col("part"))
    )


def curve(connection: Connection, filters: Filters, breakdown: Breakdown | None = None) -> pl.DataFrame:
    """Drop-off as time passes: S(d) for each day 0…W.

    Returns:
        One row per service × value × day: service_code, breakdown_value, day, at_risk_count, followed_count (so far),
        dropped_share, lower_share, upper_share (null where nobody is at risk and S > 0).
    """
    selection = select_exits(connection, filters, breakdown)
    cells = exit_cells(selection)
    counts = in_path_order(selection, counted(cells)).filter(pl.col("at_start_count") > 0)
    table = life_table(cells, counts, filters.window_days)
    estimate = DropOff.of(table)
    interval = estimate.interval()
    days = pl.DataFrame({"day": range(filters.window_days + 1)}, schema={"day": pl.Int64})
    crossed = counts.select(SERVICE, BREAKDOWN).join(days, how="cross", maintain_order="left_right")
    return crossed.with_columns(
        at_risk_count=pl.Series(table.at_risk.ravel(), dtype=pl.Int64),
        followed_count=pl.Series(table.followed_by_any.cumsum(axis=1).ravel(), dtype=pl.Int64),
        dropped_share=pl.Series(estimate.share.ravel(), dtype=pl.Float64),
        lower_share=pl.Series(interval.lower.ravel(), dtype=pl.Float64),
        upper_share=pl.Series(interval.upper.ravel(), dtype=pl.Float64),
    ).fill_nan(None)
