"""Many whole tables that agree with what is shown, by walking from one that does.

A step adds a move that breaks no sum, as often as no count falls under 0 or over a known bound. The tables only prove
what they show; which of them are met decides how much is left to the solver, never what is found.
"""

from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np

from tyokyky.release.protect.component import Index, Numbers

_WALKERS: Final = 48
_FAR: Final = 60
"""Longest step where nothing bounds it."""
_ROUNDS: Final = 16
_KEPT_ROUNDS: Final = 8


def walk(cells: Index, start: Numbers, at_most: Numbers, moves: Iterable[Mapping[int, int]]) -> Numbers:
    """Whole tables, one a row, over `cells` in rising order.

    Args:
        cells: of one component.
        start: a whole table.
        at_most: known upper bounds, −1 where none.
        moves: cell → change; those of other components are left out.
    """
    inside = _inside(cells, moves)
    random = np.random.default_rng(len(cells))
    now = np.repeat(start[:, None], _WALKERS, axis=1)
    most = np.where(at_most >= 0, at_most, np.iinfo(np.int64).max // 4)
    found = []
    for turn in range(_ROUNDS):
        for at in random.permutation(len(inside)).tolist():
            places, change = inside[at]
            _step(now, most, places, change, random)
        if turn >= _ROUNDS - _KEPT_ROUNDS:
            found.append(now.T.copy())
    return np.concatenate(found)


def _inside(cells: Index, moves: Iterable[Mapping[int, int]]) -> list[tuple[Index, Numbers]]:
    found = []
    for move in moves:
        moved = np.fromiter(move, np.int64, len(move))
        places = np.minimum(np.searchsorted(cells, moved), len(cells) - 1)
        if (cells[places] == moved).all():
            found.append((places, np.fromiter(move.values(), np.int64, len(move))))
    return found


def _step(now: Numbers, most: Numbers, places: Index, change: Numbers, random: np.random.Generator) -> None:
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
