"""One number for each cell, whatever tables and releases it stands in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from tyokyky.domain.errors import UserError
from tyokyky.release.audit.folder import HIDDEN, Numbers, Release, Table
from tyokyky.release.audit.manifest import QUARTER, TOTAL, Dimension

UNBOUNDED: Final = 2**50
_PART: Final = "\x1f"
_CODE: Final = "\x1e"
_MEMBER: Final = "\x1d"

Key = tuple[str, str]
"""Measure with codes other than totals, and the quarters with their versions."""


@dataclass
class Cells:
    """Numbers given to cells, and what each table says of them.

    Attributes:
        tables: Every table of every release, in order, with the release it belongs to.
        ids: Number of each cell of each table, in the table's own shape.
        quarter_sets: Quarter labels that stand for a whole release or table, in order of first use.
    """

    numbers: dict[Key, int] = field(default_factory=dict)
    tables: list[tuple[Release, Table]] = field(default_factory=list)
    ids: list[Numbers] = field(default_factory=list)
    quarter_sets: list[str] = field(default_factory=list)

    def number(self, key: Key) -> int:
        """The number of a cell, a new one where it has none."""
        return self.numbers.setdefault(key, len(self.numbers))


@dataclass(frozen=True)
class Shown:
    """What is published of each cell, by number.

    Attributes:
        value: Shown count, −1 where no release shows it.
        n_min: Least count that the last release showing the cell may show.
        lower: Greatest of the published lower bounds.
        upper: Least of the published upper bounds.
        table: Last table that has the cell (index in `Cells.tables`), −1 for none.
        place: Its place in that table, counted row by row.
    """

    value: Numbers
    n_min: Numbers
    lower: Numbers
    upper: Numbers
    table: Numbers
    place: Numbers


def number_cells(releases: Sequence[Release]) -> Cells:
    """Numbers for all cells of all tables."""
    cells = Cells()
    for release in releases:
        for table in release.tables:
            cells.tables.append((release, table))
            cells.ids.append(_table_ids(cells, release, table))
    return cells


def _table_ids(cells: Cells, release: Release, table: Table) -> Numbers:
    plain = sorted((one for one in table.dimensions if one.name != QUARTER), key=lambda one: one.name)
    rests = [table.measure]
    for one in plain:
        parts = [part_of(one.name, code, release) for code in one.codes]
        rests = [rest + part for rest in rests for part in parts]
    quarter = next((one for one in table.dimensions if one.name == QUARTER), None)
    labels = _quarter_labels(quarter, release)
    cells.quarter_sets.extend(label for label in labels if _MEMBER in label and label not in cells.quarter_sets)
    if quarter is None and labels[0] not in cells.quarter_sets:
        cells.quarter_sets.append(labels[0])
    flat = np.fromiter((cells.number((rest, label)) for rest in rests for label in labels), dtype=np.int64)
    order = [one.name for one in plain] + ([QUARTER] if quarter else [])
    shape = [len(one.codes) for one in plain] + ([len(labels)] if quarter else [])
    return flat.reshape(shape).transpose([order.index(one.name) for one in table.dimensions])


def part_of(dimension: str, code: str, release: Release) -> str:
    """What a code adds to a cell's name: nothing for a total, its members for a merged code."""
    if code == TOTAL:
        return ""
    members = release.manifest.merged.get(dimension, {}).get(code, [code])
    return f"{_PART}{dimension}{_CODE}{_MEMBER.join(sorted(members))}"


def _quarter_labels(quarter: Dimension | None, release: Release) -> list[str]:
    versions = release.manifest.quarter_versions
    if quarter is None:
        return [quarter_label(versions)]
    children = quarter.children()
    leaves = [code for code in quarter.codes if code not in children and code != TOTAL]
    if strange := sorted(set(leaves) - set(versions)):
        raise UserError(f"Julkaisun {release.id} manifest ei kerro neljänneksen {strange[0]} versiota.")
    held = {code: [leaf for leaf in leaves if code in (leaf, *quarter.ancestors(leaf))] for code in quarter.codes}
    if TOTAL in held and TOTAL not in children:
        held[TOTAL] = list(versions)
    return [quarter_label({leaf: versions[leaf] for leaf in held[code]}) for code in quarter.codes]


def quarter_label(versions: Mapping[str, int]) -> str:
    """Name of a set of quarters, each in a version."""
    return _MEMBER.join(f"{quarter}{_CODE}{version}" for quarter, version in sorted(versions.items()))


def what_is_shown(cells: Cells) -> Shown:
    """What all releases together say of each cell.

    Raises:
        UserError: Two tables show the same cell with different values.
    """
    count = len(cells.numbers)
    shown = Shown(*(np.full(count, start, dtype=np.int64) for start in (HIDDEN, 0, 0, UNBOUNDED, -1, -1)))
    for index, ((release, table), ids) in enumerate(zip(cells.tables, cells.ids, strict=True)):
        flat, counts = ids.ravel(), table.counts.ravel()
        open_ = counts != HIDDEN
        before, new = shown.value[flat[open_]], counts[open_]
        _same(before, new, release, table)
        shown.value[flat[open_]] = new
        _same(shown.value[flat[open_]], new, release, table)
        shown.n_min[flat[open_]] = release.manifest.policy.n_min
        np.maximum.at(shown.lower, flat, table.lower.ravel())
        np.minimum.at(shown.upper, flat, table.upper.ravel())
        shown.table[flat] = index
        shown.place[flat] = np.arange(len(flat))
    return shown


def _same(before: Numbers, new: Numbers, release: Release, table: Table) -> None:
    if ((before != HIDDEN) & (before != new)).any():
        raise UserError(
            f"Julkaisun {release.id} taulu {table.name} näyttää saman solun eri lukuna kuin toinen taulu tai julkaisu."
        )


def members_of(key: Key) -> dict[str, list[str]]:
    """Members of each merged code in a cell's name."""
    parts = [part.split(_CODE) for part in key[0].split(_PART)[1:]]
    return {name: label.split(_MEMBER) for name, label in parts if _MEMBER in label}


def with_member(key: Key, dimension: str, member: str) -> Key:
    """The same cell of one member of its merged code."""
    measure, *parts = key[0].split(_PART)
    changed = [part if part.split(_CODE)[0] != dimension else f"{dimension}{_CODE}{member}" for part in parts]
    return _PART.join([measure, *changed]), key[1]


def quarters_of(label: str) -> dict[str, int]:
    """Quarters in a label with their versions."""
    pairs = (part.split(_CODE) for part in label.split(_MEMBER) if part)
    return {quarter: int(version) for quarter, version in pairs}
