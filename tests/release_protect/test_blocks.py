"""Blocks held against what they promise: each class of a block is spread over enough units and sums up to enough."""

import numpy as np
import pytest
from tests.release_protect.whole_tables import Counts, flat, totalled

from tyokyky.domain.releases import Policy, TableLayout
from tyokyky.release.protect import EarlierRelease, ProtectedTable, Surroundings, protect
from tyokyky.release.protect.lattice import UNKNOWN

UNITS = flat("municipality", "1", "2", "3", "4", "5")
OUTCOME = flat("outcome", "continued", "dropped", "open", discloses=True)


def layout(*quarters: str) -> TableLayout:
    return TableLayout("t", "exits", "exit", (UNITS, OUTCOME, flat("quarter", *quarters)))


def counts_of(seed: int, quarter_count: int) -> Counts:
    random = np.random.default_rng(seed)
    mean = random.choice([0, 3, 12, 40], (5, 3, 1), p=[0.1, 0.2, 0.3, 0.4])
    return totalled(random.poisson(np.broadcast_to(mean, (5, 3, quarter_count))))


def protected(seed: int, *quarters: str, earlier: tuple[EarlierRelease, ...] = ()) -> tuple[ProtectedTable, Counts]:
    counts = counts_of(seed, len(quarters))
    around = Surroundings(f"r{len(quarters)}", dict.fromkeys(quarters, 1), earlier)
    return protect({layout(*quarters): counts}, Policy(), around).tables[0], counts


@pytest.mark.parametrize("seed", range(12))
def test_nothing_sensitive_is_shown_and_every_block_is_wide(seed: int) -> None:
    found, true = protected(seed, "2026Q1", "2026Q2")
    hidden = found.counts == UNKNOWN
    assert (found.counts[~hidden] == true[~hidden]).all()
    assert ((found.lower <= true) & (true <= found.upper)).all()
    assert hidden[(true > 0) & (true < 5)].all()
    for quarter in (1, 2):
        inner, totals = hidden[1:, 1:, quarter], hidden[0, 1:, quarter]
        assert (inner.any(axis=1) == hidden[1:, 0, quarter]).all()
        for outcome in range(3):
            mine, told = inner[:, outcome], not totals[outcome]
            block = int(true[1:, 1 + outcome, quarter][mine].sum())
            assert mine.sum() in {0, 3, 4, 5}
            assert not told or not mine.any() or block == 0 or block >= 7


@pytest.mark.parametrize("seed", range(6))
def test_a_sum_over_quarters_is_shown_only_where_its_quarters_are(seed: int) -> None:
    found, _ = protected(seed, "2026Q1", "2026Q2")
    hidden = found.counts == UNKNOWN
    assert hidden[..., 0][hidden[..., 1:].any(axis=-1)].all()


def test_a_later_release_leaves_frozen_quarters_as_they_were() -> None:
    true = counts_of(3, 2)
    first_true = np.concatenate([true[..., 1:2], true[..., 1:2]], axis=-1)
    first = protect({layout("2026Q1"): first_true}, Policy(), Surroundings("r1", {"2026Q1": 1})).tables[0]
    earlier = EarlierRelease("r1", {first.layout: first.counts}, {"2026Q1": 1})
    later = protect(
        {layout("2026Q1", "2026Q2"): true},
        Policy(),
        Surroundings("r2", {"2026Q1": 1, "2026Q2": 1}, (earlier,)),
    ).tables[0]
    assert (later.counts[..., 1] == first.counts[..., 1]).all()
    assert (later.counts[..., 0][first.counts[..., 1] == UNKNOWN] == UNKNOWN).all()
