"""Blocks: what they hide, how little of it, and that frozen quarters stay as they were."""

import numpy as np
import pytest
from tests.release_protect.whole_tables import Counts, flat, totalled

from tyokyky.domain.releases import TOTAL, Dimension, Policy, TableLayout
from tyokyky.release.protect import EarlierRelease, ProtectedTable, Surroundings, protect
from tyokyky.release.protect.lattice import UNKNOWN

UNITS = flat("municipality", "1", "2", "3", "4", "5")
OUTCOME = flat("outcome", "continued", "dropped", "open", discloses=True)
CONTINUED, DROPPED, OPEN = 1, 2, 3
FOLLOWED = [1, 2]


def layout(*quarters: str, units: Dimension = UNITS) -> TableLayout:
    return TableLayout("t", "exits", "exit", (units, OUTCOME, flat("quarter", *quarters)))


def counts_of(seed: int, quarter_count: int) -> Counts:
    random = np.random.default_rng(seed)
    mean = random.choice([0, 3, 12, 40], (5, 3, 1), p=[0.1, 0.2, 0.3, 0.4])
    return totalled(random.poisson(np.broadcast_to(mean, (5, 3, quarter_count))))


def protected(seed: int, *quarters: str, earlier: tuple[EarlierRelease, ...] = ()) -> tuple[ProtectedTable, Counts]:
    counts = counts_of(seed, len(quarters))
    around = Surroundings(f"r{len(quarters)}", dict.fromkeys(quarters, 1), earlier)
    return protect({layout(*quarters): counts}, Policy(), around).tables[0], counts


def hidden_of(inner: list[list[int]], *, discloses: bool = False) -> Counts:
    """Whether each cell of one quarter is hidden: units × classes, totals first."""
    units = flat("municipality", *(str(one) for one in range(len(inner))), discloses=discloses)
    counts = totalled(np.array(inner)[:, :, None])
    found = protect({layout("2026Q1", units=units): counts}, Policy(), Surroundings("r", {"2026Q1": 1}))
    return np.asarray(found.tables[0].counts[..., 1] == UNKNOWN)


@pytest.mark.parametrize("seed", range(12))
def test_nothing_sensitive_is_shown_and_what_is_shown_is_true(seed: int) -> None:
    found, true = protected(seed, "2026Q1", "2026Q2")
    hidden = found.counts == UNKNOWN
    assert (found.counts[~hidden] == true[~hidden]).all()
    assert ((found.lower <= true) & (true <= found.upper)).all()
    assert hidden[(true > 0) & (true < 5)].all()
    rest = true[:, :1] - true
    assert hidden[(rest < 5) & (true[:, :1] > 0) & (np.arange(4) > 0)[:, None]].all()


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


def test_few_that_cannot_be_followed_cost_no_share_of_those_who_fell() -> None:
    hidden = hidden_of([[40, 20, 2], [50, 25, 9], [60, 30, 8], [45, 22, 12]])
    assert hidden[1, OPEN]
    assert not hidden[:, FOLLOWED].any()
    assert (hidden[1:, 0] == hidden[1:, OPEN]).all(), "a total would tell what is open"
    assert not hidden[0].any()


def test_a_class_with_few_in_all_is_hidden_everywhere_with_every_total_but_costs_no_share() -> None:
    hidden = hidden_of([[40, 20, 2], [50, 25, 0], [60, 30, 1], [45, 22, 0]])
    assert hidden[:, [0, OPEN]].all()
    assert not hidden[:, FOLLOWED].any()


def test_whose_share_would_tell_all_but_a_few_is_hidden_whole_beside_an_open_class() -> None:
    """Where a total is hidden the shown counts alone have to leave enough beside each other."""
    hidden = hidden_of([[40, 20, 2], [50, 25, 0], [60, 0, 9], [45, 22, 1], [30, 15, 0]])
    assert hidden[3, FOLLOWED].all()
    assert not hidden[[1, 2, 4], :][:, FOLLOWED].all(axis=1).all()


def test_units_without_a_share_are_hidden_before_any_that_has_one() -> None:
    hidden = hidden_of([[10, 4, 0], [9, 6, 0], [8, 7, 0], [90, 50, 0], [80, 40, 0]])
    assert hidden[1, DROPPED]
    assert hidden[2:4, DROPPED].any()
    assert not hidden[4:].any()


