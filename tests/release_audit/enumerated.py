"""Everything that may be true of one small table, by trying all of it; knows nothing of the auditor."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from tests.release_audit.written import Counts, Numbers, full

Key = tuple[int, ...]


def tables_like(table: Counts) -> Numbers:
    """Every table of whole numbers that agrees with what is shown; of totals at least the grand one must be."""
    shape = tuple(len(axis.codes) - 1 for axis in table.axes)
    shown = np.where(table.hidden, -1, table.counts)
    found = [full(table.axes, np.asarray(leaves).reshape(shape)) for leaves in _leaves(shown, shape)]
    return np.asarray([one for one in found if ((shown < 0) | (shown == one)).all()])


def _leaves(shown: Numbers, shape: tuple[int, ...]) -> Iterator[list[int]]:
    """Inner cells row by row, no sum running over what is shown of it."""
    rows, columns = shape
    total = int(shown[0, 0])
    row_left = [int(one) if one >= 0 else total for one in shown[1:, 0]]
    column_left = [int(one) if one >= 0 else total for one in shown[0, 1:]]

    def fill(at: int, left: int, chosen: list[int]) -> Iterator[list[int]]:
        if at == rows * columns:
            yield list(chosen)
            return
        row, column = divmod(at, columns)
        fixed = int(shown[row + 1, column + 1])
        most = min(row_left[row], column_left[column], left)
        options = range(most + 1) if fixed < 0 else ([fixed] if fixed <= most else [])
        if column == columns - 1 and shown[row + 1, 0] >= 0:
            options = [row_left[row]] if row_left[row] in options else []
        for value in options:
            row_left[row] -= value
            column_left[column] -= value
            yield from fill(at + 1, left - value, [*chosen, value])
            row_left[row] += value
            column_left[column] += value

    yield from fill(0, total, [])


def at(every: Numbers, place: Key) -> Numbers:
    """The cell in a place, of each table."""
    return every[(slice(None), *place)]  # type: ignore[arg-type]


def sensitive(table: Counts, every: Numbers, place: Key, n_min: int = 5) -> NDArray[np.bool_]:
    """Of each possible table: whether the value in a place says too much."""
    value = at(every, place)
    found = (value >= 1) & (value < n_min)
    for axis, one in enumerate(table.axes):
        if one.discloses and place[axis] > 0:
            total = at(every, tuple(0 if number == axis else code for number, code in enumerate(place)))
            found |= (total > 0) & (total - value < n_min)
    return found


def tells(table: Counts, every: Numbers, place: Key, width: int = 5, n_min: int = 5) -> bool:
    """Whether whoever is left with these tables may learn of one person from a place that is too narrow for them.

    A few in the place itself; or what it leaves of a total, if that is too narrow as well.
    """
    value = at(every, place)
    if ((value >= 1) & (value < n_min)).any():
        return True
    for axis, one in enumerate(table.axes):
        if one.discloses and place[axis] > 0:
            total = at(every, tuple(0 if number == axis else code for number, code in enumerate(place)))
            rest = total - value
            if ((total > 0) & (rest < n_min)).any() and (rest.max() - rest.min() < width or rest.max() < n_min):
                return True
    return False


def is_part(place: Key, insider: Key | None) -> bool:
    """Whether a place is the insider's own or a part of it: it names all that the insider's does."""
    return insider is not None and all(named in (0, code) for code, named in zip(place, insider, strict=True))


def failing(table: Counts, every: Numbers | None = None, width: int = 5, n_min: int = 5) -> set[tuple[Key, Key | None]]:
    """Hidden places that are too narrow: alone (None), or with another known to be one of which they are no part.

    Where all tables are known that agree with a part of what is shown, only those that agree with the rest are left.
    """
    every, found = tables_like(table) if every is None else every, set[tuple[Key, Key | None]]()
    every = every[(every == table.counts)[:, ~table.hidden].all(axis=1)]
    places = [tuple(int(one) for one in each) for each in np.argwhere(table.hidden)]
    for insider in (None, *places):
        left = every if insider is None else every[at(every, insider) == 1]
        if not len(left):
            continue
        for place in places:
            value = at(left, place)
            narrow = value.max() - value.min() < width or value.max() < n_min
            # Whoever knows nothing finds no such count narrow; whoever knows one may, where they can not use it.
            says = tells(table, left, place, width, n_min) if insider else sensitive(table, left, place, n_min).any()
            if not is_part(place, insider) and narrow and says:
                found.add((place, insider))
    return found


def ranges(table: Counts) -> tuple[Numbers, Numbers]:
    """Least and greatest possible value of every cell."""
    every = tables_like(table)
    return every.min(axis=0), every.max(axis=0)
