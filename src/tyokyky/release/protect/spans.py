"""Sums over quarters, and of units to a group: which of them are hidden because a part of theirs is."""

from typing import Final

import numpy as np

from tyokyky.release.protect.demand import Demand
from tyokyky.release.protect.lattice import Flags, Lattice

Sum = tuple[int, tuple[int, ...]]
_FEWEST_PARTS: Final = 2
_SPARE: Final = 1
"""The one person more whom a reader may know."""


class Spans:
    """Sums whose parts name the same dimensions as the whole.

    A line is a sum over quarters whose cells stand in no other sum (a theme): its whole may be shown although parts of
    it are hidden, if since the last release that showed it the hidden ones are two or more with enough among them.
    """

    def __init__(self, lattice: Lattice, demand: Demand, crossed: Flags) -> None:
        self.lattice = lattice
        self.enough = max(demand.n_min, demand.width) + _SPARE
        names = [{name for name, _ in named} for _, named in lattice.keys]
        self.sums: list[Sum] = [
            (whole, parts)
            for whole, parts in lattice.equations
            if names[whole] == names[parts[0]] and not crossed[whole]
        ]
        self._lines = self._lines_of()

    def hidden(self, found: Flags) -> Flags:
        """The cells given, each sum of which a part is hidden, and quarters that are hidden so that a line is told."""
        found = found.copy()
        told = [whole for whole, line in self._lines.items() if self._told(whole, line, found)]
        while True:
            more = [whole for whole, parts in self.sums if not found[whole] and found[list(parts)].any()]
            more = [whole for whole in more if whole not in told and not self.lattice.frozen_shown[whole]]
            if not more:
                return found
            found[more] = True

    def _lines_of(self) -> dict[int, tuple[int, ...]]:
        """Wholes of lines, not out yet and without a corrected quarter → their parts."""
        own = set(self.sums)
        others = [each for each in self.lattice.equations if each not in own]
        tied = {cell for whole, parts in others for cell in (whole, *parts)}
        out = self.lattice.frozen_shown | self.lattice.frozen_hidden
        return {
            whole: parts
            for whole, parts in self.sums
            if whole not in tied and not out[whole] and not any(part in self.lattice.differences for part in parts)
        }

    def _told(self, whole: int, parts: tuple[int, ...], found: Flags) -> bool:
        """Whether the whole can be shown; hides one quarter more where that is what it takes."""
        if found[whole]:
            return False
        earlier = [set(each) for one, each in self.sums if set(each) & set(parts) and self.lattice.frozen_shown[one]]
        if any(not each <= set(parts) for each in earlier):
            return False
        new = [part for part in parts if not any(part in each for each in earlier)]
        hidden = [part for part in new if found[part]]
        if not hidden or self._is_enough(hidden):
            return True
        open_parts = [part for part in new if not found[part] and not self.lattice.frozen_shown[part]]
        joined = [part for part in open_parts if self.lattice.value[part] and self._is_enough([*hidden, part])]
        if joined:
            found[min(joined, key=lambda part: (int(self.lattice.value[part]), part))] = True
        return bool(joined)

    def _is_enough(self, parts: list[int]) -> bool:
        return len(parts) >= _FEWEST_PARTS and int(np.sum(self.lattice.value[parts])) >= self.enough