def test_two_small_units_are_enough_where_both_totals_are_hidden() -> None:
    """Whoever is the only one of a class in one of them knows the class in the other, not how many that one leaves."""
    hidden = hidden_of([[8, 2, 0], [16, 4, 0], [93, 54, 0], [40, 30, 0], [105, 60, 0]])
    assert hidden[1:3, :3].all()
    assert not hidden[3:].any()


def test_two_small_units_with_few_of_a_class_take_a_great_one_whose_total_stays_shown() -> None:
    hidden = hidden_of([[8, 2, 0], [9, 2, 0], [93, 54, 0], [40, 30, 0], [105, 60, 0]])
    assert hidden[1:3, 0].all()
    great = [row for row in hidden[3:] if row.any()]
    assert len(great) == 1
    assert not great[0][0]


def test_two_units_alone_keep_their_totals_where_classes_do_not() -> None:
    hidden = hidden_of([[9, 4, 6], [60, 40, 20]])
    assert not hidden[:, 0].any()
    assert hidden[1:, DROPPED].all()


def test_where_there_are_too_few_in_all_everything_is_hidden() -> None:
    assert hidden_of([[1, 0, 0], [0, 2, 0], [1, 0, 1]]).all()


def test_a_quarter_without_anyone_is_shown() -> None:
    assert not hidden_of([[0, 0, 0], [0, 0, 0], [0, 0, 0]]).any()


def themes(*quarters: str) -> TableLayout:
    theme = Dimension("theme", ("a", "b", "c", "d"), {}, discloses=True)
    return TableLayout("themes", "themes", "comment", (theme, flat("quarter", *quarters)))


def spread(counts: list[list[int]]) -> Counts:
    inner = np.array(counts)
    return np.concatenate((inner.sum(axis=1, keepdims=True), inner), axis=1)


def test_a_theme_is_told_over_all_quarters_where_its_hidden_ones_are_enough() -> None:
    names = ("2026Q1", "2026Q2", "2026Q3")
    true = spread([[3, 4, 9], [1, 2, 9], [4, 30, 0], [6, 7, 8]])
    found = protect({themes(*names): true}, Policy(), Surroundings("r", dict.fromkeys(names, 1))).tables[0].counts
    assert found.tolist() == [
        [16, UNKNOWN, UNKNOWN, 9],
        [12, UNKNOWN, UNKNOWN, UNKNOWN],
        [34, UNKNOWN, UNKNOWN, 0],
        [21, 6, 7, 8],
    ]


def test_a_theme_told_over_all_quarters_before_does_not_tell_the_new_one() -> None:
    names, versions = ("2026Q1", "2026Q2"), {"2026Q1": 1, "2026Q2": 1}
    first = protect({themes(*names): spread([[3, 4]] * 4)}, Policy(), Surroundings("r1", versions)).tables[0]
    assert first.counts[:, 0].tolist() == [7] * 4
    earlier = EarlierRelease("r1", {first.layout: first.counts}, versions)
    later = {**versions, "2026Q3": 1}
    true = spread([[3, 4, 2], [3, 4, 0], [3, 4, 6], [3, 4, 4]])
    found = protect({themes(*later): true}, Policy(), Surroundings("r2", later, (earlier,))).tables[0].counts
    assert found[:, 0].tolist() == [UNKNOWN, 7, 13, UNKNOWN]
    assert found[:, 3].tolist() == [UNKNOWN, 0, 6, UNKNOWN]


def test_a_table_told_later_of_a_quarter_that_is_out_is_protected_by_itself() -> None:
    first_true = totalled(np.array([[40, 30, 20], [50, 30, 20], [60, 40, 30], [30, 20, 10]])[:, :, None])
    places = layout("2026Q1", units=flat("municipality", "1", "2", "3", "4"))
    first = protect({places: first_true}, Policy(), Surroundings("r1", {"2026Q1": 1})).tables[0]
    earlier = EarlierRelease("r1", {first.layout: first.counts}, {"2026Q1": 1})
    ages = TableLayout("ages", "exits", "exit", (flat("age_band", *"abcd"), OUTCOME, flat("quarter", "2026Q1")))
    new = totalled(np.array([[2, 30, 20], [58, 20, 20], [60, 40, 30], [60, 30, 10]])[:, :, None])
    around = Surroundings("r2", {"2026Q1": 1}, (earlier,))
    found = protect({places: first_true, ages: new}, Policy(), around).tables
    assert (found[0].counts == first.counts).all()
    hidden = found[1].counts[1:, 1, 1] == UNKNOWN
    assert hidden[0]
    assert hidden.sum() > 1
    assert TOTAL in found[1].layout.dimensions[0].codes
