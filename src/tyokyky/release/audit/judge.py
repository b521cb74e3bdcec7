"""The rules of sensitive values within one system."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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
        few: Counts from one to this say too much.
        cells: Number of each cell of the system in the whole problem.
        own: Whom a cell holds, by numbers of the whole problem.
    """

    is_difference: Mask
    cell: Numbers
    total: Numbers
    least: Numbers
    greatest: Numbers
    few: int
    cells: Numbers
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
        close = (self.least[mine] - greatest <= self.few) & (self.greatest[mine] > 0)
        return [int(one) for one in self.total[mine[close]]]

    def may_say(self, least: Numbers, greatest: Numbers) -> Mask:
        """Cells of which a value between these bounds may say too much."""
        found = (least <= self.few) & (greatest >= np.where(self.is_difference, -self.few, 1))
        found &= ~(self.is_difference & (least == 0) & (greatest == 0))
        low, high = self.least.copy(), self.greatest.copy()
        own = self.total >= 0
        low[own], high[own] = least[self.total[own]], greatest[self.total[own]]
        found[self.cell[(low - greatest[self.cell] <= self.few) & (high > 0)]] = True
        return found


def judges_of(problem: Problem, margins: Margins) -> list[Judge]:
    """A judge for each system."""
    system = problem.system_of[margins.cell]
    order = np.argsort(system, kind="stable")
    ends = np.searchsorted(system[order], np.arange(len(problem.systems) + 1))
    own = Own(problem.matrix, problem.is_difference, problem.greatest == 0)
    return [
        _judge(problem, margins, own, order[ends[number] : ends[number + 1]], number)
        for number in range(len(problem.systems))
    ]


def _judge(problem: Problem, margins: Margins, own: Own, pairs: Numbers, number: int) -> Judge:
    system, total = problem.systems[number], margins.total[pairs]
    return Judge(
        is_difference=problem.is_difference[system.cells],
        cell=problem.place_of[margins.cell[pairs]],
        total=np.where(problem.system_of[total] == number, problem.place_of[total], -1),
        least=problem.least[total],
        greatest=problem.greatest[total],
        few=problem.policy.n_min - 1,
        cells=system.cells,
        own=own,
    )
