"""Published tables in memory: a cell is a shown count, or an interval that stands in its place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

TOTAL: Final = "_total"
_MORE_THAN_ANYONE_COUNTS: Final = 2**30
"""Half of what ends every interval of a release: an interval that reaches so far has no end that tells anything."""


@dataclass(frozen=True)
class Cell:
    """One published cell. `count` is `None` where it is protected; `lower` and `upper` are then the public interval."""

    count: int | None
    lower: int
    upper: int

    @property
    def is_shown(self) -> bool:
        """Whether the count was published."""
        return self.count is not None

    @property
    def has_end(self) -> bool:
        """Whether its interval ends at a number that tells something."""
        return self.upper < _MORE_THAN_ANYONE_COUNTS


@dataclass(frozen=True)
class Dimension:
    """A dimension with its codes in the order of the manifest."""

    name: str
    codes: tuple[str, ...]

    @property
    def parts(self) -> tuple[str, ...]:
        """The codes that are no total."""
        return tuple(code for code in self.codes if code != TOTAL)


@dataclass(frozen=True)
class ReleaseTable:
    """One table: its cells by their codes, in the order of the dimensions."""

    name: str
    measure: str
    dimensions: tuple[Dimension, ...]
    cells: Mapping[tuple[str, ...], Cell]

    def dimension(self, name: str) -> Dimension | None:
        """A dimension by its name; `None` where the table has none such."""
        return next((one for one in self.dimensions if one.name == name), None)

    def cell(self, codes: Mapping[str, str]) -> Cell | None:
        """The cell of these codes, a dimension that is not named being a total; `None` where there is none such."""
        return self.cells.get(tuple(codes.get(one.name, TOTAL) for one in self.dimensions))

    def rows(self) -> Iterator[tuple[tuple[str, ...], Cell]]:
        """Every cell in the published order."""
        yield from self.cells.items()


def sum_of(cells: list[Cell | None]) -> Cell | None:
    """The sum of shown counts as a cell; `None` as soon as one of them is protected or missing.

    A sum over a protected cell is never worked out, not even as an interval: what may be said of it was published.
    """
    counts = [cell.count for cell in cells if cell is not None and cell.count is not None]
    if not cells or len(counts) < len(cells):
        return None
    total = sum(counts)
    return Cell(total, total, total)
