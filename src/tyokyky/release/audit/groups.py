"""Groups of which everyone's outcome is known, though how many they are is not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from tyokyky.release.audit.folder import Numbers
from tyokyky.release.audit.optimum import Solver
from tyokyky.release.audit.problem import Problem
from tyokyky.release.audit.prove import Proof
from tyokyky.release.audit.rules import Margins

_ENOUGH: Final = 100
"""Groups after which nothing is gained by looking for more."""


@dataclass(frozen=True)
class Group:
    """A cell that surely holds nearly all of its total, and a total that surely is not empty."""

    cell: int
    total: int


def revealed_groups(problem: Problem, margins: Margins, proofs: Sequence[Proof]) -> list[Group]:
    """Pairs that no solution clears: a total of zero would, and so would more persons elsewhere than insiders count.

    Pairs with both numbers known are judged as numbers; here at least one is not.
    """
    cell, total = margins.cell, margins.total
    both = problem.known[cell] & problem.known[total]
    surely = (problem.least[total] - problem.greatest[cell] > margins.insiders) | (problem.greatest[total] == 0)
    cleared = both | surely
    for point in _points(problem, proofs):
        cleared |= (point[total] == 0) | (point[total] - point[cell] > margins.insiders)
    asked = _Solvers(problem)
    found: list[Group] = []
    for at in np.flatnonzero(~cleared):
        if len(found) < _ENOUGH and not asked.clears(int(cell[at]), int(total[at]), int(margins.insiders[at])):
            found.append(Group(int(cell[at]), int(total[at])))
    return found


def _points(problem: Problem, proofs: Sequence[Proof]) -> list[Numbers]:
    """Solutions of everything, put together from those of the systems."""
    depth = max((len(proof.bases) for proof in proofs), default=0)
    found = [np.where(problem.known, problem.least, 0) for _ in range(depth)]
    for proof in proofs:
        for number, point in enumerate(found):
            if proof.bases:
                point[proof.system.cells] = proof.bases[number % len(proof.bases)].point
    for one in problem.spreads:
        for point in found:
            point[one.cell] = one.rest + point[list(one.parts)].sum()
    return found if all(proof.bases for proof in proofs) else []


class _Solvers:
    """Both kinds of solver for each system, made when first needed."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._spreads = {one.cell: one for one in problem.spreads}
        self._made: dict[tuple[int, bool], Solver] = {}

    def clears(self, cell: int, total: int, insiders: int) -> bool:
        """Whether some solution has more persons elsewhere than insiders count, or an empty total."""
        if self._greatest({total: 1, cell: -1}, insiders + 1):
            return True
        return not self._problem.known[total] and self._greatest({total: -1}, 0)

    def _greatest(self, wanted: dict[int, int], enough: int) -> bool:
        """Whether a sum of cells can be so great; cells of different systems have nothing to do with each other."""
        reached, by_system = 0, dict[int, dict[int, int]]()
        for one, sign in wanted.items():
            known, unknown = self._apart(one)
            reached += sign * known
            for part in unknown:
                each = by_system.setdefault(int(self._problem.system_of[part]), {})
                place = int(self._problem.place_of[part])
                each[place] = each.get(place, 0) + sign
        for number, objective in by_system.items():
            best = self._best(number, objective)
            if best is None:
                return False
            reached += best
        return reached >= enough

    def _apart(self, cell: int) -> tuple[int, tuple[int, ...]]:
        """What is known of a cell, and the cells of systems that make up the rest."""
        if self._problem.known[cell]:
            return int(self._problem.least[cell]), ()
        spread = self._spreads.get(cell)
        return (spread.rest, spread.parts) if spread else (0, (cell,))

    def _best(self, number: int, objective: dict[int, int]) -> int | None:
        """The objective at a checked solution where it is as great as a solver can make it."""
        for whole in (False, True):
            if (number, whole) not in self._made:
                self._made[number, whole] = Solver(self._problem.systems[number], whole=whole)
            point = self._made[number, whole].least({at: -sign for at, sign in objective.items()}).point
            if point is not None:
                return sum(sign * int(point[at]) for at, sign in objective.items())
        return None
