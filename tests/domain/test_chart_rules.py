"""The four rules, each by the examples of NHSRplotthedots' own tests, and what missing months do to them."""

from itertools import pairwise

import numpy as np
import pytest

from tyokyky.domain import chart_rules
from tyokyky.domain.chart_rules import Rule, chance, false_signal_share, names, sign, signals
from tyokyky.domain.control_charts import ControlChart, share_chart
from tyokyky.domain.unit_funnel import outside, unit_funnel

NAN = float("nan")


def chart(*distances: float) -> ControlChart:
    """Points at so many standard deviations from the centre."""
    points = np.array([distances])
    return ControlChart(points, np.zeros_like(points), np.ones_like(points))


def found(rule: Rule, *distances: float) -> list[int]:
    return [int(value) for value in signals(chart(*distances))[rule][0]]


@pytest.mark.parametrize(
    ("distances", "expected"),
    [
        ((1,) * 6, [0] * 6),
        ((1,) * 6 + (-1,), [0] * 7),
        ((1,) * 8 + (-1,), [1] * 8 + [0]),
        ((-1,) * 8 + (1,), [-1] * 8 + [0]),
        ((1,) * 3 + (0,) + (1,) * 4, [0] * 8),
    ],
)
def test_seven_on_one_side(distances: tuple[float, ...], expected: list[int]) -> None:
    assert found(Rule.SHIFT, *distances) == expected


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        (range(1, 7), [0] * 6),
        ((1, 2, 3, 3, 4, 5, 6), [0] * 7),
        (range(1, 8), [1] * 7),
        ((2, *range(1, 8), 3), [0, *[1] * 7, 0]),
        (range(7, 0, -1), [-1] * 7),
        ((2, *range(7, 0, -1), 3), [0, *[-1] * 7, 0]),
    ],
)
def test_seven_rising_or_falling(points: tuple[int, ...], expected: list[int]) -> None:
    assert found(Rule.TREND, *(value / 10 for value in points)) == expected


@pytest.mark.parametrize(
    ("distances", "expected"),
    [
        ((2.5, 1, 2.5), [1, 0, 1]),
        ((1, 2.5, 2.5), [0, 1, 1]),
        ((2.5, 2.5, 1), [1, 1, 0]),
        ((-2.5, -0.5, -2.5), [-1, 0, -1]),
        ((2.5, -2.5, 2.5), [0, 0, 0]),
        ((2.5, 1, 1, 2.5), [0, 0, 0, 0]),
        ((2.5, 1, 1, 2.5, 2.5), [0, 0, 0, 1, 1]),
        ((2.0, 1, 2.0), [0, 0, 0]),
        ((3.5, 1, 2.5), [0, 0, 0]),
    ],
)
def test_two_of_three_near_a_limit(distances: tuple[float, ...], expected: list[int]) -> None:
    assert found(Rule.NEAR_LIMIT, *distances) == expected


def test_beyond_a_limit_is_beyond_three_standard_deviations() -> None:
    assert found(Rule.BEYOND_LIMIT, 3.0, 3.01, -3.01, NAN, 0) == [0, 1, -1, 0, 0]


def test_a_missing_point_breaks_every_run_but_a_shift_below() -> None:
    assert found(Rule.SHIFT, 1, 1, 1, 1, NAN, 1, 1, 1) == [0] * 8
    assert found(Rule.SHIFT, -1, -1, -1, -1, NAN, -1, -1, -1) == [-1, -1, -1, -1, 0, -1, -1, -1]
    assert found(Rule.SHIFT, -1, -1, -1, NAN, NAN, -1, -1, -1) == [0] * 8
    assert found(Rule.TREND, 1, 2, 3, 4, NAN, 5, 6, 7) == [0] * 8
    assert found(Rule.NEAR_LIMIT, 2.5, NAN, 2.5) == [0, 0, 0]


