"""The product's estimator, intervals and Holm against the twin on whatever exits Hypothesis can think of."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reference import differences
from tests.reference.survival import Observation, clustered_variance, estimate, jackknife_variance

from tyokyky.domain import intervals
from tyokyky.domain.estimates import CumulativeIncidence, DropOff, LifeTable

WINDOW_DAYS = 6
KINDS = ("A", "B")

observations = st.lists(
    st.builds(
        Observation,
        time_days=st.integers(0, WINDOW_DAYS + 2),
        to=st.sampled_from((None, *KINDS)),
        person=st.integers(0, 4),
    ),
    min_size=1,
    max_size=14,
)
p_values = st.lists(st.one_of(st.none(), st.floats(0, 1)), max_size=12)
shares = st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1)).map(sorted)
same = pytest.approx


def life_table(rows: list[Observation]) -> LifeTable:
    followed = np.zeros((1, WINDOW_DAYS + 1, len(KINDS)), dtype=np.int64)
    censored = np.zeros((1, WINDOW_DAYS + 1), dtype=np.int64)
    for one in rows:
        if one.to is not None and one.time_days <= WINDOW_DAYS:
            followed[0, one.time_days, KINDS.index(one.to)] += 1
        else:
            censored[0, min(one.time_days, WINDOW_DAYS)] += 1
    return LifeTable(followed, censored)


@given(observations)
@settings(max_examples=300, deadline=None, derandomize=True)
def test_drop_off_and_interval(rows: list[Observation]) -> None:
    made = estimate(rows, WINDOW_DAYS)
    drop_off = DropOff.of(life_table(rows))
    limits = drop_off.interval()
    found = (drop_off.share[0, -1], limits.lower[0, -1], limits.upper[0, -1])
    if made is None:
        assert np.isnan(found).all()
    else:
        assert found == same((made.drop_off, *made.interval), abs=1e-9)


@given(observations)
@settings(max_examples=300, deadline=None, derandomize=True)
def test_destinations_and_their_intervals(rows: list[Observation]) -> None:
    made = estimate(rows, WINDOW_DAYS)
    table = life_table(rows)
    incidence = CumulativeIncidence.of(table, DropOff.of(table))
    limits = incidence.interval()
    for number, kind in enumerate(KINDS):
        if made is None:
            assert np.isnan(incidence.share[0, number])
        elif kind in made.shares:
            share, expected = made.shares[kind]
            assert incidence.share[0, number] == same(share, abs=1e-9)
            assert incidence.variance[0, number] == same(jackknife_variance(rows, WINDOW_DAYS, kind), abs=1e-9)
            assert (limits.lower[0, number], limits.upper[0, number]) == same(expected, abs=1e-7)


@given(observations)
@settings(max_examples=300, deadline=None, derandomize=True)
def test_influences_of_repeated_exits(rows: list[Observation]) -> None:
    drop_off = DropOff.of(life_table(rows))
    if not 0 < drop_off.share[0, -1] < 1:
        return
    of_followed, of_censored = drop_off.influence()
    by_person: dict[object, float] = {}
    for one in rows:
        within = one.to is not None and one.time_days <= WINDOW_DAYS
        influence = (of_followed if within else of_censored)[0, min(one.time_days, WINDOW_DAYS)]
        by_person[one.person] = by_person.get(one.person, 0.0) + float(influence)
    assert sum(by * by for by in by_person.values()) == same(clustered_variance(rows, WINDOW_DAYS), abs=1e-9)


@given(p_values)
@settings(max_examples=200, deadline=None, derandomize=True)
def test_holm(values: list[float | None]) -> None:
    given_p = np.array([np.nan if p is None else p for p in values], dtype=np.float64)
    found = [None if np.isnan(p) else float(p) for p in intervals.holm(given_p, len(values))]
    assert found == [None if p is None else same(p, abs=1e-12) for p in differences.holm(values, len(values))]


@given(shares, shares)
@settings(max_examples=200, deadline=None, derandomize=True)
def test_mover(first: list[float], second: list[float]) -> None:
    one, other = (differences.Group(1, at[1], 0.01, (at[0], at[2])) for at in (first, second))
    expected = differences.mover(one, other)
    assert expected is not None
    (low, share, high), (other_low, other_share, other_high) = (np.array(first), np.array(second))
    found = intervals.of_difference(share, (low, high), other_share, (other_low, other_high))
    assert (float(found[0]), float(found[1])) == same(expected[1], abs=1e-12)
