"""One face of one quarter as numbers: what of it must be hidden, and how many numbers a pattern leaves too narrow."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from tyokyky.release.protect.demand import Demand
from tyokyky.release.protect.faces import Face
from tyokyky.release.protect.lattice import Counts, Flags, Lattice
from tyokyky.release.protect.transport import NONE, NOTHING, Free, Index, Named, Table, bounds, free_bounds

_FEWEST_REAL: Final = 2
"""Hidden units in which there is someone: hidden among empty ones alone, a unit is found by whoever knows these."""
_KNOWN: Final = (1, 0)
"""What is known of a cell: its one person; or that the one person of a sum over quarters is in another quarter."""
Pair = tuple[int, int]
Ends = tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """What a face hides.

    Attributes:
        reach: classes that a unit hides, as a sum of bits; 0 where all its counts are shown.
        is_open: the unit's total is hidden, with all its classes.
        free: two classes that all units hide and of which the totals are hidden, in every face of the quarter.
    """

    reach: Index
    is_open: Flags
    free: Pair | None = None

    def with_unit(self, unit: int, reach: int, *, is_open: bool) -> "Pattern":
        """The same with one unit hidden in another way."""
        changed, opened = self.reach.copy(), self.is_open.copy()
        changed[unit], opened[unit] = reach, is_open
        return Pattern(changed, opened, self.free)


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """A face with its true counts.

    Attributes:
        counts: units × classes.
        must: classes that a unit has to hide, as a sum of bits.
        must_open: the unit has to hide its total.
        class_reach: persons outside the class who are too few in a unit, NONE where the class says nothing of anyone.
        unit_reach: persons outside the unit who are too few in a class or among all, NONE alike.
        total_reach: persons outside a class who are too few among all, NONE alike.
    """

    face: Face
    counts: Counts
    must: Index
    must_open: Flags
    class_reach: int
    unit_reach: int
    total_reach: int
    n_min: int
    width: int

    @property
    def all_classes(self) -> int:
        """Every class, as a sum of bits."""
        return (1 << self.counts.shape[1]) - 1


def grid_of(face: Face, lattice: Lattice, demand: Demand, kept: Flags) -> Grid:
    """The grid of a face; `kept` are cells that must be hidden for what they are."""
    above = [dict(demand.margins.get(int(cell), ())) for cell in (face.inner[0, 0], face.class_totals[0])]
    bits = 1 << np.arange(face.inner.shape[1])
    return Grid(
        face=face,
        counts=lattice.value[face.inner],
        must=(kept[face.inner] * bits).sum(axis=1).astype(np.intp),
        must_open=kept[face.unit_totals],
        class_reach=above[0].get(int(face.unit_totals[0]), NONE) if len(bits) > 1 else NONE,
        unit_reach=above[0].get(int(face.class_totals[0]), NONE),
        total_reach=above[1].get(face.total, NONE) if len(bits) > 1 else NONE,
        n_min=demand.n_min,
        width=demand.width,
    )


class Attack:
    """A face under a pattern as whoever reads it may work on it, also knowing one hidden count of it."""

    def __init__(self, grid: Grid, pattern: Pattern, ends: Ends | None = None) -> None:
        """`ends`: least and greatest total of the first free class, as the other faces of the quarter leave it."""
        self.grid, self.pattern = grid, pattern
        self.rows = np.flatnonzero(pattern.reach)
        self.counts = grid.counts[self.rows]
        self.reach, self.is_open = pattern.reach[self.rows], pattern.is_open[self.rows]
        self.both = sum(int(grid.counts[:, one].sum()) for one in pattern.free or ())
        self.ends = ends or (0, self.both)
        self.asked = self._asked()

    def table(self, ends: Ends | None = None) -> Table:
        """The hidden counts; where `ends` are given, the first free class has its total between them."""
        free = None if self.pattern.free is None else Free(self.pattern.free, *(ends or self.ends))
        return Table.of(self.counts, self.reach, self.is_open, free)

    def _asked(self) -> Named:
        size = self.counts.shape[1]
        row, column = np.nonzero((self.reach[:, None] >> np.arange(size)) & 1)
        opened = np.flatnonzero(self.is_open) if size > 1 else np.zeros(0, np.intp)
        return Named(np.concatenate((row, opened)), np.concatenate((column, np.full(len(opened), NONE))))

    def facts(self) -> tuple[Named, Counts]:
        """Every hidden number known to be one, or none; and nothing known, which comes first."""
        row, column = self.asked.row, self.asked.column
        times = len(_KNOWN)
        named = Named(
            np.concatenate((NOTHING.row, *[row] * times)), np.concatenate((NOTHING.column, *[column] * times))
        )
        return named, np.concatenate(([0], *(np.full(len(row), known) for known in _KNOWN)))

    def weak_count(self) -> int:
        """Numbers that are too narrow though a value of theirs may say too much, over everything that may be known."""
        if not len(self.rows):
            return 0
        facts, known = self.facts()
        least, greatest = bounds(self.table(), self.asked, facts, known)
        weak = self._is_weak(least, greatest) & ~self._own(facts, greatest[:, 0])
        found = int(weak[:, self._may_be(facts, known, least, greatest)].sum()) + self.weak_count_of_classes()
        return found + int(np.count_nonzero(self.counts.sum(axis=1)) < _FEWEST_REAL)

    def _may_be(self, facts: Named, known: Counts, least: Counts, greatest: Counts) -> Flags:
        """Facts that agree with what is shown."""
        told = np.tile(np.arange(len(self.asked.row)), len(_KNOWN))
        may_be = (least[told, 0] <= known[1:]) & (known[1:] <= greatest[told, 0])
        return np.concatenate(([True], may_be))

    def _own(self, facts: Named, greatest: Counts) -> Flags:
        """Numbers × facts: whoever knows the fact knows the number anyway, as it holds no one else."""
        asked, size = self.asked, self.counts.shape[1]
        same_row = asked.row[:, None] == facts.row
        same = same_row & (asked.column[:, None] == facts.column)
        may_be = np.zeros((len(self.rows), size), np.bool_)
        may_be[asked.row[asked.is_cell], asked.column[asked.is_cell]] = greatest[asked.is_cell] > 0
        others = may_be.sum(axis=1)[facts.row] - may_be[facts.row, np.maximum(facts.column, 0)]
        is_alone = facts.is_cell & (others == 0)
        return np.asarray(same | (same_row & (facts.is_row | (asked.is_row[:, None] & is_alone))))

    def _is_weak(self, least: Counts, greatest: Counts) -> Flags:
        grid, asked = self.grid, self.asked
        may_say = (least < grid.n_min) & (greatest >= 1)
        if grid.class_reach != NONE:
            may_say |= self._few_in_row(least, greatest)
        if grid.unit_reach != NONE:
            may_say |= self._few_in_column(least, greatest)
        is_none = ((least[:, :1] == 0) & (greatest[:, :1] == 0))
        narrow = (greatest - least < grid.width) | (greatest < grid.n_min)
        return np.asarray(may_say & narrow & ~is_none)

    def _few_in_row(self, least: Counts, greatest: Counts) -> Flags:
        """Whether the unit may have too few outside the class."""
        cell, row = self.asked.is_cell, self.asked.row
        floor = np.zeros((len(self.rows), least.shape[1]), np.int64)
        np.add.at(floor, row[cell], least[cell])
        whole = self.grid.counts[self.rows].sum(axis=1)[row, None]
        opened = self.is_open[row][:, None]
        rest = np.where(opened, floor[row] - least, whole - greatest)
        return np.asarray(cell[:, None] & (rest <= self.grid.class_reach) & (opened | (whole > 0)))

    def _few_in_column(self, least: Counts, greatest: Counts) -> Flags:
        """Whether the class, or all together, may have too few outside the unit."""
        free = self.pattern.free or ()
        column = np.where(self.asked.is_cell, self.asked.column, 0)
        whole = np.where(self.asked.is_cell, self.grid.counts.sum(axis=0)[column], self.grid.counts.sum())[:, None]
        is_free = (self.asked.is_cell & np.isin(column, free))[:, None]
        floor = np.zeros((self.counts.shape[1], least.shape[1]), np.int64)
        np.add.at(floor, column[self.asked.is_cell], least[self.asked.is_cell])
        rest = np.where(is_free, floor[column] - least, whole - greatest)
        return np.asarray((rest <= self.grid.unit_reach) & (is_free | (whole > 0)))

    def weak_count_at(self, ends: Ends, told: int = NONE) -> int:
        """The same where nothing is known but that the first free class has its total between these.

        `told`: class whose total a reader knows as the only person in it, or as none.
        """
        least, greatest = bounds(self.table(ends), self.asked, NOTHING, np.zeros(1, np.int64))
        is_own = (self.asked.column == told)[:, None] & (told != NONE)
        return int((self._is_weak(least, greatest) & ~is_own).sum())

    def ends_alone(self) -> Ends:
        """Between what the total of the first free class is by this face alone."""
        if self.pattern.free is None:
            return self.ends
        least, greatest = free_bounds(self.table(), self.pattern.free, NOTHING, np.zeros(1, np.int64))
        return int(least[0]), int(greatest[0])

    def weak_count_of_classes(self) -> int:
        """Numbers too narrow for whoever is the only person in a free class, or knows that there is none."""
        found = 0
        for told, first in zip(self.pattern.free or (), (True, False), strict=False):
            for known in _KNOWN:
                total = known if first else self.both - known
                if self.ends[0] <= total <= self.ends[1]:
                    found += self.weak_count_at((total, total), told)
        return found

    def ends_by_fact(self) -> set[Ends]:
        """Between what the total of the first free class is for whoever knows a number of this face, or nothing."""
        if self.pattern.free is None or not len(self.rows):
            return set()
        facts, known = self.facts()
        least, greatest = free_bounds(self.table(), self.pattern.free, facts, known)
        least, greatest = np.maximum(least, self.ends[0]), np.minimum(greatest, self.ends[1])
        return {(int(low), int(high)) for low, high in zip(least, greatest, strict=True) if low <= high}
