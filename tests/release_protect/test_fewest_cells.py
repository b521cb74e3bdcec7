"""Small tables with two dimensions and totals: as few cells are protected as a program of its own finds possible."""

from functools import cache
from statistics import fmean, median
from typing import Final

import numpy as np
import numpy.typing as npt
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp
from tests.release_protect.plain_demand import plain_demand
from tests.release_protect.whole_tables import Counts, flat, totalled

from tyokyky.domain.releases import TableLayout
from tyokyky.release.protect.lattice import Insiders, build_lattice
from tyokyky.release.protect.search import find

SEEDS: Final = range(40)
Floats = npt.NDArray[np.float64]


def drawn(seed: int) -> Counts:
    """3 × 3 … 5 × 5 counts, most of some tens, and their totals in the first row and column."""
    random = np.random.default_rng(seed)
    return totalled(random.poisson(random.gamma(1.0, 12.0, random.integers(3, 6, 2))))


def protected_by_search(counts: Counts, width: int) -> int:
    """Cells that the search protects; each of its proofs must hold."""
    dimensions = (flat(name, *map(str, range(size - 1))) for name, size in zip("ab", counts.shape, strict=True))
    layout = TableLayout("t", "m", "u", tuple(dimensions))
    lattice = build_lattice({layout: counts}, "r", {}, [], Insiders(1, 2, frozenset()), {})
    demand = plain_demand(lattice, width)
    found = find(lattice, demand, [int(at) for at in np.argsort(-lattice.value, kind="stable") if not demand.asked[at]])
    assert all(proof.is_done for proof in found.proofs.values())
    assert found.hidden[demand.asked].all()
    return int(found.hidden.sum())


def fewest_possible(counts: Counts, width: int) -> int:
    """Least number of cells so that each sensitive one has two tables, `width` apart, the upper at least `width`.

    Only protected cells differ in them, by up to the width: in a table of two dimensions no longer way is needed, and
    the numbers come out whole. Without a width each has any change that moves it.
    """
    value = counts.reshape(-1).astype(float)
    sensitive = np.flatnonzero((value >= 1) & (value <= 4))
    if not len(sensitive):
        return 0
    sums, far = _sums(counts.shape), float(max(width, 1))
    down = np.minimum(value, far) if width else np.ones(len(value))
    tables = len(sensitive) * (2 if width else 1)
    size, cells = len(value) * (tables + 1), len(value)
    eye, zero = np.eye(cells), np.zeros((cells, cells))
    rules = []
    for table in range(1, tables + 1):
        mine = [eye if at == table else zero for at in range(1, tables + 1)]
        rules.append(LinearConstraint(np.hstack([0 * sums, *(sums @ one for one in mine)]), 0, 0))
        rules.append(LinearConstraint(np.hstack([-far * eye, *mine]), -np.inf, 0))
        rules.append(LinearConstraint(np.hstack([down[:, None] * eye, *mine]), 0, np.inf))
    least = np.full(size, -far)
    least[:cells] = 0.0
    least[sensitive] = 1.0
    for number, cell in enumerate(sensitive.tolist()):
        upper = cells * (1 + number * (2 if width else 1)) + cell
        least[upper] = width - value[cell] if width else 1.0
        if width:
            apart = np.zeros(size)
            apart[[upper, upper + cells]] = 1.0, -1.0
            rules.append(LinearConstraint(apart, width, np.inf))
    most = np.concatenate((np.ones(cells), np.full(size - cells, far)))
    flags = (np.arange(size) < cells).astype(float)
    solved = milp(flags, constraints=rules, integrality=flags, bounds=Bounds(least, most))
    assert solved.success
    fewest: float = solved.fun
    return round(fewest)


def _sums(shape: tuple[int, ...]) -> Floats:
    """A row for each sum of a table with totals first: the total less its parts."""
    found = []
    for axis, size in enumerate(shape):
        for line in range(shape[1 - axis]):
            row = np.zeros(shape)
            np.moveaxis(row, axis, 0)[:, line] = [1.0, *[-1.0] * (size - 1)]
            found.append(row.reshape(-1))
    return np.array(found)


@cache
def gaps(width: int) -> list[float]:
    """Share by which each drawn table has more protected cells than it must."""
    found = []
    for seed in SEEDS:
        counts = drawn(seed)
        fewest = fewest_possible(counts, width)
        found.append(protected_by_search(counts, width) / fewest - 1 if fewest else 0.0)
    return found


@pytest.mark.parametrize("width", [0, 5])
def test_next_to_no_cell_is_protected_that_need_not_be(width: int) -> None:
    assert fmean(gaps(width)) <= 0.05
    assert median(gaps(width)) == 0


@pytest.mark.parametrize("width", [0, 5])
def test_fewer_are_not_possible(width: int) -> None:
    assert min(gaps(width)) >= 0


def test_the_fewest_of_a_table_that_can_be_counted_by_hand() -> None:
    """One small cell far from nothing: its row, its column and one cell more close the only way around."""
    counts = totalled(np.array([[3, 20, 30], [40, 50, 60], [70, 80, 90]]))
    assert fewest_possible(counts, 0) == fewest_possible(counts, 5) == 4
    counts = totalled(np.array([[3, 20, 30], [40, 50, 60], [2, 80, 90]]))
    assert fewest_possible(counts, 0) == fewest_possible(counts, 5) == 4
