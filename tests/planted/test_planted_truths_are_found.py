"""What was planted in the synthetic county is found again by the product, and nothing where nothing was planted."""

import pytest
from tests.planted.counties import Found, NullFound, ask_null, find_planted, per_seed

pytestmark = pytest.mark.slow

SEEDS = range(1, 21)
NULL_SEEDS = range(1001, 1201)


@pytest.fixture(scope="module")
def found() -> list[Found]:
    return per_seed(find_planted, SEEDS)


def test_the_weak_joint_has_the_largest_excess(found: list[Found]) -> None:
    hits = [
        one.largest_excess[0] == one.truth.service and one.largest_excess[1] in one.truth.weak_municipalities
        for one in found
    ]
    assert sum(hits) >= 19, hits


def test_the_evidence_interval_covers_its_truth(found: list[Found]) -> None:
    assert sum(one.covers_evidence for one in found) >= 17


def test_the_experience_interval_covers_the_truth_of_those_who_answer(found: list[Found]) -> None:
    assert sum(one.covers_experience for one in found) >= 17


def test_the_difference_of_means_covers_how_professionals_rate_decision(found: list[Found]) -> None:
    assert found[0].truth.professional_decision_difference > 0.3
    assert sum(one.covers_professionals for one in found) >= 17


def test_silence_makes_the_two_truths_differ(found: list[Found]) -> None:
    truth = found[0].truth
    assert truth.experience_difference_of_all - truth.experience_difference > 0.02
    assert truth.answered_share_dropped < truth.answered_share_carried


def test_the_improved_joint_is_signalled_within_half_a_year(found: list[Found]) -> None:
    truth = found[0].truth
    assert truth.drop_off_before_improvement - truth.drop_off_after_improvement > 0.1
    assert sum(one.sees_improvement for one in found) >= 16


@pytest.fixture(scope="module")
def null_found() -> list[NullFound]:
    return per_seed(ask_null, NULL_SEEDS)


def test_counties_where_nothing_differs_show_nothing(null_found: list[NullFound]) -> None:
    assert min(one.tested_count for one in null_found) > 0
    false_alarms = sum(one.differs for one in null_found)
    assert false_alarms <= 0.09 * len(null_found), false_alarms


def test_false_signals_of_change_are_as_many_as_the_rules_give_by_chance(null_found: list[NullFound]) -> None:
    series = sum(one.series_count for one in null_found)
    signalled = sum(one.signalled_count for one in null_found) / series
    expected = sum(one.expected_count for one in null_found) / series
    assert series > 300
    assert abs(signalled - expected) < 0.05, (signalled, expected, series)
