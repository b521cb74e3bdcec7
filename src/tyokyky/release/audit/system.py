"""What is left unknown when everything shown is put in: small systems that have nothing to do with each other."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from tyokyky.release.audit.cells import UNBOUNDED
from tyokyky.release.audit.folder import Numbers

_MARGIN: Final = 2**10
"""Keeps "no bound" beyond every bound even after a division by a factor."""


ROOM: Final = 2**20
"""Solutions go no further than this above what a cell is at least: a bound beyond need not be looked at together."""


@dataclass(frozen=True)
class System:
    """`matrix @ x = target` over whole numbers between floor and ceiling.

    Attributes:
        cells: Number of each unknown in the whole problem.
        floor: 0, or far below it for a difference.
        ceiling: What anyone may know, else `ROOM` above what it is at least.
        least: No solution is below this (found by whole-number reasoning alone).
        greatest: No solution is above this.
    """

    cells: Numbers
    matrix: sparse.csr_array
    target: Numbers
    floor: Numbers
    ceiling: Numbers
    least: Numbers
    greatest: Numbers

    @property
    def size(self) -> int:
        """Count of unknowns."""
        return len(self.cells)

    def holds(self, point: Numbers) -> bool:
        """Whether these whole numbers are one of the things that may be true."""
        inside = bool((point >= self.floor).all() and (point <= self.ceiling).all())
        return inside and bool((self.matrix @ point == self.target).all())


def tighten(matrix: sparse.csr_array, target: Numbers, least: Numbers, greatest: Numbers, rounds: int = 100) -> None:
    """Narrows the bounds in place, row by row, until nothing changes or the rounds run out: every step is exact."""
    lengths = np.diff(matrix.indptr)
    if not len(lengths):
        return
    row_of, column, size = np.repeat(np.arange(len(lengths)), lengths), matrix.indices, np.abs(matrix.data)
    up, goal = matrix.data > 0, target[np.repeat(np.arange(len(lengths)), lengths)]
    for _ in range(rounds):
        before = int(greatest.sum() - least.sum())
        low = size * np.where(up, least[column], -greatest[column])
        high = size * np.where(up, greatest[column], -least[column])
        # What the entry itself can be in its row: the target less what the others come to.
        top = _target_less_others(low, matrix.indptr, row_of, goal)
        bottom = -_target_less_others(-high, matrix.indptr, row_of, -goal)
        np.minimum.at(greatest, column, np.where(up, top, -bottom) // size)
        np.maximum.at(least, column, -(np.where(up, -bottom, top) // size))
        if int(greatest.sum() - least.sum()) == before or (least > greatest).any():
            return


def _target_less_others(low: Numbers, starts: NDArray[np.int32], row_of: Numbers, goal: Numbers) -> Numbers:
    """Target less the least sum of the row's other entries; far away where one of them is without a bound."""
    endless = low <= -UNBOUNDED
    finite = np.where(endless, 0, low)
    others = np.add.reduceat(finite, starts[:-1])[row_of] - finite
    endless_others = np.add.reduceat(endless.astype(np.int64), starts[:-1])[row_of] - endless
    return np.where(endless_others > 0, UNBOUNDED * _MARGIN, goal - others)
