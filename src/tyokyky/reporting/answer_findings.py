"""The finding of what clients say, in one sentence: keys and values, no language yet. All from what staff may see."""

from statistics import NormalDist
from typing import Any, Final

import polars as pl

from tyokyky.domain.figures import Figure, latest_quarter
from tyokyky.domain.filters import Breakdown, Filters, Key
from tyokyky.domain.messages import Message, MessageValue
from tyokyky.domain.participation import EvidenceGroup, ExperienceGroup, Level, Measure, Plane

_OF_OWN: Final = pl.col("plane") == Plane.OWN.value
_REALISED_AND_BASE: Final = {
    Measure.EXPERIENCE: (ExperienceGroup.REALISED, ExperienceGroup.PARTLY, ExperienceGroup.NOT),
    Measure.EVIDENCE: (EvidenceGroup.YES, EvidenceGroup.NO),
}
"""The first group is the numerator, all of them the base: silence and what nobody records are outside it."""

_OF_FIVE: Final = NormalDist().inv_cdf(1 - 0.025 / len(Level)) / NormalDist().inv_cdf(0.975)
"""How much wider than a 95 % interval one must be, where as many are looked at as there are levels."""

_OF_GROUPS: Final = {
    Measure.EXPERIENCE: ("finding.groups.experience", "finding.groups.experience.none"),
    Measure.EVIDENCE: ("finding.groups.evidence", "finding.groups.evidence.none"),
}
"""What is said of a measure, and what where nothing is known of it."""


def of_feedback(shown: pl.DataFrame, breakdown: Breakdown | None) -> Message:
    """The weakest and the strongest level of the newest quarter, or the largest gap between values of the breakdown.

    Values whose intervals overlap are not called different. Where only one kind of respondents is known, that is whose
    levels are told, if they are the clients.
    """
    own = shown.filter(_OF_OWN)
    quarter = latest_quarter(own, "mean_score")
    if quarter is None:
        return without_answers(shown)
    known = own.filter(pl.col("quarter") == quarter).drop_nulls("mean_score")
    is_of_clients = known["breakdown_value"].unique().to_list() == ["client"]
    if breakdown is not None and not (breakdown.key is Key.RESPONDENT and is_of_clients):
        return _between_values(known, quarter, breakdown)
    low, high = (known.sort("mean_score", descending=turned).row(0, named=True) for turned in (False, True))
    values = _ends(low, high, quarter) | {
        "low_level": low["participation_level"],
        "high_level": high["participation_level"],
        "lower_score": low["lower_score"],
        "upper_score": low["upper_score"],
        "response_count": low["response_count"],
    }
    return Message("finding.feedback" if _apart(low, high) else "finding.feedback.similar", values)


def without_answers(shown: pl.DataFrame) -> Message:
    """Why there is no mean: nobody has answered, or so few that it is withheld."""
    return Message("finding.hidden" if shown["response_count"].null_count() else "finding.feedback.none")


def _between_values(known: pl.DataFrame, quarter: str, breakdown: Breakdown) -> Message:
    """The level on which two values stand furthest apart, of those whose intervals do not overlap."""
    gaps: list[tuple[float, dict[str, Any], dict[str, Any]]] = []
    for level in Level:
        rows = known.filter(pl.col("participation_level") == level.value).sort("mean_score", "breakdown_value")
        if rows.height > 1:
            low, high = rows.row(0, named=True), rows.row(-1, named=True)
            if _apart(low, high):
                gaps.append((high["mean_score"] - low["mean_score"], low, high))
    values: dict[str, MessageValue] = {"by_key": breakdown.name, "quarter": quarter}
    if not gaps:
        is_alone = known["breakdown_value"].n_unique() == 1
        return Message("finding.feedback.by_single" if is_alone else "finding.feedback.by_similar", values)
    _, low, high = max(gaps, key=lambda gap: gap[0])
    values |= _ends(low, high, quarter) | {
        "level": low["participation_level"],
        "low_value": low["breakdown_value"],
        "high_value": high["breakdown_value"],
    }
    is_view = breakdown.key is Key.RESPONDENT
    return Message("finding.feedback.views" if is_view else "finding.feedback.by", values)


def _ends(low: dict[str, Any], high: dict[str, Any], quarter: str) -> dict[str, MessageValue]:
    return {"quarter": quarter, "low_score": low["mean_score"], "high_score": high["mean_score"]}


def _apart(low: dict[str, Any], high: dict[str, Any]) -> bool:
    if low["upper_score"] is None or high["lower_score"] is None:
        return False
    return bool(low["upper_score"] < high["lower_score"])


