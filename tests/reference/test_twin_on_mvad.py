"""The twin on real paths: 712 young people from school to work, against numbers made by others (../shared/oracles)."""

import csv
from datetime import date, datetime
from functools import cache
from pathlib import Path

import pytest
from tests.reference.exits import exits
from tests.reference.figures import DropOff, drop_off, drop_offs
from tests.reference.world import Delivery, Period, Service, World

SHARED = Path(__file__).resolve().parents[3] / "shared"
PERIODS_PATH = SHARED / "data" / "mvad_jaksot.csv"
EXPECTED_PATH = SHARED / "oracles" / "mvad_drop_off.csv"
SERVICES = (
    Service("employment", "outcome", 1),
    Service("HE", "path", 2),
    Service("FE", "path", 3),
    Service("school", "path", 4),
    Service("training", "path", 5),
)


def _date(text: str) -> date:
    return datetime.strptime(text, "%d.%m.%Y").date()  # noqa: DTZ007 - a day has no time zone


@cache
def world() -> World:
    with PERIODS_PATH.open(encoding="windows-1252", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))[1:]
    periods = tuple(
        Period(str(number), person, service, _date(start), _date(end) if end else None, municipality=area)
        for number, (person, service, start, end, area) in enumerate(rows)
    )
    return World(SERVICES, (Delivery("mvad", date(1999, 6, 30), periods),))


@cache
def figures(window_days: int, chain_gap_days: int) -> dict[str, DropOff]:
    return drop_offs(world(), window_days, chain_gap_days)


@pytest.mark.real
@pytest.mark.skipif(not EXPECTED_PATH.exists(), reason="real data are not beside the repository")
def test_twin_equals_the_expected_numbers() -> None:
    with EXPECTED_PATH.open(encoding="utf-8", newline="") as file:
        expected = list(csv.DictReader(file))
    assert len(expected) == 24
    for row in expected:
        found = figures(int(row["window_days"]), int(row["chain_gap_days"]))[row["service"]]
        for name in ("periods", "spells", "exits", "at_start", "still_in_window"):
            assert getattr(found, name) == int(row[name])
        assert found.estimate is not None
        assert found.estimate.drop_off == pytest.approx(float(row["drop_off"]), abs=1e-9)
        if row["lower"]:
            limits = (float(row["lower"]), float(row["upper"]))
            assert found.estimate.interval == pytest.approx(limits, abs=1e-9)
        for service in SERVICES:
            share, _ = found.estimate.shares.get(service.code, (0.0, None))
            assert share == pytest.approx(float(row[f"to_{service.code}"]), abs=1e-9)


@pytest.mark.real
@pytest.mark.skipif(not PERIODS_PATH.exists(), reason="real data are not beside the repository")
def test_regions_add_up_to_the_whole() -> None:
    found = exits(world())
    regions = {one.municipality for one in found}
    parts = [drop_off([one for one in found if one.municipality == region], 90) for region in regions]
    assert sum(part.exits for part in parts) == len(found)
    assert sum(part.dropped for part in parts) == drop_off(found, 90).dropped
