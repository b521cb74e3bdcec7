"""What is read back from a folder is what was written, as the engines take it."""

import numpy as np
from tests.release_ledger.desks import FIRST, hand

from tyokyky.domain.releases import cell_key
from tyokyky.release import hidden_counts, planning
from tyokyky.release.desk import look
from tyokyky.release.earlier import earlier_releases
from tyokyky.release.engine_input import PROTECTED, bounds_of, earlier_of, people_of, policy_of
from tyokyky.release.tables.counting import with_totals
from tyokyky.settings import Settings


def test_shown_counts_are_the_true_ones_and_small_ones_are_not_there(published: Settings) -> None:
    [one] = earlier_of(earlier_releases(look(published)))
    assert one.release == FIRST
    assert len(one.tables) == 15
    leaves = hidden_counts.kept(published, FIRST, [layout.name for layout in one.tables])
    hidden = 0
    for layout, counts in one.tables.items():
        true = with_totals(layout, leaves[layout.name])
        small = (true >= 1) & (true < 5)
        assert (counts == np.where(small, PROTECTED, true)).all()
        hidden += int(small.sum())
    assert hidden > 0


def test_inhabitants_bound_the_exits_of_a_municipality(fresh: Settings) -> None:
    facts = planning.plan(fresh, hand()).facts
    bounds = bounds_of(facts)
    key = cell_key("exits", {"municipality": "G1"}, facts["id"], facts["quarter_versions"])
    assert bounds[key] == sum(facts["populations"][code] for code in facts["merged"]["municipality"]["G1"])


def test_a_group_has_the_inhabitants_of_its_members_where_all_are_known() -> None:
    populations = {"398": 121000, "081": 2600, "576": 2300, "781": 3400}
    manifest = {
        "populations": populations,
        "merged": {"municipality": {"G1": ["081", "576"], "G2": ["781", "398"], "G3": ["081", "049"]}},
    }
    assert people_of(manifest) == populations | {"G1": 4900, "G2": 124400}


def test_the_engine_that_is_chosen_goes_with_the_policy() -> None:
    policy = policy_of({"policy": {"n_min": 3, "width": 4, "engine": "elimination"}}, "rounding")
    assert (policy.n_min, policy.width, policy.engine) == (3, 4, "rounding")
