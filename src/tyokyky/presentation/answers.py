"""What there is to show of the answers of a quarter."""

import polars as pl

from tyokyky.domain.participation import Plane


def are_on(table: pl.DataFrame, plane: Plane, quarter: str | None) -> bool:
    """Whether anybody answered on a plane in a quarter (null: at any time); withheld counts are answers too."""
    return not _given(table, plane, quarter).is_empty()


def are_shown(table: pl.DataFrame, plane: Plane, quarter: str | None) -> bool:
    """Whether any mean of a plane and quarter is shown."""
    return bool(_given(table, plane, quarter)["mean"].count())


def _given(table: pl.DataFrame, plane: Plane, quarter: str | None) -> pl.DataFrame:
    is_given = pl.col("responses").is_null() | (pl.col("responses") > 0)
    of_plane = table.filter((pl.col("plane") == plane.value) & is_given)
    return of_plane if quarter is None else of_plane.filter(pl.col("quarter") == quarter)
