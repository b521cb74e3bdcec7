"""Everything that ties cells to each other: sums, merged codes, quarters told again, and numbers anyone may know."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from scipy import sparse

from tyokyky.domain.errors import UserError
from tyokyky.release.audit.cells import (
    UNBOUNDED,
    Cells,
    Key,
    members_of,
    part_of,
    quarter_label,
    quarters_of,
    with_member,
)
from tyokyky.release.audit.folder import Numbers, Release, Table
from tyokyky.release.audit.manifest import QUARTER, TOTAL


@dataclass
class Equations:
    """`matrix @ cells = 0`, and limits.

    Attributes:
        sums: Arrays of cell numbers, a parent first and its parts after it, with their table (−1: no single one).
        differences: Numbers of cells that are a corrected quarter less the one before: they may be below zero.
        limits: Numbers anyone may know: cell and its greatest value.
    """

    sums: list[tuple[Numbers, int]] = field(default_factory=list)
    differences: list[int] = field(default_factory=list)
    limits: dict[int, int] = field(default_factory=dict)

    def add(self, parent: int, parts: Sequence[int]) -> None:
        """One sum that no single table states."""
        self.sums.append((np.asarray([[parent, *parts]], dtype=np.int64), -1))


def equations_of(cells: Cells, releases: Sequence[Release]) -> Equations:
    """All equations and limits over the numbered cells; numbers more cells where one follows from others."""
    found = Equations()
    for index, ((_, table), ids) in enumerate(zip(cells.tables, cells.ids, strict=True)):
        found.sums.extend((rows, index) for rows in _table_sums(table, ids))
    _add_limits(cells, releases, found)
    _add_merged(cells, found)
    _add_quarters(cells, found)
    return found


def _table_sums(table: Table, ids: Numbers) -> Iterable[Numbers]:
    for axis, dimension in enumerate(table.dimensions):
        for parent, children in dimension.children().items():
            taken = [dimension.codes.index(code) for code in (parent, *children)]
            yield np.moveaxis(np.take(ids, taken, axis=axis), axis, -1).reshape(-1, len(taken))


def _add_limits(cells: Cells, releases: Sequence[Release], found: Equations) -> None:
    for release in releases:
        for bound in release.manifest.upper_bounds:
            parts = [part_of(name, code, release) for name, code in sorted(bound.cell.items()) if name != QUARTER]
            quarter = bound.cell.get(QUARTER, TOTAL)
            versions = release.manifest.quarter_versions
            if quarter != TOTAL and quarter not in versions:
                raise UserError(f"Julkaisun {release.id} manifest rajaa neljännestä {quarter}, jota siinä ei ole.")
            held = versions if quarter == TOTAL else {quarter: versions[quarter]}
            number = cells.number((bound.measure + "".join(parts), quarter_label(held)))
            found.limits[number] = min(bound.at_most, found.limits.get(number, UNBOUNDED))


def _add_merged(cells: Cells, found: Equations) -> None:
    """A merged code is the sum of its members wherever any member is told of by itself or in another group."""
    groups = [(key, name, each) for key in cells.numbers for name, each in members_of(key).items()]
    seen: dict[Key, int] = {}
    for key, name, members in groups:
        for member in members:
            one = with_member(key, name, member)
            seen[one] = seen.get(one, 0) + 1
    for key, name, members in groups:
        parts = [with_member(key, name, member) for member in members]
        if any(seen[one] > 1 or one in cells.numbers for one in parts):
            found.add(cells.numbers[key], [cells.number(one) for one in parts])


def _add_quarters(cells: Cells, found: Equations) -> None:
    by_rest: dict[str, dict[str, int]] = {}
    for (rest, label), number in list(cells.numbers.items()):
        by_rest.setdefault(rest, {})[label] = number
    held = {label: quarters_of(label) for each in by_rest.values() for label in each}
    wholes = {label: order for order, label in enumerate(cells.quarter_sets)}
    for rest, labels in by_rest.items():
        if len(labels) > 1:
            for one, other in _corrected(labels, held):
                _add_difference(cells, found, rest, one, other)
            whole = sorted((label for label in labels if label in wholes), key=lambda label: wholes[label])
            for before, after in pairwise(whole):
                _add_pieces(cells, found, rest, (held[before], held[after]))


def _corrected(labels: Iterable[str], held: dict[str, dict[str, int]]) -> Iterable[tuple[str, str]]:
    """The same quarters in two versions, one after the other."""
    same: dict[tuple[str, ...], list[str]] = {}
    for label in labels:
        same.setdefault(tuple(sorted(held[label])), []).append(label)
    for each in same.values():
        ordered = sorted(each, key=lambda label: [held[label][quarter] for quarter in sorted(held[label])])
        yield from pairwise(ordered)


def _add_difference(cells: Cells, found: Equations, rest: str, before: str, after: str) -> None:
    number = cells.number((rest, f"{after}-{before}"))
    found.differences.append(number)
    found.add(cells.numbers[rest, after], [cells.numbers[rest, before], number])


def _add_pieces(cells: Cells, found: Equations, rest: str, held: tuple[dict[str, int], dict[str, int]]) -> None:
    """What one release's total has more than another's is a count too, where the quarters are not told one by one."""
    common = dict(held[0].items() & held[1].items())
    apart = [{quarter: version for quarter, version in each.items() if quarter not in common} for each in held]
    single = [quarter_label({quarter: version}) for each in apart for quarter, version in each.items()]
    if set(held[0]) == set(held[1]) or all((rest, one) in cells.numbers for one in single):
        return
    for whole, extra in zip(held, apart, strict=True):
        parts = [cells.number((rest, quarter_label(each))) for each in (common, extra) if each]
        if parts != [cells.numbers[rest, quarter_label(whole)]]:
            found.add(cells.numbers[rest, quarter_label(whole)], parts)


def matrix_of(found: Equations, count: int) -> tuple[sparse.csr_array, Numbers]:
    """The equations as rows, each once, and the table each comes from."""
    rows: list[Numbers] = []
    columns: list[Numbers] = []
    signs: list[Numbers] = []
    sources: list[Numbers] = []
    height = 0
    for width in sorted({each.shape[1] for each, _ in found.sums}):
        alike = [(each, source) for each, source in found.sums if each.shape[1] == width]
        stacked = np.concatenate(
            [np.concatenate([each[:, :1], np.sort(each[:, 1:], axis=1)], axis=1) for each, _ in alike]
        )
        source = np.concatenate([np.full(len(each), index) for each, index in alike])
        unique, first = np.unique(stacked, axis=0, return_index=True)
        rows.append(np.repeat(np.arange(height, height + len(unique)), width))
        columns.append(unique.ravel())
        signs.append(np.tile(np.asarray([1, *[-1] * (width - 1)]), len(unique)))
        sources.append(source[first])
        height += len(unique)
    if not rows:
        return sparse.csr_array((0, count), dtype=np.int64), np.zeros(0, dtype=np.int64)
    data = (np.concatenate(signs), (np.concatenate(rows), np.concatenate(columns)))
    matrix = sparse.csr_array(sparse.coo_array(data, shape=(height, count), dtype=np.int64))
    matrix.eliminate_zeros()
    return matrix, np.concatenate(sources)
