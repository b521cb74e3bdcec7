"""Protection by blocks: what is hidden is proven as it is chosen, so it ends, and no solver is needed.

In each quarter each face hides units × classes: some classes of some units, or units whole with their totals, or in
all units two classes with their totals. Which is chosen by what readers lose, and it must hold against whoever knows
one of the hidden counts (`transport.py` tells exactly how narrow each can be made). A sum over quarters, or over a
group of units, is shown where all its parts are.
"""

from collections.abc import Iterable

import numpy as np

from tyokyky.domain.releases import TableLayout
from tyokyky.release.protect.demand import Demand, sensitive_cells
from tyokyky.release.protect.faces import Face, class_names, faces_of
from tyokyky.release.protect.grids import Grid, grid_of
from tyokyky.release.protect.lattice import Flags, Lattice
from tyokyky.release.protect.quarters import Hidden, everything, hidden_of, pattern_of
from tyokyky.release.protect.spans import Spans
from tyokyky.release.protect.whole_units import FEWEST_UNITS, WholeUnits, crossed_cells

Group = list[Face]
"""Faces of one measure, quarter and dimension of classes: they share the totals of classes."""


def hidden_by_blocks(tables: Iterable[TableLayout], lattice: Lattice, demand: Demand) -> Flags | None:
    """Protected cells; None where tables have no faces, or name two units at once and have fewer than three."""
    listed = list(tables)
    classes = class_names(listed)
    if classes is None:
        return None
    faces = [face for face in faces_of(listed, lattice.places, classes) if face.unit not in classes.values()]
    crossed = crossed_cells(lattice, faces)
    if not crossed.any() and not any(face.unit_has_groups for face in faces):
        return Spans(lattice, demand, crossed).hidden(_Blocks(lattice, demand, faces).hidden())
    if any(len(face.unit_totals) < FEWEST_UNITS for face in faces):
        return None
    return WholeUnits(lattice, demand, faces, crossed).hidden()


class _Blocks:
    """The quarters of every measure, each by itself."""

    def __init__(self, lattice: Lattice, demand: Demand, faces: Iterable[Face]) -> None:
        self.lattice, self.demand = lattice, demand
        self.kept: Flags = sensitive_cells(lattice, demand) | lattice.frozen_hidden
        self.slices: dict[tuple[str, str], dict[str, Group]] = {}
        for face in faces:
            groups = self.slices.setdefault((face.measure, face.quarter), {})
            groups.setdefault(face.classes, []).append(face)

    def hidden(self) -> Flags:
        """Cells that the quarters hide, and those that must be hidden for what they are."""
        found = self.kept.copy()
        for groups in self.slices.values():
            self._settle(list(groups.values()), found)
        return found & ~self.lattice.frozen_shown

    def _settle(self, groups: list[Group], found: Flags) -> None:
        """One measure in one quarter; where one group hides the count of all together, all do."""
        is_out = self.lattice.frozen_shown | self.lattice.frozen_hidden
        total = groups[0][0].total
        if is_out[total]:
            for faces in groups:
                self._settle_new([face for face in faces if not is_out[face.inner].any()], found)
            return
        grids = [[grid_of(face, self.lattice, self.demand, self.kept) for face in faces] for faces in groups]
        chosen = [self._chosen(*each, may_hide_total=len(groups) == 1) for each in zip(groups, grids, strict=True)]
        if any(one.is_everything for one in chosen):
            chosen = [everything(each) for each in grids]
        found[total] |= any(one.is_total_hidden for one in chosen)
        for faces, one in zip(groups, chosen, strict=True):
            _mark(faces, one, found)

    def _chosen(self, faces: Group, grids: list[Grid], *, may_hide_total: bool) -> Hidden:
        kept = np.flatnonzero(self.kept[faces[0].class_totals]).tolist()
        is_kept = bool(self.kept[faces[0].total])
        return hidden_of(grids, kept, is_total_kept=is_kept, may_hide_total=may_hide_total)

    def _settle_new(self, faces: Group, found: Flags) -> None:
        """Faces that are told for the first time of a quarter that is out: the totals are as they were."""
        for face in faces:
            grid = grid_of(face, self.lattice, self.demand, self.kept)
            is_told = self.lattice.frozen_shown[face.class_totals].all()
            pattern = pattern_of(grid) if is_told else None
            patterns = everything([grid]).patterns if pattern is None else (pattern,)
            _mark([face], Hidden(patterns), found)


def _mark(faces: Group, hidden: Hidden, found: Flags) -> None:
    for face, pattern in zip(faces, hidden.patterns, strict=True):
        reached = ((pattern.reach[:, None] >> np.arange(face.inner.shape[1])) & 1) > 0
        found[face.inner[reached]] = True
        found[face.unit_totals[pattern.is_open]] = True
        found[face.class_totals[list(hidden.classes)]] = True
