"""The receipt log through the command line, against what pm4py says of it."""

import json
from pathlib import Path
from typing import Any, Final

import pytest
from tests.homes import tyokyky
from tests.real.test_mvad import shared

FACTS: Final[dict[str, Any]] = json.loads(
    (Path(__file__).resolve().parents[1] / "oracles" / "receipt_paths.json").read_text(encoding="utf-8")
)

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("receipt") / "koti"
    folder.mkdir()
    delivered = shared("data/receipt.xes.gz")
    outcome = tyokyky("--home", folder, "import", delivered, "--source", "xes", "--as-of", "2012-12-31")
    assert outcome.code == 0, outcome.err
    assert "hyväksytty 8577, hylätty 0" in outcome.text
    assert "moment_code|unknown_code_kept: 8577" in outcome.text
    return folder


def asked(home: Path, name: str, *more: str) -> list[dict[str, Any]]:
    outcome = tyokyky("figures", name, "--home", home, "--grain", "moment", "--format", "json", *more)
    assert outcome.code == 0, outcome.err
    rows: list[dict[str, Any]] = json.loads(outcome.out)
    return rows


STEWARD: Final = ("--as", "steward-check", "--reason", "vertailu riippumattomaan toteutukseen")


def test_pairs_equal_pm4py(home: Path) -> None:
    names = FACTS["steps"]
    expected = {(names[one], names[other]): count for one, other, count in FACTS["pairs"]}
    found = {(row["from"], row["to"]): row["n"] for row in asked(home, "flows", *STEWARD)}
    assert found == expected
    assert (len(found), sum(found.values())) == (99, 7143)


def test_variants_equal_pm4py(home: Path) -> None:
    names = FACTS["steps"]
    expected = {" → ".join(names[step] for step in path): count for path, count in FACTS["variants"]}
    rows = asked(home, "variants", *STEWARD)
    assert {row["path"]: row["n"] for row in rows} == expected
    assert (len(rows), sum(row["n"] for row in rows)) == (116, FACTS["persons"]) == (116, 1434)
    assert [row["rank"] for row in rows] == list(range(1, 117))


def test_staff_see_no_rare_path(home: Path) -> None:
    shown = asked(home, "variants")
    assert sum(row["n"] for row in shown) == 1434
    assert all(row["n"] >= 5 for row in shown)
    assert [row["path"] is None for row in shown] == [False] * (len(shown) - 1) + [True]
    assert all(row["n"] is None or row["persons"] >= 5 for row in asked(home, "flows"))


def test_the_same_log_again_changes_nothing(home: Path) -> None:
    again = tyokyky("--home", home, "import", shared("data/receipt.xes.gz"), "--source", "xes", "--as-of", "2012-12-31")
    assert again.code == 0
    assert "Mitään ei muutettu" in again.text
