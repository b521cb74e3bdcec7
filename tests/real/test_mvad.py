"""The mvad histories through the command line, against an independent implementation's numbers."""

import csv
import json
import os
import shutil
from pathlib import Path
from typing import Any, Final

import pytest
from tests.homes import tyokyky

REPOSITORY: Final = Path(__file__).resolve().parents[2]
SHARED: Final = next(
    (folder for folder in (REPOSITORY.parent / "shared", Path("/work/shared")) if folder.is_dir()), None
)
WINDOWS: Final = (30, 90, 180)
TOLERANCES: Final = (0, 30)
SERVICES: Final = ("school", "FE", "HE", "training")
_COUNTS: Final = ("periods", "spells", "exits", "at_start", "still_in_window")

pytestmark = pytest.mark.real
Key = tuple[int, str, int]


def shared(name: str) -> Path:
    """A file of the shared folder; without the folder the tests skip, and in CI a folder must be whole."""
    path = SHARED / name if SHARED else None
    if path is None or (not path.is_file() and os.environ.get("CI") != "true"):
        pytest.skip("../shared is not here: its real data do not travel with the repository")
    assert path.is_file(), f"{name} is missing from ../shared"
    return path


@pytest.fixture(scope="module")
def oracle() -> dict[Key, dict[str, str]]:
    with shared("oracles/mvad_drop_off.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {(int(row["chain_gap_days"]), row["service"], int(row["window_days"])): row for row in rows}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mvad") / "koti"
    shutil.copytree(REPOSITORY / "examples" / "mvad", folder)
    delivered = shared("data/mvad_jaksot.csv")
    outcome = tyokyky("--home", folder, "import", delivered, "--source", "mvad", "--as-of", "1999-06-30")
    assert outcome.code == 0, outcome.err
    assert "hylätty 0" in outcome.text
    return folder


def asked(home: Path, name: str, chain: int, window: int) -> list[dict[str, Any]]:
    steward = ("--as", "steward-check", "--reason", "vertailu riippumattomaan toteutukseen")
    outcome = tyokyky(
        "figures", name, "--home", home, "--chain", chain, "--window", window, "--format", "json", *steward
    )
    assert outcome.code == 0, outcome.err
    rows: list[dict[str, Any]] = json.loads(outcome.out)
    return rows


def number(cell: str) -> float | None:
    return float(cell) if cell else None


def test_oracle_is_whole(oracle: dict[Key, dict[str, str]]) -> None:
    assert set(oracle) == {(chain, service, w) for chain in TOLERANCES for service in SERVICES for w in WINDOWS}


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("chain", TOLERANCES)
def test_drop_off_equals_the_oracle(home: Path, oracle: dict[Key, dict[str, str]], chain: int, window: int) -> None:
    rows = {row["service"]: row for row in asked(home, "drop-off", chain, window)}
    assert set(rows) == set(SERVICES)
    for service, row in rows.items():
        expected = oracle[chain, service, window]
        assert [row[name] for name in _COUNTS] == [int(expected[name]) for name in _COUNTS]
        assert row["drop_off"] == pytest.approx(float(expected["drop_off"]), abs=1e-9, rel=0)
        if 0 < row["drop_off"] < 1:
            assert row["lower"] == pytest.approx(number(expected["lower"]), abs=1e-9, rel=0)
            assert row["upper"] == pytest.approx(number(expected["upper"]), abs=1e-9, rel=0)
        else:
            assert (expected["lower"], expected["upper"]) == ("", "")
            assert row["lower"] == row["drop_off"] or row["upper"] == row["drop_off"]
        assert (row["window_days"], row["chain_gap_days"], row["observed_until"]) == (window, chain, "1999-06-30")


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("chain", TOLERANCES)
def test_destinations_equal_the_oracle(home: Path, oracle: dict[Key, dict[str, str]], chain: int, window: int) -> None:
    shares = {(row["service"], row["to"]): row["share"] for row in asked(home, "destinations", chain, window)}
    for service in SERVICES:
        expected = oracle[chain, service, window]
        destinations = {name.removeprefix("to_"): float(cell) for name, cell in expected.items() if name[:3] == "to_"}
        found = {to: share for (of, to), share in shares.items() if of == service}
        assert found == pytest.approx(destinations, abs=1e-9, rel=0)
        assert sum(found.values()) + float(expected["drop_off"]) == pytest.approx(1.0, abs=1e-9)


def test_clients_join_the_periods(home: Path) -> None:
    delivered = shared("data/mvad_asiakkaat.csv")
    outcome = tyokyky("import", delivered, "--home", home, "--source", "mvad", "--as-of", "1999-06-30")
    assert outcome.code == 0, outcome.err
    shown = tyokyky("figures", "drop-off", "--home", home, "--by", "gender", "--format", "json")
    genders = {row["gender"] for row in json.loads(shown.out)}
    assert genders == {"female", "male"}


def _months_of_the_file() -> dict[str, dict[str, int]]:
    """Young people by calendar month and state, from the file alone; its months are whole."""
    ranks = {"employment": 1, "HE": 2, "FE": 3, "school": 4, "training": 5}
    histories: dict[str, list[tuple[str, str, str]]] = {}
    with shared("data/mvad_jaksot.csv").open(encoding="windows-1252", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            start, end = (_month_of(row[name]) for name in ("Palvelun alku", "Palvelun loppu"))
            histories.setdefault(row["Asiakastunnus"], []).append((row["Palvelu"], start, end or "1999-06"))
    months = [f"{year}-{month:02d}" for year in range(1993, 2000) for month in range(1, 13)]
    found: dict[str, dict[str, int]] = {}
    for month in (one for one in months if "1993-07" <= one <= "1999-06"):
        counts = found.setdefault(month, {})
        for history in histories.values():
            there = sorted((service for service, start, end in history if start <= month <= end), key=ranks.__getitem__)
            state = there[0] if there else "no_service"
            counts[state] = counts.get(state, 0) + 1
    return found


def _month_of(day: str) -> str:
    _, _, rest = day.partition(".")
    month, _, year = rest.partition(".")
    return f"{year}-{int(month):02d}" if day else ""


def test_calendar_occupation_is_the_plain_share_of_every_month(tmp_path: Path) -> None:
    folder = tmp_path / "koti"
    shutil.copytree(REPOSITORY / "examples" / "mvad", folder)
    delivered = shared("data/mvad_jaksot.csv")
    assert tyokyky("--home", folder, "import", delivered, "--source", "mvad", "--as-of", "1999-06-30").code == 0
    steward = ("--as", "steward-check", "--reason", "kuukausien tarkistus", "--format", "json")
    outcome = tyokyky("figures", "occupation", "--home", folder, "--clock", "calendar", *steward)
    assert outcome.code == 0, outcome.err
    found: dict[str, dict[str, int]] = {}
    expected = _months_of_the_file()
    for row in json.loads(outcome.out):
        persons = sum(expected[row["month"]].values())
        assert row["observable"] == persons == 711
        assert row["share"] == row["n"] / persons
        if row["n"]:
            found.setdefault(row["month"], {})[row["state"]] = row["n"]
    assert len(found) == 72
    assert found == expected
