"""Mart generations: readers keep a whole one whatever happens to a build, and no pseudonym outlives it."""

import json
import re
from pathlib import Path

import pytest
from tests.homes import built, exact_rows, stay
from tests.store.building import start_build

from tyokyky.analysis import mart
from tyokyky.domain.errors import UserError
from tyokyky.domain.filters import Filters
from tyokyky.settings import Settings
from tyokyky.store import generations
from tyokyky.store.connection import exclusive, open_locked_down
from tyokyky.store.register import open_register

STEPS = ("period", "service_exit", "publish")
_PSEUDONYM = re.compile(rb"[0-9a-f]{64}")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A home with a built mart of three persons."""
    periods = (
        stay("ASIAKAS-1", "STEP", "2024-01-01", "2024-03-31"),
        stay("ASIAKAS-2", "STEP", "2024-01-01", "2024-03-31"),
        stay("ASIAKAS-3", "STEP", "2024-01-01", "2024-03-31"),
    )
    return built(tmp_path / "koti", *periods)


def left_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.name != "build.lock"}


@pytest.mark.parametrize("step", STEPS)
def test_a_build_killed_at_a_step_can_be_repeated(settings: Settings, step: str) -> None:
    folder = settings.marts_folder
    before = generations.current(folder)
    assert before is not None
    child = start_build(settings.home)
    assert child.stdout is not None
    for line in child.stdout:
        if line.strip() == step:
            break
    else:
        pytest.fail("the build ended before the step")
    child.kill()
    child.communicate()
    after = generations.current(folder)
    assert after is not None
    assert after.path.is_file()
    assert exact_rows(settings, Filters())[0]["exits"] == 3
    made = mart.build(settings)
    assert made.number > before.number
    assert exact_rows(settings, Filters())[0]["exits"] == 3
    assert [name for name in left_in(folder) if "scratch" in name or "building" in name] == []


def test_leftovers_of_broken_builds_are_cleared(settings: Settings) -> None:
    folder = settings.marts_folder
    (folder / "scratch.duckdb").write_bytes(b"pseudonyms")
    (folder / "scratch.duckdb.wal").write_bytes(b"pseudonyms")
    (folder / "scratch.tmp").mkdir()
    (folder / "scratch.tmp" / "block.tmp").write_bytes(b"pseudonyms")
    (folder / "mart.building").write_bytes(b"half")
    made = mart.build(settings)
    assert left_in(folder) == {"current.json", "mart-000001.duckdb", made.path.name}


def test_a_failing_build_leaves_nothing(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    before = left_in(settings.marts_folder)

    def broken(*_: object) -> None:
        raise UserError("broken")

    monkeypatch.setattr(generations, "_point_to", broken)
    with pytest.raises(UserError, match="broken"):
        mart.build(settings)
    monkeypatch.undo()
    assert [name for name in left_in(settings.marts_folder) if not name.startswith("mart-")] == ["current.json"]
    current = generations.current(settings.marts_folder)
    assert current is not None
    assert current.path.name in before


def test_old_generations_stay_two_generations(settings: Settings) -> None:
    numbers = [mart.build(settings).number for _ in range(4)]
    assert numbers == [2, 3, 4, 5]
    assert sorted(settings.marts_folder.glob("mart-*.duckdb")) == [
        settings.marts_folder / f"mart-{number:06d}.duckdb" for number in (3, 4, 5)
    ]


def test_pointer_names_the_newest_and_a_broken_one_is_told(settings: Settings) -> None:
    pointer = settings.marts_folder / "current.json"
    content = json.loads(pointer.read_text(encoding="utf-8"))
    assert content["file"] == "mart-000001.duckdb"
    pointer.write_text("{", encoding="utf-8")
    with pytest.raises(UserError, match=r"current\.json"):
        generations.current(settings.marts_folder)
    pointer.write_text(json.dumps({**content, "file": "../../elsewhere.duckdb"}), encoding="utf-8")
    pointed = generations.current(settings.marts_folder)
    assert pointed is not None
    assert pointed.path.parent == settings.marts_folder


@pytest.mark.parametrize("layout", [None, generations.LAYOUT - 1, generations.LAYOUT + 1])
def test_a_mart_of_another_version_is_told_and_a_build_mends_it(settings: Settings, layout: int | None) -> None:
    pointer = settings.marts_folder / "current.json"
    content = json.loads(pointer.read_text(encoding="utf-8"))
    assert content.pop("layout") == generations.LAYOUT
    pointer.write_text(json.dumps(content | ({} if layout is None else {"layout": layout})), encoding="utf-8")
    with pytest.raises(UserError, match="toisella versiolla: aja tyokyky build"):
        generations.current(settings.marts_folder)
    assert generations.readable(settings.marts_folder) is None
    made = mart.build(settings)
    assert generations.current(settings.marts_folder) == made
    assert made.number > content["number"]


def test_no_pseudonym_is_in_any_byte_of_a_mart(settings: Settings) -> None:
    with open_register(settings.register_path, 5.0) as register:
        rows = register.sql("SELECT DISTINCT client_id FROM period UNION SELECT client_id FROM client").fetchall()
    pseudonyms = [row[0].encode() for row in rows]
    assert len(pseudonyms) == 3
    assert all(_PSEUDONYM.fullmatch(one) for one in pseudonyms)
    register_bytes = settings.register_path.read_bytes()
    assert any(one in register_bytes for one in pseudonyms)
    for path in settings.marts_folder.glob("mart-*"):
        content = path.read_bytes()
        assert not any(one in content or bytes.fromhex(one.decode()) in content for one in pseudonyms)
        assert b"ASIAKAS" not in content


def test_person_keys_of_a_mart_are_small_numbers(settings: Settings) -> None:
    current = generations.current(settings.marts_folder)
    assert current is not None
    connection = open_locked_down(current.path)
    assert connection.sql("SELECT person_key FROM person ORDER BY person_key").fetchall() == [(1,), (2,), (3,)]
    texts = connection.sql("SELECT * FROM service_exit").fetchall()
    connection.close()
    assert not any(isinstance(cell, str) and len(cell) >= 32 for row in texts for cell in row)


def test_two_builds_at_once_take_their_turn(settings: Settings) -> None:
    children = [start_build(settings.home) for _ in range(2)]
    said = [child.communicate() for child in children]
    assert [child.returncode for child in children] == [0, 0], said
    names = sorted(out.splitlines()[-1] for out, _ in said)
    assert names == ["mart-000002", "mart-000003"]


def test_a_build_that_may_not_wait_says_so(settings: Settings) -> None:
    impatient = settings.model_copy(update={"wait_seconds": 0.0})
    told: list[bool] = []
    with (
        exclusive(settings.marts_folder / "build.lock", 1.0),
        pytest.raises(UserError, match="--wait"),
    ):
        mart.build(impatient, on_wait=lambda: told.append(True))
    assert told == [True]
