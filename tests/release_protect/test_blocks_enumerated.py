"""Blocks held against every whole table that agrees with what is shown, also for whoever knows one count of it."""

from itertools import product

import numpy as np
import pytest
from tests.release_audit.enumerated import Key, at, failing
from tests.release_audit.written import Axis, Counts, Numbers
from tests.release_protect.whole_tables import flat, totalled

from tyokyky.domain.releases import Policy, TableLayout
from tyokyky.release.protect import Surroundings, protect
from tyokyky.release.protect.lattice import UNKNOWN

QUARTER = "2026Q1"
SMALL = Policy(n_min=3, width=3)
"""The least that a policy may ask: tables can then be so small that all of them can be tried."""
MOST = 150_000


def released(inner: Numbers, *, discloses: bool) -> Counts:
    """A release of one quarter, units × classes, as it may be published."""
    units = flat("unit", *(f"u{one}" for one in range(len(inner))), discloses=discloses)
    classes = flat("outcome", *(f"c{one}" for one in range(len(inner[0]))), discloses=True)
    layout = TableLayout("t", "exits", "exit", (units, classes, flat("quarter", QUARTER)))
    counts = totalled(inner[:, :, None])
    found = protect({layout: counts}, SMALL, Surroundings("r", {QUARTER: 1})).tables[0].counts
    axes = [
        Axis(one.name, one.codes, dict.fromkeys(one.codes[1:], "_total"), one.discloses) for one in layout.dimensions
    ]
    return Counts("t", (axes[0], axes[1]), counts[..., 1], found[..., 1] == UNKNOWN)


def every_table(table: Counts) -> Numbers | None:
    """Every table that agrees with what is shown, put together row by row; None where they are too many to try."""
    shown = np.where(table.hidden, UNKNOWN, table.counts)
    most = np.where(shown[0] < 0, shown[0, 0], shown[0])
    every = np.zeros((1, 0, len(most) - 1), np.int64)
    for row in shown[1:]:
        options = _rows(row, most)
        if len(every) * len(options) > 40 * MOST:
            return None
        left, right = np.divmod(np.arange(len(every) * len(options)), len(options))
        sums = every.sum(axis=1)[left] + options[right]
        fits = (sums <= most[1:]).all(axis=1) & (sums.sum(axis=1) <= most[0])
        every = np.concatenate((every[left[fits]], options[right[fits], None]), axis=1)
    whole = np.concatenate((every.sum(axis=1, keepdims=True), every), axis=1)
    whole = np.concatenate((whole.sum(axis=2, keepdims=True), whole), axis=2)
    found = whole[((whole == shown) | table.hidden).all(axis=(1, 2))]
    return found if len(found) <= MOST else None


def _rows(shown: Numbers, most: Numbers) -> Numbers:
    ranges = [[int(one)] if one >= 0 else range(int(top) + 1) for one, top in zip(shown[1:], most[1:], strict=True)]
    total = int(shown[0])
    rows = [one for one in product(*ranges) if (total < 0 and sum(one) <= most[0]) or sum(one) == total]
    return np.array(rows, np.int64).reshape(len(rows), len(ranges))


def weak(table: Counts, every: Numbers) -> set[tuple[Key, Key | None]]:
    """Cells that are told too closely, but for none where everybody knows of none, and but for one's own."""
    found = failing(table, every, SMALL.width, SMALL.n_min)
    asked = {(place, known) for place, known in found if at(every, place).any()}
    return {(place, known) for place, known in asked if known is None or not is_own(every, place, known)}


def is_own(every: Numbers, place: Key, known: Key) -> bool:
    """Whether a total never holds anybody but whom the known cell does."""
    holds = all(code in (0, named) for code, named in zip(place, known, strict=True))
    return holds and bool((at(every, place) == at(every, known)).all())


def random_counts(seed: int) -> tuple[Numbers, bool]:
    random = np.random.default_rng(seed)
    shape = ((3, 3), (4, 2), (3, 2), (2, 3))[seed % 4]
    mean = random.choice([0.3, 1.5, 4.0], shape, p=[0.3, 0.4, 0.3])
    return random.poisson(mean), bool(random.random() < 0.3)


@pytest.mark.parametrize("seed", [*range(2, 12), *range(13, 21), 27, 32, 36, 44, 51, 52, 56])
def test_no_table_of_all_that_may_be_tells_too_much(seed: int) -> None:
    inner, discloses = random_counts(seed)
    table = released(inner, discloses=discloses)
    assert (table.hidden[1:, 1:] | (inner == 0) | (inner >= SMALL.n_min)).all()
    every = None if table.hidden[0, 0] else every_table(table)
    assert every is None or (len(every) and weak(table, every) == set())


def shown_again(table: Counts, place: tuple[int, ...]) -> Counts:
    hidden = table.hidden.copy()
    hidden[place] = False
    return Counts("t", table.axes, table.counts, hidden)


def test_a_block_of_which_a_unit_is_shown_again_is_told() -> None:
    table = released(np.array([[0, 0], [3, 0], [2, 4]]), discloses=False)
    bared = shown_again(shown_again(table, (2, 1)), (2, 2))
    every = every_table(bared)
    assert every is not None
    assert weak(bared, every)
