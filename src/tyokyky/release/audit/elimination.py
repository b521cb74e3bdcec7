"""Whole-number changes that keep every sum, by elimination of the shortest row first."""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from tyokyky.release.audit.folder import Numbers

Row = dict[int, int]
_SMALL: Final = 10_000
"""Numbers of a matrix that are multiplied faster one and all than only those that are not 0."""


@dataclass
class _Rows:
    """Rows being eliminated, and in which of them each cell still stands."""

    rows: list[Row]
    standing: list[set[int]]
    waiting: list[tuple[int, int]] = field(default_factory=list)

    def shortest(self) -> int | None:
        """The shortest row not yet used, none when all are; lengths in the heap may be old."""
        while self.waiting:
            length, row = heapq.heappop(self.waiting)
            if length == len(self.rows[row]):
                return row
            if length > 0:
                heapq.heappush(self.waiting, (len(self.rows[row]), row))
        return None

    def subtract(self, target: int, row: Row, factor: int) -> None:
        """Takes a multiple of a row from another."""
        other = self.rows[target]
        for cell, value in row.items():
            left = other.get(cell, 0) - factor * value
            if left:
                other[cell] = left
                self.standing[cell].add(target)
            else:
                other.pop(cell, None)
                self.standing[cell].discard(target)


def kernel_moves(matrix: sparse.csr_array, seed: int) -> Iterator[tuple[Numbers, Numbers]]:
    """Moves that together reach everything that pivots of one can reach: cells and changes, one for each free cell.

    The seed orders rows and cells of equal worth. Rows without an entry of one are left out, and so are moves that
    break them.
    """
    random = np.random.default_rng(seed)
    pivots = _eliminate(_rows_of(matrix, random.permutation(matrix.shape[0])), random.permutation(matrix.shape[1]))
    ways = _ways(pivots)
    moves: dict[int, Row] = {cell: {cell: 1} for cell in range(matrix.shape[1]) if cell not in ways}
    for pivot, way in ways.items():
        for cell, value in way.items():
            moves[cell][pivot] = value
    found = [
        (np.asarray(cells), np.asarray([move[cell] for cell in cells]))
        for move in moves.values()
        for cells in (sorted(move),)
    ]
    for vector, is_kept in zip(found, keep_every_sum(matrix, found), strict=True):
        if is_kept:
            yield vector


def keep_every_sum(matrix: sparse.csr_array, vectors: Sequence[tuple[Numbers, Numbers]]) -> NDArray[np.bool_]:
    """Of each vector (cells and changes): whether adding it breaks no row."""
    sizes = [len(cells) for cells, _ in vectors]
    if not sizes:
        return np.zeros(0, dtype=bool)
    places = (np.concatenate([cells for cells, _ in vectors]), np.repeat(np.arange(len(sizes)), sizes))
    changes = np.concatenate([changes for _, changes in vectors])
    shape = matrix.shape[1], len(sizes)
    if shape[0] * max(matrix.shape[0], shape[1]) <= _SMALL:
        together = np.zeros(shape, dtype=np.int64)
        together[places] = changes
        moved = matrix.toarray() @ together
    else:
        moved = matrix @ sparse.csc_array(sparse.coo_array((changes, places), shape=shape))
    found: NDArray[np.bool_] = np.asarray(abs(moved).sum(axis=0)).ravel() == 0
    return found


def _rows_of(matrix: sparse.csr_array, order: Numbers) -> _Rows:
    rows: list[Row] = []
    standing = [set[int]() for _ in range(matrix.shape[1])]
    for row in order:
        part = slice(matrix.indptr[row], matrix.indptr[row + 1])
        cells, values = matrix.indices[part].tolist(), matrix.data[part].tolist()
        for cell in cells:
            standing[cell].add(len(rows))
        rows.append(dict(zip(cells, values, strict=True)))
    waiting = [(len(row), number) for number, row in enumerate(rows)]
    heapq.heapify(waiting)
    return _Rows(rows, standing, waiting)


def _eliminate(left: _Rows, preference: Numbers) -> list[tuple[int, Row]]:
    """Pivots in the order found, each with its row; a row holds only cells that were not pivots before it."""
    pivots: list[tuple[int, Row]] = []
    while (number := left.shortest()) is not None:
        row = left.rows[number]
        ones = [cell for cell, value in row.items() if abs(value) == 1]
        for cell in row:
            left.standing[cell].discard(number)
        left.rows[number] = {}
        if not ones:
            continue
        pivot = min(ones, key=lambda cell: (len(left.standing[cell]), preference[cell]))
        row = {cell: value * row[pivot] for cell, value in row.items()}
        for target in list(left.standing[pivot]):
            left.subtract(target, row, left.rows[target][pivot])
            heapq.heappush(left.waiting, (len(left.rows[target]), target))
        pivots.append((pivot, row))
    return pivots


def _ways(pivots: list[tuple[int, Row]]) -> dict[int, Row]:
    """Each pivot as a sum of cells that are not pivots."""
    ways: dict[int, Row] = {}
    for pivot, row in reversed(pivots):
        way: Row = {}
        for cell, value in row.items():
            if cell != pivot:
                for free, times in ways.get(cell, {cell: 1}).items():
                    way[free] = way.get(free, 0) - value * times
        ways[pivot] = {cell: value for cell, value in way.items() if value}
    return ways
