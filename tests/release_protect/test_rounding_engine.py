"""The second engine: multiples of five that add up, over tables and releases."""

import dataclasses

import numpy as np
import pytest
from tests.release_protect.whole_tables import flat, totalled

from tyokyky.domain.errors import UserError
from tyokyky.domain.releases import Policy, TableLayout
from tyokyky.release.protect import EarlierRelease, Surroundings, losses_by_engine, protect
from tyokyky.release.protect.lattice import UNKNOWN, Counts

SEED = bytes(range(32))
POLICY = Policy(engine="rounding")
JOINT, OUTCOME = flat("joint", "j", "k"), flat("outcome", "continued", "dropped", discloses=True)


def tables(*quarters: str) -> dict[TableLayout, Counts]:
    """Two tables that share joint × outcome × quarter; a quarter is the same whichever others are asked."""
    common = (JOINT, OUTCOME, flat("quarter", *quarters))
    by_quarter = [np.random.default_rng(int(quarter[-1])).poisson(6, (2, 2, 3)) for quarter in quarters]
    ages = np.stack(by_quarter, axis=2)
    places = np.stack([ages.sum(axis=3) // 3, ages.sum(axis=3) - ages.sum(axis=3) // 3], axis=3)
    return {
        TableLayout("by_age", "exits", "exit", (*common, flat("age_band", "a", "b", "c"))): totalled(ages),
        TableLayout("by_place", "exits", "exit", (*common, flat("municipality", "1", "2"))): totalled(places),
    }


def around(*quarters: str, earlier: tuple[EarlierRelease, ...] = (), seed: bytes = SEED) -> Surroundings:
    return Surroundings("r2" if earlier else "r1", dict.fromkeys(quarters, 1), earlier, seed=seed)


def published(name: str, *quarters: str, earlier: tuple[EarlierRelease, ...] = ()) -> Counts:
    made = protect(tables(*quarters), POLICY, around(*quarters, earlier=earlier))
    return next(one.counts for one in made.tables if one.layout.name == name)


def test_all_is_shown_in_fives_and_adds_up() -> None:
    for one in protect(tables("2026Q1", "2026Q2"), POLICY, around("2026Q1", "2026Q2")).tables:
        assert (one.counts % 5 == 0).all()
        assert (one.counts >= 0).all()
        inner = one.counts[tuple(slice(1, None) for _ in one.counts.shape)]
        assert (totalled(inner) == one.counts).all()
        true = tables("2026Q1", "2026Q2")[one.layout]
        assert np.abs(inner - true[1:, 1:, 1:, 1:]).max() <= 10


def test_tables_agree_on_what_they_share() -> None:
    ages, places = published("by_age", "2026Q1", "2026Q2"), published("by_place", "2026Q1", "2026Q2")
    assert (ages[..., 0] == places[..., 0]).all()


def test_a_frozen_quarter_is_the_same_in_later_releases() -> None:
    first = protect(tables("2026Q1"), POLICY, around("2026Q1"))
    earlier = (EarlierRelease("r1", {one.layout: one.counts for one in first.tables}, {"2026Q1": 1}),)
    for one in first.tables:
        later = published(one.layout.name, "2026Q1", "2026Q2", earlier=earlier)
        assert (later[:, :, 1] == one.counts[:, :, 1]).all()


def test_the_seed_decides_and_must_be_secret() -> None:
    one = published("by_age", "2026Q1", "2026Q2")
    other = protect(tables("2026Q1", "2026Q2"), POLICY, around("2026Q1", "2026Q2", seed=SEED[::-1])).tables[0].counts
    assert (one == published("by_age", "2026Q1", "2026Q2")).all()
    assert (one != other).any()
    with pytest.raises(UserError, match="siemen"):
        protect(tables("2026Q1"), POLICY, around("2026Q1", seed=b"short"))


def test_rounding_does_not_follow_protection_by_hiding() -> None:
    layout, counts = next(iter(tables("2026Q1").items()))
    hidden = counts.copy()
    hidden[1, 1, 1, 1] = UNKNOWN
    earlier = (EarlierRelease("r1", {layout: hidden}, {"2026Q1": 1}),)
    with pytest.raises(UserError, match="elimination"):
        protect({layout: counts}, POLICY, around("2026Q1", earlier=earlier))


def test_losses_of_both_engines_stand_side_by_side() -> None:
    layout = TableLayout("t", "exits", "exit", (flat("joint", *"jklmn"), OUTCOME))
    counts = totalled([[40, 2], [51, 60], [71, 82], [92, 99], [58, 67]])
    losses = losses_by_engine({layout: counts}, Policy(), dataclasses.replace(around(), seed=SEED))
    hiding, rounding = losses["elimination"][0], losses["rounding"][0]
    assert (hiding.cell_count, hiding.rate_count) == (18, 12)
    assert hiding.hidden_count > 0
    assert hiding.hidden_rate_count > 0
    assert 0 < hiding.hidden_share < 1
    assert hiding.changed_mean == 0
    assert (rounding.hidden_count, rounding.hidden_rate_share) == (0, 0)
    assert rounding.changed_mean > 0
