"""Proof of one system: every demanded cell has witnesses, also with any one cell known to be one.

The parts of that one cell are its person's own: nothing is asked of them (ADR 38).
"""

from collections import deque
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tyokyky.release.audit.elimination import kernel_moves
from tyokyky.release.audit.folder import Numbers
from tyokyky.release.audit.judge import Judge
from tyokyky.release.audit.moves import Moves
from tyokyky.release.audit.points import Base, Demand, Walk, base_at, shift_of, walks_to, ways_after, with_room
from tyokyky.release.audit.settle import Answer, Asker, Reason, Verdict
from tyokyky.release.audit.system import System, tighten

NOBODY: Final = -1
_ORDERS: Final = 3
"""Orders of elimination: each gives other moves."""
_BASES: Final = 6
_TOGETHER: Final = 40
"""Times that the solver is asked of many cells at once."""
_FEW: Final = 3
"""Cells that are asked of one by one."""
_SEEN: Final = 200
"""Solutions kept for the insiders to come."""
_ENOUGH: Final = 100
"""Failures after which nothing is gained by looking for more."""
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Failure:
    """A cell that can be narrowed too far (or, open, of which that could not be ruled out).

    Attributes:
        cell: Its place in the system.
        insider: Place of the cell known to be one, `NOBODY` for none.
    """

    cell: int
    insider: int
    answer: Answer


@dataclass
class Proof:
    """What proves a system, so that it can be checked again without any solver.

    Attributes:
        bases: Points to step from.
        stepped: Of each insider case: bases, and the walk from each to a point where the cell is one.
        pairs: Cell, insider and two solutions far enough apart.
        safe: Cell, insider and why no value of the cell tells anything (nothing: narrowing row by row shows it).
        rests: Cell, another and what it is known to be, a total of the cell, and two solutions in which what the cell
            leaves of the total is far enough apart.
        impossible: Cells that cannot be one.
        none: Cells that may be 0, with a solution in which they are.
        when_none: Cell, another that is 0, and two such solutions far enough apart.
        failures: What is not proven.
    """

    system: System
    demand: Demand
    demanded: Numbers
    moves: Moves
    bases: list[Base] = field(default_factory=list)
    stepped: dict[int, list[tuple[int, Walk]]] = field(default_factory=dict)
    pairs: list[tuple[int, int, Numbers, Numbers]] = field(default_factory=list)
    safe: list[tuple[int, int, tuple[Reason, ...]]] = field(default_factory=list)
    rests: list[tuple[int, int, int, int, Numbers, Numbers]] = field(default_factory=list)
    impossible: list[int] = field(default_factory=list)
    none: list[tuple[int, Numbers]] = field(default_factory=list)
    when_none: list[tuple[int, int, Numbers, Numbers]] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    asked_count: int = 0


def prove(system: System, judge: Judge, demand: Demand, done: dict[bytes, Proof]) -> Proof:
    """The proof of a system as far as it goes; `failures` is empty where it goes all the way.

    `done`: proofs by what they prove, to which this one is added; a system met again is proven by the same proof.
    """
    name = _name(system, judge, demand)
    if name not in done:
        done[name] = _Prover(system, judge, demand).run()
    return replace(done[name], system=system)


def _name(system: System, judge: Judge, demand: Demand) -> bytes:
    """All that a proof depends on; not the cells' numbers, which differ from release to release."""
    matrix = system.matrix
    bounds = (system.target, system.floor, system.ceiling, system.least, system.greatest)
    parts = [judge.parts_of(cell) for cell in range(system.size)]
    lengths = np.asarray([demand.width, demand.n_min, system.size, len(system.target), *map(len, parts)])
    own = (judge.cell, judge.total, judge.least, judge.greatest, judge.left, judge.is_difference)
    held = (lengths, matrix.indptr, matrix.indices, matrix.data, *bounds, *own, *parts)
    return b"".join(one.astype(np.int64).tobytes() for one in held)


