"""Drop-off month by month with its control chart, and units against their common funnel (definitions, section 8)."""

from datetime import date
from typing import Final

import polars as pl

from tyokyky.analysis.selection import BREAKDOWN, PACKAGE, SERVICE, select_exits
from tyokyky.domain import trend_tables
from tyokyky.domain.figures import State
from tyokyky.domain.filters import UNKNOWN, Breakdown, Filters, Key
from tyokyky.domain.trend_tables import PHASE
from tyokyky.store import query
from tyokyky.store.connection import Connection

_JOINT: Final = (SERVICE, BREAKDOWN)


def trend(connection: Connection, filters: Filters, breakdown: Breakdown | None = None) -> pl.DataFrame:
    """Drop-off of each month with centre, limits and signals.

    A month has a point when its last day has been followed for the window and for the chaining tolerance: then nobody
    is censored within the window, and the drop-off is dropped / exits (what Kaplan–Meier gives too). Later months have
    the state `not_yet`.

    Returns:
        One row per service × value × month from the joint's first exit to the observation end: service_code,
        breakdown_value, month_on, exit_count (whose usual next register is joined), dropped_count (null without a
        point), phase ('' before the first change), phase_on, phase_exit_count, phase_dropped_count, what
        `trend_tables.share_charts` adds, and state. Nothing is withheld.
    """
    rows = _with_phases(_months(connection, filters, breakdown), changes(connection))
    point = pl.col("dropped_count").is_not_null()
    totals = (
        pl.when(point).then(name).sum().over(PHASE).alias(f"phase_{name}") for name in ("exit_count", "dropped_count")
    )
    return trend_tables.share_charts(rows.with_columns(*totals))


def changes(connection: Connection) -> pl.DataFrame:
    """Dated changes of the home: service_code, changed_on, name."""
    return query.frame(connection, PACKAGE, "figure/trend_change")


def targets(connection: Connection) -> dict[str, float]:
    """Drop-off aimed at, by service."""
    return dict(query.frame(connection, PACKAGE, "figure/trend_target").iter_rows())


def _months(connection: Connection, filters: Filters, breakdown: Breakdown | None) -> pl.DataFrame:
    """Every month of each joint; a month that is not fully followed has no dropped_count."""
    selection = select_exits(connection, filters, breakdown)
    cells = selection.ask("month_cell", {"chain_gap_days": filters.chain_gap_days})
    last = pl.col("observed_until") if filters.until is None else pl.min_horizontal("observed_until", filters.until)
    spine = (
        cells.group_by(_JOINT, maintain_order=True)
        .agg(pl.col("service_rank", "chain_gap_days", "observed_until").first(), first_on=pl.col("month_on").min())
        .with_columns(month_on=pl.date_ranges("first_on", last, "1mo"))
        .explode("month_on")
        .drop("first_on")
    )
    counts = cells.select(*_JOINT, "month_on", "exit_count", "dropped_count", "not_linked_count")
    rows = spine.join(counts, on=[*_JOINT, "month_on"], how="left", maintain_order="left").with_columns(
        pl.col("exit_count", "dropped_count", "not_linked_count").fill_null(0)
    )
    in_order = rows.sort(
        "service_rank", SERVICE, pl.col(BREAKDOWN) == UNKNOWN, BREAKDOWN, "month_on", maintain_order=True
    )
    return _with_states(in_order, filters.window_days)


def _with_states(rows: pl.DataFrame, window_days: int) -> pl.DataFrame:
    follow_up_days = (pl.col("observed_until") - pl.col("month_on").dt.month_end()).dt.total_days() - 1
    is_followed = follow_up_days >= pl.max_horizontal(pl.lit(window_days), "chain_gap_days")
    exits = pl.col("exit_count")
    state = (
        pl.when((exits == 0) & (pl.col("not_linked_count") > 0))
        .then(pl.lit(State.NOT_LINKED.value))
        .when(~is_followed)
        .then(pl.lit(State.NOT_YET.value))
        .when(exits == 0)
        .then(pl.lit(State.NONE.value))
        .otherwise(pl.lit(""))
    )
    return rows.with_columns(state=state, dropped_count=pl.when(is_followed & (exits > 0)).then("dropped_count")).drop(
        "service_rank", "chain_gap_days", "observed_until", "not_linked_count"
    )


def _with_phases(rows: pl.DataFrame, dated: pl.DataFrame) -> pl.DataFrame:
    """The last change of the service on or before the month's first day, by name and day."""
    ordered = rows.with_row_index("order").sort("month_on", maintain_order=True)
    joined = ordered.join_asof(
        dated.sort("changed_on").rename({"name": "phase"}).with_columns(phase_on="changed_on"),
        left_on="month_on",
        right_on="changed_on",
        by=SERVICE,
        strategy="backward",
        check_sortedness=False,
    )
    no_change = pl.lit(date.min)
    return (
        joined.with_columns(pl.col("phase").fill_null(""), pl.col("phase_on").fill_null(no_change))
        .sort("order")
        .drop("order", "changed_on", strict=False)
    )


def units(connection: Connection, filters: Filters) -> pl.DataFrame:
    """Drop-off of units in all fully followed months, beside the limits of the service's funnel.

    Returns:
        One row per service × unit in the order of codes, never of values: service_code, breakdown_value (the unit),
        exit_count, dropped_count, service_exit_count, service_dropped_count. Nothing is withheld.
    """
    months = _months(connection, filters, Breakdown(Key.UNIT)).filter(pl.col("dropped_count").is_not_null())
    counts = months.group_by(_JOINT, maintain_order=True).agg(pl.col("exit_count", "dropped_count").sum())
    return counts.with_columns(
        pl.col("exit_count").sum().over(SERVICE).alias("service_exit_count"),
        pl.col("dropped_count").sum().over(SERVICE).alias("service_dropped_count"),
    )
