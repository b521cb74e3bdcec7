"""What the proof of one system shows, as sums over several systems ask it (`over_systems.Proven`)."""

from collections.abc import Callable, Sequence

from tyokyky.release.audit.folder import Numbers
from tyokyky.release.audit.judge import Judge
from tyokyky.release.audit.points import shift_of, walks_to
from tyokyky.release.audit.prove import Proof
from tyokyky.release.audit.settle import Asker, Verdict
from tyokyky.release.audit.system import System, tighten


class ByProof:
    """A proof without failures; what it has not looked at is asked of the solvers and added to it."""

    def __init__(self, proof: Proof, judge: Judge) -> None:
        self._proof, self._judge = proof, judge
        self._demanded = frozenset(proof.demanded.tolist())
        self._impossible = frozenset(proof.impossible)
        self._parts: dict[int, frozenset[int]] = {}
        self._not_wide: dict[int, list[int]] = {}
        for cell, insider, _ in proof.safe:
            self._not_wide.setdefault(insider, []).append(cell)
        self._asker: Asker | None = None
        self._no_rests: set[tuple[int, int, int, int]] = set()

    def is_wide(self, cell: int, insider: int) -> bool:
        """Whether two solutions show the cell's demand to be met."""
        asked = cell in self._demanded and cell not in self._own(insider)
        return asked and cell not in self._not_wide.get(insider, ())

    def _own(self, insider: int) -> frozenset[int]:
        if insider < 0:
            return frozenset()
        if insider not in self._parts:
            self._parts[insider] = frozenset(self._judge.parts_of(insider).tolist())
        return self._parts[insider]

    def not_wide(self, insider: int) -> Sequence[int]:
        """Cells that were asked of and need not be wide: no value that is left tells anything of a person."""
        return self._not_wide.get(insider, ())

    def may_be_one(self, cell: int) -> bool:
        """Whether it was gone through with this cell known to be one, and that is possible."""
        system = self._proof.system
        inside = bool(system.least[cell] <= 1 <= system.greatest[cell])
        return inside and cell not in self._impossible and not self._judge.is_difference[cell]

    def may_be_none(self, cell: int) -> bool:
        """Whether a solution is known in which the cell is 0."""
        if self._proof.system.least[cell] > 0:
            return False
        if any(point[cell] == 0 for point in self._points()):
            return True
        found = self._walked_to_none(cell)
        if found is None:
            found, _ = self._ask().point({cell: 0})
        if found is not None:
            self._proof.none.append((cell, found))
        return found is not None

    def _walked_to_none(self, cell: int) -> Numbers | None:
        moves = self._proof.moves
        for base in self._proof.bases:
            for walk in walks_to(moves, base, cell, 0):
                cells, changes = shift_of(moves, walk)
                point = base.point.copy()
                point[cells] += changes
                return point
        return None

    def _points(self) -> list[Numbers]:
        proof = self._proof
        found = [base.point for base in proof.bases] + [point for pair in proof.pairs for point in pair[2:]]
        return found + [point for _, point in proof.none]

    def holds_when_none(self, cell: int, none: int) -> bool:
        """Whether the cell's demand is met, or no value that is left tells anything, when `none` is known to be 0."""
        if says_nothing(
            self._proof.system, self._judge, cell, none, lambda total: self.is_rest_wide(cell, total, none, 0)
        ):
            return True
        answer = self._ask().settle(cell, {none: 0})
        if answer.verdict is not Verdict.MET or answer.low is None or answer.high is None:
            return False
        self._proof.when_none.append((cell, none, answer.low, answer.high))
        return True

    def is_rest_wide(self, cell: int, total: int, told: int, value: int) -> bool:
        """Whether two solutions show that who knows a value can not tell how many the cell leaves of a total."""
        asked = (cell, told, value, total)
        if any(one[:4] == asked for one in self._proof.rests):
            return True
        found = None if asked in self._no_rests else self._ask().rest(cell, total, {told: value})
        if found is None:
            self._no_rests.add(asked)
            return False
        self._proof.rests.append((cell, told, value, *found))
        return True

    def _ask(self) -> Asker:
        self._asker = self._asker or Asker(self._proof.system, self._proof.demand, self._judge)
        return self._asker


def says_nothing(system: System, judge: Judge, cell: int, none: int, is_rest_wide: Callable[[int], bool]) -> bool:
    """Whether narrowing row by row leaves the cell no value that tells anything when another is known to be 0.

    `is_rest_wide`: of a total in the system, whether nobody can tell how many the cell leaves of it.
    """
    least, greatest = system.least.copy(), system.greatest.copy()
    greatest[none] = 0
    tighten(system.matrix, system.target, least, greatest)
    if judge.is_small(cell, int(least[cell]), int(greatest[cell])):
        return False
    pairs = judge.close_pairs(least, greatest)
    totals = judge.total[pairs[judge.cell[pairs] == cell]].tolist()
    return all(total >= 0 and is_rest_wide(total) for total in totals)
