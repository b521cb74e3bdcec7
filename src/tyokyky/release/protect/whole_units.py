"""Blocks of whole units, for tables that name two units at once or groups of units: they hide more than others need.

In each quarter the units of which any count is sensitive are hidden whole, together with their totals, and others join
them until every class is spread over at least three hidden units and sums up to enough. Within a block the counts of a
class can then lie anywhere: nothing but their sum is told. Counts that name two units at once are hidden.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from tyokyky.release.protect.component import Index
from tyokyky.release.protect.demand import Demand, sensitive_cells
from tyokyky.release.protect.faces import Face
from tyokyky.release.protect.lattice import Flags, Lattice
from tyokyky.release.protect.spans import Spans

FEWEST_UNITS: Final = 3
"""With two, whoever is the only one in a cell would know the other."""
_FEWEST_CLASSES: Final = 2
"""With one, a unit's total would be the same number as its count."""
_SPARE: Final = 2
"""Persons more than the width: what an insider knows of, in the unit and in the class."""
Slice = tuple[str, str]
"""A measure and a quarter."""


@dataclass(slots=True)
class _Choice:
    """What is hidden of one measure in one quarter.

    Attributes:
        units: dimension → innermost codes whose counts and totals are hidden.
        classes: dimensions whose totals are hidden.
        is_total_hidden: so is the count of all together.
    """

    units: dict[str, set[int]] = field(default_factory=dict)
    classes: set[str] = field(default_factory=set)
    is_total_hidden: bool = False

    def size(self) -> int:
        """Grows with everything that is hidden more."""
        return sum(map(len, self.units.values())) + len(self.classes) + self.is_total_hidden


