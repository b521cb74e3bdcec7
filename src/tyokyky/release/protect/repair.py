"""The cheapest cells to protect as well, so that an attacker can no longer tell a cell too closely."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import highspy
import numpy as np
import numpy.typing as npt
from scipy import sparse

from tyokyky.release.protect.component import Index, Numbers
from tyokyky.release.protect.lattice import Flags, Lattice
from tyokyky.release.protect.solver import solver_of

_MOVED: Final = 1e-6
_FREE: Final = 1e-3
"""Cost of moving a cell that is protected already: little, so that moves stay short."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A table that must become possible.

    Attributes:
        cell: which is moved.
        reach: the value to reach.
        upwards: whether it is reached from below.
        held: other cells → value they must have.
    """

    cell: int
    reach: int
    upwards: bool
    held: tuple[tuple[int, int], ...] = ()


class Repair:
    """Moves of all cells away from a whole table: protected ones for nothing, shown ones at the reader's loss.

    The model stands for the whole search. Each wish changes a few bounds of it and starts from the table itself, which
    is the best answer while nothing is wished.
    """

    def __init__(
        self, lattice: Lattice, sums: sparse.csr_array, base: Numbers, weight: npt.NDArray[np.float64]
    ) -> None:
        """`base`: a whole table that agrees with everything; `weight`: a reader's loss when the cell is protected."""
        self.cells: Index = np.flatnonzero(~lattice.frozen_shown)
        self.base = base[self.cells]
        self._weight = weight[self.cells]
        at_most = lattice.at_most[self.cells]
        self._up = np.where(at_most >= 0, at_most - self.base, highspy.kHighsInf).astype(np.float64)
        self._count = len(self.cells)
        self._free: Flags = np.zeros(self._count, np.bool_)
        tied = sums[:, self.cells].tocsr()
        tied = tied[np.diff(tied.indptr) > 0]
        self._solver = solver_of(
            sparse.hstack((tied, -tied)).tocsr(),
            np.zeros(tied.shape[0]),
            np.concatenate((self._weight, self._weight)),
            np.zeros(2 * self._count),
            np.concatenate((self._up, self.base.astype(np.float64))),
        )
        self._solver.setOptionValue("presolve", "off")
        self._solver.run()
        self._start = self._solver.getBasis()

    def cheapest(self, hidden: Flags, wish: Wish) -> tuple[Index, Numbers] | None:
        """Cells that move in the cheapest table that fulfils a wish, and by how much; None where no table does."""
        self._price(hidden)
        changed = self._bind(wish)
        self._solver.setBasis(self._start)
        self._solver.run()
        is_found = self._solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        values = np.asarray(self._solver.getSolution().col_value) if is_found else None
        for at in changed:
            self._solver.changeColBounds(at, 0.0, float(self._up[at]))
            self._solver.changeColBounds(self._count + at, 0.0, float(self.base[at]))
        if values is None:
            return None
        moved = values[: self._count] - values[self._count :]
        used = np.abs(moved) > _MOVED
        return self.cells[used], np.rint(moved[used]).astype(np.int64)

    def _price(self, hidden: Flags) -> None:
        now = hidden[self.cells]
        for at in np.flatnonzero(now != self._free).tolist():
            cost = _FREE if now[at] else float(self._weight[at])
            self._solver.changeColCost(at, cost)
            self._solver.changeColCost(self._count + at, cost)
        self._free = now

    def _bind(self, wish: Wish) -> list[int]:
        goals: Sequence[tuple[int, int]] = ((wish.cell, wish.reach), *wish.held)
        places = []
        for cell, value in goals:
            at = int(np.searchsorted(self.cells, cell))
            step = float(value - self.base[at])
            rise, fall = max(step, 0.0), max(-step, 0.0)
            is_exact = cell != wish.cell
            most_rise = rise if is_exact or not wish.upwards else float(self._up[at])
            most_fall = fall if is_exact or wish.upwards else float(self.base[at])
            self._solver.changeColBounds(at, rise, most_rise)
            self._solver.changeColBounds(self._count + at, fall if is_exact or not wish.upwards else 0.0, most_fall)
            places.append(at)
        return places
