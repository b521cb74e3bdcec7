"""Intervals that hold for many differences at once: as wide as Bonferroni asks, and honest about chance."""

from statistics import NormalDist

import numpy as np
import pytest

from tyokyky.domain import intervals


def test_one_difference_keeps_its_interval() -> None:
    lower, upper = intervals.together(np.array([0.1]), (np.array([0.02]), np.array([0.2])), 1)
    assert (lower[0], upper[0]) == pytest.approx((0.02, 0.2), abs=1e-12)


@pytest.mark.parametrize("count", [2, 12, 60])
def test_a_plain_interval_becomes_the_plain_interval_of_the_smaller_error(count: int) -> None:
    error, z = 0.03, NormalDist().inv_cdf
    ends = (np.array([0.1 - z(0.975) * error]), np.array([0.1 + z(0.975) * error]))
    lower, upper = intervals.together(np.array([0.1]), ends, count)
    reach = z(1 - 0.025 / count) * error
    assert (lower[0], upper[0]) == pytest.approx((0.1 - reach, 0.1 + reach), abs=1e-12)


def test_no_difference_is_wider_than_all_and_missing_stays_missing() -> None:
    lower, upper = intervals.together(np.array([0.9, np.nan]), (np.array([0.1, np.nan]), np.array([0.99, np.nan])), 40)
    assert -1 <= lower[0] < 0.1
    assert upper[0] == 1.0
    assert np.isnan([lower[1], upper[1]]).all()


def test_where_nothing_differs_a_clear_difference_is_found_in_about_one_table_of_twenty() -> None:
    """Two groups of 300 with the same twelve destinations, a thousand times: alone half the tables would cry out."""
    random, destination_count, base = np.random.default_rng(36), 12, 300
    shares = np.array([0.04, 0.06, 0.08, 0.1, 0.05, 0.07, 0.03, 0.12, 0.05, 0.06, 0.04, 0.3])
    cries = {"alone": 0, "together": 0}
    for _ in range(1000):
        first, second = (random.multinomial(base, shares) for _ in range(2))
        ends = [intervals.wilson(count, np.full(destination_count, base)) for count in (first, second)]
        difference = (first - second) / base
        alone = intervals.of_difference(first / base, ends[0], second / base, ends[1])
        wide = intervals.together(difference, alone, destination_count)
        for name, (lower, upper) in (("alone", alone), ("together", wide)):
            cries[name] += bool(((lower > 0) | (upper < 0)).any())
    assert cries["alone"] > 300
    assert cries["together"] <= 75
