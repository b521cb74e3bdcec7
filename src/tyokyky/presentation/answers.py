"""What there is to show of the answers of a quarter."""

import polars as pl

from tyokyky.domain.participation import Plane


def are_on(table: pl.DataFrame, plane: Plane, quarter: str) -> bool:
    """Whether anybody answered on a plane in a quarter; withheld counts are answers too."""
    return not _given(table, plane, quarter).is_empty()


def are_shown(table: pl.DataFrame, plane: Plane, quarter: str) -> bool:
    """Whether any mean of a plane and quarter is shown."""
    return bool(_given(table, plane, quarter)["mean"].count())


def _given(table: pl.DataFrame, plane: Plane, quarter: str) -> pl.DataFrame:
    is_given = pl.col("responses").is_null() | (pl.col("responses") > 0)
    return table.filter((pl.col("plane") == plane.value) & (pl.col("quarter") == quarter) & is_given)
