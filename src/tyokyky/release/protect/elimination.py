"""Which cells give a sensitive one exactly: sparse elimination in whole numbers over the whole lattice.

Every cell is written as a sum of coordinates: the directions in which the cells that are not yet shown can still move
together without breaking any sum. Showing a cell takes one direction away. A sensitive cell is given away exactly when
no direction is left that moves it, that is, when its row is a multiple of the row of the cell to be shown. Rows may be
scaled freely, so they stay whole numbers with no common divisor: nothing is rounded, and nothing can overflow.
"""

from collections.abc import Iterable, Sequence
from math import gcd, lcm

import numpy as np

from tyokyky.release.protect.lattice import Equation, Flags

Row = dict[int, int]


class Directions:
    """Rows of cells over the coordinates that are left."""

    def __init__(self, open_cells: Iterable[int], equations: Iterable[Equation]) -> None:
        """Directions of the open cells; all others are known already."""
        self.rows: dict[int, Row] = {cell: {cell: 1} for cell in open_cells}
        self.users: dict[int, set[int]] = {cell: {cell} for cell in self.rows}
        self.scale: dict[int, int] = dict.fromkeys(self.rows, 1)
        for whole, parts in _from_below(self.rows, equations):
            self._impose_sum(whole, parts)

    def _impose_sum(self, whole: int, parts: Sequence[int]) -> None:
        form: Row = {}
        signed = [(cell, sign) for cell, sign in ((whole, 1), *((part, -1) for part in parts)) if cell in self.rows]
        times = lcm(*(self.scale[cell] for cell, _ in signed))
        for cell, sign in signed:
            sign_times = sign * times // self.scale[cell]
            for at, factor in self.rows[cell].items():
                form[at] = form.get(at, 0) + sign_times * factor
        form = {at: factor for at, factor in form.items() if factor}
        if form:
            self.take_away(form, preferred=whole)

    def take_away(self, form: Row, preferred: int = -1) -> None:
        """Makes a form zero: one coordinate of it is written by the others everywhere."""
        pivot = preferred if preferred in form and self.rows.get(preferred) == {preferred: 1} else self._pivot(form)
        scale = form[pivot]
        others = [(at, factor) for at, factor in form.items() if at != pivot]
        for cell in self.users.pop(pivot):
            self._substitute(cell, pivot, scale, others)

    def _pivot(self, form: Row) -> int:
        return min(form, key=lambda at: (abs(form[at]), len(self.users[at]), at))

    def _substitute(self, cell: int, pivot: int, scale: int, others: Sequence[tuple[int, int]]) -> None:
        row = self.rows[cell]
        share = row.pop(pivot)
        common = gcd(share, scale)
        times, less = scale // common, share // common
        if times != 1:
            for at in row:
                row[at] *= times
        for at, factor in others:
            left = row.get(at, 0) - less * factor
            if left:
                row[at] = left
                self.users[at].add(cell)
            else:
                row.pop(at, None)
                self.users[at].discard(cell)
        self.scale[cell] *= times
        self._shorten(cell)

    def _shorten(self, cell: int) -> None:
        row, scale = self.rows[cell], self.scale[cell]
        common = 1 if scale in {1, -1} else gcd(scale, *row.values())
        if common > 1:
            self.scale[cell] = scale // common
            self.rows[cell] = {at: factor // common for at, factor in row.items()}

    def moves(self) -> list[dict[int, int]]:
        """One move a coordinate: cell → by how much it changes, in whole numbers, when all sums are to hold."""
        found = []
        for at, cells in self.users.items():
            times = lcm(*(self.scale[cell] for cell in cells))
            found.append({cell: self.rows[cell][at] * times // self.scale[cell] for cell in sorted(cells)})
        return [move for move in found if move]

    def gives_away(self, cell: int, guarded: Flags) -> bool:
        """Whether showing the cell gives a guarded one exactly."""
        row = self.rows[cell]
        rarest = min(row, key=lambda at: len(self.users[at]))
        return any(guarded[other] and _parallel(row, self.rows[other]) for other in self.users[rarest])

    def show(self, cell: int) -> None:
        """Shows a cell."""
        self.take_away(dict(self.rows[cell]))


def _parallel(one: Row, other: Row) -> bool:
    if len(one) != len(other):
        return False
    at = next(iter(one))
    if at not in other:
        return False
    mine, theirs = one[at], other[at]
    return all(factor * theirs == other.get(place, 0) * mine for place, factor in one.items())


def _from_below(cells: Iterable[int], equations: Iterable[Equation]) -> list[Equation]:
    """Equations so that a sum comes after the sums of its parts."""
    listed = list(equations)
    parts_of: dict[int, list[int]] = {}
    for whole, parts in listed:
        parts_of.setdefault(whole, []).extend(parts)
    height: dict[int, int] = {}

    def of(cell: int) -> int:
        if cell not in height:
            height[cell] = 1 + max((of(part) for part in parts_of.get(cell, ())), default=-1)
        return height[cell]

    known = set(cells)
    reach = [(of(whole), whole, parts) for whole, parts in listed if whole in known or known.intersection(parts)]
    return [(whole, parts) for _, whole, parts in sorted(reach, key=lambda one: one[:2])]


def eliminate(
    equations: Iterable[Equation], shown: Flags, hidden: Flags, guarded: Flags, order: Sequence[int]
) -> Flags:
    """Cells to be hidden so that no guarded cell can be calculated exactly.

    Args:
        equations: of the lattice.
        shown: cells that are shown whatever comes of it.
        hidden: cells that stay hidden whatever comes of it.
        guarded: cells that must not be given exactly; hidden too.
        order: the other cells, the most valuable first.

    Returns: a flag for each cell; those in `hidden` and `guarded` included.
    """
    directions = Directions(np.flatnonzero(~shown).tolist(), equations)
    found = hidden | guarded
    watched = guarded & np.array([bool(directions.rows.get(cell)) for cell in range(len(shown))], np.bool_)
    for cell in order:
        if not directions.rows[cell]:
            continue
        if directions.gives_away(cell, watched):
            found[cell] = True
        else:
            directions.show(cell)
    return found
