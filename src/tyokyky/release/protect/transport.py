"""Least and greatest value of every hidden count of one face, exactly, also for whoever knows one of them.

Hidden counts of a face fill a table of whole numbers: columns are classes with a known sum over the hidden units, rows
are units, which may hide some classes or all. A row with a shown total has a known sum, one with a hidden total has
none. Such a table can be filled if no set of columns holds more than the rows that it reaches can take, and no set of
rows asks for more than the columns that it reaches hold (Hoffman 1960); as the limits are whole numbers, so is some
filling. Rows enter a set only by the columns that they reach, so there are two conditions for each set of columns.
"""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from tyokyky.release.protect.lattice import Counts, Flags

Index = npt.NDArray[np.intp]
ENDLESS: Final = 2**40
"""What a row without a known sum can take."""
NONE: Final = -1
"""In place of a row or a column that is not named."""


@dataclass(frozen=True, slots=True, eq=False)
class Free:
    """Two columns of which only the sum is known.

    Attributes:
        columns: both; the sum of the first is told of.
        least: of the first column's sum.
        greatest: of the first column's sum.
    """

    columns: tuple[int, int]
    least: int
    greatest: int


@dataclass(frozen=True, slots=True, eq=False)
class Named:
    """Numbers of a table: a cell by row and column, a row's sum by its row and no column, nothing by neither."""

    row: Index
    column: Index

    @property
    def is_cell(self) -> Flags:
        """Whether it is a single cell."""
        return np.asarray(self.column != NONE)

    @property
    def is_row(self) -> Flags:
        """Whether it is the sum of a row."""
        return np.asarray((self.row != NONE) & (self.column == NONE))

    @property
    def bit(self) -> Index:
        """The column as a bit, 0 where there is none."""
        return np.where(self.is_cell, 1 << np.maximum(self.column, 0), 0).astype(np.intp)


NOTHING: Final = Named(np.array([NONE], np.intp), np.array([NONE], np.intp))
"""The fact of whoever knows nothing but what is shown."""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The hidden counts of a face; sets of columns are numbers whose bits are the columns.

    Attributes:
        reach: set of the classes that a row hides, by row.
        total: sum of the hidden counts, by row.
        is_open: the row's total is hidden.
        sums: of hidden counts, by column.
        free: columns without a known sum.
    """

    reach: Index
    total: Counts
    is_open: Flags
    sums: Counts
    free: Free | None = None

    @classmethod
    def of(cls, counts: Counts, reach: Index, is_open: Flags, free: Free | None = None) -> Self:
        """The table of a face's counts (rows × columns) of which rows hide what they reach."""
        hidden = np.where((reach[:, None] >> np.arange(counts.shape[1])) & 1, counts, 0)
        return cls(reach, hidden.sum(axis=1), is_open, hidden.sum(axis=0), free)

    def set_sums(self) -> tuple[Counts, Counts]:
        """Least and greatest sum of every set of columns."""
        members = _members(len(self.sums))
        if self.free is None:
            return members @ self.sums, members @ self.sums
        first, second = self.free.columns
        both = int(self.sums[first] + self.sums[second])
        ends = []
        for one, other in ((self.free.least, self.free.greatest), (self.free.greatest, self.free.least)):
            sums = self.sums.copy()
            sums[first], sums[second] = one, both - other
            is_whole = members[:, first] & members[:, second]
            ends.append(members @ sums + np.where(is_whole, other - one, 0))
        return ends[0], ends[1]


def bounds(table: Table, asked: Named, facts: Named, known: Counts) -> tuple[Counts, Counts]:
    """Least and greatest value of each number asked, for whoever knows a fact: numbers × facts.

    `known` is the value of each fact. What a fact tells itself is its value. Where a fact can not be, the least is
    above the greatest, or a number that is no fact's own may say so alone: ask of the fact first.
    """
    state = _State(table, facts, known)
    least, greatest = state.ends(asked)
    same = (asked.row[:, None] == facts.row) & (asked.column[:, None] == facts.column)
    return np.where(same, known, least), np.where(same, known, greatest)


def free_bounds(table: Table, columns: tuple[int, int], facts: Named, known: Counts) -> tuple[Counts, Counts]:
    """Least and greatest sum of the first of two columns of which this face tells only the sum, by fact."""
    both = int(table.sums[list(columns)].sum())
    sums = table.sums.copy()
    sums[list(columns)] = 0, both
    return _State(Table(table.reach, table.total, table.is_open, sums), facts, known).free_ends(columns, both)


