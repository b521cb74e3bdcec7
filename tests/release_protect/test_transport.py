"""Least and greatest hidden counts held against every table that fills them, with and without a count known."""

import numpy as np
import pytest
from tests.release_protect.filled_tables import Cell, Numbers, filled, number_of

from tyokyky.release.protect.transport import NONE, NOTHING, Free, Named, Table, bounds, free_bounds


def random_table(seed: int) -> Table:
    random = np.random.default_rng(seed)
    rows, columns = (int(one) for one in random.integers(1, 4, 2))
    counts = random.integers(0, 4 if rows * columns < 5 else 2 + (rows * columns < 9), (rows, columns))
    is_open = random.random(rows) < 0.4
    reach = np.where(is_open, 2**columns - 1, random.integers(1, 2**columns, rows))
    if columns == 1 or random.random() < 0.5:
        return Table.of(counts, reach, is_open)
    pair = tuple(int(one) for one in random.choice(columns, 2, replace=False))
    reach = reach | (1 << pair[0]) | (1 << pair[1])
    first, both = int(counts[:, pair[0]].sum()), int(counts[:, list(pair)].sum())
    free = Free((pair[0], pair[1]), int(random.integers(0, first + 1)), int(random.integers(first, both + 1)))
    return Table.of(counts, reach, is_open, free)


def numbers_of(table: Table) -> list[Cell]:
    cells = [(row, column) for row in range(len(table.reach)) for column in range(len(table.sums))]
    hidden = [(row, column) for row, column in cells if table.reach[row] >> column & 1]
    return hidden + [(row, NONE) for row in np.flatnonzero(table.is_open).tolist()]


def named(cells: list[Cell]) -> Named:
    return Named(np.array([row for row, _ in cells], np.intp), np.array([column for _, column in cells], np.intp))


def facts_of(cells: list[Cell]) -> list[tuple[Cell, int]]:
    return [((NONE, NONE), 0), *((cell, value) for cell in cells for value in (0, 1))]


def agreeing(every: Numbers, cell: Cell, value: int) -> Numbers:
    return every if cell == (NONE, NONE) else every[number_of(every, cell) == value]


@pytest.mark.parametrize("seed", range(16))
def test_ends_are_those_of_every_filling(seed: int) -> None:
    table = random_table(seed)
    cells, every = numbers_of(table), filled(table)
    facts = facts_of(cells)
    least, greatest = bounds(table, named(cells), named([one for one, _ in facts]), np.array([one for _, one in facts]))
    for at, (known, value) in enumerate(facts):
        left = agreeing(every, known, value)
        if known != (NONE, NONE):
            own = cells.index(known)
            assert (least[own, 0] <= value <= greatest[own, 0]) == bool(len(left))
        for number, cell in enumerate(cells):
            values = number_of(left, cell)
            assert not len(left) or (least[number, at], greatest[number, at]) == (values.min(), values.max())


@pytest.mark.parametrize("seed", range(16))
def test_totals_of_two_classes_without_one_are_those_of_every_filling(seed: int) -> None:
    table = random_table(seed)
    if table.free is None:
        return
    first = table.free.columns[0]
    both = int(table.sums[list(table.free.columns)].sum())
    every = filled(Table(table.reach, table.total, table.is_open, table.sums, Free(table.free.columns, 0, both)))
    facts = facts_of(numbers_of(table))
    known = named([one for one, _ in facts])
    ends = free_bounds(table, table.free.columns, known, np.array([one for _, one in facts]))
    for at, (cell, value) in enumerate(facts):
        sums = agreeing(every, cell, value)[:, :, first].sum(axis=1)
        assert not len(sums) or (ends[0][at], ends[1][at]) == (sums.min(), sums.max())


def test_the_worked_case_of_a_block_with_totals_shown() -> None:
    """Two units of 7 and 20 hide two classes whose sums are 10 and 17."""
    table = Table.of(np.array([[3, 4], [7, 13]]), np.array([3, 3]), np.zeros(2, np.bool_))
    least, greatest = bounds(table, named([(0, 0), (1, 1)]), NOTHING, np.zeros(1, np.int64))
    assert least[:, 0].tolist() == [0, 10]
    assert greatest[:, 0].tolist() == [7, 17]
    only = named([(0, 0)])
    least, greatest = bounds(table, named([(0, 1), (1, 0), (1, 1)]), only, np.ones(1, np.int64))
    assert least[:, 0].tolist() == greatest[:, 0].tolist() == [6, 9, 11]
