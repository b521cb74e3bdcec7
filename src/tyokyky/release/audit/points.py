"""Points to step from: things that may be true, with room on every side where there is any."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tyokyky.release.audit.folder import Numbers
from tyokyky.release.audit.moves import Moves

_FARTHEST: Final = 40
_SWEEPS: Final = 4
_SHIFTS: Final = 6
_LONGEST_WALK: Final = 12
_PLAIN: Final = 200
"""Counts beyond this need no more room."""
_WORTH: Final = np.log1p(np.arange(_PLAIN + 1))

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Demand:
    """What must be possible of a cell: two values this far apart, one of them at least n_min (or −n_min)."""

    width: int
    n_min: int
    is_difference: Mask

    def met(self, cells: Numbers, one: Numbers, other: Numbers) -> Mask:
        """Whether two values of each cell are far enough apart and one is great enough."""
        low, high = np.minimum(one, other), np.maximum(one, other)
        great = (high >= self.n_min) | (self.is_difference[cells] & (low <= -self.n_min))
        return (high - low >= self.width) & great

    def met_by_rest(self, cell: int, total: int, one: Numbers, other: Numbers) -> bool:
        """The same of what a cell leaves of its total in two solutions."""
        left = [int(point[total] - point[cell]) for point in (one, other)]
        return max(left) - min(left) >= self.width and max(left) >= self.n_min


def with_room(moves: Moves, point: Numbers, order: Numbers, *, sweeps: int = _SWEEPS) -> Numbers:
    """The point moved so that its small counts grow: the sum of logarithms rises with every step taken."""
    point = point.copy()
    for _ in range(sweeps):
        changed = False
        for move in order:
            cells, changes = moves.of(move)
            steps = _best_steps(point[cells], changes, moves, cells)
            if steps:
                point[cells] += steps * changes
                changed = True
        if not changed:
            break
    return point


def _best_steps(values: Numbers, changes: Numbers, moves: Moves, cells: Numbers) -> int:
    system = moves.system
    down, up = values - system.floor[cells], system.ceiling[cells] - values
    size = np.abs(changes)
    most = min(int((np.where(changes > 0, up, down) // size).min()), _FARTHEST)
    fewest = -min(int((np.where(changes > 0, down, up) // size).min()), _FARTHEST)
    if most == fewest:
        return 0
    steps = np.arange(fewest, most + 1)
    reached = np.minimum(np.abs(values[:, None] + changes[:, None] * steps), _PLAIN)
    worth = _WORTH[reached].sum(axis=0)
    best = int(worth.argmax())
    return int(steps[best]) if worth[best] > worth[-fewest] + 1e-9 else 0


@dataclass(frozen=True)
class Base:
    """A point with what every move can do from it.

    Attributes:
        fewest: Least number of steps of each move.
        most: Greatest number of steps of each move.
        met: Of each entry of each move: whether the move shows the demand of its cell to be met.
        ways: Of each cell: how many moves do.
    """

    point: Numbers
    fewest: Numbers
    most: Numbers
    met: Mask
    ways: Numbers


def base_at(moves: Moves, demand: Demand, point: Numbers) -> Base:
    """The base at a point."""
    entries, begins, fewest, most = moves.reach(point, np.arange(len(moves)))
    met = _met(moves, demand, point, entries, begins, fewest, most)
    ways = np.bincount(moves.cell[met], minlength=len(point))
    return Base(point, fewest, most, met, ways)


def ways_after(moves: Moves, demand: Demand, base: Base, shift: tuple[Numbers, Numbers], held: int) -> Numbers:
    """Of each cell: how many moves show its demand to be met from the base shifted, without touching the held cell."""
    cells, changes = shift
    point = base.point.copy()
    point[cells] += changes
    affected = moves.touching(np.append(cells, held))
    ways = base.ways.copy()
    if not len(affected):
        return ways
    old, _ = moves.entries(affected)
    np.subtract.at(ways, moves.cell[old], base.met[old].astype(np.int64))
    free = np.setdiff1d(affected, moves.touching(np.asarray([held])), assume_unique=True)
    if len(free):
        entries, begins, fewest, most = moves.reach(point, free)
        met = _met(moves, demand, point, entries, begins, fewest, most)
        np.add.at(ways, moves.cell[entries], met.astype(np.int64))
    return ways


def _met(
    moves: Moves, demand: Demand, point: Numbers, entries: Numbers, begins: Numbers, fewest: Numbers, most: Numbers
) -> Mask:
    sizes = np.diff(np.append(begins, len(entries)))
    cells, changes = moves.cell[entries], moves.change[entries]
    one = point[cells] + np.repeat(fewest, sizes) * changes
    other = point[cells] + np.repeat(most, sizes) * changes
    return demand.met(cells, one, other)


Walk = list[tuple[int, int]]
"""Moves with their numbers of steps, one after the other."""


def walks_to(moves: Moves, base: Base, cell: int, value: int) -> list[Walk]:
    """Ways from the base to a point where the cell has a value: none needed, one move (shortest first), several."""
    if base.point[cell] == value:
        return [[]]
    found = []
    for move in moves.touching(np.asarray([cell])):
        cells, changes = moves.of(move)
        change = int(changes[cells == cell][0])
        steps, rest = divmod(value - int(base.point[cell]), change)
        if not rest and base.fewest[move] <= steps <= base.most[move]:
            found.append((len(cells), int(move), steps))
    walk = _several_moves(moves, base.point.copy(), cell, value)
    return [[(move, steps)] for _, move, steps in sorted(found)[:_SHIFTS]] + ([walk] if walk else [])


def _several_moves(moves: Moves, point: Numbers, cell: int, value: int) -> Walk:
    """The move that brings the cell nearest to a value, again and again; nothing where that does not get there."""
    touching, walk = moves.touching(np.asarray([cell])), Walk()
    while len(touching) and point[cell] != value and len(walk) < _LONGEST_WALK:
        entries, _, fewest, most = moves.reach(point, touching)
        change = moves.change[entries[moves.cell[entries] == cell]]
        wanted = np.fix((value - point[cell]) / change).astype(np.int64)
        steps = np.clip(wanted, fewest, most)
        best = int(np.abs(steps * change).argmax())
        if not steps[best]:
            break
        walk.append((int(touching[best]), int(steps[best])))
        cells, changes = moves.of(int(touching[best]))
        point[cells] += int(steps[best]) * changes
    return walk if point[cell] == value else []


def shift_of(moves: Moves, walk: Walk) -> tuple[Numbers, Numbers]:
    """Cells that a walk changes, and by how much in all."""
    total = np.zeros(moves.system.size, dtype=np.int64)
    for move, steps in walk:
        cells, changes = moves.of(move)
        total[cells] += steps * changes
    changed = np.flatnonzero(total)
    return changed, total[changed]
