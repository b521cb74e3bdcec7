"""The small-number rule for months and units (ADR 0031): what is withheld, what gives it back, what limits may know.

The centre of a chart is of all its months, and tells their total; so months are withheld as the values of any breakdown
are. The width of the limits and the signals know nothing but the points that are shown.
"""

from typing import Final

import polars as pl

from tyokyky.domain import funnel_tables, trend_tables
from tyokyky.domain.trend_tables import PHASE
from tyokyky.privacy.small_numbers import HIDDEN, SMALLEST_SHOWN_COUNT, is_small, withhold_lone_gaps

_JOINT: Final = ("service_code", "breakdown_value")
_COUNTS: Final = ("exit_count", "dropped_count")
_PHASE_TOTALS: Final = ("phase_exit_count", "phase_dropped_count")
_SERVICE_TOTALS: Final = ("service_exit_count", "service_dropped_count")
_ROUNDS: Final = 30


def protect_trend(exact: pl.DataFrame, *, by: bool) -> pl.DataFrame:
    """Months as staff may see them, with charts made anew of what is shown.

    `by`: the values of a breakdown add up, month by month, to the joint's own rows, which staff can see.
    """
    blocks: list[tuple[str, ...]] = [_JOINT, PHASE]
    phases = _with_safe_totals(exact, PHASE, _PHASE_TOTALS, ("service_code", "phase_on"), by=by)
    if by:
        blocks.append(("service_code", "month_on"))
    shown = _with_safe_counts(phases, blocks)
    charted = trend_tables.share_charts(shown.select(exact.columns).drop(_MADE_ANEW, strict=False))
    gone = (pl.col("state") == "") & pl.col("drop_off_share").is_null()
    state = pl.when(gone).then(pl.lit(HIDDEN)).otherwise("state")
    return charted.with_columns(state=state).select(exact.columns)


_MADE_ANEW: Final = (
    "drop_off_share",
    "centre",
    "lower_limit",
    "upper_limit",
    "distance",
    "signal",
    "direction",
)


def protect_units(exact: pl.DataFrame) -> pl.DataFrame:
    """Units as staff may see them: the centre tells their total, so a lone withheld unit takes another with it."""
    safe = _with_safe_totals(exact, ("service_code",), _SERVICE_TOTALS, ("service_code",), by=False)
    shown = _with_safe_counts(safe, [("service_code",)])
    return funnel_tables.funnels(shown.select(_JOINT + _COUNTS + _SERVICE_TOTALS))


def _is_risky(exits: pl.Expr, dropped: pl.Expr) -> pl.Expr:
    """Whether a drop-off tells of few: few dropped, few followed, or few in all."""
    return is_small(dropped) | is_small(exits - dropped) | is_small(exits)


def _with_safe_counts(exact: pl.DataFrame, blocks: list[tuple[str, ...]]) -> pl.DataFrame:
    """Counts with those of few withheld, and with them what the totals of the blocks would give back.

    A count withheld here is null; a month without a point has no dropped, which is not a gap: it counts as none.
    """
    has_point = pl.col("dropped_count").is_not_null()
    whole = exact.with_columns(pl.col("dropped_count").fill_null(0), has_point=has_point)
    exits, dropped = (pl.col(name) for name in _COUNTS)
    rows = whole.with_columns(
        pl.when(~is_small(exits)).then(exits).alias("exit_count"),
        pl.when(~_has_point_and(_is_risky(exits, dropped))).then(dropped).alias("dropped_count"),
    )
    for _ in range(_ROUNDS):
        before = rows
        for block in blocks:
            rows = withhold_lone_gaps(rows, _COUNTS, whole, block)
        # A drop-off is shown with its exits or not at all: without them its limits would tell how many there are.
        rows = rows.with_columns(
            dropped_count=pl.when(exits.is_not_null() | ~pl.col("has_point")).then("dropped_count")
        )
        if rows.equals(before):
            break
    told = pl.col("has_point") & exits.is_not_null() & (exits >= SMALLEST_SHOWN_COUNT)
    return rows.with_columns(dropped_count=pl.when(told).then("dropped_count")).drop("has_point")


def _has_point_and(condition: pl.Expr) -> pl.Expr:
    """The condition where a month has a point."""
    return pl.col("has_point") & condition


def _with_safe_totals(
    exact: pl.DataFrame, key: tuple[str, ...], columns: tuple[str, str], block: tuple[str, ...], *, by: bool
) -> pl.DataFrame:
    """The totals behind a centre; withheld where few, with another that the rest would give it back from."""
    whole = exact.select(*key, *columns).unique(key, maintain_order=True)
    exits, dropped = (pl.col(name) for name in columns)
    risky = whole.select(_is_risky(exits, dropped)).to_series()
    rows = whole.with_columns(pl.when(~risky).then(pl.col(name)).alias(name) for name in columns)
    if by:
        for _ in range(_ROUNDS):
            before = rows
            rows = withhold_lone_gaps(rows, columns, whole, block)
            if rows.equals(before):
                break
    if "phase_on" in key:
        # Phases add up to the joint's whole, which staff can see: one withheld phase takes all of its joint with it.
        gone = pl.any_horizontal(pl.col(name).is_null() for name in columns).any().over(_JOINT)
        rows = rows.with_columns(pl.when(~gone).then(pl.col(name)).alias(name) for name in columns)
    both = pl.all_horizontal(pl.col(name).is_not_null() for name in columns)
    rows = rows.with_columns(pl.when(both).then(pl.col(name)).alias(name) for name in columns)
    return exact.drop(columns).join(rows, on=list(key), how="left", maintain_order="left")
