"""The finding of what happens at the door and inside a service: keys and values. All from what staff may see."""

import polars as pl

from tyokyky.domain.filters import UNKNOWN, Breakdown, Filters
from tyokyky.domain.journeys import ExitGroup
from tyokyky.domain.messages import Message, MessageValue
from tyokyky.reporting.findings import total, without_estimate


def of_referrals(shown: pl.DataFrame, filters: Filters, breakdown: Breakdown | None) -> Message:
    """The door at which most referrals come to nothing."""
    known = shown.drop_nulls(["not_started_share", "referral_count"])
    if known.is_empty():
        return Message("finding.referrals.none") if shown.is_empty() else without_estimate(shown, filters)
    weight = pl.col("not_started_share") * pl.col("referral_count")
    worst = known.sort(weight, descending=True, maintain_order=True).row(0, named=True)
    values: dict[str, MessageValue] = {
        "to_code": worst["to_service_code"],
        "from_code": worst["from_service_code"],
        "not_started_share": worst["not_started_share"],
        "lower_share": worst["lower_share"],
        "upper_share": worst["upper_share"],
        "referral_count": worst["referral_count"],
        "window_days": filters.window_days,
    }
    if breakdown is not None:
        return Message("finding.referrals.by", values | _value(worst, breakdown))
    is_told = worst["from_service_code"] != UNKNOWN
    return Message("finding.referrals" if is_told else "finding.referrals.from_unknown", values)


def _value(row: dict[str, MessageValue], breakdown: Breakdown) -> dict[str, MessageValue]:
    return {"by_key": breakdown.name, "high_value": row["breakdown_value"]}


def caveats_of_referrals(shown: pl.DataFrame, exact: pl.DataFrame) -> list[Message]:
    """How many are still in the window, were referred too late to be seen, or to a service that can not be seen."""
    found = []
    for column, key in (
        ("still_in_window_count", "caveat.referrals_in_window"),
        ("not_yet_observable_count", "caveat.referrals_too_late"),
        ("not_linked_count", "caveat.referrals_not_linked"),
    ):
        if (exact[column] > 0).any():
            found.append(Message(key, {"count": total(shown, column)}))
    return found


def of_interruptions(shown: pl.DataFrame, breakdown: Breakdown | None) -> Message:
    """The service in which most stays are broken off."""
    known = shown.drop_nulls(["share", "exit_count"])
    if known.is_empty():
        if shown["exit_count"].null_count():
            return Message("finding.hidden")
        return Message("finding.none") if shown.is_empty() else Message("finding.interruptions.no_reason")
    weight = pl.col("share") * pl.col("exit_count")
    worst = known.sort(weight, descending=True, maintain_order=True).row(0, named=True)
    values: dict[str, MessageValue] = {
        "service_code": worst["service_code"],
        "share": worst["share"],
        "lower_share": worst["lower_share"],
        "upper_share": worst["upper_share"],
        "base_count": worst["exit_count"],
    }
    if breakdown is not None:
        return Message("finding.interruptions.by", values | _value(worst, breakdown))
    return Message("finding.interruptions", values)


def caveats_of_interruptions(shown: pl.DataFrame, exact: pl.DataFrame) -> list[Message]:
    """How many exits have no known reason: they are in neither of the counts."""
    if not (exact["unknown_count"] > 0).any():
        return []
    return [Message("caveat.unknown_reason", {"count": total(shown, "unknown_count")})]


def of_early_signs(shown: pl.DataFrame) -> Message:
    """Whether missed appointments went before interruptions more often than before other ends, in any service."""
    columns = ["service_code", "share", "lower_share", "upper_share"]
    broken, others = (
        shown.filter(pl.col("exit_group") == group.value).select(columns)
        for group in (ExitGroup.INTERRUPTED, ExitGroup.COMPLETED)
    )
    both = broken.join(others, on="service_code", suffix="_others", maintain_order="left").drop_nulls()
    if both.is_empty():
        is_hidden = bool(shown["share"].null_count())
        return Message("finding.hidden" if is_hidden else "finding.early_signs.none")
    apart = both.filter(pl.col("lower_share") > pl.col("upper_share_others"))
    if apart.is_empty():
        return Message("finding.early_signs.similar")
    distance = pl.col("share") - pl.col("share_others")
    most = apart.sort(distance, descending=True, maintain_order=True).row(0, named=True)
    shares = {"interrupted_share": most["share"], "completed_share": most["share_others"]}
    return Message("finding.early_signs", {"service_code": most["service_code"], **shares})


def caveats_of_early_signs(_shown: pl.DataFrame, _exact: pl.DataFrame) -> list[Message]:
    """That what was not recorded can not be seen, and that what goes together need not be a cause."""
    return [Message("caveat.early_signs"), Message("caveat.association")]