class _Prover:
    def __init__(self, system: System, judge: Judge, demand: Demand) -> None:
        self.system, self.judge, self.demand = system, judge, demand
        self.asker = Asker(system, demand, judge)
        demanded = np.flatnonzero(judge.may_say(system.least, system.greatest))
        self.proof = Proof(system, demand, demanded, Moves(system))
        self._seen: deque[Numbers] = deque(maxlen=_SEEN)

    def run(self) -> Proof:
        """Base case first, then every insider."""
        start, _ = self.asker.point({})
        if start is None:
            self._fail_all(self.proof.demanded)
            return self.proof
        self._find_moves()
        self._add_base(start)
        self._without_insider()
        for insider in np.flatnonzero((self.system.least <= 1) & (self.system.greatest >= 1)):
            if len(self.proof.failures) >= _ENOUGH:
                break
            if not self.judge.is_difference[insider]:
                self._with_insider(int(insider))
        return self.proof

    def _fail_all(self, cells: Numbers) -> None:
        self.proof.failures.extend(Failure(int(cell), NOBODY, Answer(Verdict.OPEN)) for cell in cells)

    def _find_moves(self) -> None:
        """Moves by elimination in several orders, each of them once."""
        found: dict[tuple[bytes, bytes], tuple[Numbers, Numbers]] = {}
        for order in range(_ORDERS):
            for cells, changes in kernel_moves(self.system.matrix, order):
                signed = changes * np.sign(changes[0])
                found.setdefault((cells.tobytes(), signed.tobytes()), (cells, signed))
        self.proof.moves.add(list(found.values()))

    def _add_base(self, point: Numbers) -> None:
        moves = self.proof.moves
        order = np.random.default_rng(len(self.proof.bases)).permutation(len(moves))
        self.proof.bases.append(base_at(moves, self.demand, with_room(moves, point, order)))

    def _met_at_bases(self) -> Mask:
        found: Mask = np.any([base.ways > 0 for base in self.proof.bases], axis=0)
        return found

    def _without_insider(self) -> None:
        """Cells the bases do not show: asked of the solvers, and what is found is a base more."""
        for cell in self.proof.demanded:
            if len(self.proof.failures) >= _ENOUGH:
                return
            if self._met_at_bases()[cell]:
                continue
            answer = self._settle(int(cell), NOBODY)
            if answer.verdict is Verdict.MET and answer.low is not None and answer.high is not None:
                self.learn(answer.low, answer.high)

    def learn(self, low: Numbers, high: Numbers) -> None:
        """The way between two solutions is a move, and the first a base, while there are few."""
        if len(self.proof.bases) >= _BASES:
            return
        cells = np.flatnonzero(high != low)
        self.proof.moves.add([(cells, (high - low)[cells])])
        points = [base.point for base in self.proof.bases] + [low]
        self.proof.bases = [base_at(self.proof.moves, self.demand, point) for point in points]

    def _settle(self, cell: int, insider: int) -> Answer:
        fixed = {} if insider == NOBODY else {insider: 1}
        answer = self.asker.settle(cell, fixed)
        self.proof.asked_count += 1
        if answer.verdict is Verdict.MET and answer.low is not None and answer.high is not None:
            self.proof.pairs.append((cell, insider, answer.low, answer.high))
        elif answer.verdict is Verdict.SAFE:
            self.proof.safe.append((cell, insider, answer.reasons))
            self.proof.rests.extend((cell, insider, 1, *rest) for rest in answer.rests)
        elif answer.verdict in (Verdict.FAILS, Verdict.OPEN):
            self.proof.failures.append(Failure(cell, insider, answer))
        return answer

    def _with_insider(self, insider: int) -> None:
        failed = [one.cell for one in self.proof.failures if one.insider == NOBODY]
        left = np.setdiff1d(self.proof.demanded, [*failed, *self.judge.parts_of(insider)])
        steps = self.proof.stepped.setdefault(insider, [])
        for number, base in enumerate(self.proof.bases):
            for walk in walks_to(self.proof.moves, base, insider, 1):
                shift = shift_of(self.proof.moves, walk)
                met = ways_after(self.proof.moves, self.demand, base, shift, insider)[left] > 0
                if met.any():
                    steps.append((number, walk))
                    left = left[~met]
                if not len(left):
                    return
        self._ask(insider, self._narrowed(insider, left))

    def _narrowed(self, insider: int, left: Numbers) -> Numbers:
        """Cells that whole-number reasoning alone does not show to be safe."""
        least, greatest = self.system.least.copy(), self.system.greatest.copy()
        least[insider] = greatest[insider] = 1
        tighten(self.system.matrix, self.system.target, least, greatest)
        if (least > greatest).any():
            self.proof.impossible.append(insider)
            return left[:0]
        may_say = self.judge.may_say(least, greatest)[left]
        self.proof.safe.extend((int(cell), insider, ()) for cell in left[~may_say])
        return left[may_say]

    def _ask(self, insider: int, left: Numbers) -> None:
        """The solvers: for many cells at once, then cell by cell; each solution found serves other cells too."""
        seen = [point for point in self._seen if point[insider] == 1]
        left = self._asked_together(insider, self._without_met(insider, left, seen), seen)
        while len(left):
            answer = self._settle(int(left[0]), insider)
            if answer.verdict is Verdict.IMPOSSIBLE:
                self.proof.impossible.append(insider)
                return
            for point in (answer.low, answer.high):
                if point is not None:
                    self._remember(point, seen)
            left = self._without_met(insider, left[1:], seen)

    def _asked_together(self, insider: int, left: Numbers, seen: list[Numbers]) -> Numbers:
        """Sums of cells made as great as they can be, those that have been great as small: many get far at once."""
        for _ in range(_TOGETHER):
            if len(left) <= _FEW:
                break
            found = self.asker.linear.least(self._direction(left, seen), {insider: 1}).point
            if found is None:
                break
            self._remember(found, seen)
            left = self._without_met(insider, left, seen)
        return left

    def _direction(self, left: Numbers, seen: list[Numbers]) -> dict[int, int]:
        values = np.asarray([point[left] for point in seen]).reshape(len(seen), len(left))
        was_great = values.max(axis=0, initial=0) >= self.demand.n_min
        return dict(zip(left.tolist(), np.where(was_great, 1, -1).tolist(), strict=True))

    def _remember(self, point: Numbers, seen: list[Numbers]) -> None:
        seen.append(point)
        self._seen.append(point)

    def _without_met(self, insider: int, left: Numbers, seen: list[Numbers]) -> Numbers:
        """Cells that no two solutions seen show to be far enough apart; those that two do are proven by them."""
        if len(seen) < 2 or not len(left):
            return left
        values = np.asarray([point[left] for point in seen])
        low, high = values.argmin(axis=0), values.argmax(axis=0)
        met = self.demand.met(left, values.min(axis=0), values.max(axis=0))
        self.proof.pairs.extend((int(left[at]), insider, seen[low[at]], seen[high[at]]) for at in np.flatnonzero(met))
        return left[~met]
