"""Counts of the tables: leaves from the mart, totals as their sums."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import polars as pl

from tyokyky.domain.filters import UNKNOWN
from tyokyky.domain.releases import MUNICIPALITY, QUARTER, Dimension, TableLayout
from tyokyky.release.tables.municipalities import Places

Counts = npt.NDArray[np.int64]
COUNT = "count"


def leaves_of(layout: TableLayout, cells: pl.DataFrame) -> pl.DataFrame:
    """Counts of a table's own dimensions from the cells of its measure.

    Returns:
        One column per dimension (a code that is no total) and `count`; one row per cell with any, sorted by its codes.
    """
    names = [dimension.name for dimension in layout.dimensions]
    return cells.group_by(names).agg(pl.col(COUNT).sum()).filter(pl.col(COUNT) > 0).sort(names)


def placed(cells: pl.DataFrame, places: Places) -> pl.DataFrame:
    """Cells with each municipality under the code by which the release counts it."""
    if MUNICIPALITY not in cells.columns:
        return cells
    codes = {code: places.code_of(code, UNKNOWN) for code in cells[MUNICIPALITY].unique()}
    return cells.with_columns(pl.col(MUNICIPALITY).replace_strict(codes, return_dtype=pl.String))


def of_quarters(leaves: pl.DataFrame, quarters: tuple[str, ...]) -> pl.DataFrame:
    """Leaves of some quarters alone."""
    return leaves.filter(pl.col(QUARTER).is_in(quarters))


def with_totals(layout: TableLayout, leaves: pl.DataFrame) -> Counts:
    """Counts of every cell of a table, totals included, with one axis a dimension.

    A row whose code the table does not have is left out: the caller knows that there is none, or wants it so.
    """
    known = leaves
    for dimension in layout.dimensions:
        known = known.filter(pl.col(dimension.name).is_in(dimension.codes))
    counts = np.zeros(layout.shape, dtype=np.int64)
    places = tuple(_places(dimension, known[dimension.name]) for dimension in layout.dimensions)
    np.add.at(counts, places, known[COUNT].to_numpy())
    for axis, dimension in enumerate(layout.dimensions):
        counts = np.moveaxis(np.tensordot(_holding(dimension), counts, axes=(1, axis)), 0, axis)
    return np.ascontiguousarray(counts)


def _places(dimension: Dimension, codes: pl.Series) -> npt.NDArray[np.int64]:
    place: Mapping[str, int] = {code: number for number, code in enumerate(dimension.codes)}
    return codes.replace_strict(place, return_dtype=pl.Int64).to_numpy()


def _holding(dimension: Dimension) -> Counts:
    """Which code's count (row) holds which code's (column)."""
    place = {code: number for number, code in enumerate(dimension.codes)}
    holding = np.eye(len(place), dtype=np.int64)
    for code in dimension.codes:
        for ancestor in dimension.ancestors(code):
            holding[place[ancestor], place[code]] = 1
    return holding
