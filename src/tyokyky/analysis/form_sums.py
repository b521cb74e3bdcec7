"""Means of answers and their intervals from sums over forms: the one statement that both `feedback` and `views` ask."""

from typing import Final

import numpy as np
import polars as pl

from tyokyky.analysis.selection import PACKAGE, filter_values
from tyokyky.domain import means
from tyokyky.domain.filters import Breakdown, Filters
from tyokyky.store import query
from tyokyky.store.connection import Connection

SUMS: Final = (
    "response_count",
    "answer_count",
    "score_sum",
    "squared_score_sum",
    "score_answer_sum",
    "squared_answer_sum",
)
_ROUNDING: Final = 1e-12


def form_sums(connection: Connection, filters: Filters, breakdown: Breakdown | None) -> pl.DataFrame:
    """Sums over clients' forms; over everyone's, each kind by itself, where respondents are told apart.

    Returns:
        participation_level, plane, breakdown_value ('' without a breakdown), quarter and SUMS: response_count (forms
        with a scored answer), answer_count, and sums of the scores of a form, of their squares, of score times
        answers and of squared answers.
    """
    values = filter_values(filters) | {"breakdown": breakdown.name if breakdown else ""}
    return query.frame(connection, PACKAGE, "figure/form_sums", values)


def with_mean(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with mean_score, lower_score and upper_score (0–1; null without an answer or an interval) instead of SUMS.

    response_count stays, 0 where it was null.
    """
    sums = {name: rows[name].cast(pl.Float64).fill_null(0.0).to_numpy() for name in SUMS}
    answers = sums["answer_count"]
    mean = np.divide(sums["score_sum"], answers, out=np.full(len(answers), np.nan), where=answers > 0)
    residuals = sums["squared_score_sum"] - 2 * mean * sums["score_answer_sum"] + mean**2 * sums["squared_answer_sum"]
    # What is left of equal forms is the rounding of sums that cancel, not spread.
    varies = residuals > _ROUNDING * sums["squared_score_sum"]
    lower, upper = means.of_mean(mean, np.where(varies, residuals, 0.0), answers, sums["response_count"])
    numbers = {"mean_score": mean, "lower_score": lower, "upper_score": upper}
    return rows.drop(SUMS[1:]).with_columns(
        pl.col("response_count").fill_null(0),
        **{name: pl.Series(values, dtype=pl.Float64).fill_nan(None) for name, values in numbers.items()},
    )
