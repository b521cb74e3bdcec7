"""One face of one quarter as numbers: what of it must be hidden, and how much of it a pattern hides."""

from dataclasses import dataclass

import numpy as np

from tyokyky.release.protect.demand import Demand
from tyokyky.release.protect.faces import Face
from tyokyky.release.protect.lattice import Counts, Flags, Lattice
from tyokyky.release.protect.transport import NONE, Index

Pair = tuple[int, int]
Ends = tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """What a face hides.

    Attributes:
        reach: classes that a unit hides, as a sum of bits; 0 where all its counts are shown.
        is_open: the unit's total is hidden.
        free: two classes of which the totals are hidden.
    """

    reach: Index
    is_open: Flags
    free: Pair | None = None

    def with_unit(self, unit: int, reach: int, *, is_open: bool) -> "Pattern":
        """The same with one unit hidden in another way."""
        changed, opened = self.reach.copy(), self.is_open.copy()
        changed[unit], opened[unit] = reach, is_open
        return Pattern(changed, opened, self.free)


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """A face with its true counts.

    Attributes:
        counts: units × classes.
        must: classes that a unit has to hide, as a sum of bits.
        must_open: the unit has to hide its total.
        class_reach: persons outside the class who are too few in a unit, NONE where the class says nothing of anyone.
        unit_reach: persons outside the unit who are too few in a class or among all, NONE alike.
        total_reach: persons outside a class who are too few among all, NONE alike.
        told_first: class of which readers ask for the share first, as a bit.
        told: classes of which the share is made.
    """

    counts: Counts
    must: Index
    must_open: Flags
    class_reach: int
    unit_reach: int
    total_reach: int
    n_min: int
    width: int
    told_first: int = 0
    told: int = 0

    @property
    def all_classes(self) -> int:
        """Every class, as a sum of bits."""
        return int(2 ** self.counts.shape[1]) - 1


def grid_of(face: Face, lattice: Lattice, demand: Demand, kept: Flags) -> Grid:
    """The grid of a face; `kept` are cells that must be hidden for what they are."""
    above = [dict(demand.margins.get(int(cell), ())) for cell in (face.inner[0, 0], face.class_totals[0])]
    bits = 1 << np.arange(face.inner.shape[1])
    return Grid(
        counts=lattice.value[face.inner],
        must=(kept[face.inner] * bits).sum(axis=1).astype(np.intp),
        must_open=kept[face.unit_totals],
        class_reach=above[0].get(int(face.unit_totals[0]), NONE) if len(bits) > 1 else NONE,
        unit_reach=above[0].get(int(face.class_totals[0]), NONE),
        total_reach=above[1].get(face.total, NONE) if len(bits) > 1 else NONE,
        n_min=demand.n_min,
        width=demand.width,
        told_first=face.told_first,
        told=face.told,
    )
