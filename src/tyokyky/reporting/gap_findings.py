"""Findings of the figures of whole years: the joints to mend first, what changed, missed moments."""

import polars as pl

from tyokyky.domain.figures import Figure, State
from tyokyky.domain.messages import Message, MessageValue
from tyokyky.domain.question import Question
from tyokyky.reporting import findings
from tyokyky.reporting.mart import Mart


def is_of_year(shown: pl.DataFrame, asked: Question, mart: Mart) -> Message:
    """Which months a figure is of; they end where the last exit is followed to the window."""
    year: dict[str, MessageValue] = {"since_on": asked.filters.since, "until_on": asked.filters.until}
    if shown.height:
        year = {name: shown[name][0] for name in year}
    observed: dict[str, MessageValue] = {"observed_on": mart.observed_until, "window_days": asked.filters.window_days}
    return Message("is_of.exits", year | observed)


def of_year(exact: pl.DataFrame) -> list[Message]:
    """What to know of the months: sources may not reach back to the first of them."""
    first_day = "since_before_on" if "since_before_on" in exact.columns else "since_on"
    late = exact.filter(pl.col("covered_from") > pl.col(first_day))
    if late.is_empty():
        return []
    return [Message("caveat.not_covered", {"covered_on": late["covered_from"][0]})]


def of_gaps(shown: pl.DataFrame, asked: Question) -> Message:
    """The joint at which most people were lost."""
    known = shown.drop_nulls("lost_count")
    if known.is_empty():
        return _without_year(shown, asked)
    most = known.row(0, named=True)
    values: dict[str, MessageValue] = {
        "service_code": most["service_code"],
        "lost_count": round(most["lost_count"]),
        "lower_count": round(most["lost_lower_count"]),
        "upper_count": round(most["lost_upper_count"]),
        "base_count": most["at_start_count"],
        "window_days": asked.filters.window_days,
    }
    if asked.by is None:
        return Message("finding.gaps", values)
    return Message("finding.gaps.by", values | {"by_key": asked.by.name, "high_value": most["breakdown_value"]})


def _without_year(shown: pl.DataFrame, asked: Question) -> Message:
    """No joint at all: nobody has left, or not yet so long ago that a year is followed."""
    if shown.height:
        return findings.without_estimate(shown, asked.filters)
    return Message("finding.gaps.none", {"window_days": asked.filters.window_days})


def of_excess(figure: Figure, by_name: str) -> Message:
    """The joint at which most more were lost than at the whole area's drop-off, if any stands out beyond chance."""
    known = figure.table.drop_nulls("excess").sort("excess", descending=True, maintain_order=True)
    if known.is_empty():
        return Message("finding.excess.none", {"by_key": by_name})
    # Lost less the excess is what the whole area's drop-off would give: the joint's own interval must lie above it.
    clear = known.filter(pl.col("lost_lower") > pl.col("lost") - pl.col("excess"))
    if clear.is_empty():
        return Message("finding.excess.similar", {"by_key": by_name})
    most = clear.row(0, named=True)
    values = {"service_code": most["service"], "by_key": by_name, "high_value": str(most[by_name])}
    counts = {"excess_count": round(most["excess"]), "base_count": most["exits"]}
    return Message("finding.excess", values | counts | {"drop_off_share": most["drop_off"]})


def of_change(shown: pl.DataFrame, asked: Question) -> Message:
    """The clearest change, if any is clearer than chance: the one whose interval stands furthest from no change."""
    known = shown.drop_nulls("difference_share")
    if known.is_empty():
        return findings.without_estimate(shown, asked.filters)
    lower, upper = pl.col("lower_share"), pl.col("upper_share")
    clear = known.filter((lower > 0) | (upper < 0))
    if clear.is_empty():
        return Message("finding.change.none")
    apart = pl.max_horizontal(lower, -upper)
    most = clear.sort(apart, descending=True, maintain_order=True).row(0, named=True)
    key = "finding.change.more" if most["difference_share"] > 0 else "finding.change.less"
    return Message(
        key,
        {
            "service_code": most["service_code"],
            "before_share": most["drop_off_share_before"],
            "after_share": most["drop_off_share_after"],
            "difference_share": most["difference_share"],
            "lower_share": most["lower_share"],
            "upper_share": most["upper_share"],
        },
    )


def of_no_shows(shown: pl.DataFrame) -> Message:
    """The service in which missed moments tell most apart those who fell from those who were carried on."""
    columns = ["service_code", "share", "lower_share", "upper_share"]
    dropped = shown.filter(pl.col("outcome") == "dropped").select(columns)
    followed = shown.filter(pl.col("outcome") == "followed").select(columns)
    both = dropped.join(followed, on="service_code", suffix="_followed").drop_nulls()
    if both.is_empty():
        return Message("finding.no_shows.nothing")
    apart = both.filter(pl.col("lower_share") > pl.col("upper_share_followed"))
    if apart.is_empty():
        return Message("finding.no_shows.similar")
    distance = pl.col("share") - pl.col("share_followed")
    most = apart.sort(distance, descending=True, maintain_order=True).row(0, named=True)
    shares = {"dropped_share": most["share"], "followed_share": most["share_followed"]}
    return Message("finding.no_shows", {"service_code": most["service_code"], **shares})


def caveats_of_change(_shown: pl.DataFrame, exact: pl.DataFrame) -> list[Message]:
    """Of many comparisons some are clear by chance; what changed is not why."""
    known = exact.filter(pl.col("state") != State.NONE.value)
    several = [Message("caveat.change_by_chance")] if known.height > 1 else []
    return [*of_year(exact), *several]
