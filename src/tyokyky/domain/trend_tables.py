"""From months of exits to their control charts: one chart per joint and phase, from what its rows hold and no more."""

from typing import Final

import numpy as np
import polars as pl

from tyokyky.domain import chart_rules
from tyokyky.domain.chart_rules import Direction, Rule
from tyokyky.domain.control_charts import ControlChart, mean_chart, share_chart
from tyokyky.domain.figures import State
from tyokyky.domain.intervals import Array

FEWEST_POINTS: Final = 12
"""With fewer points limits say more of chance than of the joint: none are drawn."""
PHASE: Final = ("service_code", "breakdown_value", "phase_on")
"""One chart: a joint from one dated change to the next."""
_UNCHARTED: Final = {"centre": None, "lower_limit": None, "upper_limit": None, "distance": None}


def share_charts(rows: pl.DataFrame) -> pl.DataFrame:
    """Months with their p-chart (p′ where over-dispersed), limits cut to 0–1.

    `rows`, in the order of months: `PHASE`, state (limits are of no month that is `not_yet`), exit_count and
    dropped_count (null where there is no point), phase_exit_count and phase_dropped_count (totals of the phase; null
    where they are not told).

    Returns:
        The rows with drop_off_share, centre, lower_limit, upper_limit (0–1), distance (standard deviations from the
        centre), signal (names of `Rule`s joined by ;) and direction ('' without a signal).
    """
    if rows.is_empty():
        return _charted_columns(rows.with_columns(drop_off_share=pl.lit(None, dtype=pl.Float64)))
    series, place = _places(rows, PHASE)
    followed = rows.with_columns(exit_count=pl.when(pl.col("state") != State.NOT_YET.value).then("exit_count"))
    exits, dropped, base, total = (
        _matrix(followed, name, series, place)
        for name in ("exit_count", "dropped_count", "phase_exit_count", "phase_dropped_count")
    )
    chart = share_chart(dropped, exits, _share(_first_known(total), _first_known(base)))
    charted = _charted(rows, chart, series, place, good=-1)
    points = chart.points[series, place]
    limits = (pl.col(name).clip(0, 1) for name in ("lower_limit", "upper_limit"))
    return charted.with_columns(*limits, drop_off_share=pl.Series(points, dtype=pl.Float64).fill_nan(None))


def mean_charts(rows: pl.DataFrame, key: tuple[str, ...], column: str) -> pl.DataFrame:
    """Rows in the order of time with the XmR chart of `column`, one chart per `key`; high is good.

    Returns:
        The rows with centre, lower_limit, upper_limit, distance, signal and direction.
    """
    if rows.is_empty():
        return _charted_columns(rows)
    series, place = _places(rows, key)
    return _charted(rows, mean_chart(_matrix(rows, column, series, place)), series, place, good=1)


def _places(rows: pl.DataFrame, key: tuple[str, ...]) -> tuple[Array, Array]:
    """Which chart and which place in it each row has."""
    numbered = rows.select(
        series=pl.struct(key).rank("dense").cast(pl.Int64) - 1, place=pl.int_range(pl.len()).over(key)
    )
    return numbered["series"].to_numpy(), numbered["place"].to_numpy()


def _matrix(rows: pl.DataFrame, column: str, series: Array, place: Array) -> Array:
    filled = np.full((int(series.max()) + 1, int(place.max()) + 1), np.nan)
    filled[series, place] = rows[column].cast(pl.Float64).fill_null(np.nan).to_numpy()
    return filled


def _first_known(matrix: Array) -> Array:
    """The one value that all places of a series hold; NaN where none does."""
    largest = np.where(np.isnan(matrix), 0.0, matrix).max(axis=1)
    return np.where(np.isnan(matrix).all(axis=1), np.nan, largest)


def _share(total: Array, base: Array) -> Array:
    return total / np.where(base > 0, base, np.nan)


