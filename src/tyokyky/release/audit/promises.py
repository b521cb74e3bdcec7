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
    known = problem.known & ((lower > problem.least) | (upper < problem.least))
    found = [int(one) for one in np.flatnonzero(known)]
    for system, judge, proof in zip(problem.systems, judges, proofs, strict=True):
        cells = system.cells
        low = np.flatnonzero(system.least < lower[cells])
        high = np.flatnonzero(system.greatest > upper[cells])
        if len(low) or len(high):
            asker = Asker(system, proof.demand, judge)
            ends = [(int(one), 1, int(lower[cells[one]])) for one in low]
            ends += [(int(one), -1, -int(upper[cells[one]])) for one in high]
            seen = _seen(proof)
            for at, sign, bound in ends:
                if len(found) < _ENOUGH and not _holds(asker, seen, at, sign, bound):
                    found.append(int(cells[at]))
    return sorted(set(found))


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
    prices = whole_prices(end.duals)
    least = None if prices is None else priced_least(asker.system, {at: sign}, prices, {})
    return (least is not None and least >= bound) or _both_say(asker, asker.system, at, sign, bound)


def _both_say(asker: Asker, system: System, at: int, sign: int, bound: int) -> bool:
    for found in (asker.whole.least({at: sign}), least_again(system, {at: sign})):
        if found.point is None or sign * int(found.point[at]) < bound or round(found.value) < bound:
            return False
    return True
