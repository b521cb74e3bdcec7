"""A face under a pattern as whoever reads it may work on it, also knowing one hidden number of it."""

from functools import cached_property
from typing import Final

import numpy as np

from tyokyky.release.protect.grids import Ends, Grid, Pattern
from tyokyky.release.protect.lattice import Counts, Flags
from tyokyky.release.protect.transport import NONE, NOTHING, Free, Named, Table, bounds, free_bounds

_FEWEST_REAL: Final = 2
"""Hidden units in which there is someone: hidden among empty ones alone, a unit is found by whoever knows these."""
KNOWN: Final = (1, 0)
"""What is known of a number: its one person; or that the one person of a sum over quarters is in another quarter."""
_WEIGHT: Final = 1000


class Attack:
    """Numbers that are too narrow though a value of theirs may say too much."""

    def __init__(self, grid: Grid, pattern: Pattern, ends: Ends | None = None) -> None:
        """`ends`: least and greatest total of the first free class, as the other faces of the quarter leave it."""
        self.grid, self.pattern = grid, pattern
        self.rows = np.flatnonzero(pattern.reach)
        self.counts = grid.counts[self.rows]
        self.reach, self.is_open = pattern.reach[self.rows], pattern.is_open[self.rows]
        is_hidden = (self.reach[:, None] >> np.arange(self.counts.shape[1])) & 1
        self.shown = np.where(is_hidden, 0, self.counts).sum(axis=1)
        self.both = sum(int(grid.counts[:, one].sum()) for one in pattern.free or ())
        self.ends = ends or (0, self.both)
        self.shown_first = self._shown_first()
        self.asked = self._asked()
        self._weak_at: dict[tuple[Ends, int], int] = {}

    def _shown_first(self) -> int:
        """Persons of the first free class in units that show it."""
        if self.pattern.free is None:
            return 0
        first = self.pattern.free[0]
        return int(self.grid.counts[(self.pattern.reach >> first) & 1 == 0, first].sum())

    def table(self, ends: Ends | None = None) -> Table:
        """The hidden counts; where `ends` are given, the first free class has its total between them."""
        if self.pattern.free is None:
            return Table.of(self.counts, self.reach, self.is_open)
        least, greatest = ends or self.ends
        free = Free(self.pattern.free, least - self.shown_first, greatest - self.shown_first)
        return Table.of(self.counts, self.reach, self.is_open, free)

    def _asked(self) -> Named:
        size = self.grid.counts.shape[1]
        row, column = np.nonzero((self.reach[:, None] >> np.arange(size)) & 1)
        opened = np.flatnonzero(self.is_open) if size > 1 else np.zeros(0, np.intp)
        return Named(np.concatenate((row, opened)), np.concatenate((column, np.full(len(opened), NONE))))

    @cached_property
    def is_none(self) -> Flags:
        """Numbers that everybody knows to be 0."""
        least, greatest = bounds(self.table(), self.asked, NOTHING, np.zeros(1, np.int64))
        return np.asarray((least == 0) & (greatest == 0))

    @property
    def size(self) -> int:
        """Work of one look: numbers times facts times sets of classes."""
        return len(self.asked.row) ** 2 * int(self.grid.all_classes + 1)

    def facts(self, *values: int) -> tuple[Named, Counts]:
        """Nothing known, and every hidden number known to be each of these values."""
        row, column, times = self.asked.row, self.asked.column, len(values)
        named = Named(
            np.concatenate((NOTHING.row, *[row] * times)), np.concatenate((NOTHING.column, *[column] * times))
        )
        return named, np.concatenate(([0], *(np.full(len(row), known) for known in values)))

    def weak_count(self, *values: int) -> int:
        """How many of them, for whoever knows nothing, or that one hidden number is one of these values.

        Where more is weak without knowing anything than with it, only that is counted: it weighs more.
        """
        if not len(self.rows) and self.pattern.free is None:
            return 0
        found = self._weak_count_by() + int(np.count_nonzero(self.counts.sum(axis=1)) < _FEWEST_REAL)
        if found:
            return found * _WEIGHT
        return self._weak_count_by(*values) or self._weak_count_of_classes()

    def _weak_count_by(self, *values: int) -> int:
        facts, known = self.facts(*values)
        least, greatest = bounds(self.table(), self.asked, facts, known)
        weak = self._is_weak(least, greatest) & ~self._own(facts, greatest[:, 0])
        found = int(weak[:, self._may_be(known, least, greatest)].sum())
        return found + sum(self.weak_class_count(ends) for ends in self.ends_by_fact(*values))

    def _may_be(self, known: Counts, least: Counts, greatest: Counts) -> Flags:
        """Facts that agree with what is shown."""
        told = np.resize(np.arange(len(self.asked.row)), len(known) - 1)
        may_be = (least[told, 0] <= known[1:]) & (known[1:] <= greatest[told, 0])
        return np.concatenate(([True], may_be))

    def _own(self, facts: Named, greatest: Counts) -> Flags:
        """Numbers × facts: whoever knows the fact knows the number anyway, as it holds no one else."""
        asked, size = self.asked, self.grid.counts.shape[1]
        same_row = asked.row[:, None] == facts.row
        same = same_row & (asked.column[:, None] == facts.column)
        may_be = np.zeros((len(self.rows) + 1, size), np.bool_)
        may_be[asked.row[asked.is_cell], asked.column[asked.is_cell]] = greatest[asked.is_cell] > 0
        beside = np.append(self.shown > 0, [False])
        others = may_be.sum(axis=1)[facts.row] - may_be[facts.row, np.maximum(facts.column, 0)] + beside[facts.row]
        is_alone = facts.is_cell & (others == 0)
        return np.asarray(same | (same_row & (facts.is_row | (asked.is_row[:, None] & is_alone))))

    def _is_weak(self, least: Counts, greatest: Counts) -> Flags:
        grid = self.grid
        # A total is what is shown of its unit and the hidden counts, of which the bounds are.
        beside = np.where(self.asked.is_row, self.shown[self.asked.row], 0)[:, None]
        least, greatest = least + beside, greatest + beside
        may_say = (least < grid.n_min) & (greatest >= 1)
        if grid.class_reach != NONE:
            few = self._few_in_row(least, greatest)
            # Whoever knows nothing finds no such count narrow; whoever knows one may, where they can not use it.
            few[:, 1:] &= ~self._rest_is_wide(least[:, 1:], greatest[:, 1:])
            may_say |= few
        if grid.unit_reach != NONE:
            may_say |= self._few_in_column(least, greatest)
        narrow = (greatest - least < grid.width) | (greatest < grid.n_min)
        return np.asarray(may_say & narrow & ~self.is_none)

    def _few_in_row(self, least: Counts, greatest: Counts) -> Flags:
        """Whether the unit may have too few outside the class."""
        cell, row = self.asked.is_cell, self.asked.row
        floor = np.zeros((len(self.rows), least.shape[1]), np.int64)
        np.add.at(floor, row[cell], least[cell])
        whole = self.counts.sum(axis=1)[row, None]
        opened = self.is_open[row][:, None]
        rest = np.where(opened, floor[row] - least + self.shown[row][:, None], whole - greatest)
        return np.asarray(cell[:, None] & (rest <= self.grid.class_reach) & (opened | (whole > 0)))

    @cached_property
    def _lone_in_rest(self) -> Flags:
        """Number × class: whether the class moves alone among those the number leaves of its unit's hidden total."""
        size = self.grid.counts.shape[1]
        tied = np.eye(size, dtype=np.bool_)
        free = sum(1 << one for one in self.pattern.free or ())
        for together in {free, *self.reach[~self.is_open].tolist()}:
            is_in = np.asarray((together >> np.arange(size)) & 1, np.bool_)
            tied |= is_in[:, None] & is_in
        for _ in range(size):
            tied = (tied.astype(np.int64) @ tied) > 0
        row, column = self.asked.row, self.asked.column
        rest = ((self.reach[row, None] >> np.arange(size)) & 1) * (np.arange(size) != column[:, None])
        is_rest = (self.asked.is_cell & self.is_open[row])[:, None] & (rest > 0)
        return np.asarray(is_rest & (rest @ tied.astype(np.int64) == 1))

    def _rest_is_wide(self, least: Counts, greatest: Counts) -> Flags:
        """Whether no one can tell how many a number leaves of its unit's hidden total, knowing what they know."""
        is_wide = (greatest - least >= self.grid.width) & (greatest >= self.grid.n_min) & self.asked.is_cell[:, None]
        found = np.zeros(least.shape, np.bool_)
        for column in range(self.grid.counts.shape[1]):
            of_row = np.zeros((len(self.rows), least.shape[1]), np.bool_)
            mine = self.asked.column == column
            of_row[self.asked.row[mine]] = is_wide[mine]
            found |= self._lone_in_rest[:, column, None] & of_row[self.asked.row]
        return found

    def _few_in_column(self, least: Counts, greatest: Counts) -> Flags:
        """Whether the class, or all together, may have too few outside the unit."""
        cell, column = self.asked.is_cell, np.maximum(self.asked.column, 0)
        sums = self.grid.counts.sum(axis=0)
        is_free = (cell & np.isin(column, self.pattern.free or ()))[:, None]
        whole = np.where(cell, sums[column], sums.sum())[:, None]
        hidden = np.where((self.reach[:, None] >> np.arange(len(sums))) & 1, self.counts, 0).sum(axis=0)
        floor = np.broadcast_to((sums - hidden)[:, None], (len(sums), least.shape[1])).copy()
        np.add.at(floor, column[cell], least[cell])
        rest = np.where(is_free, floor[column] - least, whole - greatest)
        return np.asarray((rest <= self.grid.unit_reach) & (is_free | (whole > 0)))

    def weak_count_at(self, ends: Ends, told: int = NONE) -> int:
        """The same where nothing is known but that the first free class has its total between these.

        `told`: class whose total a reader knows as the only person in it, or as none.
        """
        if (ends, told) not in self._weak_at:
            least, greatest = bounds(self.table(ends), self.asked, NOTHING, np.zeros(1, np.int64))
            is_own = (self.asked.column == told)[:, None] & (told != NONE)
            self._weak_at[ends, told] = int((self._is_weak(least, greatest) & ~is_own).sum())
        return self._weak_at[ends, told]

    def _weak_count_of_classes(self) -> int:
        """Numbers too narrow for whoever is the only person in a free class, or knows that there is none."""
        found, (low, high) = 0, self.ends_alone()
        for told, first in zip(self.pattern.free or (), (True, False), strict=False):
            for known in KNOWN:
                total = known if first else self.both - known
                if low <= total <= high:
                    found += self.weak_count_at((total, total), told) + self._may_say(
                        self.both - known, self.both - known
                    )
        return found

    def weak_class_count(self, ends: Ends) -> int:
        """Free classes of which the total is told too closely, where that of the first lies between these."""
        if self.pattern.free is None:
            return 0
        each = (ends, (self.both - ends[1], self.both - ends[0]))
        grid = self.grid
        return sum(
            self._may_say(least, greatest) and (greatest - least < grid.width or greatest < grid.n_min)
            for least, greatest in each
        )

    def _may_say(self, least: int, greatest: int) -> bool:
        """Whether a class may have a total between these that says too much."""
        reach = self.grid.total_reach
        is_near = reach != NONE and int(self.grid.counts.sum()) - greatest <= reach
        return (least < self.grid.n_min and greatest >= 1) or is_near

    def ends_alone(self) -> Ends:
        """Between what the total of the first free class is if no number of this face is known."""
        if self.pattern.free is None:
            return self.ends
        return self._ends(NOTHING, np.zeros(1, np.int64))[0]

    def ends_by_fact(self, *values: int) -> set[Ends]:
        """The same for whoever knows a number of this face, or nothing; facts that can not be are left out."""
        if self.pattern.free is None:
            return set()
        return {(low, high) for low, high in self._ends(*self.facts(*values)) if low <= high}

    def _ends(self, facts: Named, known: Counts) -> list[Ends]:
        least, greatest = free_bounds(self.table(), self.pattern.free or (0, 0), facts, known)
        least = np.maximum(least + self.shown_first, self.ends[0])
        greatest = np.minimum(greatest + self.shown_first, self.ends[1])
        return list(zip(least.tolist(), greatest.tolist(), strict=True))
