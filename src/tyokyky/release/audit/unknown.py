"""What is not known, taken apart: which hidden cells are sums of others, and what ties those that are none."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from tyokyky.release.audit.folder import Numbers

_DEEPEST: Final = 40
"""Levels of sums of sums; a circle of sums would have no end."""
Mask = NDArray[np.bool_]
Tie = tuple[dict[int, int], int]
"""Cells with their signs, and what these come to."""


@dataclass(frozen=True)
class Unknown:
    """The cells that are not known, as sums of those that are no sums.

    Attributes:
        cells: Number of each in the whole problem.
        matrix: Rows of the problem that hold any of them.
        rows: Numbers of those rows in the problem.
        sums: Each as a sum of cells that are no sums, by its row.
        rest: What each is more than that sum.
        ties: What binds cells that are no sums; ties that follow from others are left out.
        tie_rows: Row of each tie in `matrix`.
        implied_rows: Rows of the problem that follow from others and say nothing by themselves.
        is_sum: Whether a cell is a sum of others.
        least: No value is below.
        greatest: No value is above.
        ceiling: Numbers anyone may know.
    """

    cells: Numbers
    matrix: sparse.csr_array
    rows: Numbers
    sums: sparse.csr_array
    rest: Numbers
    ties: sparse.csr_array
    tie_rows: Numbers
    implied_rows: Numbers
    is_sum: Mask
    least: Numbers
    greatest: Numbers
    ceiling: Numbers


@dataclass(frozen=True)
class Given:
    """What a problem says of all its cells; `kinds` are equal for cells that differ in their quarters alone."""

    matrix: sparse.csr_array
    known: Mask
    least: Numbers
    is_difference: Mask
    kinds: Numbers
    greatest: Numbers
    ceiling: Numbers


def unknown_of(given: Given) -> Unknown | None:
    """What is not known, taken apart; nothing where the sums go in a circle or contradict each other.

    A row with a difference defines nothing: it ties what it holds.
    """
    cells = np.flatnonzero(~given.known)
    left = sparse.csr_array(given.matrix[:, cells])
    rows = np.flatnonzero(np.diff(left.indptr))
    left = sparse.csr_array(left[rows])
    target = -(sparse.csr_array(given.matrix[rows]) @ np.where(given.known, given.least, 0))
    parents, definition, constant = _definitions(given, rows, left, target)
    is_sum = np.zeros(len(cells), dtype=bool)
    is_sum[parents] = True
    expanded = _expanded(definition, constant, is_sum)
    if expanded is None:
        return None
    sums, rest = expanded
    ties, goal = sparse.csr_array(left @ sums), target - left @ rest
    ties.eliminate_zeros()
    ties.sort_indices()
    is_tie = np.diff(ties.indptr) > 0
    if goal[~is_tie].any():
        return None
    implied = _implied(given, rows, ties, goal)
    kept = np.setdiff1d(np.flatnonzero(is_tie), implied)
    bounds = (each[cells] for each in (given.least, given.greatest, given.ceiling))
    return Unknown(cells, left, rows, sums, rest, sparse.csr_array(ties[kept]), kept, rows[implied], is_sum, *bounds)


def _definitions(
    given: Given, rows: Numbers, left: sparse.csr_array, target: Numbers
) -> tuple[Numbers, sparse.csr_array, Numbers]:
    """One row for each cell that is a sum, one over quarters where there is one: its parts, and what is known of it."""
    row_of = np.repeat(np.arange(left.shape[0]), np.diff(left.indptr))
    odd = _holds(given.matrix, given.is_difference)[rows]
    heads = np.flatnonzero((left.data > 0) & ~odd[row_of])
    heads = heads[np.argsort(~_is_over_quarters(given)[rows][row_of[heads]], kind="stable")]
    parents, first = np.unique(left.indices[heads], return_index=True)
    chosen = row_of[heads][first]
    size = left.shape[1]
    place = np.full(left.shape[0], -1, dtype=np.int64)
    place[chosen] = parents
    parts = (place[row_of] >= 0) & (left.data < 0)
    entries = (np.ones(int(parts.sum()), dtype=np.int64), (place[row_of[parts]], left.indices[parts]))
    constant = np.zeros(size, dtype=np.int64)
    constant[parents] = target[chosen]
    return parents, sparse.csr_array(sparse.coo_array(entries, shape=(size, size))), constant


def _holds(matrix: sparse.csr_array, cells: Mask) -> Mask:
    found: Mask = (abs(matrix) @ cells.astype(np.int64)) > 0
    return found


def _is_over_quarters(given: Given) -> Mask:
    """Rows of which the parent and all parts differ in their quarters alone."""
    kinds = given.kinds[given.matrix.indices]
    starts = given.matrix.indptr[:-1]
    found: Mask = np.minimum.reduceat(kinds, starts) == np.maximum.reduceat(kinds, starts)
    return found


def _expanded(definition: sparse.csr_array, constant: Numbers, is_sum: Mask) -> tuple[sparse.csr_array, Numbers] | None:
    """Each cell as a sum of cells that are none and what is more; nothing where the sums go in a circle."""
    sums = sparse.csr_array(sparse.diags_array((~is_sum).astype(np.int64), dtype=np.int64))
    sums.eliminate_zeros()
    rest, more, own = constant.copy(), sums, constant
    for _ in range(_DEEPEST):
        more, own = sparse.csr_array(definition @ more), definition @ own
        if not more.nnz and not own.any():
            return sums, rest
        sums, rest = sparse.csr_array(sums + more), rest + own
    return None


def _implied(given: Given, rows: Numbers, ties: sparse.csr_array, goal: Numbers) -> Numbers:
    """Ties that are the sum of finer ones, as that of a total over quarters is of those of each quarter."""
    lattice = _Lattice(given, rows, ties, goal)
    found = [at for at in np.flatnonzero(np.diff(ties.indptr)).tolist() if lattice.is_sum_of_finer(at)]
    return np.asarray(found, dtype=np.int64)


class _Lattice:
    """Rows by their parent, with the tie that each makes."""

    def __init__(self, given: Given, rows: Numbers, ties: sparse.csr_array, goal: Numbers) -> None:
        self._matrix, self._rows = given.matrix, rows
        self._ties: dict[int, Tie] = {}
        for at in np.flatnonzero(np.diff(ties.indptr)).tolist():
            part = slice(ties.indptr[at], ties.indptr[at + 1])
            signs = dict(zip(ties.indices[part].tolist(), ties.data[part].tolist(), strict=True))
            self._ties[int(rows[at])] = signs, int(goal[at])
        heads = np.flatnonzero(given.matrix.data > 0)
        row_of = np.repeat(np.arange(given.matrix.shape[0]), np.diff(given.matrix.indptr))
        self._of_parent: dict[int, list[int]] = {}
        plain = ~_holds(given.matrix, given.is_difference)
        over = _is_over_quarters(given)
        for head in heads[np.argsort(~over[row_of[heads]], kind="stable")].tolist():
            if plain[row_of[head]]:
                self._of_parent.setdefault(int(given.matrix.indices[head]), []).append(int(row_of[head]))

    def is_sum_of_finer(self, at: int) -> bool:
        """Whether another way to add up the tie's parent leads to finer ties that make this one."""
        row = int(self._rows[at])
        others = (one for one in self._of_parent.get(self._parent(row), ()) if one != row and one not in self._ties)
        return any(self._makes(self._ties[row], self._parts(one)) for one in others)

    def _makes(self, tie: Tie, parts: Iterator[int]) -> bool:
        signs, goal = dict(tie[0]), tie[1]
        for part in parts:
            finer = next((one for one in self._ties_of(part) if _is_within(one[0], signs)), None)
            if finer:
                goal -= finer[1]
                for cell in finer[0]:
                    del signs[cell]
        return not signs and not goal

    def _ties_of(self, parent: int) -> Iterator[Tie]:
        return (self._ties[row] for row in self._of_parent.get(parent, ()) if row in self._ties)

    def _parent(self, row: int) -> int:
        part = slice(self._matrix.indptr[row], self._matrix.indptr[row + 1])
        return int(self._matrix.indices[part][self._matrix.data[part] > 0][0])

    def _parts(self, row: int) -> Iterator[int]:
        part = slice(self._matrix.indptr[row], self._matrix.indptr[row + 1])
        return iter(self._matrix.indices[part][self._matrix.data[part] < 0].tolist())


def _is_within(signs: Mapping[int, int], whole: Mapping[int, int]) -> bool:
    return all(whole.get(cell) == sign for cell, sign in signs.items())