def of_views(shown: pl.DataFrame) -> Message:
    """The level on which professionals and clients of the same services stand most clearly apart, if on any.

    Five levels are looked at: the interval that must leave zero outside is that of a fifth of the risk (Bonferroni).
    """
    professional = pl.col("respondent") == "professional"
    differences = shown.filter(_OF_OWN & professional).drop_nulls(["difference_score", "difference_lower_score"])
    if differences.is_empty():
        return Message("finding.views.none")
    difference, lower, upper = (pl.col(f"difference_{end}score") for end in ("", "lower_", "upper_"))
    towards_zero = pl.when(difference > 0).then(difference - lower).otherwise(upper - difference)
    clear = differences.with_columns(clarity=difference.abs() / towards_zero).filter(pl.col("clarity") > _OF_FIVE)
    if clear.is_empty():
        return Message("finding.views.similar")
    most = clear.sort("clarity", descending=True, maintain_order=True).row(0, named=True)
    is_level = _OF_OWN & (pl.col("participation_level") == most["participation_level"])
    client = shown.filter(is_level & (pl.col("respondent") == "client"))["mean_score"][0]
    ends = sorted(abs(most[f"difference_{end}_score"]) for end in ("lower", "upper"))
    return Message(
        "finding.views.higher" if most["difference_score"] > 0 else "finding.views.lower",
        {
            "level": most["participation_level"],
            "professional_score": most["mean_score"],
            "client_score": client,
            "difference_score": abs(most["difference_score"]),
            "lower_score": ends[0],
            "upper_score": ends[1],
        },
    )


def of_volume(figure: Figure, level: Level) -> Message:
    """The channel that most of the newest quarter's responses on a level came through."""
    rows = figure.table.filter(_OF_OWN & (pl.col("level") == level.value) & (pl.col("responses") > 0))
    quarter = latest_quarter(rows, "responses")
    if quarter is None:
        return Message("finding.hidden" if figure.table["responses"].null_count() else "finding.feedback.none")
    most = rows.filter(pl.col("quarter") == quarter).sort("responses", "channel", descending=[True, False])
    values = {"by_key": "channel", "high_value": most["channel"][0], "response_count": most["responses"][0]}
    return Message("finding.volume", {**values, "quarter": quarter, "level": level.value})


def of_silence(figure: Figure, by_name: str) -> Message:
    """Where fewest of those who could answer did, in the newest quarter whose response share is known.

    Of each place the level that most answered counts, so that nobody is called silent for leaving one page empty.
    """
    quarter = latest_quarter(figure.table, "answered_share")
    if quarter is None:
        return Message("finding.silence.none")
    newest = figure.table.filter(pl.col("quarter") == quarter).drop_nulls("answered_share")
    most = newest.group_by(by_name).agg(pl.col("answered_share").max()).sort("answered_share", by_name)
    low, high = most.row(0), most.row(-1)
    values: dict[str, MessageValue] = {
        "by_key": by_name,
        "quarter": quarter,
        "low_value": low[0],
        "low_share": low[1],
        "high_value": high[0],
        "high_share": high[1],
    }
    if low[1] == 0:
        return Message("finding.silence.nobody_there" if most.height > 1 else "finding.silence.nobody", values)
    return Message("finding.silence" if most.height > 1 else "finding.silence.single", values)


def of_groups(figure: Figure, measure: Measure) -> Message:
    """The level that is realised (or recorded) for the smallest share of exits, of those that answered (or record)."""
    first, *_ = base_groups = _REALISED_AND_BASE[measure]
    rows = figure.table.filter((pl.col("measure") == measure.value) & pl.col("group").is_in(list(base_groups)))
    summed = (
        rows.group_by("level", maintain_order=True)
        .agg(
            base_count=pl.col("exits").sum(),
            first_count=pl.col("exits").filter(pl.col("group") == first.value).sum(),
            gap_count=pl.col("exits").null_count(),
        )
        .filter((pl.col("gap_count") == 0) & (pl.col("base_count") > 0))
        .with_columns(share=pl.col("first_count") / pl.col("base_count"))
    )
    said, nothing_said = _OF_GROUPS[measure]
    if summed.is_empty():
        return Message("finding.groups.hidden" if rows["exits"].null_count() else nothing_said)
    low = summed.sort("share", maintain_order=True).row(0, named=True)
    values: dict[str, MessageValue] = {
        "level": low["level"],
        "share": low["share"],
        "base_count": low["base_count"],
    }
    return Message(said, values)


def is_of_answers(filters: Filters) -> Message:
    """Which answers the figure is of."""
    return Message(
        "is_of.answers",
        {
            "since_on": filters.since,
            "until_on": filters.until,
            "service_code": filters.service,
            "municipality_code": filters.municipality,
            "unit_code": filters.unit,
        },
    )


def caveats_of_views(shown: pl.DataFrame, exact: pl.DataFrame) -> list[Message]:
    """Who is not heard, and that quarters of few forms are left out where some are."""
    left_out = int(exact["response_count"].sum()) > int(shown["response_count"].sum())
    return [*([Message("caveat.views_few")] if left_out else []), *caveats_of_answers()]


def caveats_of_answers() -> list[Message]:
    """Who is not heard in the figure, and what its interval does not know."""
    return [Message("caveat.answers"), Message("caveat.answers_repeated")]
