"""Sums over several systems, put together from what is proven of each: whoever knows one knows nothing of the others.

Systems have nothing to do with each other, so a solution of each together is one of all. A sum over them is wide enough
where one of its parts is, and stays so for whoever knows a cell of one system where a part of another is. Whoever
knows that the sum is one knows that one of its parts is and the others are none: where a part may be the one, all
that is proven with that part known to be one holds of its system, and nothing more is known of systems without a part.
A sum that is narrow then, but surely no few, tells nothing where of each total it leaves enough, or so many or few that
nobody can tell.
What these rules do not show is not given up: the sum is linked, its systems become one, and it is asked there.
"""

from collections.abc import Sequence
from typing import Protocol

from tyokyky.release.audit.folder import Numbers
from tyokyky.release.audit.judge import Judge, demanded_of
from tyokyky.release.audit.problem import Problem
from tyokyky.release.audit.prove import NOBODY
from tyokyky.release.audit.spreads import Spread
from tyokyky.release.audit.system import tighten


class Proven(Protocol):
    """What is proven of one system; cells by their places in it, `NOBODY` where no cell is known to be one."""

    def is_wide(self, cell: int, insider: int) -> bool:
        """Whether two solutions show the cell's demand to be met."""

    def not_wide(self, insider: int) -> Sequence[int]:
        """Cells that were asked of and need not be wide: no value that is left tells anything of a person."""

    def may_be_one(self, cell: int) -> bool:
        """Whether it was gone through with this cell known to be one, and that is possible."""

    def may_be_none(self, cell: int) -> bool:
        """Whether a solution is known in which the cell is 0."""

    def holds_when_none(self, cell: int, none: int) -> bool:
        """Whether the cell's demand is met, or no value that is left tells anything, when `none` is known to be 0."""

    def is_rest_wide(self, cell: int, total: int, told: int, value: int) -> bool:
        """Whether two solutions show that who knows a value can not tell how many the cell leaves of a total."""


