"""Trends and units in one sentence, and how often chance alone would say the same: keys and values, no language yet."""

from functools import lru_cache
from typing import Final

import numpy as np
import polars as pl

from tyokyky.domain import chart_rules, trend_tables
from tyokyky.domain.chart_rules import Direction
from tyokyky.domain.figures import State
from tyokyky.domain.filters import Breakdown, Filters
from tyokyky.domain.messages import Message, MessageValue
from tyokyky.domain.trend_tables import PHASE
from tyokyky.reporting.findings import without_estimate

_MOST_SERIES: Final = 12
"""Charts that chance is simulated for: the longest; the rest are alike."""


def of_trend(shown: pl.DataFrame, filters: Filters, _breakdown: Breakdown | None) -> Message:
    """The newest signal of the charts, or that there is none, or that no chart can be drawn."""
    if shown.drop_nulls("drop_off_share").is_empty():
        return without_estimate(shown, filters)
    charted = shown.drop_nulls("centre")
    if charted.is_empty():
        return Message("finding.trend.few", {"point_count": trend_tables.FEWEST_POINTS})
    found = trend_tables.episodes(shown)
    if found.is_empty():
        return Message("finding.trend.quiet", {"joint_count": charted.select(PHASE[:2]).n_unique()})
    newest = found.sort("last_month_on", "chance", descending=[True, False], maintain_order=True)
    return signal_message(newest.row(0, named=True))


def of_signals(shown: pl.DataFrame) -> Message:
    """The strongest of the signals."""
    if shown.is_empty():
        return Message("finding.signals.none")
    return signal_message(shown.row(0, named=True))


def signal_message(row: dict[str, MessageValue]) -> Message:
    """One signal in words."""
    better = row["direction"] == Direction.IMPROVEMENT.value
    return Message(
        "finding.trend.improvement" if better else "finding.trend.concern",
        {
            "service_code": row["service_code"],
            "signal": row["rule"],
            "first_month": str(row["first_month_on"])[:7],
            "last_month": str(row["last_month_on"])[:7],
            "drop_off_share": row["drop_off_share"],
            "centre_share": row["centre"],
        },
    )


def of_units(shown: pl.DataFrame) -> Message:
    """How many units lie outside the limits that chance and the usual differences between units draw."""
    known = shown.drop_nulls("drop_off_share").drop_nulls("centre")
    if known.is_empty():
        has_exits = not shown.is_empty() and (shown["exit_count"].fill_null(1) > 0).any()
        return Message("finding.hidden" if has_exits else "finding.none")
    outside = known.filter(pl.col("outside").str.ends_with("998"))
    near = known.filter(pl.col("outside").str.ends_with("_95"))
    key = "finding.units.outside" if not outside.is_empty() else "finding.units.inside"
    values: dict[str, MessageValue] = {
        "unit_count": known.height,
        "outside_unit_count": outside.height,
        "near_unit_count": near.height,
    }
    return Message(key, values)


def of_experience_trend(shown: pl.DataFrame) -> Message:
    """The newest signal of the levels, or that there is none, or too few quarters."""
    if shown["mean_score"].null_count() == shown.height:
        return Message("finding.hidden" if shown["response_count"].null_count() else "finding.feedback.none")
    if shown["centre"].null_count() == shown.height:
        return Message("finding.trend.few_quarters", {"point_count": trend_tables.FEWEST_POINTS})
    found = shown.filter(pl.col("signal") != "").sort("quarter", "participation_level")
    if found.is_empty():
        return Message("finding.experience_trend.quiet")
    last = found.row(-1, named=True)
    better = last["direction"] == Direction.IMPROVEMENT.value
    key = "finding.experience_trend.improvement" if better else "finding.experience_trend.concern"
    return Message(key, {"level": last["participation_level"], "quarter": last["quarter"]})


def chance_of_signals(shown: pl.DataFrame, _exact: pl.DataFrame) -> list[Message]:
    """How often charts of these months give a signal where nothing has changed; how many are withheld."""
    sizes = [
        (tuple(part["exit_count"].to_list()), part["centre"].drop_nulls()[0])
        for part in shown.drop_nulls(["drop_off_share", "centre"]).partition_by(PHASE, maintain_order=True)
    ]
    if not sizes:
        return []
    longest = sorted(sizes, key=lambda size: -len(size[0]))[:_MOST_SERIES]
    share = float(np.mean([_false_share(months, centre, len(longest)) for months, centre in longest]))
    counts = [len(months) for months, _ in sizes]
    caveats = [Message("caveat.chance_signals", {"month_count": max(counts), "share": share})]
    if (shown["state"] == State.HIDDEN.value).any():
        caveats.append(Message("caveat.withheld_months"))
    return caveats


@lru_cache(maxsize=256)
def _false_share(months: tuple[int, ...], centre: float, series_count: int) -> float:
    simulated_count = max(100, chart_rules.SIMULATED_COUNT // series_count)
    return chart_rules.false_signal_share(np.array(months), centre, simulated_count)


def of_funnel(_shown: pl.DataFrame, _exact: pl.DataFrame) -> list[Message]:
    """That units are not ranked, and why some differ from others without anyone's fault."""
    return [Message("caveat.no_league")]
