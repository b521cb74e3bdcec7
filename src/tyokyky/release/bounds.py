"""Numbers that anyone may know and that bound the cells of a release from above."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from tyokyky.domain.releases import MUNICIPALITY, TOTAL, TableLayout
from tyokyky.release.tables.county import County
from tyokyky.release.tables.layouts import EXITS
from tyokyky.release.tables.municipalities import Places

GREATEST_COUNT: Final = 2**31 - 1
"""More than any county has of anything: it makes every interval end somewhere."""


def upper_bounds(layouts: Iterable[TableLayout], county: County, places: Places) -> list[dict[str, Any]]:
    """Bounds as a manifest tells them: known inhabitants for a municipality's exits, and an end for all else."""
    measures: dict[str, TableLayout] = {}
    for layout in layouts:
        measures.setdefault(layout.measure, layout)
    found = [
        {"measure": measure, "cell": cell, "at_most": GREATEST_COUNT}
        for measure, layout in measures.items()
        for cell in _tops(layout)
    ]
    return [*found, *_inhabitants(county, places)] if EXITS in measures else found


def _tops(layout: TableLayout) -> Iterator[dict[str, str]]:
    """Cells that no other cell of a measure holds: its total, or each code of a dimension that has none."""
    cells: list[dict[str, str]] = [{}]
    for dimension in layout.dimensions:
        if TOTAL not in dimension.codes:
            cells = [{**cell, dimension.name: code} for cell in cells for code in dimension.codes]
    yield from cells


def _inhabitants(county: County, places: Places) -> Iterator[dict[str, Any]]:
    for code in places.codes:
        people = [county.populations.get(one, 0) for one in places.merged.get(code, (code,))]
        if all(people):
            yield {"measure": EXITS, "cell": {MUNICIPALITY: code}, "at_most": sum(people)}
