"""One cell asked of the solvers: what it can be, and whether that is enough."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

import numpy as np

from tyokyky.release.audit.bounds import priced_least, whole_prices
from tyokyky.release.audit.cells import UNBOUNDED
from tyokyky.release.audit.folder import Numbers
from tyokyky.release.audit.judge import Judge
from tyokyky.release.audit.optimum import Objective, Optimum, Solver, least_again
from tyokyky.release.audit.points import Demand
from tyokyky.release.audit.system import System

_NEAR: Final = 1e-4


Reason = tuple[Objective, Numbers]
Rest = tuple[int, Numbers, Numbers]
"""A hidden total, and two solutions in which what a cell leaves of it is far enough apart."""


class Verdict(Enum):
    """What came of asking."""

    MET = "met"
    SAFE = "safe"
    FAILS = "fails"
    OPEN = "open"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True)
class Answer:
    """What a cell can be.

    Attributes:
        low: A solution with a small value of the cell, checked in whole numbers.
        high: One with a great value.
        least: No value below is possible, as far as the solvers know.
        greatest: No value above is.
        reasons: Objectives and prices that show a safe cell to be so; none where only both solvers say it.
        rests: Totals of a safe cell of which it may leave few, but of which nobody can tell how many it leaves.
    """

    verdict: Verdict
    low: Numbers | None = None
    high: Numbers | None = None
    least: int = 0
    greatest: int = UNBOUNDED
    reasons: tuple[Reason, ...] = ()
    rests: tuple[Rest, ...] = ()


class Asker:
    """Both solvers on one system."""

    def __init__(self, system: System, demand: Demand, judge: Judge) -> None:
        self.system, self.demand, self._judge = system, demand, judge
        self.linear = Solver(system, whole=False)
        self._whole: Solver | None = None

    @property
    def whole(self) -> Solver:
        """The solver over whole numbers, made when first needed."""
        self._whole = self._whole or Solver(self.system, whole=True)
        return self._whole

    def point(self, fixed: Mapping[int, int]) -> tuple[Numbers | None, bool]:
        """Any solution, and whether both solvers say that there is none."""
        for solver in (self.linear, self.whole):
            found = solver.least({}, fixed)
            if found.point is not None or not found.feasible:
                break
        if found.point is None:
            found = least_again(self.system, {}, fixed)
        return found.point, not found.feasible

    def settle(self, cell: int, fixed: Mapping[int, int]) -> Answer:
        """What one cell can be when others are fixed, and whether its demand is met."""
        ends = [self.linear.least({cell: sign}, fixed) for sign in (1, -1)]
        if not all(end.feasible for end in ends):
            return Answer(Verdict.OPEN if self.point(fixed)[1] is False else Verdict.IMPOSSIBLE)
        if self._met(cell, ends):
            return Answer(Verdict.MET, ends[0].point, ends[1].point)
        reasons = self._reasons(cell, ends)
        least, greatest = self._bounds(cell, reasons, fixed)
        rests = self._safe_with(cell, least, greatest, fixed, reasons)
        if rests is not None:
            return Answer(Verdict.SAFE, None, None, least, greatest, tuple(reasons), rests)
        bounds = np.asarray([least]), np.asarray([greatest])
        if not self.demand.met(np.asarray([cell]), *bounds)[0]:
            return Answer(Verdict.FAILS, ends[0].point, ends[1].point, least, greatest)
        return self._settle_whole(cell, fixed)

    def _settle_whole(self, cell: int, fixed: Mapping[int, int]) -> Answer:
        ends = [self.whole.least({cell: sign}, fixed) for sign in (1, -1)]
        if all(end.feasible for end in ends) and self._met(cell, ends):
            return Answer(Verdict.MET, ends[0].point, ends[1].point)
        again = [least_again(self.system, {cell: sign}, fixed) for sign in (1, -1)]
        if not all(end.feasible for end in (*ends, *again)):
            agreed = not any(end.feasible for end in (*ends, *again))
            return Answer(Verdict.IMPOSSIBLE if agreed else Verdict.OPEN)
        if self._met(cell, again):
            return Answer(Verdict.MET, again[0].point, again[1].point)
        if any(end.point is None for end in again) or any(
            abs(one.value - other.value) > _NEAR for one, other in zip(ends, again, strict=True)
        ):
            return Answer(Verdict.OPEN)
        least, greatest = round(again[0].value), round(-again[1].value)
        rests = self._safe_with(cell, least, greatest, fixed, [])
        if rests is not None:
            return Answer(Verdict.SAFE, again[0].point, again[1].point, least, greatest, rests=rests)
        return Answer(Verdict.FAILS, again[0].point, again[1].point, least, greatest)

    def _met(self, cell: int, ends: list[Optimum]) -> bool:
        low, high = ends[0].point, ends[1].point
        if low is None or high is None:
            return False
        at = np.asarray([cell])
        return bool(self.demand.met(at, low[at], high[at])[0])

    def rest(self, cell: int, total: int, fixed: Mapping[int, int]) -> Rest | None:
        """Two solutions in which what the cell leaves of a total is far enough apart, if there are any."""
        for solver in (self.linear, self.whole):
            ends = [solver.least({total: sign, cell: -sign}, fixed) for sign in (1, -1)]
            low, high = ends[0].point, ends[1].point
            if low is not None and high is not None and self.demand.met_by_rest(cell, total, low, high):
                return total, low, high
            if not all(end.feasible for end in ends) or -ends[1].value - ends[0].value < self.demand.width - _NEAR:
                return None
        return None

    def _reasons(self, cell: int, ends: list[Optimum]) -> list[Reason]:
        prices = [None if end.duals is None else whole_prices(end.duals) for end in ends]
        return [({cell: sign}, one) for sign, one in zip((1, -1), prices, strict=True) if one is not None]

    def _bounds(self, cell: int, reasons: list[Reason], fixed: Mapping[int, int]) -> tuple[int, int]:
        low, high = int(self.system.least[cell]), int(self.system.greatest[cell])
        for objective, prices in reasons:
            bound = priced_least(self.system, objective, prices, fixed)
            if bound is not None and objective[cell] > 0:
                low = max(low, bound)
            elif bound is not None:
                high = min(high, -bound)
        return low, high

    def _safe_with(
        self, cell: int, least: int, greatest: int, fixed: Mapping[int, int], reasons: list[Reason]
    ) -> tuple[Rest, ...] | None:
        """The totals whose rest is wide, if that is enough for a narrow cell to tell nothing; nothing if it is not.

        The cell must surely be no few. Of each total it leaves enough, as prices show, or its rest is wide for whoever
        knows what is fixed.
        """
        if self._judge.is_small(cell, least, greatest):
            return None
        rests: list[Rest] = []
        for total in self._judge.close_totals(cell, greatest):
            left = None if total < 0 else self._left(cell, total, fixed, reasons)
            if left is not None and left >= self._judge.n_min:
                continue
            rest = self.rest(cell, total, fixed) if fixed and total >= 0 else None
            if rest is None:
                return None
            rests.append(rest)
        return tuple(rests)

    def _left(self, cell: int, total: int, fixed: Mapping[int, int], reasons: list[Reason]) -> int | None:
        """A whole number that what the cell leaves of its total is never below."""
        objective = {total: 1, cell: -1}
        end = self.linear.least(objective, fixed)
        prices = None if end.duals is None else whole_prices(end.duals)
        if prices is None:
            return None
        reasons.append((objective, prices))
        return priced_least(self.system, objective, prices, fixed)
