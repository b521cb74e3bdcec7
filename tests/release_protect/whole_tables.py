"""A slow second reading of the demand: every table of whole numbers that agrees with what is shown, one by one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from tyokyky.domain.releases import TOTAL, CellKey, Dimension, TableLayout
from tyokyky.release.protect import EarlierRelease, ProtectedTable
from tyokyky.release.protect.lattice import cell_keys

Counts = npt.NDArray[np.int64]
Shown = dict[CellKey, int | None]
Sum = tuple[CellKey, tuple[CellKey, ...]]


def flat(name: str, *codes: str, discloses: bool = False) -> Dimension:
    return Dimension(name, (TOTAL, *codes), dict.fromkeys(codes, (TOTAL,)), discloses)


def totalled(inner: Sequence[Sequence[int]] | Counts) -> Counts:
    """A table of flat dimensions with a total first on every axis."""
    found = np.asarray(inner, np.int64)
    for axis in range(found.ndim):
        found = np.concatenate((found.sum(axis=axis, keepdims=True), found), axis=axis)
    return found


def sums_of(layout: TableLayout, keys: Sequence[CellKey]) -> Iterator[Sum]:
    places = np.arange(len(keys)).reshape(layout.shape)
    for axis, dimension in enumerate(layout.dimensions):
        for parent, children in dimension.children.items():
            wholes = places.take([dimension.codes.index(parent)], axis).reshape(-1)
            parts = [places.take([dimension.codes.index(child)], axis).reshape(-1) for child in children]
            for whole, *row in zip(wholes, *parts, strict=True):
                yield keys[whole], tuple(keys[part] for part in row)


def system(
    tables: Iterable[ProtectedTable],
    release: str = "r",
    versions: Mapping[str, int] | None = None,
    earlier: Sequence[EarlierRelease] = (),
) -> tuple[Shown, list[Sum]]:
    """Shown values (None where protected) and every sum, over a release and those before it."""
    shown: Shown = {}
    sums: list[Sum] = []
    published = [(one.layout, one.counts, release, versions or {}) for one in tables]
    published += [
        (lay, counts, one.release, one.quarter_versions) for one in earlier for lay, counts in one.tables.items()
    ]
    for layout, counts, name, quarter_versions in published:
        keys = cell_keys(layout, name, quarter_versions)
        shown |= {key: None if count < 0 else int(count) for key, count in zip(keys, counts.reshape(-1), strict=True)}
        sums += sums_of(layout, keys)
    return shown, sums


def whole_tables(shown: Shown, sums: Sequence[Sum], limit: int = 60) -> list[dict[CellKey, int]]:
    """Every agreeing table; cells that no sum bounds go no further than `limit`."""
    found: list[dict[CellKey, int]] = []
    _search({key: value for key, value in shown.items() if value is not None}, shown, sums, limit, found)
    return found


def _search(
    known: dict[CellKey, int],
    shown: Shown,
    sums: Sequence[Sum],
    limit: int,
    found: list[dict[CellKey, int]],
) -> None:
    if not _complete(known, sums):
        return
    left = [key for key in shown if key not in known]
    if not left:
        found.append(known)
        return
    key = min(left, key=lambda one: _most(one, known, sums, limit))
    for value in range(_most(key, known, sums, limit) + 1):
        _search({**known, key: value}, shown, sums, limit, found)


def _complete(known: dict[CellKey, int], sums: Sequence[Sum]) -> bool:
    """Fills in what a single sum tells, as long as it tells anything; False where a sum cannot hold."""
    changed = True
    while changed:
        changed = False
        for whole, parts in sums:
            missing = [part for part in parts if part not in known]
            total = sum(known[part] for part in parts if part in known)
            if whole in known and (total > known[whole] or (not missing and total != known[whole])):
                return False
            if whole not in known and not missing:
                known[whole], changed = total, True
            elif whole in known and len(missing) == 1:
                known[missing[0]], changed = known[whole] - total, True
    return True


def _most(key: CellKey, known: Mapping[CellKey, int], sums: Sequence[Sum], limit: int) -> int:
    most = limit
    for whole, parts in sums:
        if key in parts and whole in known:
            most = min(most, known[whole] - sum(known.get(part, 0) for part in parts))
    return most


def weak_cells(
    shown: Shown, tables: Sequence[Mapping[CellKey, int]], asked: Iterable[CellKey], n_min: int = 5, width: int = 5
) -> list[CellKey]:
    """Protected cells among those asked that may be 1 … n_min − 1 and can be told too closely."""
    weak = []
    for key in asked:
        values = {table[key] for table in tables}
        may_be_small = shown[key] is None and any(1 <= value < n_min for value in values)
        if may_be_small and (max(values) - min(values) < width or max(values) < n_min):
            weak.append(key)
    return weak
