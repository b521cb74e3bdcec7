"""What the comments that somebody has read are about."""

from typing import Final

import polars as pl

from tyokyky.analysis.selection import BREAKDOWN, PACKAGE, SERVICE, filter_values
from tyokyky.domain.filters import Breakdown, Filters
from tyokyky.store import query
from tyokyky.store.connection import Connection

CODING, THEME = "coding", "theme"
"""Frames that the statement reads: themes that hold now, comment by comment, and the codebook."""
_CELL: Final = (SERVICE, BREAKDOWN)


def themes(connection: Connection, filters: Filters, breakdown: Breakdown | None = None) -> pl.DataFrame:
    """Of the comments that a person has read, how many hold each theme; what is only suggested counts nowhere.

    The connection must see the frames `CODING` (controller, response_id, question, theme_id) and `THEME` (theme_id,
    kind, place). `since` and `until` of the filters are days of answering.

    Returns:
        service_code ('unknown' where the comment tells none), theme_id, kind (problem, success, retired),
        breakdown_value ('' without a breakdown), theme_count, comment_count (comments read), share (0–1, null where
        nobody has read any), unread_count (of the whole selection, the same on every row). A row for every theme of
        every service and value with comments, in the order of the codebook.
    """
    values = filter_values(filters) | {"breakdown": breakdown.name if breakdown else ""}
    rows = query.frame(connection, PACKAGE, "figure/theme", values)
    unread_count = int(rows.unique(_CELL)["unread_count"].sum())
    return rows.with_columns(
        unread_count=pl.lit(unread_count, dtype=pl.Int64),
        share=pl.when(pl.col("comment_count") > 0).then(pl.col("theme_count") / pl.col("comment_count")),
    )
