"""Inside a service: how many stays were broken off, and whether anything told of it before (definitions, section 6)."""

from typing import Final

import polars as pl

from tyokyky.analysis.exit_counts import in_path_order
from tyokyky.analysis.selection import BREAKDOWN, SERVICE, Selection, select_exits
from tyokyky.domain.filters import Breakdown, Filters
from tyokyky.domain.intervals import wilson
from tyokyky.domain.journeys import BROKEN_OFF, EndReasonGroup, ExitGroup
from tyokyky.store.connection import Connection

_UNKNOWN: Final = EndReasonGroup.UNKNOWN.value
_REASON: Final = "end_reason_group"


def interruptions(connection: Connection, filters: Filters, breakdown: Breakdown | None = None) -> pl.DataFrame:
    """Share of exits that were interrupted or lost, of those whose reason is known.

    Returns:
        service_code, breakdown_value ('' without a breakdown), exit_count (with a known reason), interrupted_count,
        unknown_count (exits whose reason is not known: in neither), and share, lower_share, upper_share (Wilson; null
        where no reason is known); reason_counts: exits by end-reason group, for the small-number rule.
    """
    selection = select_exits(connection, filters, breakdown)
    cells = selection.ask("interruption_cell")
    count, reason = pl.col("exit_count"), pl.col(_REASON)
    rows = cells.group_by(SERVICE, BREAKDOWN, maintain_order=True).agg(
        count.filter(reason != _UNKNOWN).sum().alias("known_count"),
        count.filter(reason.is_in(list(BROKEN_OFF))).sum().alias("interrupted_count"),
        count.filter(reason == _UNKNOWN).sum().alias("unknown_count"),
        pl.struct(_REASON, "exit_count").alias("reason_counts"),
    )
    return with_share(
        in_path_order(selection, rows).rename({"known_count": "exit_count"}), "interrupted_count", "exit_count"
    )


def with_share(rows: pl.DataFrame, count: str, base: str) -> pl.DataFrame:
    """Rows with share, lower_share and upper_share (Wilson) of a count in its base; null where the base is 0."""
    lower, upper = wilson(rows[count].to_numpy(), rows[base].to_numpy())
    return rows.with_columns(
        share=pl.when(pl.col(base) > 0).then(pl.col(count) / pl.col(base)),
        lower_share=pl.Series(lower, dtype=pl.Float64).fill_nan(None),
        upper_share=pl.Series(upper, dtype=pl.Float64).fill_nan(None),
    )


def early_signs(connection: Connection, filters: Filters) -> pl.DataFrame:
    """What stood beside interrupted and other exits of a known reason: ends before their plan, and missed moments.

    Returns:
        One row per service × exit_group (interrupted, completed): exit_count, planned_count (with a planned end),
        early_count (of those, ended before it), median_early_days (of those; null where there are none), no_show_count
        (with a missed moment of the service in the last 60 days), share, lower_share, upper_share of no_show_count in
        exit_count (Wilson); reason_counts as in `interruptions`, of the service.
    """
    selection = select_exits(connection, filters, None)
    cells = selection.ask("interruption_cell")
    known = cells.filter(pl.col(_REASON) != _UNKNOWN).with_columns(
        exit_group=pl.when(pl.col(_REASON).is_in(list(BROKEN_OFF)))
        .then(pl.lit(ExitGroup.INTERRUPTED.value))
        .otherwise(pl.lit(ExitGroup.COMPLETED.value))
    )
    sums = [pl.col(f"{name}_count").sum() for name in ("exit", "planned", "early", "no_show")]
    rows = known.group_by(SERVICE, "exit_group").agg(sums).join(_reasons(cells), on=SERVICE, how="left")
    medians = selection.ask("early_days")
    placed = rows.join(medians, on=[SERVICE, "exit_group"], how="left")
    return with_share(_by_path_and_group(selection, placed), "no_show_count", "exit_count")


def _reasons(cells: pl.DataFrame) -> pl.DataFrame:
    return cells.group_by(SERVICE, maintain_order=True).agg(pl.struct(_REASON, "exit_count").alias("reason_counts"))


def _by_path_and_group(selection: Selection, rows: pl.DataFrame) -> pl.DataFrame:
    """In the order of the path, the interrupted first."""
    first = rows.sort(SERVICE, "exit_group", descending=[False, True])
    return in_path_order(selection, first.with_columns(pl.col("exit_group").alias(BREAKDOWN))).sort(
        pl.col(SERVICE).rle_id(), "exit_group", descending=[False, True]
    )
