"""Steps from one thing that may be true to another: whole-number changes that keep every sum."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from tyokyky.release.audit.cells import UNBOUNDED
from tyokyky.release.audit.elimination import keep_every_sum
from tyokyky.release.audit.folder import Numbers
from tyokyky.release.audit.system import System

_STEPS: Final = 2**16
"""No move is taken more often than this: far beyond every width asked for."""


@dataclass
class Moves:
    """Moves as rows of cells and changes.

    Attributes:
        start: Where each move's entries begin.
        cell: Cell of each entry.
        change: How much the move changes it.
    """

    system: System
    start: Numbers = field(default_factory=lambda: np.zeros(1, dtype=np.int64))
    cell: Numbers = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    change: Numbers = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    _touching: list[Numbers] | None = None

    def __len__(self) -> int:
        return len(self.start) - 1

    def add(self, vectors: Sequence[tuple[Numbers, Numbers]]) -> None:
        """More moves, each checked to keep every sum."""
        # A move that breaks a sum would make false witnesses.
        assert keep_every_sum(self.system.matrix, vectors).all()  # noqa: S101
        sizes = np.cumsum([len(cells) for cells, _ in vectors], dtype=np.int64)
        self.start = np.concatenate([self.start, self.start[-1] + sizes])
        self.cell = np.concatenate([self.cell, *(cells for cells, _ in vectors)])
        self.change = np.concatenate([self.change, *(changes for _, changes in vectors)])
        self._touching = None

    def of(self, move: int) -> tuple[Numbers, Numbers]:
        """Cells of a move and their changes."""
        part = slice(self.start[move], self.start[move + 1])
        return self.cell[part], self.change[part]

    def touching(self, cells: Numbers) -> Numbers:
        """Moves that change any of these cells."""
        if self._touching is None:
            owner = np.repeat(np.arange(len(self)), np.diff(self.start))
            order = np.argsort(self.cell, kind="stable")
            ends = np.searchsorted(self.cell[order], np.arange(1, self.system.size))
            self._touching = np.split(owner[order], ends)
        return (
            np.unique(np.concatenate([self._touching[cell] for cell in cells])) if len(cells) else np.zeros(0, np.int64)
        )

    def entries(self, moves: Numbers) -> tuple[Numbers, Numbers]:
        """Places of these moves' entries, and where each move's begin among them."""
        sizes = self.start[moves + 1] - self.start[moves]
        begins = np.cumsum(sizes) - sizes
        return np.repeat(self.start[moves] - begins, sizes) + np.arange(int(sizes.sum())), begins

    def reach(self, point: Numbers, moves: Numbers) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        """How far each move goes from a point: entries, where each move's begin, fewest and most steps."""
        entries, begins = self.entries(moves)
        cells, changes = self.cell[entries], self.change[entries]
        down = np.minimum(point[cells] - self.system.floor[cells], UNBOUNDED)
        up = np.minimum(self.system.ceiling[cells] - point[cells], UNBOUNDED)
        size = np.abs(changes)
        forward = np.where(changes > 0, up, down) // size
        backward = np.where(changes > 0, down, up) // size
        most = np.minimum(np.minimum.reduceat(forward, begins), _STEPS)
        fewest = -np.minimum(np.minimum.reduceat(backward, begins), _STEPS)
        return entries, begins, fewest, most
