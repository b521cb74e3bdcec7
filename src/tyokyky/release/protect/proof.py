"""Looks at protected cells as an attacker does, and proves by whole tables what the attacker cannot tell apart.

A proof is a pool of whole tables that all agree with what is shown. It holds for every question whose answer two of the
tables give differently enough; only what the pool leaves open is asked of the solver, whose tables join the pool.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from tyokyky.domain.errors import InternalError
from tyokyky.release.protect.component import Numbers, Program, local
from tyokyky.release.protect.demand import Demand
from tyokyky.release.protect.lattice import Counts, Flags
from tyokyky.release.protect.walk import Move, insider_cost, moved_tables, with_one

NOBODY: Final = -1
"""In place of an insider's cell: nothing is known but what is shown."""
_BATCHES: Final = 3
_NEAR: Final = 1e-6
_NODES: Final = 200
"""Branches in which whole tables are looked for before a demand counts as not proven."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A demand that does not hold; places are of the component.

    Attributes:
        at: the cell that can be told too closely.
        insider: the cell known to be 1, or NOBODY.
        least: least value that was found for it.
        greatest: greatest value that was found for it.
    """

    at: int
    insider: int
    least: int
    greatest: int


class Proof:
    """One component with its pool of whole tables."""

    def __init__(self, program: Program, demand: Demand, known: Counts, start: Numbers | None) -> None:
        """`known`: values of the shown cells, −1 of the protected; `start`: whole tables that agree, one a row."""
        self.moves: list[Move] = []
        self._at_most = np.where(program.most < program.cap, program.most, -1).astype(np.int64)
        self._walked, self._walked_for = np.empty((0, program.size), np.int64), NOBODY
        self.program = program
        self.demand = demand
        self.known = known
        self.cells = program.part.cells
        self.pool = np.empty((0, program.size), np.int64) if start is None else start.reshape(-1, program.size)
        self.asked = demand.asked[self.cells]
        self.need = demand.greatest[self.cells]
        self._insides: dict[int, list[int]] = {}
        self.fixed: dict[int, int] = {}
        self.is_trial = False
        self.is_done = False
        self._troubled: dict[int, None] = {}
        self._never_one: set[int] = set()

    def gaps(self, *, first_only: bool = False) -> list[Gap]:
        """What does not hold, of nobody in particular first, then of each insider."""
        found: list[Gap] = []
        for insider in self._insiders():
            for gap in self._gaps_of(insider):
                found.append(gap)
                if first_only:
                    return found
            if found and insider == NOBODY:
                return found
        return found

    def open_questions(self) -> Iterator[Gap]:
        """What the pool alone does not prove: of nobody in particular, or else of insiders."""
        nobody = list(self._open_of(NOBODY))
        for at in nobody:
            least, greatest = self._range(NOBODY)
            if not self._is_met(least, greatest, NOBODY)[at]:
                yield Gap(at, NOBODY, int(least[at]), int(greatest[at]))
        if nobody or not self.demand.insiders:
            return
        for insider in range(self.program.size):
            for at in list(self._open_of(insider)):
                least, greatest = self._range(insider)
                if not self._is_met(least, greatest, insider)[at]:
                    yield Gap(at, insider, int(least[at]), int(greatest[at]))

    def _open_of(self, insider: int) -> Iterator[int]:
        """Cells that the pool leaves open, those first that can least be told to be harmless."""
        self._mingle(insider)
        if not len(self._rows(insider)):
            return
        least, greatest = self._range(insider)
        small = least < self.demand.n_min
        yield from np.flatnonzero(~self._is_met(least, greatest, insider) & small).tolist()

    def add_moved(self, base: Numbers, moved: Iterable[Move]) -> None:
        """Adds whole tables that differ from the base by these moves of the lattice's cells, as far as they fit."""
        points = moved_tables(self.cells, base, moved)
        self.pool = np.concatenate((self.pool, points[self.program.agree(points)]))

    def _insiders(self) -> Iterator[int]:
        """Nobody, then those who gave trouble last, then every other."""
        yield NOBODY
        if not self.demand.insiders:
            return
        troubled = [at for at in reversed(self._troubled) if at != NOBODY]
        rest = [at for at in range(self.program.size) if at not in self._troubled]
        yield from (at for at in (*troubled, *rest) if at not in self.fixed and at not in self._never_one)

    def _gaps_of(self, insider: int) -> Iterator[Gap]:
        self._mingle(insider)
        if len(self._rows(insider)) == 0 and not self._reach(insider):
            return
        least, greatest = self._range(insider)
        if self._is_met(least, greatest, insider).all():
            return
        self._hold(insider)
        try:
            yield from self._asked_of_solver(insider)
        finally:
            self._release(insider)

    def _reach(self, insider: int) -> bool:
        """Whether any whole table agrees, with the insider's cell at 1; it joins the pool."""
        if insider != NOBODY and not self._may_be_one(insider):
            return False
        goals = [] if insider == NOBODY else [(insider, 1.0, 1.0)]
        return self._keep(self.program.reach(goals))

    def _may_be_one(self, insider: int) -> bool:
        self.program.fix(insider, 1)
        solved = self.program.extreme([], greatest=True)
        self.program.free(insider)
        if solved is None and not self.is_trial:
            self._never_one.add(insider)
        return solved is not None

    def _hold(self, insider: int) -> None:
        if insider != NOBODY:
            self.program.fix(insider, 1)

    def _release(self, insider: int) -> None:
        if insider != NOBODY:
            self.program.free(insider)

    def _keep(self, point: Numbers | None) -> bool:
        if point is None:
            return False
        self.pool = np.concatenate((self.pool, point.reshape(1, -1)))
        return True

    def _rows(self, insider: int) -> Numbers:
        """Whole tables of the pool in which the insider's cell is 1, and those walked for this insider."""
        if insider == NOBODY:
            return self.pool
        rows = self.pool[self.pool[:, insider] == 1]
        return np.concatenate((rows, self._walked)) if self._walked_for == insider else rows

    def forget_walk(self) -> None:
        """Leaves the tables walked for one insider, which may not fit what is shown now."""
        self._walked_for = NOBODY

    def _mingle(self, insider: int) -> None:
        """Walks for an insider where the pool leaves anything open."""
        if insider in {NOBODY, self._walked_for}:
            return
        rows = self._rows(insider)
        if len(rows) and self._is_met(rows.min(axis=0), rows.max(axis=0), insider).all():
            return
        moves = [move for move in self.moves if not np.isin(move[0], list(self.fixed)).any()]
        self.program.work.spend(insider_cost(moves))
        walked = with_one(self.pool, self._at_most, moves, insider)
        self._walked = walked[self.program.agree(walked) & (walked[:, insider] == 1)]
        self._walked_for = insider

    def _range(self, insider: int) -> tuple[Numbers, Numbers]:
        rows = self._rows(insider)
        return rows.min(axis=0), rows.max(axis=0)

    def _is_met(self, least: Numbers, greatest: Numbers, insider: int) -> Flags:
        met = (greatest - least >= self.demand.width) & (greatest >= self.need)
        met |= ~self.asked
        met[list(self.fixed)] = True
        if insider != NOBODY:
            met[self._inside(insider)] = True
        return met

    def _inside(self, insider: int) -> list[int]:
        if insider not in self._insides:
            within = self.demand.within.of(int(self.cells[insider]))
            self._insides[insider] = local(self.program.part, sorted(within))
        return self._insides[insider]

    def _asked_of_solver(self, insider: int) -> Iterator[Gap]:
        self._ask_together(insider)
        least, greatest = self._range(insider)
        for at in np.flatnonzero(~self._is_met(least, greatest, insider)).tolist():
            now_least, now_greatest = self._range(insider)
            if self._is_met(now_least, now_greatest, insider)[at]:
                continue
            gap = self._alone(at, insider)
            if gap is not None:
                self._troubled.pop(insider, None)
                self._troubled[insider] = None
                yield gap

    def _ask_together(self, insider: int) -> None:
        """Moves all cells that are open up at once, then down: one table often answers for many."""
        left = self.program.size + 1
        for _ in range(_BATCHES):
            open_cells = np.flatnonzero(~self._is_met(*self._range(insider), insider)).tolist()
            if len(open_cells) >= left or len(open_cells) < 2:
                return
            left = len(open_cells)
            for greatest in (True, False):
                solved = self.program.extreme([(at, 1.0) for at in open_cells], greatest=greatest)
                if solved is not None:
                    self._keep(solved.point)

    def _alone(self, at: int, insider: int) -> Gap | None:
        """Asks for one cell; None where the demand holds or no value it may have is sensitive."""
        ends = []
        for greatest in (True, False):
            solved = self.program.extreme([(at, 1.0)], greatest=greatest)
            if solved is None:
                raise InternalError("no table agrees with what is shown, though the true one does")
            self._keep(solved.point)
            ends.append(solved.value)
        most = int(self.program.cap if ends[0] is None else np.floor(ends[0] + _NEAR))
        least = int(np.ceil((ends[1] or 0.0) - _NEAR))
        if self._has_reached(at, insider):
            return None
        if most - least >= self.demand.width and most >= self.need[at]:
            if self._seek(at, insider, least, most):
                return None
        elif self._is_harmless(at, least, most):
            return None
        low, high = (int(end[at]) for end in self._range(insider))
        return Gap(at, insider, low, high)

    def _has_reached(self, at: int, insider: int) -> bool:
        return bool(self._is_met(*self._range(insider), insider)[at])

    def _seek(self, at: int, insider: int, least: int, most: int) -> bool:
        """Whole tables far enough apart, where the solver's own were of fractions."""
        fixed = [] if insider == NOBODY else [(insider, 1.0, 1.0)]
        low, high = (int(end[at]) for end in self._range(insider))
        up = max(int(self.need[at]), low + self.demand.width)
        if up <= most and self._keep(self.program.seek([*fixed, (at, float(up), float(most))], _NODES)):
            self._hold(insider)
            return True
        down = high - self.demand.width
        if down >= least and high >= self.need[at]:
            self._keep(self.program.seek([*fixed, (at, float(least), float(down))], _NODES))
        self._hold(insider)
        return self._has_reached(at, insider)

    def _is_harmless(self, at: int, least: int, greatest: int) -> bool:
        """Whether no value from least to greatest is sensitive."""
        cell, n_min = int(self.cells[at]), self.demand.n_min
        if least < n_min and greatest >= 1:
            return False
        old = self.demand.before.get(cell)
        if old is not None and any(0 < abs(count - old) < n_min for count in range(least, greatest + 1)):
            return False
        clear = all(self._stays_clear(at, greatest, *one) for one in self.demand.margins.get(cell, ()))
        return clear and all(
            least - int(self.known[part]) > reach
            for part, reach in self.demand.parts.get(cell, ())
            if self.known[part] >= 0
        )

    def _stays_clear(self, at: int, greatest: int, total: int, reach: int) -> bool:
        """Whether a cell always leaves more than `reach` of its total, or the total is 0."""
        place = int(np.searchsorted(self.cells, total))
        if place < len(self.cells) and self.cells[place] == total:
            most = self.program.extreme([(place, 1.0)], greatest=True)
            apart = self.program.extreme([(place, 1.0), (at, -1.0)], greatest=False)
            nothing = most is not None and most.value is not None and most.value < 1
            return nothing or (apart is not None and (apart.value or 0.0) > reach + _NEAR)
        known = int(self.known[total])
        return known == 0 or known - greatest > reach


def try_showing(proof: Proof, at: int, value: int) -> bool:
    """Shows a cell again if every demand still holds without it; else leaves everything as it was."""
    pool = proof.pool
    proof.forget_walk()
    cell = int(proof.cells[at])
    proof.fixed[at] = proof.known[cell] = value
    proof.program.fix(at, value)
    proof.pool = pool[pool[:, at] == value]
    kept, proof.is_trial = len(proof.pool), True
    is_safe = not proof.gaps(first_only=True)
    proof.is_trial = False
    if is_safe:
        return True
    del proof.fixed[at]
    proof.forget_walk()
    proof.known[cell] = -1
    proof.program.free(at)
    proof.pool = np.concatenate((pool, proof.pool[kept:]))
    return False