def test_a_point_is_named_by_all_its_rules_and_signed_by_its_side() -> None:
    distances = (0.5, 0.4, 0.3, 0.2, 0.1, -0.1, -0.2, 3.5)
    both = signals(chart(*distances))
    assert names(both)[0].tolist() == ["trend"] * 7 + ["beyond_limit"]
    assert sign(both)[0].tolist() == [-1] * 7 + [1]
    rising = signals(chart(*(value / 10 for value in range(1, 9))))
    assert names(rising)[0, 0] == "shift;trend"


def test_what_chance_seldom_does_is_stronger() -> None:
    order = [
        chance(Rule.SHIFT, 13, 1.0),
        chance(Rule.TREND, 7, 1.0),
        chance(Rule.NEAR_LIMIT, 2, 2.5),
        chance(Rule.BEYOND_LIMIT, 1, 3.0),
        chance(Rule.SHIFT, 7, 1.0),
    ]
    assert all(stronger < weaker for stronger, weaker in pairwise(order))
    assert chance(Rule.SHIFT, 7, 1.0) == 1 / 64
    assert chance(Rule.BEYOND_LIMIT, 1, 3.0) == pytest.approx(0.0026998, abs=1e-7)


def test_near_a_limit_is_as_rare_as_counted() -> None:
    rng = np.random.default_rng(1)
    triples = rng.standard_normal((400_000, 3))
    both_sides = [((side * triples > 2).sum(axis=1) >= 2) & (side * triples > 0).all(axis=1) for side in (1, -1)]
    assert chance(Rule.NEAR_LIMIT, 2, 2.5) == pytest.approx(float(sum(both_sides).mean()), abs=3e-4)


@pytest.mark.parametrize(("month_count", "expected"), [(24, 0.13), (57, 0.38)])
def test_chance_alone_gives_signals_as_often_as_a_plain_simulation_says(month_count: int, expected: float) -> None:
    months = np.full(month_count, 50.0)
    said = false_signal_share(months, 0.3)
    assert said == false_signal_share(months, 0.3)
    rng = np.random.default_rng(99)
    hits = 0
    for _ in range(250):
        dropped = rng.binomial(50, 0.3, month_count).astype(float)
        hits += bool((sign(signals(share_chart(dropped[None, :], months[None, :]))) != 0).any())
    assert said == pytest.approx(hits / 250, abs=0.1)
    assert said == pytest.approx(expected, abs=0.05)


def test_the_rules_see_a_change_far_more_often_than_chance_gives_one() -> None:
    rng = np.random.default_rng(5)
    shares = np.where(np.arange(40) < 27, 0.3, 0.15)
    dropped = rng.binomial(50, shares, (500, 40)).astype(float)
    after = sign(signals(share_chart(dropped, np.full((500, 40), 50.0))))[:, 27:]
    assert (after < 0).any(axis=1).mean() > 0.9


def test_charts_of_nothing_have_no_limits_and_no_signals() -> None:
    empty = share_chart(np.full((2, 9), NAN), np.full((2, 9), NAN))
    assert np.isnan(empty.centre).all()
    assert not (sign(signals(empty)) != 0).any()
    nobody = share_chart(np.zeros((1, 9)), np.full((1, 9), 20.0))
    assert nobody.centre[0, 0] == 0
    assert not (sign(signals(nobody)) != 0).any()


def test_units_outside_are_told_by_side_and_limit_in_their_own_order() -> None:
    dropped, at_start = np.array([30.0, 90, 28, NAN, 31]), np.array([100.0, 100, 100, NAN, 100])
    funnel = unit_funnel(dropped, at_start, centre=0.3)
    wide = funnel.sigma[0]
    assert wide > chart_rules._NEAR * 0.02
    told = outside(funnel)
    assert told[3] == ""
    assert told[0] == told[2] == told[4] == ""
    assert told[1].startswith("above_")
    two = unit_funnel(np.array([10.0, 60]), np.array([100.0, 100]), centre=0.35)
    assert (two.overdispersion, two.between) == (1.0, 0.0)
    assert outside(two) == ["below_998", "above_998"]
