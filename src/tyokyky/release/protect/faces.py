"""The faces of tables: who is counted × what is said of them × quarter, all else added up.

A unit is a code by which people are found (a path service, a municipality, an age band); a class says something of them
(what followed, what was answered). Cells that name two units at once stand in no face.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from tyokyky.domain.releases import QUARTER, TOTAL, Dimension, TableLayout
from tyokyky.release.protect.component import Index


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """Cells of one face in one quarter.

    Attributes:
        unit: name of the dimension of units; faces of a measure with the same one share its totals.
        classes: name of the dimension of classes; faces with the same one share its totals.
        inner: cell of each innermost unit × class.
        unit_totals: cell of each unit, whatever the class.
        class_totals: cell of each class, whatever the unit.
        total: cell of all together.
        told_first: the class whose share of a unit readers ask for, as a bit; 0 where there is none such.
        told: classes of which that share is made, as a sum of bits.
        unit_has_groups: groups of units are told of too.
    """

    measure: str
    unit: str
    classes: str
    quarter: str
    inner: Index
    unit_totals: Index
    class_totals: Index
    total: int
    told_first: int = 0
    told: int = 0
    unit_has_groups: bool = False


TOLD_FIRST: Final = "dropped"
"""The class whose share of a unit is the first thing that readers ask for."""
TOLD: Final = frozenset({"continued", "dropped"})
"""The classes of which that share is made: whose next step is known."""
ALL: Final = ""
"""In place of the dimension of classes where a table has none: everyone of a unit is one class."""


def class_names(tables: Iterable[TableLayout]) -> dict[str, str] | None:
    """Table → its dimension of classes; None where a table has no quarters or is divided by too much.

    A table of quarters and one dimension more has units and no classes, whatever they say of a person.
    """
    listed = list(tables)
    found = {}
    for table in listed:
        names = {one.name for one in table.dimensions}
        alike = [{one.name for one in other.dimensions} for other in listed if other.measure == table.measure]
        shared = names.intersection(*alike)
        said = [one.name for one in table.dimensions if one.discloses]
        classes = next((name for name in said if name in shared), said[0] if said else ALL)
        if QUARTER not in names or not 2 <= len(names) <= 4 or (classes == ALL and len(names) > 2):
            return None
        if any(TOTAL not in one.codes for one in table.dimensions if len(names) > 2 or one.name == QUARTER):
            return None
        found[table.name] = ALL if len(names) == 2 else classes
    return found


def faces_of(tables: Iterable[TableLayout], places: Mapping[str, Index], classes: Mapping[str, str]) -> Iterator[Face]:
    """Every face of every table and quarter; a table of classes alone has none."""
    for table in tables:
        names = [one.name for one in table.dimensions]
        for unit in names:
            if unit not in {QUARTER, classes[table.name]} and TOTAL in table.dimensions[names.index(unit)].codes:
                yield from _faces(table, places[table.name], unit, classes[table.name])


def _faces(table: TableLayout, cells: Index, unit: str, classes: str) -> Iterator[Face]:
    names = [one.name for one in table.dimensions]
    for axis in reversed(range(len(names))):
        if names[axis] not in {unit, classes, QUARTER}:
            cells = np.asarray(cells.take(table.dimensions[axis].codes.index(TOTAL), axis))
            names.pop(axis)
    if classes == ALL:
        cells, names = cells[..., None], [*names, ALL]
    turned: Index = np.transpose(cells, [names.index(name) for name in (unit, classes, QUARTER)])
    by_name = {one.name: one for one in table.dimensions} | {ALL: Dimension(ALL, (TOTAL,), {})}
    rows, columns = _innermost(by_name[unit]), _innermost(by_name[classes])
    top_row, top_column = (by_name[name].codes.index(TOTAL) for name in (unit, classes))
    codes = [by_name[classes].codes[one] for one in columns]
    first = sum(1 << at for at, one in enumerate(codes) if one == TOLD_FIRST)
    told = sum(1 << at for at, one in enumerate(codes) if one in TOLD)
    for at, quarter in enumerate(by_name[QUARTER].codes):
        if quarter != TOTAL:
            layer = turned[:, :, at]
            yield Face(
                table.measure, unit, classes, quarter, layer[np.ix_(rows, columns)], layer[rows, top_column],
                layer[top_row, columns], int(layer[top_row, top_column]), first, told, len(by_name[unit].children) > 1,
            )  # fmt: skip


def _innermost(dimension: Dimension) -> list[int]:
    return [at for at, code in enumerate(dimension.codes) if code not in dimension.children]
