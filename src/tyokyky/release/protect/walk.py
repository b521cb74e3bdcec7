"""Many whole tables that agree with what is shown, by walking from one that does.

A step adds a move that breaks no sum, as often as no count falls under 0 or over a known bound. The tables only prove
what they show; which of them are met decides how much is left to the solver, never what is found.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np

from tyokyky.release.protect.component import Index, Numbers

_WALKERS: Final = 48
_FAR: Final = 60
"""Longest step where nothing bounds it."""
_ROUNDS: Final = 16
_KEPT_ROUNDS: Final = 8
_INSIDER_ROUNDS: Final = 3
_STEP_COST: Final = 5
"""Work of one step of all walkers, in cells of `work.Work`."""
Move = tuple[Index, Numbers]
"""Places of a component, and by how much each changes."""


def walk(start: Numbers, at_most: Numbers, moves: Sequence[Move]) -> Numbers:
    """Whole tables, one a row.

    Args:
        start: a whole table of one component.
        at_most: known upper bounds, −1 where none.
        moves: of the component.
    """
    random = np.random.default_rng(len(start))
    now = np.repeat(start[:, None], _WALKERS, axis=1)
    most = _most(at_most)
    found = []
    for turn in range(_ROUNDS):
        for at in random.permutation(len(moves)).tolist():
            _step(now, most, *moves[at], random=random)
        if turn >= _ROUNDS - _KEPT_ROUNDS:
            found.append(now.T.copy())
    return np.concatenate(found)


def with_one(pool: Numbers, at_most: Numbers, moves: Sequence[Move], at: int) -> Numbers:
    """Whole tables in which a cell is 1: shifted from the pool by one move, and walked on by those that leave it."""
    most, random = _most(at_most), np.random.default_rng(at)
    found = [pool[pool[:, at] == 1][:_WALKERS]]
    for places, change in moves:
        step = int(change[places == at].sum())
        if abs(step) == 1:
            found.append(_shifted(pool, most, places, change, (1 - pool[:, at]) * step))
        if sum(len(rows) for rows in found) >= _WALKERS:
            break
    now = np.concatenate(found)[:_WALKERS].T.copy()
    kept = [now.T.copy()]
    staying = [move for move in moves if not (move[0] == at).any()]
    for _ in range(_INSIDER_ROUNDS if now.size else 0):
        for turn in random.permutation(len(staying)).tolist():
            _step(now, most, *staying[turn], random=random)
        kept.append(now.T.copy())
    return np.concatenate(kept)


def insider_cost(moves: Sequence[Move]) -> int:
    """Work of a walk for an insider, in cells of `work.Work`."""
    return _STEP_COST * (_INSIDER_ROUNDS + 1) * len(moves)


def moved_tables(cells: Index, base: Numbers, moved: Iterable[Move]) -> Numbers:
    """Tables of one component, one a row, that differ from the base by moves of the lattice's cells.

    `cells`: of the component, in rising order; what a move does elsewhere is left out, and moves that do nothing here.
    """
    rows = []
    for others, steps in moved:
        places = np.minimum(np.searchsorted(cells, others), len(cells) - 1)
        here = cells[places] == others
        if here.any():
            rows.append(base[cells])
            rows[-1][places[here]] += steps[here]
    return np.array(rows, np.int64).reshape(-1, len(cells))


def _shifted(pool: Numbers, most: Numbers, places: Index, change: Numbers, times: Numbers) -> Numbers:
    moved = pool[:, places] + times[:, None] * change
    fits = ((moved >= 0) & (moved <= most[places])).all(axis=1)
    rows = pool[fits]
    rows[:, places] = moved[fits]
    return rows


def _most(at_most: Numbers) -> Numbers:
    return np.where(at_most >= 0, at_most, np.iinfo(np.int64).max // 4)


def inside(cells: Index, moves: Iterable[Mapping[int, int]]) -> list[Move]:
    """Moves of one component by places in it; `cells` stand in rising order."""
    found = []
    for move in moves:
        moved = np.fromiter(move, np.int64, len(move))
        places = np.minimum(np.searchsorted(cells, moved), len(cells) - 1)
        if (cells[places] == moved).all():
            found.append((places, np.fromiter(move.values(), np.int64, len(move))))
    return found


def _step(now: Numbers, most: Numbers, places: Index, change: Numbers, *, random: np.random.Generator) -> None:
    """Each walker goes as far as it likes, often to an end."""
    values = now[places]
    size = np.abs(change)[:, None]
    below, above = values // size, (most[places][:, None] - values) // size
    rises = (change > 0)[:, None]
    forward = np.minimum(np.where(rises, above, below).min(axis=0), _FAR)
    backward = np.minimum(np.where(rises, below, above).min(axis=0), _FAR)
    times = random.integers(-backward, forward, endpoint=True)
    end = random.random(times.shape)
    times = np.where(end < 0.15, forward, np.where(end < 0.3, -backward, times))
    now[places] = values + change[:, None] * times
