"""The two tables that a repair makes possible: whole, in bounds, far enough apart, and no dearer than they must be."""

import numpy as np
import pytest
from tests.release_protect.whole_tables import flat, totalled

from tyokyky.domain.releases import TableLayout
from tyokyky.release.protect.component import sums_matrix
from tyokyky.release.protect.lattice import Insiders, Lattice, build_lattice
from tyokyky.release.protect.repair import Pair, Repair, Wish
from tyokyky.release.protect.work import OutOfWorkError, Work

FRACTIONS = ((2, 16), (7, 24))
"""Seeds and cells whose cheapest answer is in fractions."""


def lattice_of(seed: int, size: tuple[int, ...] = (3, 3, 3)) -> Lattice:
    counts = totalled(np.random.default_rng(seed).poisson(2, size))
    layout = TableLayout("t", "m", "u", tuple(flat(name, "1", "2", "3") for name in "abc"[: len(size)]))
    return build_lattice({layout: counts}, "r", {}, [], Insiders(1, 2, frozenset()), {})


def repair_of(lattice: Lattice, work: int = 10**9) -> Repair:
    return Repair(lattice, sums_matrix(lattice), lattice.value, np.ones(lattice.size), Work(work))


def tables(lattice: Lattice, pair: Pair) -> np.ndarray:
    found = np.tile(lattice.value, (2, 1))
    found[:, pair.cells] += pair.steps
    return found


@pytest.mark.parametrize("seed", range(4))
def test_both_tables_are_whole_and_far_enough_apart(seed: int) -> None:
    lattice = lattice_of(seed)
    sums, hidden = sums_matrix(lattice), np.random.default_rng(seed).random(lattice.size) < 0.5
    repair, is_any_whole = repair_of(lattice), False
    for cell in np.flatnonzero(hidden).tolist():
        pair = repair.cheapest(hidden, Wish(cell, 5, 6), is_last=True)
        assert pair is not None
        if pair.is_whole:
            upper, lower = tables(lattice, pair)
            assert not (sums @ np.array([upper, lower]).T).any()
            assert min(upper.min(), lower.min()) >= 0
            assert upper[cell] - lower[cell] >= 5
            assert upper[cell] >= 6
            is_any_whole = True
    assert is_any_whole


@pytest.mark.parametrize(("seed", "cell"), FRACTIONS)
def test_fractions_that_ask_for_nothing_give_way_to_whole_numbers(seed: int, cell: int) -> None:
    """They would leave everything as it is: nothing more protected, and nothing proven."""
    lattice = lattice_of(seed)
    random = np.random.default_rng(seed)
    random.poisson(2, (3, 3, 3))
    hidden, repair = random.random(lattice.size) < 0.75, repair_of(lattice)
    first, last = (repair.cheapest(hidden, Wish(cell, 5, 5), is_last=is_last) for is_last in (False, True))
    assert first is not None
    assert last is not None
    assert not first.is_whole
    assert last.is_whole


def test_cells_that_are_held_have_their_value_in_both_tables() -> None:
    lattice = lattice_of(1, (3, 3))
    inner = [
        cell for cell, key in enumerate(lattice.keys) if len(dict(key[1])) == max(len(key[1]) for key in lattice.keys)
    ]
    pair = repair_of(lattice).cheapest(np.ones(lattice.size, np.bool_), Wish(inner[0], 5, 5, ((inner[4], 1),)))
    assert pair is not None
    assert tables(lattice, pair)[:, inner[4]].tolist() == [1, 1]


def test_one_wish_leaves_nothing_behind_for_the_next() -> None:
    lattice, hidden = lattice_of(3), np.zeros(81 - 17, np.bool_)
    repair, wishes = repair_of(lattice), (Wish(5, 5, 9, ((20, 1),)), Wish(30, 5, 5))
    hidden[[5, 20, 30]] = True
    alone = repair_of(lattice).cheapest(hidden, wishes[1])
    repair.cheapest(~hidden, wishes[0])
    after = repair.cheapest(hidden, wishes[1])
    assert alone is not None
    assert after is not None
    assert (after.cells == alone.cells).all()
    assert (after.steps == alone.steps).all()


def test_a_single_cell_far_from_nothing_takes_three_with_it() -> None:
    layout = TableLayout("t", "m", "u", (flat("a", "1", "2", "3"), flat("b", "1", "2", "3")))
    counts = totalled(np.array([[3, 20, 30], [40, 50, 60], [70, 80, 90]]))
    lattice = build_lattice({layout: counts}, "r", {}, [], Insiders(1, 2, frozenset()), {})
    cell = int(np.flatnonzero(lattice.value == 3)[0])
    pair = repair_of(lattice).cheapest(np.arange(lattice.size) == cell, Wish(cell, 5, 5))
    assert pair is not None
    assert len(pair.cells) == 4


def test_wishes_are_counted_as_work() -> None:
    lattice = lattice_of(1)
    with pytest.raises(OutOfWorkError):
        repair_of(lattice, work=lattice.size).cheapest(np.ones(lattice.size, np.bool_), Wish(0, 5, 5))
