"""The second engine: every count is a multiple of five, totals are sums of what is shown, nothing is left out.

The counts that two tables share are rounded first, then each table's own so that they add up to them. Which way a count
goes is drawn from a secret seed and the cell's own name, so a cell is rounded in the same way whoever asks again.
"""

import hmac
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Final

import numpy as np

from tyokyky.domain.errors import UserError
from tyokyky.domain.releases import CellKey, Dimension, TableLayout
from tyokyky.release.protect.lattice import Counts

BASE: Final = 5
SHORTEST_SEED: Final = 16
"""Bytes of the secret."""
Names = tuple[str, ...]
Cell = tuple[tuple[str, str], ...]


def rounded(
    tables: Mapping[TableLayout, Counts],
    seed: bytes,
    frozen: Mapping[CellKey, int],
    keys: Mapping[str, Sequence[CellKey]],
) -> dict[TableLayout, Counts]:
    """Every table in multiples of five.

    Args:
        tables: true counts.
        seed: secret, kept with the keys of the home; the same for every release.
        frozen: counts that earlier releases showed; they stay.
        keys: table's name → which number each cell is, in the order of its cells.

    Errors: a seed that is too short to be secret, tables that share more than one set of dimensions.
    """
    if len(seed) < SHORTEST_SEED:
        raise UserError(f"Pyöristyksen salainen siemen puuttuu tai on alle {SHORTEST_SEED} tavua: luo se ensin.")
    shared: dict[tuple[str, Names], dict[Cell, int]] = {}
    found = {}
    for layout, counts in sorted(tables.items(), key=lambda one: one[0].name):
        inner = _inner(layout, counts)
        known = _frozen_inner(layout, keys[layout.name], frozen)
        common = _shared_names(layout, tables)
        target = shared.get((layout.measure, common)) if common else None
        if common and target is None:
            target = _spread(_added(inner, common), None, seed, _added(known, common), layout.measure)
            shared[layout.measure, common] = target
        found[layout] = _with_totals(layout, _spread(inner, target, seed, known, layout.measure))
    return {layout: found[layout] for layout in tables}


def _shared_names(layout: TableLayout, tables: Mapping[TableLayout, Counts]) -> Names:
    """The dimensions that a table shares with others of its measure: one set, or none."""
    mine = {dimension.name for dimension in layout.dimensions}
    others = [one for one in tables if one.measure == layout.measure and one != layout]
    sets = {tuple(sorted(mine & {dimension.name for dimension in one.dimensions})) for one in others}
    largest = {one for one in sets if one and not any(set(one) < set(other) for other in sets)}
    if len(largest) > 1 or any(len(set(a) & set(b)) not in {0, min(len(a), len(b))} for a, b in combinations(sets, 2)):
        raise UserError(f"Taulua {layout.name} ei voi pyöristää muiden kanssa yhteen: valitse moottoriksi elimination.")
    return next(iter(largest), ())


def _inner_codes(dimension: Dimension) -> list[str]:
    above = dimension.children
    return [code for code in dimension.codes if code not in above]


def _inner(layout: TableLayout, counts: Counts) -> dict[Cell, int]:
    """Counts of the innermost cells."""
    above = [dimension.children for dimension in layout.dimensions]
    names = [dimension.name for dimension in layout.dimensions]
    return {
        tuple(zip(names, codes, strict=True)): int(count)
        for codes, count in zip(layout.cells(), counts.reshape(-1), strict=True)
        if not any(code in sums for code, sums in zip(codes, above, strict=True))
    }


def _frozen_inner(layout: TableLayout, keys: Sequence[CellKey], frozen: Mapping[CellKey, int]) -> dict[Cell, int]:
    shown = np.array([frozen.get(key, -1) for key in keys], np.int64).reshape(layout.shape)
    return {cell: count for cell, count in _inner(layout, shown).items() if count >= 0}


def _added(inner: Mapping[Cell, int], names: Names) -> dict[Cell, int]:
    found: dict[Cell, int] = {}
    for cell, count in inner.items():
        kept = _kept(cell, names)
        found[kept] = found.get(kept, 0) + count
    return found


def _kept(cell: Cell, names: Names) -> Cell:
    return tuple(sorted(one for one in cell if one[0] in names))


def _spread(
    inner: Mapping[Cell, int],
    target: Mapping[Cell, int] | None,
    seed: bytes,
    known: Mapping[Cell, int],
    measure: str,
) -> dict[Cell, int]:
    """Multiples of five near the counts; those of each shared cell add up to it."""
    drawn = {cell: _drawn(seed, measure, cell) for cell in inner}
    found = {cell: count - count % BASE for cell, count in inner.items()}
    if target is None:
        found = {cell: low + BASE * (drawn[cell] * BASE < inner[cell] % BASE) for cell, low in found.items()}
        return {**found, **known}
    names = tuple(name for name, _ in next(iter(target)))
    groups: dict[Cell, list[Cell]] = {}
    for cell in inner:
        groups.setdefault(_kept(cell, names), []).append(cell)
    for shared, cells in groups.items():
        if all(cell in known for cell in cells):
            found.update({cell: known[cell] for cell in cells})
        else:
            _meet(found, inner, drawn, cells, target[shared])
    return found


def _meet(
    found: dict[Cell, int], inner: Mapping[Cell, int], drawn: Mapping[Cell, float], cells: list[Cell], target: int
) -> None:
    """Moves counts by five at a time, the worst fit first, until they add up; an empty cell is filled last."""
    for _ in range(abs(target - sum(found[cell] for cell in cells)) // BASE):
        short = target > sum(found[cell] for cell in cells)
        fit = {cell: inner[cell] - found[cell] + (BASE - 1) * drawn[cell] for cell in cells}
        if short:
            found[max(cells, key=lambda cell: (inner[cell] > 0, fit[cell]))] += BASE
        else:
            found[min((cell for cell in cells if found[cell] > 0), key=lambda cell: fit[cell])] -= BASE


def _drawn(seed: bytes, measure: str, cell: Cell) -> float:
    """A number of 0 … 1 that only the seed tells."""
    name = "\0".join((measure, *(f"{dimension}={code}" for dimension, code in cell)))
    return int.from_bytes(hmac.digest(seed, name.encode(), "sha256")[:7], "big") / 2**56


def _with_totals(layout: TableLayout, inner: Mapping[Cell, int]) -> Counts:
    codes = [_inner_codes(dimension) for dimension in layout.dimensions]
    found = np.zeros([len(one) for one in codes], np.int64)
    number = [{code: at for at, code in enumerate(one)} for one in codes]
    for cell, count in inner.items():
        found[tuple(places[code] for places, (_, code) in zip(number, cell, strict=True))] = count
    for axis, dimension in enumerate(layout.dimensions):
        parts = [
            [at for at, code in enumerate(codes[axis]) if code == one or one in dimension.ancestors(code)]
            for one in dimension.codes
        ]
        found = np.stack([found.take(places, axis).sum(axis=axis) for places in parts], axis=axis)
    return found
