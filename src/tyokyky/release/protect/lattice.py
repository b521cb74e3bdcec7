"""All cells of a release and of those before it as one system: which are the same, and which add up to which."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from tyokyky.domain.errors import UserError
from tyokyky.domain.releases import MUNICIPALITY, QUARTER, CellKey, TableLayout, cell_key

Counts = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Equation = tuple[int, tuple[int, ...]]
"""A cell and the cells whose sum it is."""
UNKNOWN: Final = -1
"""Value of a cell that an earlier release protected and that this release does not have."""


@dataclass(frozen=True, slots=True, eq=False)
class EarlierRelease:
    """What an earlier release showed.

    Attributes:
        release: its id.
        tables: layout → counts as published, −1 where protected.
        quarter_versions: of its manifest.
        upper_bounds: numbers anyone may know that bound a cell from above.
    """

    release: str
    tables: Mapping[TableLayout, Counts]
    quarter_versions: Mapping[str, int] = field(default_factory=dict)
    upper_bounds: Mapping[CellKey, int] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Lattice:
    """Cells as numbers 0 … n − 1.

    Attributes:
        keys: what each cell is.
        value: true count; UNKNOWN where only an earlier release had the cell and protected it.
        equations: each once.
        frozen_shown: an earlier release showed the cell.
        frozen_hidden: an earlier release protected the cell.
        places: table's name → the cell at each place of its array.
        margins: (cell, its total over a disclosing dimension, persons an insider may know there).
        differences: cell of a corrected quarter → the same cell of the version before.
        at_most: known upper bound, or −1.
    """

    keys: list[CellKey] = field(default_factory=list)
    value: Counts = field(default_factory=lambda: np.zeros(0, np.int64))
    equations: list[Equation] = field(default_factory=list)
    frozen_shown: Flags = field(default_factory=lambda: np.zeros(0, np.bool_))
    frozen_hidden: Flags = field(default_factory=lambda: np.zeros(0, np.bool_))
    places: dict[str, npt.NDArray[np.intp]] = field(default_factory=dict)
    margins: list[tuple[int, int, int]] = field(default_factory=list)
    differences: dict[int, int] = field(default_factory=dict)
    at_most: Counts = field(default_factory=lambda: np.zeros(0, np.int64))

    @property
    def size(self) -> int:
        """Number of cells."""
        return len(self.keys)


@dataclass(frozen=True, slots=True)
class Insiders:
    """How many persons a reader may know: `count`, or `small` in the municipalities named."""

    count: int
    small: int
    small_municipalities: frozenset[str]

    def of(self, key: CellKey) -> int:
        """Persons known in a cell."""
        return self.small if dict(key[1]).get(MUNICIPALITY) in self.small_municipalities else self.count


def cell_keys(layout: TableLayout, release: str, quarter_versions: Mapping[str, int]) -> list[CellKey]:
    """Which number each cell of a table is, in the order of its cells."""
    names = [dimension.name for dimension in layout.dimensions]
    named = (dict(zip(names, codes, strict=True)) for codes in layout.cells())
    return [cell_key(layout.measure, codes, release, quarter_versions) for codes in named]


class _Builder:
    """Gathers cells and equations, table by table."""

    def __init__(self, insiders: Insiders) -> None:
        self.index: dict[CellKey, int] = {}
        self.values: dict[int, int] = {}
        self.equations: dict[Equation, None] = {}
        self.margins: dict[tuple[int, int, int], None] = {}
        self.insiders = insiders

    def places(self, layout: TableLayout, release: str, versions: Mapping[str, int]) -> npt.NDArray[np.intp]:
        """The cell at each place of a table."""
        keys = cell_keys(layout, release, versions)
        return np.array([self.index.setdefault(key, len(self.index)) for key in keys], np.intp).reshape(layout.shape)

    def add_sums(self, layout: TableLayout, places: npt.NDArray[np.intp]) -> None:
        """Every parent is the sum of its children, in every dimension and wherever the others are."""
        for axis, dimension in enumerate(layout.dimensions):
            number = {code: at for at, code in enumerate(dimension.codes)}
            for parent, children in dimension.children.items():
                wholes = places.take(number[parent], axis).reshape(-1)
                parts = np.moveaxis(places.take([number[child] for child in children], axis), axis, -1)
                for whole, part in zip(wholes.tolist(), parts.reshape(-1, len(children)).tolist(), strict=True):
                    self.equations[whole, tuple(sorted(part))] = None

    def add_margins(self, layout: TableLayout, places: npt.NDArray[np.intp]) -> None:
        """Pairs of a cell and each total that holds it in a dimension that discloses."""
        keys = list(self.index)
        for axis, dimension in enumerate(layout.dimensions):
            if not dimension.discloses:
                continue
            number = {code: at for at, code in enumerate(dimension.codes)}
            for code in dimension.codes:
                for above in sorted(dimension.ancestors(code)):
                    parts = places.take(number[code], axis).reshape(-1).tolist()
                    wholes = places.take(number[above], axis).reshape(-1).tolist()
                    for part, whole in zip(parts, wholes, strict=True):
                        self.margins[part, whole, self.insiders.of(keys[part])] = None

    def add_values(self, places: npt.NDArray[np.intp], counts: Counts, release: str) -> None:
        """Counts of a table; refuses one number with two values."""
        for cell, count in zip(places.reshape(-1).tolist(), counts.reshape(-1).tolist(), strict=True):
            if count != UNKNOWN and self.values.setdefault(cell, count) != count:
                raise UserError(
                    f"Julkaisussa {release} samalla solulla on kaksi eri lukua: "
                    "jäädytetty neljännes on muuttunut tai taulut eivät täsmää. Korjaa aineisto tai tee oikaisu."
                )


def _check(layout: TableLayout, counts: Counts) -> None:
    if counts.shape != layout.shape:
        raise UserError(f"Taulun {layout.name} luvut eivät vastaa sen koodeja: rakenna taulu uudelleen.")


def build_lattice(
    tables: Mapping[TableLayout, Counts],
    release: str,
    quarter_versions: Mapping[str, int],
    earlier: Sequence[EarlierRelease],
    insiders: Insiders,
    upper_bounds: Mapping[CellKey, int],
) -> Lattice:
    """The system of a release to be protected, over all earlier releases.

    Errors: a table whose counts do not fit its layout, sums that do not agree, a frozen number that has changed.
    """
    builder, lattice = _Builder(insiders), Lattice()
    own: dict[str, npt.NDArray[np.intp]] = {}
    for layout, counts in tables.items():
        _check(layout, counts)
        own[layout.name] = _add_table(builder, layout, counts, release, quarter_versions)
    shown, hidden = _add_earlier(builder, earlier)
    size = len(builder.index)
    lattice.keys, lattice.places = list(builder.index), own
    lattice.equations, lattice.margins = list(builder.equations), list(builder.margins)
    lattice.value = np.array([builder.values.get(cell, UNKNOWN) for cell in range(size)], np.int64)
    lattice.frozen_shown, lattice.frozen_hidden = _flags(shown, size), _flags(hidden, size)
    lattice.differences = _differences(builder.index)
    lattice.at_most = _bounds(builder.index, [upper_bounds, *(one.upper_bounds for one in earlier)])
    _check_sums(lattice)
    return lattice


def _add_table(
    builder: _Builder, layout: TableLayout, counts: Counts, release: str, versions: Mapping[str, int]
) -> npt.NDArray[np.intp]:
    places = builder.places(layout, release, versions)
    builder.add_sums(layout, places)
    builder.add_margins(layout, places)
    builder.add_values(places, counts, release)
    return places


def _add_earlier(builder: _Builder, earlier: Sequence[EarlierRelease]) -> tuple[set[int], set[int]]:
    """Adds the tables of earlier releases; which cells they showed and protected."""
    shown: set[int] = set()
    hidden: set[int] = set()
    for one in earlier:
        for layout, counts in one.tables.items():
            _check(layout, counts)
            places = _add_table(builder, layout, counts, one.release, one.quarter_versions)
            shown.update(places[counts != UNKNOWN].tolist())
            hidden.update(places[counts == UNKNOWN].tolist())
    if shown & hidden:
        raise UserError("Aiemmat julkaisut ovat ristiriidassa: sama solu on toisessa näkyvissä ja toisessa suojattu.")
    return shown, hidden


def _flags(cells: Iterable[int], size: int) -> Flags:
    found = np.zeros(size, np.bool_)
    found[sorted(cells)] = True
    return found


def _differences(index: Mapping[CellKey, int]) -> dict[int, int]:
    """Cells of a corrected quarter → the same cell in the version before it."""
    found = {}
    for (measure, named), cell in index.items():
        codes = dict(named)
        quarter, _, version = codes[QUARTER].partition("#")
        for before in range(int(version or 1) - 1, 0, -1):
            key = (measure, tuple(sorted({**codes, QUARTER: f"{quarter}#{before}"}.items())))
            if key in index:
                found[cell] = index[key]
                break
    return found


def _bounds(index: Mapping[CellKey, int], given: Iterable[Mapping[CellKey, int]]) -> Counts:
    found = np.full(len(index), -1, np.int64)
    for bounds in given:
        for key, at_most in bounds.items():
            if key in index:
                cell = index[key]
                found[cell] = at_most if found[cell] < 0 else min(int(found[cell]), at_most)
    return found


def _check_sums(lattice: Lattice) -> None:
    value = lattice.value.tolist()
    for whole, parts in lattice.equations:
        counts = [value[part] for part in parts]
        if UNKNOWN not in counts and value[whole] not in {UNKNOWN, sum(counts)}:
            raise UserError("Julkaisun taulun summa ei ole osiensa summa: rakenna taulut uudelleen aineistosta.")