class WholeUnits:
    """What is hidden of each measure in each quarter; each step only hides more, so it ends."""

    def __init__(self, lattice: Lattice, demand: Demand, faces: list[Face], crossed: Flags) -> None:
        self.lattice, self.demand = lattice, demand
        self.kept: Flags = sensitive_cells(lattice, demand) | lattice.frozen_hidden
        self.enough = max(demand.width, demand.n_min) + _SPARE
        self.slices: dict[Slice, list[Face]] = {}
        for face in faces:
            self.slices.setdefault((face.measure, face.quarter), []).append(face)
        self.choices = {name: _Choice() for name in self.slices}
        frozen = lattice.frozen_hidden | lattice.frozen_shown
        self.frozen = {name for name, each in self.slices.items() if any(frozen[one.total] for one in each)}
        self.crossed = crossed
        self.spans = Spans(lattice, demand, crossed)

    def hidden(self) -> Flags:
        """Slices first, then sums over them; where a sum has but one hidden part, another part joins."""
        for name in self.slices:
            self._settle(name)
        while True:
            found = self.spans.hidden(self._of_slices())
            lonely = self._lonely(found)
            before = sum(choice.size() for choice in self.choices.values())
            for face, unit in lonely:
                self._join(face, unit)
            if sum(choice.size() for choice in self.choices.values()) == before:
                return found

    def _settle(self, name: Slice) -> None:
        if name in self.frozen:
            return
        choice, faces = self.choices[name], self.slices[name]
        while True:
            before = choice.size()
            for face in faces:
                self._block(face, choice)
            if choice.size() == before:
                return

    def _block(self, face: Face, choice: _Choice) -> None:
        value = self.lattice.value
        whole = int(value[face.total])
        units = choice.units.setdefault(face.unit, set())
        if (0 < whole < self.enough) or self.kept[face.total] or choice.is_total_hidden:
            choice.is_total_hidden = True
            choice.classes.add(face.classes)
        small = self._is_small(value[face.class_totals]) | self.kept[face.class_totals]
        if small.any() and whole:
            choice.classes.add(face.classes)
        if face.classes in choice.classes:
            units.update(range(len(face.unit_totals)))
            return
        bad = self.kept[face.inner].any(axis=1) | self.kept[face.unit_totals]
        if self.crossed.any():
            bad |= self._is_small(value[face.inner]).any(axis=1) | self._rules_others(face, choice)
        units.update(np.flatnonzero(bad).tolist())
        if units:
            self._fill(face, choice, units)

    def _rules_others(self, face: Face, choice: _Choice) -> Flags:
        """Units so great that one person of theirs in a unit of another kind tells where all others must be."""
        own, found = self.lattice.value[face.inner], np.zeros(len(face.inner), np.bool_)
        whole = self.lattice.value[face.class_totals]
        for other in self.slices[face.measure, face.quarter]:
            if other.unit < face.unit and other.classes == face.classes:
                told = [at for at in range(len(other.inner)) if at not in choice.units.get(other.unit, ())]
                beside = self.lattice.value[other.inner[told]]
                over = own[:, None, :] + beside[None, :, :] - whole
                ties = (over >= -self.enough) & (over <= 1) & (own > 0)[:, None, :] & (beside > 0)[None, :, :]
                found |= ties.any(axis=(1, 2))
        return found

    def _is_small(self, counts: Index) -> Flags:
        found: Flags = (counts > 0) & (counts < self.enough)
        return found

    def _fill(self, face: Face, choice: _Choice, units: set[int]) -> None:
        """More units, the smallest that is enough, until the block holds; if all are too few, the classes' totals."""
        counts = self.lattice.value[face.inner]
        while not self._holds(counts, units):
            left = [at for at in np.argsort(counts.sum(axis=1), kind="stable").tolist() if at not in units]
            if not left:
                choice.classes.add(face.classes)
                return
            units.add(next((at for at in left if self._holds(counts, {*units, at})), left[-1]))

    def _holds(self, counts: Index, units: set[int]) -> bool:
        sums = counts[sorted(units)].sum(axis=0)
        spread = (counts[sorted(units)].sum(axis=1) > 0).sum()
        is_told = np.count_nonzero(sums) >= min(_FEWEST_CLASSES, len(sums))
        return bool(len(units) >= FEWEST_UNITS and spread > 0 and is_told and not self._is_small(sums).any())

    def _of_slices(self) -> Flags:
        found = self.kept | self.crossed
        for name, faces in self.slices.items():
            choice = self.choices[name]
            for face in faces if name not in self.frozen else ():
                units = sorted(choice.units.get(face.unit, ()))
                found[face.inner[units]] = True
                found[face.unit_totals[units]] = True
                if face.classes in choice.classes:
                    found[face.class_totals] = True
                found[face.total] |= choice.is_total_hidden
        return found & ~self.lattice.frozen_shown

    def _lonely(self, found: Flags) -> list[tuple[Face, int]]:
        """Units (−1: all of a class) of which one quarter is hidden, while the others sum up to next to nothing."""
        where = {cell: (face, unit) for each in self.slices.values() for face in each for cell, unit in _named(face)}
        lonely = []
        for whole, parts in self.spans.sums:
            hidden = [part for part in parts if found[part]]
            rest = sum(int(self.lattice.value[part]) for part in parts if not found[part])
            if found[whole] and len(hidden) == 1 and len(parts) > 1 and rest < self.demand.n_min:
                others = [part for part in parts if part in where and not found[part]]
                open_parts = [one for one in others if _slice_of(where[one][0]) not in self.frozen]
                if open_parts:
                    greatest = max(open_parts, key=lambda one: (int(self.lattice.value[where[one][0].total]), -one))
                    lonely.append(where[greatest])
        return lonely

    def _join(self, face: Face, unit: int) -> None:
        name = face.measure, face.quarter
        if not self.lattice.value[face.total]:
            return
        if unit < 0:
            self.choices[name].classes.add(face.classes)
        else:
            self.choices[name].units.setdefault(face.unit, set()).add(unit)
        self._settle(name)


def _slice_of(face: Face) -> Slice:
    return face.measure, face.quarter


def _named(face: Face) -> list[tuple[int, int]]:
    """Cells of a face with the unit that each names, −1 where none."""
    cells = [(cell, unit) for unit, row in enumerate(face.inner.tolist()) for cell in row]
    cells += [(cell, unit) for unit, cell in enumerate(face.unit_totals.tolist())]
    return cells + [(cell, -1) for cell in face.class_totals.tolist()]


def crossed_cells(lattice: Lattice, faces: Iterable[Face]) -> Flags:
    """Cells that name two units at once."""
    by_measure: dict[str, set[str]] = {}
    for face in faces:
        by_measure.setdefault(face.measure, set()).add(face.unit)
    found = [len(by_measure.get(measure, set()) & {name for name, _ in named}) > 1 for measure, named in lattice.keys]
    return np.array(found, np.bool_) & ~lattice.frozen_shown
