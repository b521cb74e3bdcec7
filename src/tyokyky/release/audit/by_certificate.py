"""What a certificate shows of one system, checked in whole numbers without any solver."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from tyokyky.release.audit.bounds import priced_least
from tyokyky.release.audit.folder import Numbers
from tyokyky.release.audit.judge import Judge
from tyokyky.release.audit.points import Demand
from tyokyky.release.audit.prove import NOBODY
from tyokyky.release.audit.proven import says_nothing
from tyokyky.release.audit.system import System, tighten

Arrays = Mapping[str, Numbers]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Gap:
    """A demand that a certificate does not show to be met.

    Attributes:
        cell: Number of the cell in the problem.
        insider: Number of the cell known to be one, `NOBODY` for none.
    """

    cell: int
    insider: int


class ByCertificate:
    """One system with the arrays that a certificate holds of it; also as sums over systems ask it."""

    def __init__(self, system: System, judge: Judge, demand: Demand, arrays: Arrays) -> None:
        self._system, self._judge, self._demand = system, judge, demand
        self._arrays = {**arrays, "moves": _keeping(system, arrays["moves"])}
        self._demanded = judge.may_say(system.least, system.greatest)
        self._found: dict[int, Mask] = {}

    def gaps(self) -> list[Gap]:
        """Demands that are not shown to be met, or to be none."""
        found: list[Gap] = []
        for insider in (NOBODY, *(at for at in range(self._system.size) if self.may_be_one(at))):
            name = NOBODY if insider == NOBODY else int(self._system.cells[insider])
            missing = [cell for cell in self.not_wide(insider) if not self._is_safe(cell, insider)]
            found.extend(Gap(int(self._system.cells[cell]), name) for cell in missing)
        return found

    def is_wide(self, cell: int, insider: int) -> bool:
        """Whether two solutions show the cell's demand to be met."""
        return bool(self._asked(insider)[cell] and self._wide(insider)[cell])

    def not_wide(self, insider: int) -> Sequence[int]:
        """Cells that are asked of and that no two solutions show to be wide enough."""
        found: list[int] = np.flatnonzero(self._asked(insider) & ~self._wide(insider)).tolist()
        return found

    def may_be_one(self, cell: int) -> bool:
        """Whether it was gone through with this cell known to be one, and that is possible."""
        system = self._system
        inside = bool(system.least[cell] <= 1 <= system.greatest[cell])
        return inside and not self._judge.is_difference[cell] and cell not in self._arrays["impossible"]

    def may_be_none(self, cell: int) -> bool:
        """Whether a solution is given in which the cell is 0."""
        size = self._system.size
        given = [*self._arrays["bases"], *self._arrays["none"][:, 1:]]
        given += [both[at : at + size] for both in self._arrays["witnesses"] for at in (0, size)]
        return any(point[cell] == 0 and self._system.holds(point) for point in given)

    def holds_when_none(self, cell: int, none: int) -> bool:
        """Whether the cell's demand is met, or nothing is left that says too much, when `none` is known to be 0."""
        rows = self._arrays["when_none"]
        mine = rows[(rows[:, 0] == cell) & (rows[:, 1] == none), 2:]
        return any(self._is_pair(cell, both, none, 0) for both in mine) or says_nothing(
            self._system, self._judge, cell, none, lambda total: self.is_rest_wide(cell, total, none, 0)
        )

    def is_rest_wide(self, cell: int, total: int, told: int, value: int) -> bool:
        """Whether two solutions show that who knows a value can not tell how many the cell leaves of a total."""
        rests = self._arrays["rests"]
        mine = (rests[:, :4] == (cell, told, value, total)).all(axis=1)
        twos = (np.split(both, 2) for both in rests[mine, 4:])
        return any(
            self._are_two(low, high, told, value) and self._demand.met_by_rest(cell, total, low, high)
            for low, high in twos
        )

    def _asked(self, insider: int) -> Mask:
        found = self._demanded.copy()
        if insider != NOBODY:
            found[self._judge.parts_of(insider)] = False
        return found

    def _wide(self, insider: int) -> Mask:
        """Cells that two solutions show to be wide enough when one cell is known to be one."""
        if insider not in self._found:
            shown = np.zeros(self._system.size, dtype=bool)
            for point in self._points(insider):
                if self._system.holds(point) and (insider == NOBODY or point[insider] == 1):
                    shown |= _stepped(self._system, self._demand, self._arrays["moves"], point, insider)
            mine = self._arrays["pairs"][:, 1] == insider
            for (cell, _), both in zip(*(self._arrays[name][mine] for name in ("pairs", "witnesses")), strict=True):
                shown[cell] |= self._is_pair(int(cell), both, insider, 1)
            self._found[insider] = shown
        return self._found[insider]

    def _is_pair(self, cell: int, both: Numbers, held: int, value: int) -> bool:
        """Whether two solutions, in which another cell has a value, are far enough apart."""
        low, high = np.split(both, 2)
        at = np.asarray([cell])
        return self._are_two(low, high, held, value) and bool(self._demand.met(at, low[at], high[at])[0])

    def _are_two(self, low: Numbers, high: Numbers, held: int, value: int) -> bool:
        """Whether both are solutions in which another cell has a value."""
        agree = held == NOBODY or low[held] == high[held] == value
        return bool(agree and self._system.holds(low) and self._system.holds(high))

    def _points(self, insider: int) -> Iterator[Numbers]:
        arrays = self._arrays
        if insider == NOBODY:
            yield from arrays["bases"]
            return
        mine = arrays["stepped"][arrays["stepped"][:, 0] == insider]
        for number in np.unique(mine[:, 1]):
            walk = mine[mine[:, 1] == number]
            point = arrays["bases"][walk[0, 2]].copy()
            for _, _, _, move, count in walk[walk[:, 3] >= 0]:
                step = arrays["moves"][:, arrays["moves"][0] == move]
                point[step[1]] += count * step[2]
            yield point

    def _is_safe(self, cell: int, insider: int) -> bool:
        safe, reasons = self._arrays["safe"], self._arrays["reasons"]
        rows = np.flatnonzero((safe[:, 0] == cell) & (safe[:, 1] == insider))
        given = (reasons[reasons[:, 0] == row] for row in rows)
        return any(self._is_safe_by(each, cell, insider) for each in given)

    def _is_safe_by(self, reasons: Numbers, cell: int, insider: int) -> bool:
        close = _few_left_of(self._system, self._judge, reasons, cell, insider)
        if close is None:
            return False
        return all(insider != NOBODY and total >= 0 and self.is_rest_wide(cell, total, insider, 1) for total in close)


