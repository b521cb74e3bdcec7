"""Occupation, funnel, bounces and switches equal the slow twin on stores full of what breaks counting."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from tests.properties.product import opened
from tests.properties.stores import Store
from tests.reference import states as twin
from tests.reference.figures import EVERYTHING, Selection

from tyokyky.analysis import bounces, funnel, occupation
from tyokyky.domain.filters import Filters
from tyokyky.domain.question import Clock
from tyokyky.domain.stages import parse_stages

LIMITS: tuple[dict[str, Any], ...] = (
    {},
    {"service": "STEP14"},
    {"municipality": "016", "since": date(2024, 9, 1)},
    {"unit": "U2", "until": date(2025, 3, 31)},
)
STAGES = ("STEP30|STEP14>STEP0@180>JOB|SCHOOL@365", "STEP30>STEP14?@90>STEP30|JOB", "TONOWHERE|STEP0>TOEMPLOYMENT>JOB")


def counted(rows: pl.DataFrame) -> dict[object, dict[str, int]]:
    found: dict[object, dict[str, int]] = {}
    for row in rows.iter_rows(named=True):
        if row["person_count"]:
            found.setdefault(row["month"], {})[row["state"]] = row["person_count"]
    return found


@pytest.mark.parametrize("clock", Clock)
@pytest.mark.parametrize("limits", LIMITS, ids=str)
def test_occupation_equals_the_twin(store: Store, limits: dict[str, Any], clock: Clock) -> None:
    selection = Selection(**limits) if limits else EVERYTHING
    expected = (twin.by_path if clock is Clock.PATH else twin.by_calendar)(store.world, selection)
    with opened(store.mart_path, None) as connection:
        rows = occupation.occupation(connection, Filters(**limits), clock)
    assert counted(rows) == {month: dict(states) for month, states in expected.items() if states}
    assert len(expected) > 10
    of_month = rows.group_by("month").agg(pl.col("person_count", "share").sum(), pl.col("observable_count").first())
    assert (of_month["person_count"] == of_month["observable_count"]).all()
    assert ((of_month["share"] - 1).abs() < 1e-12).filter(of_month["observable_count"] > 0).all()
    assert {"neutral", "no_service"} <= set(rows["state"])


@pytest.mark.parametrize("chain", [None, 0, 60])
@pytest.mark.parametrize("text", STAGES)
def test_funnel_equals_the_twin(store: Store, text: str, chain: int | None) -> None:
    stages = parse_stages(text)
    in_words = [twin.Stage(one.services, one.window_days or 90, one.may_be_skipped) for one in stages]
    with opened(store.mart_path, chain) as connection:
        rows = funnel.funnel(connection, Filters(), stages).to_dicts()
    for row, expected in zip(rows, twin.funnel(store.world, in_words, chain), strict=True):
        assert (row["entered_count"], row["reached_count"]) == (expected.entered, expected.reached)
        assert row["median_days"] == expected.median_days
        if expected.share is not None:
            share, ends = expected.share
            found = (row["share"], row["lower_share"], row["upper_share"])
            assert found == pytest.approx((share, *ends), abs=1e-9, rel=0)
        elif row is not rows[0]:
            assert row["share"] is None
    assert rows[1]["entered_count"] > 0


@pytest.mark.parametrize("chain", [None, 0])
def test_bounces_equal_the_twin(store: Store, chain: int | None) -> None:
    with opened(store.mart_path, chain) as connection:
        rows = bounces.bounces(connection, Filters()).to_dicts()
    found = {(row["service_code"], row["via_service_code"]): row for row in rows}
    expected = twin.bounces(store.world, chain)
    assert found.keys() == expected.keys()
    assert any(count > 0 for count, _, _ in expected.values())
    for key, (count, exits, share) in expected.items():
        assert (found[key]["bounce_count"], found[key]["exit_count"]) == (count, exits), key
        assert found[key]["share"] == pytest.approx(share, abs=1e-12), key


@pytest.mark.parametrize("chain", [None, 60])
def test_switches_equal_the_twin(store: Store, chain: int | None) -> None:
    with opened(store.mart_path, chain) as connection:
        rows = bounces.switches(connection, Filters()).to_dicts()
    found = {row["service_code"]: (row["person_count"], row["switch_count"]) for row in rows}
    expected = twin.switches(store.world, chain)
    assert found == {row: (persons, changed) for row, (persons, _, changed) in expected.items()}
    for row in rows:
        assert row["person_years"] == pytest.approx(expected[row["service_code"]][1] / 365.25, abs=1e-9)
    assert sum(row["switch_count"] for row in rows[1:]) == rows[0]["switch_count"] > 0
