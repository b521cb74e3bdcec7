"""`tyokyky release` as a steward types it."""

import json
from pathlib import Path

import pytest
from tests.homes import tyokyky
from tests.release_ledger.desks import FIRST, SECOND, bytes_of

from tyokyky.settings import SETTINGS_FILE, Settings


@pytest.fixture
def as_user(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    return monkeypatch


def _become(monkeypatch: pytest.MonkeyPatch, user: str) -> None:
    monkeypatch.setattr("tyokyky.release.acts.operating_user", lambda: user)


def _log(home: Path) -> list[tuple[str, str, bool]]:
    lines = [json.loads(line) for line in (home / "access_log.jsonl").read_text(encoding="utf-8").splitlines()]
    return [(line["who"], line["what"], line["allowed"]) for line in lines if line["kind"] == "release"]


def test_from_a_plan_to_a_release(fresh: Settings, as_user: pytest.MonkeyPatch) -> None:
    home = fresh.home
    (home / SETTINGS_FILE).write_text('release_approvers = ["veikko"]\n', encoding="utf-8")
    _become(as_user, "aino")
    planned = tyokyky("release", "plan", "--home", home)
    assert planned.code == 0, planned.err
    assert f"Julkaisu {FIRST} on suunniteltu: 15 taulua, 2025Q1–2025Q3." in planned.text
    built = tyokyky("release", "build", FIRST, "--home", home)
    assert built.code == 0, built.err
    assert "Todistettu." in built.text
    assert "1/2" in tyokyky("release", "approve", FIRST, "--home", home).text
    tyokyky("release", "approve", FIRST, "--home", home).assert_refused("Olet jo hyväksynyt")
    tyokyky("release", "publish", FIRST, "--home", home).assert_refused("kahta hyväksyjää")
    as_user.setattr("tyokyky.release.acts.is_steward", lambda settings, user: user == "aino")
    _become(as_user, "veikko")
    assert "2/2" in tyokyky("release", "approve", FIRST, "--home", home).text
    tyokyky("release", "publish", FIRST, "--home", home).assert_refused("aineistovastaava")
    _become(as_user, "aino")
    assert tyokyky("release", "publish", FIRST, "--home", home).code == 0
    listed = tyokyky("release", "list", "--home", home).text
    assert "published" in listed
    assert "aino, veikko" in listed
    assert ("veikko (command line)", f"publish {FIRST}", False) in _log(home)
    assert ("aino (command line)", f"publish {FIRST}", True) in _log(home)


def test_whoever_is_no_steward_is_refused_and_logged(published: Settings, as_user: pytest.MonkeyPatch) -> None:
    home = published.home
    (home / SETTINGS_FILE).write_text('steward = "aino"\n', encoding="utf-8")
    _become(as_user, "olli")
    before = bytes_of(published)
    for command in (["plan"], ["build", SECOND], ["approve", SECOND], ["publish", SECOND], ["list"]):
        tyokyky("release", *command, "--home", home).assert_refused("Julkaisuja hoitaa aineistovastaava")
    assert bytes_of(published) == before
    assert [allowed for _, _, allowed in _log(home)] == [False] * 5


def test_no_variable_makes_an_approver(published: Settings, as_user: pytest.MonkeyPatch) -> None:
    (published.home / SETTINGS_FILE).write_text('steward = "aino"\n', encoding="utf-8")
    as_user.setenv("TYOKYKY_RELEASE_APPROVERS", '["olli"]')
    _become(as_user, "olli")
    tyokyky("release", "approve", SECOND, "--home", published.home).assert_refused("aineistovastaava")


def test_an_unknown_engine_is_said(fresh: Settings) -> None:
    refused = tyokyky("release", "build", FIRST, "--engine", "magic", "--home", fresh.home)
    refused.assert_refused("--engine")


def test_nothing_yet_is_said(fresh: Settings) -> None:
    assert "aloita komennolla" in tyokyky("release", "list", "--home", fresh.home).text
