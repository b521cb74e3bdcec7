"""The twin and the product's estimator against R `survival` and `cmprsk`, to 1e-9 (survival.R made the numbers)."""

import numpy as np
import pytest
from tests.oracles import make_sets
from tests.oracles.oracle_numbers import FOLDER, TOLERANCE, WINDOWS_DAYS, Case, cases, observations, of_r
from tests.reference.survival import (
    clustered_variance,
    estimate,
    greenwood_variance,
    jackknife_variance,
    log_log_interval,
    still_without,
)

from tyokyky.domain.estimates import CumulativeIncidence, DropOff, LifeTable

CASES = [pytest.param(case, id=f"{case.name}-{case.window_days}") for case in cases()]


def close(number: float | tuple[float, ...] | None) -> object:
    return pytest.approx(number, abs=TOLERANCE, rel=0)


@pytest.mark.parametrize("case", CASES)
def test_twin_gives_no_estimate_exactly_where_nobody_is_at_risk(case: Case) -> None:
    assert (estimate(observations(case.name), case.window_days) is None) == case.not_yet


@pytest.mark.parametrize("case", CASES)
def test_twin_drop_off_equals_r(case: Case) -> None:
    expected, rows = case.expected, observations(case.name)
    assert still_without(rows, case.window_days) == close(expected["drop_off"])
    made = estimate(rows, case.window_days)
    if made is None:
        return
    assert made.interval == close(case.interval(expected))
    if expected["std_err"] is not None:
        assert greenwood_variance(rows, case.window_days) ** 0.5 == close(expected["std_err"])


@pytest.mark.parametrize("case", CASES)
def test_twin_clustered_interval_equals_r(case: Case) -> None:
    expected, rows = case.expected, observations(case.name)
    assert clustered_variance(rows, case.window_days) ** 0.5 == close(expected["clustered_std_err"])
    made = estimate(rows, case.window_days)
    if made is not None and 0 < made.drop_off < 1:
        assert made.clustered_interval == close((expected["clustered_lower"], expected["clustered_upper"]))


@pytest.mark.parametrize("case", CASES)
def test_twin_destinations_equal_r(case: Case) -> None:
    made = estimate(observations(case.name), case.window_days)
    if made is None:
        return
    assert sorted(made.shares) == sorted(case.expected["to"])
    for to, numbers in case.expected["to"].items():
        share, limits = made.shares[to]
        assert share == close(numbers["share"])
        assert share == close(numbers["cuminc"])
        assert limits == close(case.interval(numbers))
        variance = jackknife_variance(observations(case.name), case.window_days, to)
        assert variance**0.5 == close(numbers["std_err"])


def life_table(case: Case) -> tuple[LifeTable, list[str]]:
    """Counts per day as the product takes them: what ends after W stands on day W."""
    kinds = sorted(case.expected["to"])
    followed = np.zeros((1, case.window_days + 1, max(1, len(kinds))), dtype=np.int64)
    censored = np.zeros((1, case.window_days + 1), dtype=np.int64)
    for one in observations(case.name):
        if one.to is not None and one.time_days <= case.window_days:
            followed[0, one.time_days, kinds.index(one.to)] += 1
        else:
            censored[0, min(one.time_days, case.window_days)] += 1
    return LifeTable(followed, censored), kinds


@pytest.mark.parametrize("case", CASES)
def test_product_drop_off_equals_r(case: Case) -> None:
    drop_off = DropOff.of(life_table(case)[0])
    share = drop_off.share[0, -1]
    if case.not_yet:
        assert np.isnan(share)
        return
    limits = drop_off.interval()
    assert share == close(case.expected["drop_off"])
    assert (limits.lower[0, -1], limits.upper[0, -1]) == close(case.interval(case.expected))


@pytest.mark.parametrize("case", CASES)
def test_product_destinations_equal_r(case: Case) -> None:
    table, kinds = life_table(case)
    incidence = CumulativeIncidence.of(table, DropOff.of(table))
    limits = incidence.interval()
    for number, to in enumerate(kinds):
        numbers = case.expected["to"][to]
        if case.not_yet:
            assert np.isnan(incidence.share[0, number])
            continue
        assert incidence.share[0, number] == close(numbers["share"])
        assert incidence.variance[0, number] ** 0.5 == close(numbers["std_err"])
        assert (limits.lower[0, number], limits.upper[0, number]) == close(case.interval(numbers))


@pytest.mark.parametrize("case", CASES)
def test_product_clustered_interval_equals_r(case: Case) -> None:
    drop_off = DropOff.of(life_table(case)[0])
    if case.not_yet or not 0 < drop_off.share[0, -1] < 1:
        return
    of_followed, of_censored = drop_off.influence()
    by_person: dict[object, float] = {}
    for one in observations(case.name):
        within = one.to is not None and one.time_days <= case.window_days
        day = min(one.time_days, case.window_days)
        influence = of_followed if within else of_censored
        by_person[one.person] = by_person.get(one.person, 0.0) + float(influence[0, day])
    assert sum(by * by for by in by_person.values()) ** 0.5 == close(case.expected["clustered_std_err"])
    limits = log_log_interval(float(drop_off.share[0, -1]), sum(by * by for by in by_person.values()))
    assert limits == close((case.expected["clustered_lower"], case.expected["clustered_upper"]))


def test_drop_off_and_destinations_add_up_to_one() -> None:
    for case in cases():
        made = estimate(observations(case.name), case.window_days)
        if made is not None:
            assert made.drop_off + sum(share for share, _ in made.shares.values()) == close(1.0)


def _has(name: str, window_days: int, situation: str) -> bool:
    rows = observations(name)
    followed = {one.time_days for one in rows if one.to}
    censored = {one.time_days for one in rows if not one.to}
    case = Case(name, window_days)
    situations: dict[str, bool] = {
        "ties": len(followed) < sum(one.to is not None for one in rows),
        "gap 0": 0 in followed,
        "censored on a day with events": bool(followed & censored),
        "S = 0": abs(case.expected["drop_off"]) < TOLERANCE,
        "S = 1": case.expected["drop_off"] == 1 and not case.not_yet,
        "one destination": len(case.expected["to"]) == 1,
        "nobody followed to W": case.not_yet,
        "repeated exits": len({one.person for one in rows}) < len(rows) / 1.1,
    }
    return situations[situation]


@pytest.mark.parametrize(
    "situation",
    [
        "ties",
        "gap 0",
        "censored on a day with events",
        "S = 0",
        "S = 1",
        "one destination",
        "nobody followed to W",
        "repeated exits",
    ],
)
@pytest.mark.parametrize("from_demo", [False, True], ids=["made", "demo"])
def test_situation_is_in_the_sets(situation: str, from_demo: bool) -> None:
    names = [name for name in of_r() if name.startswith("demo_") == from_demo]
    assert any(_has(name, window_days, situation) for name in names for window_days in WINDOWS_DAYS)


def test_sets_are_those_the_script_makes(monkeypatch: pytest.MonkeyPatch) -> None:
    made: dict[str, list[make_sets.Row]] = {}
    monkeypatch.setattr(make_sets, "write", made.__setitem__)
    make_sets.main()
    for name, rows in made.items():
        header, *lines = (FOLDER / "sets" / f"{name}.csv").read_text(encoding="utf-8").splitlines()
        assert header == "time_days,followed_by,person"
        assert lines == [",".join(map(str, row)) for row in rows]
