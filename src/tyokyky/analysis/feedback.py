"""What is said on each level of participation, quarter by quarter, and how many of those who could answer did."""

from typing import Final

import polars as pl

from tyokyky.analysis.form_sums import form_sums, with_mean
from tyokyky.analysis.selection import BREAKDOWN, PACKAGE, breakdown_order, filter_values
from tyokyky.domain.filters import ONLY_OF_ANSWERS, Breakdown, Filters
from tyokyky.domain.participation import Level, Plane
from tyokyky.store import query
from tyokyky.store.connection import Connection

_ROW: Final = ("participation_level", "plane", BREAKDOWN, "quarter")


def feedback(connection: Connection, filters: Filters, breakdown: Breakdown | None = None) -> pl.DataFrame:
    """Mean of scaled answers per level, plane, value of the breakdown and quarter of answering; clients' answers.

    With the breakdown `respondent`, everyone's, each kind on rows of its own. `since` and `until` of the filters are
    days of answering; places are those that the answer tells. Where persons had an active spell and nobody answered
    there is a row too.

    Returns:
        participation_level, plane, breakdown_value ('' without a breakdown), quarter (2025Q1), response_count (forms
        with a scored answer on the level), mean_score, lower_score, upper_score (0–1, null without a scored answer or
        an interval), answered_count and active_person_count (persons; null for other planes than the own service and
        for breakdowns that only answers have). In the order of level, plane, value and quarter.
    """
    rows = with_mean(form_sums(connection, filters, breakdown))
    if breakdown is None or breakdown.key not in ONLY_OF_ANSWERS:
        values = filter_values(filters) | {"breakdown": breakdown.name if breakdown else ""}
        shares = query.frame(connection, PACKAGE, "figure/feedback_share", values)
        of_own = shares.with_columns(plane=pl.lit(Plane.OWN.value))
        rows = rows.join(of_own, on=_ROW, how="full", coalesce=True)
    else:
        none = pl.lit(None, dtype=pl.Int64)
        rows = rows.with_columns(answered_count=none, active_person_count=none)
    return _in_order(rows.with_columns(pl.col("response_count").fill_null(0)), breakdown)


def _in_order(rows: pl.DataFrame, breakdown: Breakdown | None) -> pl.DataFrame:
    ranked = sorted(rows[BREAKDOWN].unique().to_list(), key=lambda value: breakdown_order(breakdown, value))
    return rows.sort(
        pl.col("participation_level").replace_strict({str(level): i for i, level in enumerate(Level)}, default=None),
        pl.col("plane").replace_strict({str(plane): i for i, plane in enumerate(Plane)}, default=None),
        pl.col(BREAKDOWN).replace_strict({value: i for i, value in enumerate(ranked)}, default=None),
        "quarter",
    )