def _charted(rows: pl.DataFrame, chart: ControlChart, series: Array, place: Array, good: int) -> pl.DataFrame:
    point_count = (~np.isnan(chart.points)).sum(axis=1)
    is_charted = (point_count >= FEWEST_POINTS)[:, None] & np.isfinite(chart.centre)
    shown = ControlChart(chart.points, np.where(is_charted, chart.centre, np.nan), chart.sigma)
    found = chart_rules.signals(shown)
    found = {rule: np.where(is_charted, signs, 0.0) for rule, signs in found.items()}
    sign = chart_rules.sign(found)[series, place]
    numbers = {
        "centre": shown.centre,
        "lower_limit": shown.lower,
        "upper_limit": shown.upper,
        "distance": np.where(np.isnan(chart.points), np.nan, shown.distance),
    }
    told = {name: pl.Series(values[series, place], dtype=pl.Float64).fill_nan(None) for name, values in numbers.items()}
    words = {1: Direction.IMPROVEMENT, -1: Direction.CONCERN, 0: ""}
    return rows.with_columns(
        **told,
        signal=pl.Series(chart_rules.names(found)[series, place].tolist(), dtype=pl.String),
        direction=pl.Series([str(words[int(value) * good]) for value in sign], dtype=pl.String),
    )


def _charted_columns(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(
        *(pl.lit(None, dtype=pl.Float64).alias(name) for name in _UNCHARTED),
        signal=pl.lit(""),
        direction=pl.lit(""),
    )


_APART: Final = {Rule.NEAR_LIMIT: 2}
"""Most points from one to the next of one signal: of three in a row, two are near the limit."""


def episodes(charted: pl.DataFrame) -> pl.DataFrame:
    """Signals one by one, the least probable by chance first.

    Returns:
        service_code, breakdown_value, rule, direction, first_month_on, last_month_on, month_count (points of the
        signal), drop_off_share (their mean), centre, chance (`chart_rules.chance`), phase and rank (1 = strongest).
    """
    place = pl.col("drop_off_share").is_not_null().cum_sum().over(PHASE)
    rows = charted.with_columns(place=place.cast(pl.Int64)).filter(pl.col("signal") != "")
    found = [_episodes_of(rows.filter(_has(rule)), rule) for rule in Rule]
    together = pl.concat(found).sort(
        "chance", "last_month_on", "service_code", "breakdown_value", "rule", descending=[False, True, *[False] * 3]
    )
    return together.with_columns(rank=pl.int_range(1, pl.len() + 1, dtype=pl.Int64))


def _has(rule: Rule) -> pl.Expr:
    return pl.col("signal").str.split(";").list.contains(rule.value)


def _episodes_of(rows: pl.DataFrame, rule: Rule) -> pl.DataFrame:
    key = (*PHASE, "side")
    side = rows.with_columns(side=_side(rule))
    starts = pl.col("place").diff().over(key).fill_null(99) > _APART.get(rule, 1)
    parts = side.with_columns(part=starts.cast(pl.Int64).cum_sum().over(key))
    merged = parts.group_by(*key, "part", maintain_order=True).agg(
        first_month_on=pl.col("month_on").first(),
        last_month_on=pl.col("month_on").last(),
        month_count=pl.len().cast(pl.Int64),
        drop_off_share=pl.col("drop_off_share").mean(),
        centre=pl.col("centre").first(),
        largest=pl.col("distance").abs().max(),
        phase=pl.col("phase").first(),
    )
    chance = [
        chart_rules.chance(rule, count, distance)
        for count, distance in merged.select("month_count", "largest").iter_rows()
    ]
    better = pl.lit(Direction.IMPROVEMENT.value)
    return merged.with_columns(
        rule=pl.lit(rule.value),
        direction=pl.when(pl.col("side") < 0).then(better).otherwise(pl.lit(Direction.CONCERN.value)),
        chance=pl.Series(chance, dtype=pl.Float64),
    ).drop("side", "part", "largest", "phase_on")


def _side(rule: Rule) -> pl.Expr:
    """−1 below or falling, +1 above or rising."""
    if rule is not Rule.TREND:
        return pl.col("distance").sign().cast(pl.Int64)
    step = pl.col("drop_off_share").diff().over(PHASE)
    following = pl.col("drop_off_share").diff(-1).over(PHASE) * -1
    return pl.coalesce(step, following).sign().cast(pl.Int64)
