"""Every table of whole numbers that fills the hidden counts of a face, one by one."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from tyokyky.release.protect.transport import NONE, Table

Numbers = npt.NDArray[np.int64]
Cell = tuple[int, int]


def filled(table: Table) -> Numbers:
    """All fillings: number × rows × columns, 0 where nothing is hidden."""
    size = len(table.reach), len(table.sums)
    cells = [(row, column) for row in range(size[0]) for column in range(size[1]) if table.reach[row] >> column & 1]
    return np.array(list(_fill(table, cells, np.zeros(size, np.int64))), np.int64).reshape(-1, *size)


def _fill(table: Table, cells: list[Cell], made: Numbers) -> Iterator[Numbers]:
    if not cells:
        if _fits(table, made):
            yield made.copy()
        return
    (row, column), *left = cells
    pair = table.free.columns if table.free else ()
    whole = int(table.sums[list(pair)].sum()) if column in pair else int(table.sums[column])
    most = whole - int(made[:, column].sum())
    if not table.is_open[row]:
        most = min(most, int(table.total[row] - made[row].sum()))
    for value in range(most + 1):
        made[row, column] = value
        yield from _fill(table, left, made)
    made[row, column] = 0


def _fits(table: Table, made: Numbers) -> bool:
    rows, columns = made.sum(axis=1), made.sum(axis=0)
    pair = table.free.columns if table.free else ()
    known = [column for column in range(len(columns)) if column not in pair]
    fits = bool((table.is_open | (rows == table.total)).all() and (columns[known] == table.sums[known]).all())
    if table.free is None:
        return fits
    first, second = table.free.columns
    is_whole = columns[first] + columns[second] == table.sums[first] + table.sums[second]
    return bool(fits and is_whole and table.free.least <= columns[first] <= table.free.greatest)


def number_of(every: Numbers, cell: Cell) -> Numbers:
    """A cell of every filling, or the sum of a row."""
    row, column = cell
    return every[:, row].sum(axis=1) if column == NONE else every[:, row, column]
