"""Plain types of a council release: its tables, the policy that protects them, and when two cells are one number.

What they mean is written in docs/release-format.md. The auditor has its own reading of that text and uses none of this.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Final, Literal

from tyokyky.domain.errors import UserError

TOTAL: Final = "_total"
"""Code of a dimension's total."""
QUARTER: Final = "quarter"
"""The dimension whose codes are numbers of their own, release after release."""
MUNICIPALITY: Final = "municipality"
"""The dimension whose codes have populations."""
SMALLEST_N_MIN: Final = 3
SMALLEST_WIDTH: Final = 3

Engine = Literal["elimination", "rounding"]
CellKey = tuple[str, tuple[tuple[str, str], ...]]
"""Measure, and the codes that a cell names by dimension, totals left out: the same key is the same number."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """One way in which a table is divided.

    Attributes:
        name: the same in every table that is divided so.
        codes: in the order of the published rows, totals and groups included.
        parents: code → codes whose count holds it; a parent is the sum of all codes that name it. A code with several
            parents stands in several hierarchies; the tops of one of them name the total, those of the others nothing.
        discloses: the code says something of a person (what followed, what was answered) and does not only find one.
    """

    name: str
    codes: tuple[str, ...]
    parents: Mapping[str, tuple[str, ...]] = field(hash=False)
    discloses: bool = False

    def __post_init__(self) -> None:
        """Refuses codes that are named twice, parents that are no codes, and circles of parents."""
        if len(set(self.codes)) != len(self.codes):
            raise UserError(f"Ulottuvuudessa {self.name} on sama koodi kahdesti: poista toinen.")
        named = {code for child, parents in self.parents.items() for code in (child, *parents)}
        if not named <= set(self.codes):
            raise UserError(f"Ulottuvuudessa {self.name} on yläkoodi tai alakoodi, jota ei ole koodeissa.")
        for code in self.codes:
            if code in self.ancestors(code):
                raise UserError(f"Ulottuvuudessa {self.name} koodi {code} on oma yläkoodinsa: korjaa luokitus.")

    @property
    def children(self) -> dict[str, tuple[str, ...]]:
        """Parent → the codes that add up to it, in the order of codes."""
        found: dict[str, list[str]] = {}
        for code in self.codes:
            for parent in self.parents.get(code, ()):
                found.setdefault(parent, []).append(code)
        return {parent: tuple(codes) for parent, codes in found.items()}

    def ancestors(self, code: str) -> frozenset[str]:
        """Every code whose count holds this one's."""
        found: set[str] = set()
        waiting = list(self.parents.get(code, ()))
        while waiting:
            parent = waiting.pop()
            if parent not in found:
                found.add(parent)
                waiting.extend(self.parents.get(parent, ()))
        return frozenset(found)


@dataclass(frozen=True, slots=True)
class TableLayout:
    """One table: the full product of its dimensions' codes, of one measure.

    Counts of it stand in an integer array with one axis a dimension, in this order, indexed as its codes.
    """

    name: str
    measure: str
    unit: str
    dimensions: tuple[Dimension, ...]

    @property
    def shape(self) -> tuple[int, ...]:
        """Number of codes by dimension."""
        return tuple(len(dimension.codes) for dimension in self.dimensions)

    def cells(self) -> Iterable[tuple[str, ...]]:
        """Codes of every cell in the order of the published rows (the last dimension goes fastest)."""
        return product(*(dimension.codes for dimension in self.dimensions))


@dataclass(frozen=True, slots=True)
class Policy:
    """What is demanded of a release.

    Attributes:
        n_min: counts of 1 … n_min − 1 are sensitive; never under 3.
        width: least difference of the greatest and the least value that a protected cell may have for a reader.
        insider_count: persons whom a reader may know in a cell (class disclosure).
        insider_count_small: the same in municipalities under `small_population`.
        small_population: inhabitants.
        engine: how cells are protected.
    """

    n_min: int = 5
    width: int = 5
    insider_count: int = 1
    insider_count_small: int = 2
    small_population: int = 5000
    engine: Engine = "elimination"

    def __post_init__(self) -> None:
        """Refuses a policy that protects no one."""
        if self.n_min < SMALLEST_N_MIN:
            raise UserError(f"Julkaisun n_min on vähintään {SMALLEST_N_MIN}: suurenna sitä julkaisun asetuksissa.")
        if self.width < SMALLEST_WIDTH:
            raise UserError(f"Julkaisun width on vähintään {SMALLEST_WIDTH}: suurenna sitä julkaisun asetuksissa.")
        if min(self.insider_count, self.insider_count_small) < 1:
            raise UserError("Julkaisun insider_count ja insider_count_small ovat vähintään 1.")
        if self.small_population < 0:
            raise UserError("Julkaisun small_population ei voi olla negatiivinen.")
        if self.engine not in {"elimination", "rounding"}:
            raise UserError("Julkaisun engine on joko elimination tai rounding.")


def cell_key(
    measure: str, codes: Mapping[str, str], release: str, quarter_versions: Mapping[str, int] | None = None
) -> CellKey:
    """Which number a cell is, over all tables and releases.

    A quarter is the same number in every release that has it with the same version. All quarters together, and a
    quarter without a version, are numbers of their own release.
    """
    versions = quarter_versions or {}
    quarter = codes.get(QUARTER, TOTAL)
    own = f"{quarter}@{release}" if quarter not in versions else f"{quarter}#{versions[quarter]}"
    named = {name: code for name, code in codes.items() if code != TOTAL}
    return measure, tuple(sorted({**named, QUARTER: own}.items()))


def is_decomposable(edges: Iterable[Iterable[str]]) -> bool:
    """Whether tables given as sets of dimensions can be put together without a circle (GYO reduction ends empty).

    Then whoever holds the tables learns of their joint distribution no more than each table and its neighbour tell.
    """
    left = [set(edge) for edge in edges]
    while left:
        seen = [name for edge in left for name in edge]
        trimmed = [{name for name in edge if seen.count(name) > 1} for edge in left]
        kept = [
            edge
            for place, edge in enumerate(trimmed)
            if edge and not any(edge < other or (edge == other and at < place) for at, other in enumerate(trimmed))
        ]
        if kept == left:
            return False
        left = kept
    return True


def require_decomposable(layouts: Iterable[TableLayout]) -> None:
    """Refuses a list of tables whose dimensions go round in a circle, measure by measure."""
    by_measure: dict[str, list[TableLayout]] = {}
    for layout in layouts:
        by_measure.setdefault(layout.measure, []).append(layout)
    for measure, tables in by_measure.items():
        if not is_decomposable([dimension.name for dimension in table.dimensions] for table in tables):
            names = ", ".join(sorted(table.name for table in tables))
            raise UserError(
                f"Julkaisun taulut ({measure}: {names}) muodostavat kehän, jota ei voi suojata: poista jokin niistä."
            )
