"""The interval of a mean against published quantiles, the textbook's t-interval and what it must never do."""

from itertools import pairwise
from math import nan, sqrt
from statistics import mean, stdev

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reference.feedback import t_quantile as area_quantile

from tyokyky.domain.means import of_mean, t_quantile

# Upper 2.5 % points of Student's t as scipy.stats.t.ppf(0.975, df) gives them, to ten decimals.
PUBLISHED = {
    1: 12.7062047362,
    2: 4.3026527297,
    4: 2.7764451052,
    9: 2.2621571628,
    29: 2.0452296421,
    100: 1.9839715185,
    1000: 1.9623390808,
}


def interval_of(forms: list[list[float]]) -> tuple[float, float]:
    answers = [score for scores in forms for score in scores]
    centre = mean(answers)
    squared = sum((sum(scores) - centre * len(scores)) ** 2 for scores in forms)
    numbers = (centre, squared, float(len(answers)), float(len(forms)))
    lower, upper = of_mean(*(np.array([number]) for number in numbers))
    return float(lower[0]), float(upper[0])


@pytest.mark.parametrize("df", PUBLISHED)
def test_quantiles_are_the_published_ones(df: int) -> None:
    assert t_quantile(df) == pytest.approx(PUBLISHED[df], abs=1e-9)


@pytest.mark.parametrize("df", [1, 2, 3, 8, 30, 120])
def test_quantiles_are_those_of_the_area(df: int) -> None:
    assert t_quantile(df) == pytest.approx(area_quantile(df), abs=1e-9)


def test_quantiles_fall_without_a_step_where_the_method_changes() -> None:
    around = [t_quantile(df) for df in range(195, 206)]
    falls = [one - other for one, other in pairwise(around)]
    assert all(fall > 0 for fall in falls)
    assert max(falls) / min(falls) < 1.15


def test_forms_of_one_answer_have_the_textbook_interval() -> None:
    scores = [0.25, 0.5, 0.5, 0.75, 1.0, 0.25, 0.0]
    width = t_quantile(6) * stdev(scores) / sqrt(7)
    assert interval_of([[score] for score in scores]) == pytest.approx((mean(scores) - width, mean(scores) + width))


def test_answers_of_one_form_are_not_independent() -> None:
    scores = [0.25, 0.5, 0.75, 0.5]
    once, twice = interval_of([[score] for score in scores]), interval_of([[score] * 2 for score in scores])
    assert twice == pytest.approx(once)


@pytest.mark.parametrize(("score", "expected"), [(0.0, (0.0, 1 - 0.025**0.2)), (1.0, (0.025**0.2, 1.0))])
def test_all_alike_at_an_end_is_exact(score: float, expected: tuple[float, float]) -> None:
    assert interval_of([[score]] * 5) == pytest.approx(expected)


def test_all_alike_in_between_and_a_single_form_have_no_interval() -> None:
    assert np.isnan(interval_of([[0.5]] * 5)).all()
    assert np.isnan(interval_of([[0.2, 0.9]])).all()
    assert np.isnan(of_mean(*(np.array([number]) for number in (nan, nan, 0.0, 0.0)))).all()


SCORES = st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0])


@given(st.lists(st.lists(SCORES, min_size=1, max_size=4), min_size=2, max_size=40))
def test_mean_lies_within_its_interval_and_that_within_the_scale(forms: list[list[float]]) -> None:
    lower, upper = interval_of(forms)
    if not np.isnan(lower):
        centre = mean(score for scores in forms for score in scores)
        assert 0 <= lower <= centre + 1e-12
        assert centre - 1e-12 <= upper <= 1