def _stepped(system: System, demand: Demand, moves: Numbers, point: Numbers, insider: int) -> Numbers:
    """Cells that some move, taken as far as it goes both ways, shows to be wide enough."""
    number, cell, change = moves
    shown = np.zeros(system.size, dtype=bool)
    broken = np.zeros(int(number.max(initial=-1)) + 1, dtype=bool)
    broken[number[cell == insider]] = True
    forward, backward = np.full(len(broken), 2**20), np.full(len(broken), 2**20)
    up, down = system.ceiling[cell] - point[cell], point[cell] - system.floor[cell]
    np.minimum.at(forward, number, np.where(change > 0, up, down) // np.abs(change))
    np.minimum.at(backward, number, np.where(change > 0, down, up) // np.abs(change))
    kept = ~broken[number]
    ends = (point[cell] + forward[number] * change, point[cell] - backward[number] * change)
    shown[cell[kept & demand.met(cell, *ends)]] = True
    return shown


def _keeping(system: System, moves: Numbers) -> Numbers:
    """The moves that keep every sum, under their own numbers."""
    number, cell, change = moves
    shape = (system.size, int(number.max(initial=-1)) + 1)
    vectors = sparse.csc_array(sparse.coo_array((change, (cell, number)), shape=shape))
    broken = np.asarray(abs(system.matrix @ vectors).sum(axis=0)).ravel() != 0
    return moves[:, ~broken[number]]


def _few_left_of(system: System, judge: Judge, reasons: Numbers, cell: int, insider: int) -> list[int] | None:
    """Totals of which the cell might leave few, as far as prices tell; nothing where it may be few itself."""
    fixed = {} if insider == NOBODY else {insider: 1}
    least, greatest = system.least.copy(), system.greatest.copy()
    for at, value in fixed.items():
        least[at] = greatest[at] = value
    tighten(system.matrix, system.target, least, greatest)
    low, high, left = int(least[cell]), int(greatest[cell]), {}
    if not judge.may_say(least, greatest)[cell]:
        return []
    for _, at, sign, total, *prices in reasons:
        objective = {int(at): int(sign)} if total < 0 else {int(total): 1, int(at): -1}
        bound = priced_least(system, objective, np.asarray(prices), fixed)
        if at != cell or bound is None:
            continue
        if total >= 0:
            left[int(total)] = bound
        elif sign > 0:
            low = max(low, bound)
        else:
            high = min(high, -bound)
    if judge.is_small(cell, low, high):
        return None
    return [one for one in judge.close_totals(cell, high) if left.get(one, -1) < judge.n_min]
