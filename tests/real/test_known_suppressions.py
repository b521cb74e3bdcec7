"""Statistics Norway's example tables: no more cells protected than GaussSuppression protects."""

import csv
import os
from itertools import product
from pathlib import Path
from typing import Final

import numpy as np
import pytest
from tests.release_protect.plain_demand import plain_demand

from tyokyky.domain.releases import TOTAL, Dimension, TableLayout
from tyokyky.release.protect.elimination import eliminate
from tyokyky.release.protect.lattice import Counts, Insiders, build_lattice
from tyokyky.release.protect.search import find

REPOSITORY: Final = Path(__file__).resolve().parents[2]
SHARED: Final = (REPOSITORY.parent / "shared", Path("/work/shared"))

pytestmark = pytest.mark.real


def rows_of(name: str) -> list[dict[str, str]]:
    path = next((one / "data" / name for one in SHARED if (one / "data" / name).is_file()), None)
    if path is None and os.environ.get("CI") != "true":
        pytest.skip("../shared is not here: its real data do not travel with the repository")
    assert path is not None, f"{name} is missing from ../shared"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def nested(name: str, tops: dict[str, tuple[str, ...]]) -> Dimension:
    """Codes under one or two hierarchies; the tops of the first add up to the total."""
    groups = sorted({group for above in tops.values() for group in above})
    first = sorted({above[0] for above in tops.values()})
    parents = {code: above for code, above in tops.items() if above != (TOTAL,)}
    parents |= dict.fromkeys(first if first != [TOTAL] else tops, (TOTAL,))
    return Dimension(name, tuple(dict.fromkeys((TOTAL, *groups, *sorted(tops)))), parents)


def table_of(name: str) -> tuple[TableLayout, Counts]:
    rows = rows_of(name)
    tops: dict[str, dict[str, tuple[str, ...]]] = {"region": {}, "hovedint": {}}
    for row in rows:
        regions = (f"f{row['fylke']}", f"k{row['kostragr']}") if "fylke" in row else (TOTAL,)
        tops["region"][row["region"]] = regions
        tops["hovedint"][row["hovedint"]] = (TOTAL,)
        if "mnd" in row:
            tops.setdefault("mnd", {})[row["mnd"]] = (row["mnd2"],)
    dimensions = tuple(nested(name, codes) for name, codes in tops.items())
    layout = TableLayout(name, "m", "u", dimensions)
    counts = np.zeros(layout.shape, np.int64)
    for row in rows:
        above = [sorted({row[one.name], TOTAL} | one.ancestors(row[one.name])) for one in dimensions]
        for codes in product(*above):
            counts[tuple(one.codes.index(code) for one, code in zip(dimensions, codes, strict=True))] += int(row["ant"])
    return layout, counts


@pytest.mark.parametrize(("name", "cells", "known"), [("z1", 45, 8), ("z2", 100, 28), ("z3", 1350, 632)])
def test_no_more_cells_than_known_are_protected_against_calculation(name: str, cells: int, known: int) -> None:
    layout, counts = table_of(f"ssbtools_{name}.csv")
    lattice = build_lattice({layout: counts}, "r", {}, [], Insiders(1, 2, frozenset()), {})
    guarded = (lattice.value >= 1) & (lattice.value <= 4)
    nothing = np.zeros(lattice.size, np.bool_)
    order = [int(cell) for cell in np.argsort(-lattice.value, kind="stable") if not guarded[cell]]
    assert lattice.size == cells
    assert eliminate(lattice.equations, nothing, nothing, guarded, order).sum() <= known


@pytest.mark.parametrize(("name", "known"), [("z1", 8), ("z2", 31), ("z3", 645)])
def test_no_more_cells_than_known_are_protected_against_narrow_ranges(name: str, known: int) -> None:
    """A width of five, as GaussSuppression and an attack after it are known to reach: greatest − least and greatest."""
    layout, counts = table_of(f"ssbtools_{name}.csv")
    lattice = build_lattice({layout: counts}, "r", {}, [], Insiders(1, 2, frozenset()), {})
    demand = plain_demand(lattice, 5)
    found = find(lattice, demand, [int(at) for at in np.argsort(-lattice.value, kind="stable") if not demand.asked[at]])
    assert all(proof.is_done for proof in found.proofs.values())
    assert found.hidden[demand.asked].all()
    assert found.hidden.sum() <= known
