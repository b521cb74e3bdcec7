"""Whether every published interval holds every value that is possible: a narrower one would say what is hidden."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from tyokyky.release.audit.bounds import priced_least, whole_prices
from tyokyky.release.audit.folder import Numbers
from tyokyky.release.audit.judge import Judge
from tyokyky.release.audit.optimum import least_again
from tyokyky.release.audit.problem import Problem
from tyokyky.release.audit.prove import Proof
from tyokyky.release.audit.settle import Asker
from tyokyky.release.audit.system import System

_ENOUGH: Final = 100
"""Broken promises after which nothing is gained by looking for more."""


def broken_promises(problem: Problem, judges: Sequence[Judge], proofs: Sequence[Proof]) -> list[int]:
    """Cells of which a value outside the published interval is possible, or not proven to be impossible."""
    lower, upper = problem.shown.lower, problem.shown.upper
    # What follows from two releases stands in none: nothing was promised of it.
    outside = ((lower > problem.least) | (upper < problem.greatest)) & (problem.shown.table >= 0)
    found = [int(one) for one in np.flatnonzero(problem.known & outside)]
    askers = _Askers(problem, judges, proofs)
    spread = {one.cell: (one.rest, one.parts) for one in problem.spreads}
    for cell in np.flatnonzero(~problem.known & outside).tolist():
        rest, parts = spread.get(cell, (0, (cell,)))
        ends = [(1, int(lower[cell]))] if problem.least[cell] < lower[cell] else []
        ends += [(-1, -int(upper[cell]))] if problem.greatest[cell] > upper[cell] else []
        if len(found) < _ENOUGH and not all(askers.hold(parts, sign, bound - sign * rest) for sign, bound in ends):
            found.append(cell)
    return sorted(set(found))


class _Askers:
    """Both solvers for each system, made when first needed, with the solutions its proof has."""

    def __init__(self, problem: Problem, judges: Sequence[Judge], proofs: Sequence[Proof]) -> None:
        self._problem, self._judges, self._proofs = problem, judges, proofs
        self._made: dict[int, tuple[Asker, Numbers]] = {}

    def hold(self, parts: Sequence[int], sign: int, bound: int) -> bool:
        """Whether sign × the sum of these cells, each of another system, is never below the bound."""
        if len(parts) == 1:
            asker, seen, at = self._of(parts[0])
            return _holds(asker, seen, at, sign, bound)
        for part in parts:
            asker, _, at = self._of(part)
            least = _least(asker, at, sign)
            if least is None:
                return False
            bound -= least
        return bound <= 0

    def _of(self, cell: int) -> tuple[Asker, Numbers, int]:
        number = int(self._problem.system_of[cell])
        if number not in self._made:
            proof = self._proofs[number]
            self._made[number] = Asker(proof.system, proof.demand, self._judges[number]), _seen(proof)
        return *self._made[number], int(self._problem.place_of[cell])


def _least(asker: Asker, at: int, sign: int) -> int | None:
    """A value that sign × cell is never below, by exact prices."""
    end = asker.linear.least({at: sign})
    prices = None if end.duals is None else whole_prices(end.duals)
    return None if prices is None else priced_least(asker.system, {at: sign}, prices, {})


def _seen(proof: Proof) -> Numbers:
    points = [base.point for base in proof.bases] + [point for pair in proof.pairs for point in pair[2:]]
    return np.asarray(points, dtype=np.int64).reshape(len(points), proof.system.size)


def _holds(asker: Asker, seen: Numbers, at: int, sign: int, bound: int) -> bool:
    """Whether sign × cell is never below the bound: by exact prices, else by both solvers over whole numbers."""
    if len(seen) and int((sign * seen[:, at]).min()) < bound:
        return False
    end = asker.linear.least({at: sign})
    if end.duals is None or (end.point is not None and sign * int(end.point[at]) < bound):
        return False
    least = _least(asker, at, sign)
    return (least is not None and least >= bound) or _both_say(asker, asker.system, at, sign, bound)


def _both_say(asker: Asker, system: System, at: int, sign: int, bound: int) -> bool:
    for found in (asker.whole.least({at: sign}), least_again(system, {at: sign})):
        if found.point is None or sign * int(found.point[at]) < bound or round(found.value) < bound:
            return False
    return True
