"""The same items as clients and as professionals answered them, side by side over the whole time asked about."""

from typing import Final

import numpy as np
import polars as pl

from tyokyky.analysis.form_sums import SUMS, form_sums, with_mean
from tyokyky.analysis.selection import BREAKDOWN
from tyokyky.domain import intervals
from tyokyky.domain.filters import Breakdown, Filters, Key
from tyokyky.domain.participation import Level, Plane
from tyokyky.store.connection import Connection

ROW: Final = ("participation_level", "plane", "respondent")
"""What one row is unique by."""
_SIDE: Final = ("participation_level", "plane")
_COMPARED: Final = ("professional", "client")


def views(connection: Connection, filters: Filters) -> pl.DataFrame:
    """Means of clients, professionals and close persons, never pooled, and professionals minus clients.

    Returns:
        `with_means` of every level, plane and respondent that answered, with quarter_rows: its quarters, from which the
        row can be made again of some of them (for the small-number rule).
    """
    sums = form_sums(connection, filters, Breakdown(Key.RESPONDENT)).rename({BREAKDOWN: "respondent"})
    quarters = sums.filter(pl.col("response_count") > 0)
    rows = quarters.group_by(ROW, maintain_order=True).agg(quarter_rows=pl.struct("quarter", *SUMS))
    return with_means(rows.join(_summed(quarters), on=list(ROW), how="left", maintain_order="left"))


def remade(rows: pl.DataFrame, quarters: pl.DataFrame) -> pl.DataFrame:
    """The same rows made of these quarters alone (`quarter_rows` unnested); a row without any left has no mean."""
    named = rows.select(*ROW).join(_summed(quarters), on=list(ROW), how="left", maintain_order="left")
    return with_means(named.with_columns(pl.col("response_count").fill_null(0)))


def quarters_of(rows: pl.DataFrame) -> pl.DataFrame:
    """The quarters behind the rows, one row each."""
    return rows.select(*ROW, "quarter_rows").explode("quarter_rows").unnest("quarter_rows")


def _summed(quarters: pl.DataFrame) -> pl.DataFrame:
    return quarters.group_by(ROW, maintain_order=True).agg(pl.col(name).sum() for name in SUMS)


def with_means(rows: pl.DataFrame) -> pl.DataFrame:
    """Means and differences from sums over forms, in the order of level, plane and respondent.

    Returns:
        participation_level, plane, respondent, response_count (forms with a scored answer), mean_score, lower_score,
        upper_score (0–1; null without an answer or an interval), difference_score with difference_lower_score and
        difference_upper_score (professionals minus clients by MOVER; null where either is not known), and what else the
        rows held, the sums left out.
    """
    return _in_order(_with_difference(with_mean(rows))).fill_nan(None)


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
