"""The same items as clients and as professionals answered them, side by side over the whole time asked about."""

from typing import Final

import numpy as np
import polars as pl

from tyokyky.analysis.selection import PACKAGE, filter_values
from tyokyky.domain import intervals, means
from tyokyky.domain.filters import Filters
from tyokyky.domain.participation import Level, Plane
from tyokyky.store import query
from tyokyky.store.connection import Connection

ROW: Final = ("participation_level", "plane", "respondent")
"""What one row is unique by."""
_SIDE: Final = ("participation_level", "plane")
_SUMS: Final = (
    "response_count",
    "answer_count",
    "score_sum",
    "squared_score_sum",
    "score_answer_sum",
    "squared_answer_sum",
)
_COMPARED: Final = ("professional", "client")
_ROUNDING: Final = 1e-12


def views(connection: Connection, filters: Filters) -> pl.DataFrame:
    """Means of clients, professionals and close persons, never pooled, and professionals minus clients.

    Returns:
        `with_means` of every level, plane and respondent that answered, with quarter_rows: its quarters, from which the
        row can be made again of some of them (for the small-number rule).
    """
    quarters = query.frame(connection, PACKAGE, "figure/view", filter_values(filters))
    rows = quarters.group_by(ROW, maintain_order=True).agg(quarter_rows=pl.struct("quarter", *_SUMS))
    return with_means(rows.join(_summed(quarters), on=list(ROW), how="left", maintain_order="left"))


def remade(rows: pl.DataFrame, quarters: pl.DataFrame) -> pl.DataFrame:
    """The same rows made of these quarters alone (`quarter_rows` unnested); a row without any left has no mean."""
    named = rows.select(*ROW).join(_summed(quarters), on=list(ROW), how="left", maintain_order="left")
    return with_means(named.with_columns(pl.col("response_count").fill_null(0)))


def quarters_of(rows: pl.DataFrame) -> pl.DataFrame:
    """The quarters behind the rows, one row each."""
    return rows.select(*ROW, "quarter_rows").explode("quarter_rows").unnest("quarter_rows")


def _summed(quarters: pl.DataFrame) -> pl.DataFrame:
    return quarters.group_by(ROW, maintain_order=True).agg(pl.col(name).sum() for name in _SUMS)


def with_means(rows: pl.DataFrame) -> pl.DataFrame:
    """Means and differences from sums over forms, in the order of level, plane and respondent.

    Returns:
        participation_level, plane, respondent, response_count (forms with a scored answer), mean_score, lower_score,
        upper_score (0–1; null without an answer or an interval), difference_score with difference_lower_score and
        difference_upper_score (professionals minus clients by MOVER; null where either is not known), and what else the
        rows held, the sums left out.
    """
    sums = {name: rows[name].cast(pl.Float64).fill_null(0.0).to_numpy() for name in _SUMS}
    answers = sums["answer_count"]
    mean = np.divide(sums["score_sum"], answers, out=np.full(len(answers), np.nan), where=answers > 0)
    residuals = sums["squared_score_sum"] - 2 * mean * sums["score_answer_sum"] + mean**2 * sums["squared_answer_sum"]
    # What is left of equal forms is the rounding of sums that cancel, not spread.
    varies = residuals > _ROUNDING * sums["squared_score_sum"]
    lower, upper = means.of_mean(mean, np.where(varies, residuals, 0.0), answers, sums["response_count"])
    scored = rows.drop(_SUMS[1:]).with_columns(
        mean_score=pl.Series(mean, dtype=pl.Float64),
        lower_score=pl.Series(lower, dtype=pl.Float64),
        upper_score=pl.Series(upper, dtype=pl.Float64),
    )
    return _in_order(_with_difference(scored)).fill_nan(None)


def _with_difference(rows: pl.DataFrame) -> pl.DataFrame:
    scores = ("mean_score", "lower_score", "upper_score")
    first, second = (rows.filter(pl.col("respondent") == one).select(*_SIDE, *scores) for one in _COMPARED)
    both = first.join(second, on=list(_SIDE), suffix="_client", maintain_order="left")
    numbers = {name: both[name].fill_null(np.nan).to_numpy() for name in both.columns if "_score" in name}
    lower, upper = intervals.of_difference(
        numbers["mean_score"],
        (numbers["lower_score"], numbers["upper_score"]),
        numbers["mean_score_client"],
        (numbers["lower_score_client"], numbers["upper_score_client"]),
    )
    differences = both.select(
        *_SIDE,
        difference_score=pl.col("mean_score") - pl.col("mean_score_client"),
        difference_lower_score=pl.Series(lower, dtype=pl.Float64),
        difference_upper_score=pl.Series(upper, dtype=pl.Float64),
    )
    return rows.join(differences, on=list(_SIDE), how="left", maintain_order="left")


def _in_order(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.sort(
        pl.col("participation_level").replace_strict({str(level): i for i, level in enumerate(Level)}, default=None),
        pl.col("plane").replace_strict({str(plane): i for i, plane in enumerate(Plane)}, default=None),
        "respondent",
    )
