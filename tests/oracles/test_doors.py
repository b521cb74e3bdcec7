"""Wilson's interval and what referrals came to, against R (doors.R made the numbers)."""

import csv
import json
from math import isnan
from pathlib import Path

import numpy as np
import pytest
from tests.oracles.oracle_numbers import TOLERANCE
from tests.reference import interruptions as twin
from tests.reference.survival import Observation, estimate

from tyokyky.domain.estimates import CumulativeIncidence, DropOff, LifeTable
from tyokyky.domain.intervals import wilson

FOLDER = Path(__file__).parent
NUMBERS = json.loads((FOLDER / "doors.json").read_text(encoding="utf-8"))
with (FOLDER / "referrals.csv").open(encoding="utf-8") as file:
    REFERRALS = [(int(row["time_days"]), row["came"]) for row in csv.DictReader(file)]
KINDS = ("started", "other")


@pytest.mark.parametrize(("count", "base", "lower", "upper"), NUMBERS["wilson"])
def test_wilson_equals_r(count: int, base: int, lower: float, upper: float) -> None:
    product = wilson([count], [base])
    assert (product[0][0], product[1][0]) == pytest.approx((lower, upper), abs=TOLERANCE, rel=0)
    assert twin.wilson(count, base) == pytest.approx((lower, upper), abs=TOLERANCE, rel=0)


def test_wilson_ends_exactly_at_0_and_1_and_nothing_is_said_of_nobody() -> None:
    lower, upper = wilson([0, 7, 0], [7, 7, 0])
    assert (lower[0], upper[1]) == (0.0, 1.0)
    assert isnan(lower[2])
    assert isnan(upper[2])


@pytest.mark.parametrize(("window", "not_started", "lower", "upper", "started", "other"), NUMBERS["referrals"])
def test_referrals_equal_r(
    window: int, not_started: float, lower: float, upper: float, started: float, other: float
) -> None:
    followed = np.zeros((1, window + 1, 2), dtype=np.int64)
    censored = np.zeros((1, window + 1), dtype=np.int64)
    for day, came in REFERRALS:
        if came and day <= window:
            followed[0, day, KINDS.index(came)] += 1
        else:
            censored[0, min(day, window)] += 1
    table = LifeTable(followed, censored)
    drop_off = DropOff.of(table)
    limits, shares = drop_off.interval(), CumulativeIncidence.of(table, drop_off).share[0]
    product = (drop_off.share[0, -1], limits.lower[0, -1], limits.upper[0, -1], *shares)
    expected = pytest.approx((not_started, lower, upper, started, other), abs=TOLERANCE, rel=0)
    assert product == expected
    made = estimate([Observation(day, came or None, n) for n, (day, came) in enumerate(REFERRALS)], window)
    assert made is not None
    assert (made.drop_off, *made.interval, made.shares["started"][0], made.shares["other"][0]) == expected


def test_the_set_holds_ties_and_censoring_on_days_with_events() -> None:
    days = {kind: {day for day, came in REFERRALS if came == kind} for kind in ("", *KINDS)}
    assert 0 in days["started"] & days["other"] & days[""]
    assert 90 in days["started"] & days["other"] & days[""]