class OverSystems:
    """The sums of a problem over what is proven of its systems."""

    def __init__(self, problem: Problem, judge: Judge, proven: Sequence[Proven]) -> None:
        """`judge`: of the spreads, in their order."""
        self._problem, self._judge, self._proven = problem, judge, proven
        spreads = problem.spreads
        self._parts = [self._places(one) for one in spreads]
        self.demanded = demanded_of(problem, judge)
        self._wide = {
            int(at): {
                number for number, place in self._parts[at].items() if self._proven[number].is_wide(place, NOBODY)
            }
            for at in self.demanded
        }
        self._clear: dict[tuple[int, int], bool] = {}
        self._none: dict[tuple[int, int], bool] = {}
        self._place_of = {one.cell: at for at, one in enumerate(spreads)}
        self._ends: dict[tuple[int, int], tuple[Numbers, Numbers]] = {}

    def _places(self, spread: Spread) -> dict[int, int]:
        problem = self._problem
        return {int(problem.system_of[part]): int(problem.place_of[part]) for part in spread.parts}

    def open(self) -> list[int]:
        """Numbers of the sums that these rules do not show to be as they must."""
        found = {at for at, wide in self._wide.items() if len(wide) < 2}
        insiders = [at for at in range(len(self._parts)) if self._may_be_one(at)]
        found.update(at for at in insiders if not self._is_known_safely(at))
        found.update(self._narrowed(insiders))
        return [self._problem.spreads[at].cell for at in sorted(found)]

    def _may_be_one(self, at: int) -> bool:
        cell = self._problem.spreads[at].cell
        return bool(self._problem.least[cell] <= 1 <= self._problem.greatest[cell])

    def _is_known_safely(self, at: int) -> bool:
        """Whether what is proven holds as well for whoever knows that this sum is one."""
        parts = self._parts[at]
        if self._problem.spreads[at].rest or not all(self._is_none(*part) for part in parts.items()):
            return False
        own = self._judge.own.of(self._problem.spreads[at].cell)
        return all(
            self._is_clear(number, place) or self._is_clear_but(number, place, own) for number, place in parts.items()
        )

    def _is_none(self, number: int, place: int) -> bool:
        key = number, place
        if key not in self._none:
            self._none[key] = self._proven[number].may_be_none(place)
        return self._none[key]

    def _is_clear(self, number: int, place: int) -> bool:
        """Whether the part may be the one, and all that is asked then is wide."""
        key = number, place
        if key not in self._clear:
            proven = self._proven[number]
            self._clear[key] = proven.may_be_one(place) and not proven.not_wide(place)
        return self._clear[key]

    def _is_clear_but(self, number: int, place: int, own: frozenset[int]) -> bool:
        """The same, and what is not wide then says nothing either where the person is in another part than this."""
        proven, cells = self._proven[number], self._problem.systems[number].cells
        if not proven.may_be_one(place):
            return False
        left = [cell for cell in proven.not_wide(place) if int(cells[cell]) not in own]
        return all(proven.holds_when_none(cell, place) for cell in left)

    def _narrowed(self, insiders: Sequence[int]) -> set[int]:
        """Sums all of whose wide parts are in systems of another sum, and that are not wide when this is one."""
        found: set[int] = set()
        masks = {at: _mask(self._parts[at]) for at in insiders}
        groups: dict[int, list[int]] = {}
        for at, wide in self._wide.items():
            groups.setdefault(_mask(wide), []).append(at)
        alike: dict[int, list[int]] = {}
        for at, mask in masks.items():
            alike.setdefault(mask, []).append(at)
        for wide_mask, sums in groups.items():
            for mask, known in alike.items():
                if not wide_mask & ~mask:
                    found.update(at for one in known for at in sums if not self._stays_wide(at, one))
        return found

    def _stays_wide(self, at: int, insider: int) -> bool:
        spreads = self._problem.spreads
        if spreads[at].cell in self._judge.own.of(spreads[insider].cell):
            return True
        mine, known = self._parts[at], self._parts[insider]
        if mine.items() <= known.items() and self._says_nothing(at, spreads[at].rest):
            return True
        return any(
            self._proven[number].may_be_one(known[number]) and self._proven[number].is_wide(mine[number], known[number])
            for number in sorted(self._wide[at])
        ) or self._tells_no_rest(at, known)

    def _tells_no_rest(self, at: int, known: dict[int, int]) -> bool:
        """Whether a sum is not a few, and of each total it leaves enough, or nobody can tell how many it leaves.

        They can not where they can not in one system, of whoever knows that its part of the other sum is the one.
        """
        least, greatest = self._between(at, known)
        if self._judge.is_small(at, least, greatest):
            return False
        low, high = (each[self._judge.cells].copy() for each in (self._problem.least, self._problem.greatest))
        low[at], high[at] = least, greatest
        pairs = self._judge.close_pairs(low, high)
        totals = self._judge.total_cells[pairs[self._judge.cell[pairs] == at]].tolist()
        wholes = [self._place_of.get(total) for total in totals]
        return all(one is not None and self._leaves_enough_or_unknown(at, one, greatest, known) for one in wholes)

    def _leaves_enough_or_unknown(self, at: int, whole_at: int, greatest: int, known: dict[int, int]) -> bool:
        """Whether at least n_min of a total are left beside a sum, or so many or few that nobody can tell.

        What is left in one system may be as wide as it must, and with it what is left in all. That this may be n_min or
        more follows if the width is no less.
        """
        mine, whole = self._parts[at], self._parts[whole_at]
        if self._between(whole_at, known)[0] - greatest >= self._judge.n_min:
            return True
        return self._problem.policy.width >= self._problem.policy.n_min and any(
            self._proven[number].may_be_one(told)
            and self._proven[number].is_rest_wide(mine[number], whole[number], told, 1)
            for number, told in known.items()
            if number in mine and number in whole
        )

    def _between(self, at: int, known: dict[int, int]) -> tuple[int, int]:
        """Between what a sum is where each known part is one or none, as narrowing row by row tells."""
        rest = self._problem.spreads[at].rest
        each = [self._between_in(number, place, known.get(number, NOBODY)) for number, place in self._parts[at].items()]
        return rest + sum(low for low, _ in each), rest + sum(high for _, high in each)

    def _between_in(self, number: int, place: int, told: int) -> tuple[int, int]:
        if (number, told) not in self._ends:
            system = self._problem.systems[number]
            least, greatest = system.least.copy(), system.greatest.copy()
            if told != NOBODY:
                greatest[told] = min(int(greatest[told]), 1)
                tighten(system.matrix, system.target, least, greatest)
            self._ends[number, told] = least, greatest
        least, greatest = self._ends[number, told]
        return int(least[place]), int(greatest[place])

    def _says_nothing(self, at: int, least: int) -> bool:
        """Whether a sum says nothing of a person when it is known to be one of two values."""
        low, high = (self._problem.least[self._judge.cells].copy() for _ in range(2))
        low[at], high[at] = least, least + 1
        return not self._judge.may_say(low, high)[at]


def _mask(numbers: Sequence[int] | set[int] | dict[int, int]) -> int:
    return sum(1 << number for number in numbers)
