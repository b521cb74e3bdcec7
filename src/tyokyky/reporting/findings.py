"""The finding of a figure in one sentence, and what must be known to read it: keys and values, no language yet."""

import polars as pl

from tyokyky.domain.figures import State
from tyokyky.domain.filters import Breakdown, Filters
from tyokyky.domain.messages import Message
from tyokyky.domain.participation import Assumption, ExperienceGroup, Measure, ScoreBand
from tyokyky.privacy.small_numbers import SMALLEST_SHOWN_COUNT
from tyokyky.reporting.mart import Mart

_SIGNIFICANT: float = 0.05
_CLEAR = {
    Measure.EXPERIENCE.value: "finding.participation.experience",
    Measure.EVIDENCE.value: "finding.participation.evidence",
}


def without_estimate(table: pl.DataFrame, filters: Filters) -> Message:
    """Why there is nothing to say: the commonest state of the rows."""
    states = table["state"].to_list() if "state" in table.columns else []
    if State.HIDDEN in states:
        return Message("finding.hidden")
    if State.NOT_YET in states:
        return Message("finding.not_yet", {"window_days": filters.window_days})
    if State.NOT_LINKED in states:
        return Message("finding.not_linked")
    return Message("finding.none")


def of_drop_off(shown: pl.DataFrame, filters: Filters, breakdown: Breakdown | None) -> Message:
    """The joint where most people fall; with a breakdown, whether its values differ more than chance would explain."""
    known = shown.drop_nulls("drop_off_share")
    if known.is_empty():
        return without_estimate(shown, filters)
    worst = known.sort(pl.col("drop_off_share") * pl.col("at_start_count"), descending=True).row(0, named=True)
    if breakdown is not None:
        of_service = known.filter(pl.col("service_code") == worst["service_code"])
        return _by(of_service, worst["service_code"], breakdown)
    return Message(
        "finding.drop_off",
        {
            "service_code": worst["service_code"],
            "drop_off_share": worst["drop_off_share"],
            "lower_share": worst["lower_share"],
            "upper_share": worst["upper_share"],
            "at_start_count": worst["at_start_count"],
            "window_days": filters.window_days,
        },
    )


def _by(rows: pl.DataFrame, service_code: str, breakdown: Breakdown) -> Message:
    if rows.height == 1:
        return Message("finding.drop_off.by_single", {"service_code": service_code, "by_key": breakdown.name})
    high = rows.sort("drop_off_share", descending=True).row(0, named=True)
    low = rows.sort("drop_off_share").row(0, named=True)
    if high["lower_share"] <= low["upper_share"]:
        return Message("finding.drop_off.by_similar", {"service_code": service_code, "by_key": breakdown.name})
    return Message(
        "finding.drop_off.by",
        {
            "service_code": service_code,
            "by_key": breakdown.name,
            "high_value": high["breakdown_value"],
            "high_share": high["drop_off_share"],
            "low_value": low["breakdown_value"],
            "low_share": low["drop_off_share"],
        },
    )


def of_destinations(shown: pl.DataFrame, filters: Filters) -> Message:
    """Where most people went from the joint that most people left."""
    known = shown.drop_nulls("share")
    if known.is_empty():
        return without_estimate(shown, filters)
    most = known.sort("at_start_count", "share", descending=True).row(0, named=True)
    return Message(
        "finding.destinations",
        {
            "service_code": most["service_code"],
            "to_code": most["successor_service_code"],
            "share": most["share"],
            "at_start_count": most["at_start_count"],
            "window_days": filters.window_days,
        },
    )


