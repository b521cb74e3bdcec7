"""Elimination in whole numbers, held against ranks of dense matrices; published ranges against whole tables."""

import numpy as np
import pytest
from scipy.linalg import null_space
from tests.release_protect.whole_tables import flat, totalled

from tyokyky.domain.releases import TableLayout
from tyokyky.release.protect.component import sums_matrix
from tyokyky.release.protect.elimination import Directions, eliminate
from tyokyky.release.protect.lattice import Insiders, Lattice, build_lattice
from tyokyky.release.protect.ranges import ENDLESS, public_ranges


def lattice_of(seed: int) -> Lattice:
    counts = totalled(np.random.default_rng(seed).poisson(4, (3, 3, 2)))
    layout = TableLayout("t", "m", "u", (flat("a", "1", "2", "3"), flat("b", "1", "2", "3"), flat("c", "1", "2")))
    return build_lattice({layout: counts}, "r", {}, [], Insiders(1, 2, frozenset()), {})


@pytest.mark.parametrize("seed", range(8))
def test_no_guarded_cell_can_be_calculated_and_no_hidden_one_is_spare(seed: int) -> None:
    lattice = lattice_of(seed)
    guarded = (lattice.value >= 1) & (lattice.value < 4)
    nothing = np.zeros(lattice.size, np.bool_)
    order = [int(cell) for cell in np.argsort(-lattice.value, kind="stable") if not guarded[cell]]
    hidden = eliminate(lattice.equations, nothing, nothing, guarded, order)
    matrix = sums_matrix(lattice).toarray().astype(float)
    assert not _exact(matrix, hidden)[guarded].any()
    for cell in np.flatnonzero(hidden & ~guarded):
        fewer = hidden.copy()
        fewer[cell] = False
        assert _exact(matrix, fewer)[guarded].any()


def _exact(matrix: np.ndarray, hidden: np.ndarray) -> np.ndarray:
    """Cells that can be calculated from those that are not hidden."""
    found = ~hidden
    free = null_space(matrix[:, hidden])
    found[np.flatnonzero(hidden)[(np.abs(free) < 1e-9).all(axis=1)]] = True
    return found


@pytest.mark.parametrize("seed", range(4))
def test_moves_break_no_sum(seed: int) -> None:
    lattice = lattice_of(seed)
    hidden = np.random.default_rng(seed).random(lattice.size) < 0.6
    sums = sums_matrix(lattice).toarray()
    moves = Directions(np.flatnonzero(hidden).tolist(), lattice.equations).moves()
    assert len(moves) == null_space(sums[:, hidden].astype(float)).shape[1]
    for move in moves:
        change = np.zeros(lattice.size, np.int64)
        change[list(move)] = list(move.values())
        assert (sums @ change == 0).all()
        assert not change[~hidden].any()


def test_published_ranges_depend_on_shown_counts_alone() -> None:
    row = TableLayout("t", "m", "u", (flat("a", "1", "2", "3"),))
    hidden = np.array([False, True, True, False])
    ranges = []
    for inner in ([2, 7, 20], [9, 0, 20]):
        lattice = build_lattice({row: totalled(np.array(inner))}, "r", {}, [], Insiders(1, 2, frozenset()), {})
        ranges.append(public_ranges(lattice, sums_matrix(lattice), hidden))
    assert [end.tolist() for end in ranges[0]] == [[29, 0, 0, 20], [29, 9, 9, 20]]
    assert [end.tolist() for end in ranges[0]] == [end.tolist() for end in ranges[1]]


def test_what_nothing_bounds_is_endless_and_a_known_bound_holds() -> None:
    row = TableLayout("t", "m", "u", (flat("a", "1", "2"),))
    one = ("m", (("a", "1"), ("quarter", "_total@r")))
    lattice = build_lattice({row: totalled(np.array([2, 7]))}, "r", {}, [], Insiders(1, 2, frozenset()), {one: 30})
    lower, upper = public_ranges(lattice, sums_matrix(lattice), np.ones(3, np.bool_))
    assert lower.tolist() == [0, 0, 0]
    assert upper.tolist() == [ENDLESS, 30, ENDLESS]