def _members(size: int) -> Flags:
    """Sets of columns × columns: whether the set holds the column."""
    return np.asarray((np.arange(2**size)[:, None] >> np.arange(size)) & 1, np.bool_)


class _State:
    """A table for each fact, the cell that the fact tells taken out of it."""

    def __init__(self, table: Table, facts: Named, known: Counts) -> None:
        rows = np.arange(len(table.reach))
        self.sets = np.arange(2 ** len(table.sums))
        mine = facts.row[:, None] == rows
        self.reach = np.where(mine, table.reach & ~facts.bit[:, None], table.reach)
        self.is_known = ~table.is_open | (mine & facts.is_row[:, None])
        told = np.where(mine, known[:, None], 0)
        self.taken_out = np.where(facts.is_cell[:, None], told, 0)
        self.rest = np.where(mine & facts.is_row[:, None], told, table.total - self.taken_out)
        least, greatest = table.set_sums()
        less = np.where((facts.bit[:, None] & self.sets) != 0, known[:, None], 0)
        self.least, self.greatest = least - less, greatest - less
        self.asked, self.taken = self._by_row(self.reach, self.rest, self.is_known)

    def _by_row(self, reach: Index, rest: Counts, is_known: Flags) -> tuple[Counts, Counts]:
        """What each row asks of each set of columns at least, and what it can take of it: … × rows × sets."""
        inside, touched = (reach[..., None] & ~self.sets) == 0, (reach[..., None] & self.sets) != 0
        asked = np.where(inside & is_known[..., None], rest[..., None], 0)
        return asked, np.where(touched, np.where(is_known, rest, ENDLESS)[..., None], 0)

    def ends(self, asked: Named) -> tuple[Counts, Counts]:
        """Least and greatest of numbers × facts; each is a `factor × number ≤ limit` of a set of columns."""
        row, is_cell = asked.row, asked.is_cell[:, None]
        reach = self.reach[:, row].T & ~asked.bit[:, None]
        rest, is_known = self.rest[:, row].T, self.is_known[:, row].T
        moves = np.where(is_cell, np.where(is_known, -1, 0), 1)
        start = np.where(is_cell, rest, -self.taken_out[:, row].T)
        asks, takes = self._by_row(reach, start, is_known | ~is_cell)
        others_ask = self.asked.sum(axis=1) - self.asked[:, row].transpose(1, 0, 2)
        others_take = self.taken.sum(axis=1) - self.taken[:, row].transpose(1, 0, 2)
        own = ((asked.bit[:, None] & self.sets) != 0)[:, None, :].astype(np.int64)
        touched, inside = (reach[..., None] & self.sets) != 0, (reach[..., None] & ~self.sets) == 0
        factors = np.concatenate((-own - moves[..., None] * touched, own + moves[..., None] * inside), axis=2)
        limits = np.concatenate((others_take + takes - self.least, self.greatest - others_ask - asks), axis=2)
        least = np.where(is_cell, 0, self.taken_out[:, row].T)
        greatest = np.where(is_cell & is_known, rest, ENDLESS)
        return _narrowed(factors, limits, least, greatest)

    def free_ends(self, columns: tuple[int, int], both: int) -> tuple[Counts, Counts]:
        """Least and greatest sum of the first of two columns by fact, where both together are known."""
        first, second = (((1 << column) & self.sets) != 0 for column in columns)
        factor = np.broadcast_to(first.astype(np.int64) - second, self.least.shape)
        limits = np.concatenate((self.taken.sum(axis=1) - self.least, self.greatest - self.asked.sum(axis=1)), axis=1)
        size = len(self.least)
        return _narrowed(
            np.concatenate((factor, -factor), axis=1), limits, np.zeros(size, np.int64), np.full(size, both)
        )


def _narrowed(factors: Counts, limits: Counts, least: Counts, greatest: Counts) -> tuple[Counts, Counts]:
    """The numbers that hold every `factor × number ≤ limit`; the least above the greatest where none does."""
    most = np.where(factors > 0, limits, ENDLESS).min(axis=-1)
    fewest = np.where(factors < 0, -limits, 0).max(axis=-1)
    broken = ((factors == 0) & (limits < 0)).any(axis=-1)
    found = np.minimum(greatest, most)
    return np.where(broken, found + 1, np.maximum(least, fewest)), found