def of_curve(shown: pl.DataFrame, filters: Filters) -> Message:
    """How many still have nothing when a third of the window has passed: how fast the next step comes."""
    known = shown.drop_nulls("dropped_share")
    if known.is_empty():
        return Message("finding.none") if shown.is_empty() else Message("finding.hidden")
    early = known.filter(pl.col("day") <= max(filters.window_days // 3, min(known["day"].to_list())))
    then = early.sort("day", "at_risk_count", descending=True).row(0, named=True)
    return Message(
        "finding.curve",
        {
            "service_code": then["service_code"],
            "share": then["dropped_share"],
            "day_days": then["day"],
            "window_days": filters.window_days,
        },
    )


def of_participation(shown: pl.DataFrame) -> Message:
    """The clearest difference between groups, if any is clearer than chance."""
    if shown["difference_share"].null_count() == shown.height:
        is_hidden = (shown["state"] == State.HIDDEN.value).any()
        return Message("finding.hidden" if is_hidden else "finding.participation.nothing")
    if shown["p_holm"].null_count() == shown.height:
        return Message("finding.participation.thin")
    clear = shown.filter(pl.col("p_holm") < _SIGNIFICANT)
    if clear.is_empty():
        return Message("finding.participation.unclear", {"measure": Measure.EXPERIENCE.value})
    clearest = clear.sort("p_holm", pl.col("difference_share").abs(), descending=[False, True]).row(0, named=True)
    return Message(
        _CLEAR[clearest["measure"]],
        {
            "service_code": clearest["service_code"],
            "level": clearest["level"],
            "measure": clearest["measure"],
            "difference_share": clearest["difference_share"],
            "lower_share": clearest["difference_lower_share"],
            "upper_share": clearest["difference_upper_share"],
            "p_holm": clearest["p_holm"],
        },
    )


def of_silence(shown: pl.DataFrame, filters: Filters) -> Message:
    """The largest difference as answered, and whether it keeps its direction were the silent all alike."""
    wide = shown.pivot(
        "assumption",
        index=["service_code", "level"],
        values=["difference_share", "lower_share", "upper_share"],
        maintain_order=True,
    )
    differences = [f"difference_share_{assumption}" for assumption in Assumption]
    known = wide.drop_nulls(differences) if set(differences) <= set(wide.columns) else wide.clear()
    if known.is_empty():
        return without_estimate(shown, filters)
    most = known.sort(pl.col(differences[0]).abs(), descending=True, maintain_order=True).row(0, named=True)
    over = all(most[f"lower_share_{assumption}"] > 0 for assumption in Assumption)
    under = all(most[f"upper_share_{assumption}"] < 0 for assumption in Assumption)
    values = {f"{assumption}_share": most[f"difference_share_{assumption}"] for assumption in Assumption}
    key = "finding.silence.same" if over or under else "finding.silence.open"
    return Message(key, {"service_code": most["service_code"], "level": most["level"], **values})


def of_unit_feedback(shown: pl.DataFrame) -> Message:
    """The level on which exits of low and of high scores differ most, if their intervals are apart on any."""
    row = ["service_code", "level"]
    columns = [*row, "drop_off_share", "lower_share", "upper_share"]
    low = shown.filter(pl.col("breakdown_value") == ScoreBand.LOW.value).select(columns)
    high = shown.filter(pl.col("breakdown_value") == ScoreBand.HIGH.value).select(columns)
    both = low.join(high, on=row, suffix="_high", maintain_order="left").drop_nulls(
        ["drop_off_share", "drop_off_share_high"]
    )
    if both.is_empty():
        return Message("finding.unit_feedback.nothing")
    apart = both.filter(
        (pl.col("lower_share") > pl.col("upper_share_high")) | (pl.col("upper_share") < pl.col("lower_share_high"))
    )
    if apart.is_empty():
        return Message("finding.unit_feedback.similar")
    distance = (pl.col("drop_off_share") - pl.col("drop_off_share_high")).abs()
    most = apart.sort(distance, descending=True, maintain_order=True).row(0, named=True)
    shares = {"low_share": most["drop_off_share"], "high_share": most["drop_off_share_high"]}
    return Message("finding.unit_feedback", {"service_code": most["service_code"], "level": most["level"], **shares})


def of_quality(shown: pl.DataFrame) -> Message:
    """The rule that refused most rows."""
    refused = shown.filter(pl.col("severity") == "error")
    if shown.is_empty():
        return Message("finding.quality.spotless")
    if refused.is_empty():
        return Message("finding.quality.clean", {"batch_count": shown["batch"].n_unique()})
    most = refused.sort(pl.col("rows").fill_null(0), descending=True).row(0, named=True)
    return Message("finding.quality", {"rule": most["rule"], "batch_count": refused["batch"].n_unique()})


def caveats(shown: pl.DataFrame, exact: pl.DataFrame, mart: Mart, own: list[Message]) -> tuple[Message, ...]:
    """What must be known to read the figure, in order of weight, with the figure's own.

    `exact` is used only to see what was withheld.
    """
    found: list[Message] = []
    # Every level, destination and way back holds all exits again, so their counts are not summed; referrals and those
    # who set out for a stage are not exits.
    others = ("level", "successor_service_code", "via_service_code", "referral_count", "stage")
    has_other_counts = any(column in shown.columns for column in others)
    for column, key in (
        ("still_in_window_count", "caveat.still_in_window"),
        ("not_yet_observable_count", "caveat.not_yet_observable"),
        ("may_be_renewed_count", "caveat.may_be_renewed"),
    ):
        if column in shown.columns and not has_other_counts and (exact[column] > 0).any():
            found.append(Message(key, {"count": total(shown, column)}))
    if "not_linked_count" in exact.columns and not has_other_counts and (exact["not_linked_count"] > 0).any():
        found.append(Message("caveat.not_linked", {"count": total(shown, "not_linked_count")}))
    if _is_withheld(shown, exact):
        found.append(Message("caveat.hidden"))
    found += own
    found += [
        Message("caveat.source_behind", {"source": source.source, "behind_days": source.behind_days})
        for source in mart.sources
        if source.is_far_behind
    ]
    if mart.as_of_batch is not None:
        found.append(Message("caveat.as_of_batch", {"batch": mart.as_of_batch}))
    if mart.synthetic:
        found.append(Message("caveat.synthetic"))
    return tuple(found)


def total(shown: pl.DataFrame, column: str) -> int | None:
    """Sum of a column; null where there is none, a cell of it is withheld, or the sum itself is small."""
    if column not in shown.columns:
        return None
    added = int(shown[column].sum())
    return None if shown[column].null_count() or 0 < added < SMALLEST_SHOWN_COUNT else added


def _is_withheld(shown: pl.DataFrame, exact: pl.DataFrame) -> bool:
    if "is_compared" in exact.columns:
        # The other groups are there only because the compared ones add up with them.
        shown, exact = shown.filter("is_compared"), exact.filter("is_compared")
    same = [column for column in exact.columns if column in shown.columns]
    return (
        any(shown[column].null_count() > exact[column].null_count() for column in same) or shown.height < exact.height
    )


def of_persons(shown: pl.DataFrame, exact: pl.DataFrame) -> list[Message]:
    """That intervals clustered by person stand beside, and exits a person where both counts are shown."""
    if "lower_clustered_share" not in exact.columns or exact["lower_clustered_share"].null_count() == exact.height:
        return []
    if shown["exit_count"].null_count() or shown["person_count"].null_count():
        return [Message("caveat.clustered.withheld")]
    per_person = int(shown["exit_count"].sum()) / max(1, int(shown["person_count"].sum()))
    return [Message("caveat.clustered", {"exits_per_person": per_person})]


def caveats_of_participation(shown: pl.DataFrame, _exact: pl.DataFrame) -> list[Message]:
    """How many are silent, and that what goes together need not be a cause."""
    return [Message("caveat.silence", {"no_answer_share": _silent_share(shown)}), Message("caveat.association")]


def _silent_share(shown: pl.DataFrame) -> float | None:
    """Share of exits without an answer, of the levels that show all their groups; null where none does.

    Any other base would tell all exits of a service where they are withheld.
    """
    exits, row = pl.col("exit_count"), ("service_code", "level")
    levels = shown.filter(pl.col("measure") == Measure.EXPERIENCE.value)
    whole = levels.filter(exits.is_not_null().all().over(row))
    silent = whole.filter(pl.col("breakdown_value") == ExperienceGroup.NO_ANSWER.value)
    base = int(whole["exit_count"].sum())
    return int(silent["exit_count"].sum()) / base if base else None
