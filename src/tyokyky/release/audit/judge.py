"""The rules of sensitive values within one system."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from tyokyky.release.audit.folder import Numbers
from tyokyky.release.audit.own import Own
from tyokyky.release.audit.problem import Problem
from tyokyky.release.audit.rules import Margins

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Judge:
    """Cells of a system with their totals over disclosing dimensions.

    Attributes:
        cell: Place of each cell that has such a total.
        total: Place of the total in the same system, −1 where it is known or in another.
        least: No value of the total is below, wherever it is.
        greatest: No value of it is above.
        left: No solution leaves less of the total beside the cell.
        few: Counts from one to this say too much.
        cells: Number of each cell of the system in the whole problem.
        total_cells: Number of each total in the whole problem.
        own: Whom a cell holds, by numbers of the whole problem.

    Bounds of totals in other systems go no further than they matter: a system met again in a later release, where
    those totals have grown, is the same to a judge.
    """

    is_difference: Mask
    cell: Numbers
    total: Numbers
    least: Numbers
    greatest: Numbers
    left: Numbers
    few: int
    cells: Numbers
    total_cells: Numbers
    own: Own

    @property
    def n_min(self) -> int:
        """Least count that says nothing of one person."""
        return self.few + 1

    def parts_of(self, cell: int) -> Numbers:
        """The cell and all that the only person in it knows anyway, by their places in the system."""
        return np.flatnonzero(np.isin(self.cells, list(self.own.of(int(self.cells[cell])))))

    def is_small(self, cell: int, least: int, greatest: int) -> bool:
        """Whether a value between the bounds is a small count."""
        if self.is_difference[cell]:
            return least <= self.few and greatest >= -self.few and (least, greatest) != (0, 0)
        return least <= self.few and greatest >= 1

    def close_totals(self, cell: int, greatest: int) -> list[int]:
        """Totals of which the cell might leave less than n_min, as far as bounds can tell."""
        mine = np.flatnonzero(self.cell == cell)
        left = np.maximum(self.least[mine] - greatest, self.left[mine])
        close = (left <= self.few) & (self.greatest[mine] > 0)
        return [int(one) for one in self.total[mine[close]]]

    def close_pairs(self, least: Numbers, greatest: Numbers) -> Numbers:
        """Pairs of a cell and a total, by their order, that may leave less than n_min between these bounds."""
        low, high = self.least.copy(), self.greatest.copy()
        own = self.total >= 0
        low[own], high[own] = least[self.total[own]], greatest[self.total[own]]
        left = np.maximum(low - greatest[self.cell], self.left)
        return np.flatnonzero((left <= self.few) & (high > 0))

    def may_say(self, least: Numbers, greatest: Numbers) -> Mask:
        """Cells of which a value between these bounds may say too much."""
        found = (least <= self.few) & (greatest >= np.where(self.is_difference, -self.few, 1))
        found &= ~(self.is_difference & (least == 0) & (greatest == 0))
        found[self.cell[self.close_pairs(least, greatest)]] = True
        return found


def own_of(problem: Problem) -> Own:
    """Whom each cell holds. A change whose older number is known is the newer number, told in another way."""
    open_older = (~problem.known & ~problem.is_difference).astype(np.int64)
    parts = (problem.matrix < 0).astype(np.int64)
    changes = sparse.csr_array(parts[np.flatnonzero(parts @ open_older > 0)])
    is_open = problem.is_difference & (np.asarray(changes.sum(axis=0)).ravel() > 0)
    return Own(problem.matrix, is_open, problem.greatest == 0)


def judges_of(problem: Problem, margins: Margins, own: Own) -> list[Judge]:
    """A judge for each system."""
    system = problem.system_of[margins.cell]
    order = np.argsort(system, kind="stable")
    ends = np.searchsorted(system[order], np.arange(len(problem.systems) + 1))
    return [
        _judge(problem, margins, own, order[ends[number] : ends[number + 1]], number)
        for number in range(len(problem.systems))
    ]


def _judge(problem: Problem, margins: Margins, own: Own, pairs: Numbers, number: int) -> Judge:
    system, total = problem.systems[number], margins.total[pairs]
    few = problem.policy.n_min - 1
    return Judge(
        is_difference=problem.is_difference[system.cells],
        cell=problem.place_of[margins.cell[pairs]],
        total=np.where(problem.system_of[total] == number, problem.place_of[total], -1),
        least=np.minimum(problem.least[total], problem.greatest[margins.cell[pairs]] + few + 1),
        greatest=np.minimum(problem.greatest[total], 1),
        left=np.minimum(margins.left[pairs], few + 1),
        few=few,
        cells=system.cells,
        total_cells=total,
        own=own,
    )


def judge_of_spreads(problem: Problem, margins: Margins, own: Own) -> Judge:
    """A judge for the sums over systems, in their order; none of their totals is in a system with them."""
    cells = np.asarray([one.cell for one in problem.spreads], dtype=np.int64)
    order = np.argsort(cells, kind="stable")
    pairs = np.flatnonzero(np.isin(margins.cell, cells))
    place = order[np.searchsorted(cells[order], margins.cell[pairs])] if len(cells) else pairs
    return Judge(
        is_difference=problem.is_difference[cells],
        cell=place,
        total=np.full(len(pairs), -1, dtype=np.int64),
        least=problem.least[margins.total[pairs]],
        greatest=problem.greatest[margins.total[pairs]],
        left=margins.left[pairs],
        few=problem.policy.n_min - 1,
        cells=cells,
        total_cells=margins.total[pairs],
        own=own,
    )


def demanded_of(problem: Problem, judge: Judge) -> Numbers:
    """Places of a judge's cells of which a proof is demanded: a value of theirs may say too much."""
    return np.flatnonzero(judge.may_say(problem.least[judge.cells], problem.greatest[judge.cells]))
