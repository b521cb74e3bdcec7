"""The cheapest cells to protect so that a cell has two whole tables far enough apart."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import highspy
import numpy as np
import numpy.typing as npt
from scipy import sparse

from tyokyky.release.protect.component import Index, Numbers
from tyokyky.release.protect.lattice import Flags, Lattice
from tyokyky.release.protect.solver import solver_of
from tyokyky.release.protect.work import Work

_MOVED: Final = 1e-6
_FREE: Final = 1e-3
"""Cost of moving a cell that is protected already: little, so that moves stay short."""
_NODES: Final = 50
"""Branches in which moves of whole numbers are looked for."""
_SIGNS: Final = (1.0, -1.0, -1.0, 1.0)
"""Of the four columns of a cell in the distance of its tables: up and down in the upper one, and in the lower."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Two tables that must become possible.

    Attributes:
        cell: which they tell apart.
        width: by how much at least.
        need: least value in the upper one.
        held: other cells → value they must have in both.
    """

    cell: int
    width: int
    need: int
    held: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """Two tables that fulfil a wish: cells in which either differs from the base, and by how much, a table a row.

    `is_whole`: whether the numbers are; else the solver's are rounded, and the tables only show where to protect.
    """

    cells: Index
    steps: Numbers
    is_whole: bool


class Repair:
    """Moves of all cells away from a whole table: protected ones for nothing, shown ones at the reader's loss.

    The model stands for the whole search and holds two tables. Each wish changes a few bounds of it and starts from
    the base itself, which is the best answer while nothing is wished.
    """

    def __init__(
        self, lattice: Lattice, sums: sparse.csr_array, base: Numbers, weight: npt.NDArray[np.float64], work: Work
    ) -> None:
        """`base`: a whole table that agrees with everything; `weight`: a reader's loss when the cell is protected."""
        self.cells: Index = np.flatnonzero(~lattice.frozen_shown)
        self.base = base[self.cells]
        self._work = work
        self._weight = weight[self.cells]
        at_most = lattice.at_most[self.cells]
        up = np.where(at_most >= 0, at_most - self.base, highspy.kHighsInf).astype(np.float64)
        self._most = np.concatenate((up, self.base, up, self.base)).astype(np.float64)
        self._count = len(self.cells)
        self._cost = self._weight.copy()
        matrix = _two_tables(sums[:, self.cells].tocsr())
        self._distance = matrix.shape[0] - 1
        right = np.zeros(matrix.shape[0])
        most = np.concatenate((right[:-1], [highspy.kHighsInf]))
        cost, least = np.tile(self._weight, 4), np.zeros(4 * self._count)
        self._solver = solver_of(matrix, right, cost, least, self._most, most)
        self._solver.setOptionValue("presolve", "off")
        self._solver.setOptionValue("mip_max_nodes", _NODES)
        self._solver.run()
        self._start = self._solver.getBasis()

    def cheapest(self, hidden: Flags, wish: Wish, *, is_last: bool = False) -> Pair | None:
        """Tables that fulfil a wish at the least loss; None where none do.

        `is_last`: an answer in fractions that asks for no cell would leave things as they are, so that whole numbers
        are looked for.
        """
        bounds = dict(self._bounds(wish))
        at = int(np.searchsorted(self.cells, wish.cell))
        self._wish(at, _SIGNS, float(wish.width))
        for column, (least, most) in bounds.items():
            self._solver.changeColBounds(column, least, most)
        found = self._together(hidden)
        if is_last and found is not None and not found.is_whole and hidden[found.cells].all():
            found = self._solved_whole() or found
        for column in bounds:
            self._solver.changeColBounds(column, 0.0, float(self._most[column]))
        self._wish(at, (0.0,) * 4, 0.0)
        return found

    def _together(self, hidden: Flags) -> Pair | None:
        """The solver pays for each table alone: so it is asked again with the cells of either for nothing."""
        self._price(hidden)
        self._solver.setBasis(self._start)
        found = self._solved()
        if found is None:
            return None
        ways = [found.cells[row != 0] for row in found.steps]
        if all(hidden[way].all() for way in ways) or np.array_equal(*(way[~hidden[way]] for way in ways)):
            return found
        for way in ways:
            cheaper = hidden.copy()
            cheaper[way] = True
            self._price(cheaper)
            other = self._solved()
            if other is not None and self._loss(other, hidden) < self._loss(found, hidden):
                found = other
        return found

    def _loss(self, pair: Pair, hidden: Flags) -> float:
        new = pair.cells[~hidden[pair.cells]]
        return float(self._weight[np.searchsorted(self.cells, new)].sum())

    def _solved(self) -> Pair | None:
        self._work.spend(2 * self._count)
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return self._pair()

    def _solved_whole(self) -> Pair | None:
        """The same in whole numbers."""
        self._work.spend(2 * self._count * _NODES)
        self._solver.are_whole(4 * self._count, whole=True)
        self._solver.run()
        found = self._pair() if self._solver.has_answer() else None
        self._solver.are_whole(4 * self._count, whole=False)
        return found

    def _pair(self) -> Pair:
        values = np.asarray(self._solver.getSolution().col_value).reshape(4, self._count)
        moved = values[::2] - values[1::2]
        used = (np.abs(moved) > _MOVED).any(axis=0)
        steps = np.rint(moved[:, used])
        return Pair(
            self.cells[used], steps.astype(np.int64), bool(np.abs(steps - moved[:, used]).max(initial=0) < _MOVED)
        )

    def _price(self, hidden: Flags) -> None:
        cost = np.where(hidden[self.cells], _FREE, self._weight)
        changed = np.flatnonzero(cost != self._cost)
        columns = (changed[None, :] + self._count * np.arange(4)[:, None]).reshape(-1).astype(np.int32)
        self._solver.changeColsCost(len(columns), columns, np.tile(cost[changed], 4))
        self._cost = cost

    def _wish(self, at: int, signs: tuple[float, ...], width: float) -> None:
        for turn, sign in enumerate(signs):
            self._solver.changeCoeff(self._distance, at + turn * self._count, sign)
        self._solver.changeRowBounds(self._distance, width, highspy.kHighsInf)

    def _bounds(self, wish: Wish) -> Iterator[tuple[int, tuple[float, float]]]:
        """Column → its bounds: the cell's own in the upper table, and those of the cells that are held in both."""
        at = int(np.searchsorted(self.cells, wish.cell))
        above = wish.need - int(self.base[at])
        yield at, (float(max(above, 0)), float(self._most[at]))
        yield at + self._count, (0.0, float(max(-above, 0)))
        for cell, value in wish.held:
            place = int(np.searchsorted(self.cells, cell))
            step = float(value - self.base[place])
            for turn, sign in enumerate((1, -1, 1, -1)):
                yield place + turn * self._count, (max(sign * step, 0.0),) * 2


def _two_tables(sums: sparse.csr_array) -> sparse.csr_array:
    """Both tables' sums over what they rise and fall, and a row that is left for their distance."""
    tied = sums[np.diff(sums.indptr) > 0]
    moves = sparse.hstack((tied, -tied))
    return sparse.vstack((sparse.block_diag((moves, moves)), sparse.csr_array((1, 4 * sums.shape[1])))).tocsr()
