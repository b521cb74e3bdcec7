"""Backup, keys and forgetting as a steward types them: what is secret comes from standard input, and is never told."""

import io
import sys
from pathlib import Path

import pytest
from tests.homes import Outcome, tyokyky
from tests.ingest.deliveries import CONTROLLER, PERIOD, Home, changed

from tyokyky.privacy import key_escrow
from tyokyky.reporting import keys, rights
from tyokyky.settings import Settings

PHRASE = "seitsemän sinistä satamaa"
PERSON = "ASIAKAS-4711"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the cost of guessing nor the mart is what these tests are about."""
    monkeypatch.setattr(key_escrow, "_COST", 2**10)
    monkeypatch.setattr(rights, "rebuild_alone", lambda *_: None)
    monkeypatch.setattr(keys, "rebuild_alone", lambda *_: None)


def typed(text: str, *arguments: object) -> Outcome:
    """A command with a line on its standard input."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sys, "stdin", io.StringIO(text))
        return tyokyky(*arguments)


def test_a_home_goes_through_backup_and_keys_to_another_machine(tmp_path: Path) -> None:
    old, new = ("--home", tmp_path / "vanha"), ("--home", tmp_path / "uusi")
    archive, sealed = tmp_path / "koti.tar", tmp_path / "avaimet"
    home = Home(Settings.of_home(tmp_path / "vanha"))
    home.deliver([PERIOD])
    assert "Avaimet eivät ole siinä" in tyokyky("backup", archive, *old).text
    tyokyky("backup", archive, *old).assert_refused("olemassa")
    typed("lyhyt\n", "keys", "escrow", sealed, *old).assert_refused("liian lyhyt")
    told = typed(f"{PHRASE}\n", "keys", "escrow", sealed, *old)
    assert (told.code, PHRASE in told.text) == (0, False)
    assert "keys restore" in tyokyky("restore", archive, *new).text
    tyokyky("restore", archive, *new).assert_refused("ei ole tyhjä")
    typed("väärä salalause tämä\n", "keys", "restore", sealed, *new).assert_refused("Salalause on väärä")
    assert typed(f"{PHRASE}\n", "keys", "restore", sealed, *new).code == 0
    again = Home(Settings.of_home(tmp_path / "uusi")).deliver([PERIOD, changed(PERIOD, period_id="J-2")])
    assert (again.unchanged, again.accepted) == (1, 1)


def test_keys_are_made_and_changed(tmp_path: Path) -> None:
    home = ("--home", tmp_path / "koti")
    tyokyky("keys", "rotate", *home).assert_refused("keys new")
    assert "Talleta se" in tyokyky("keys", "new", *home).text
    tyokyky("keys", "new", *home).assert_refused("jo avaimet")
    assert "0 peitetunnusta" in tyokyky("keys", "rotate", *home).text


def test_forgetting_asks_for_the_identifier_and_does_not_tell_it(tmp_path: Path) -> None:
    home = Home(Settings.of_home(tmp_path / "koti"))
    home.deliver([PERIOD])
    asked = ("forget", "--controller", CONTROLLER, "--home", home.settings.home)
    nobody = typed("ASIAKAS-9999\n", *asked)
    assert (nobody.code, "ei löytynyt mitään" in nobody.text) == (0, True)
    gone = typed(f"{PERSON}\n", *asked)
    assert gone.code == 0
    assert "period 1" in gone.text
    assert PERSON not in gone.text + gone.err
    assert home.live("period").is_empty()


def test_retention_and_stale_periods_tell_what_they_did(tmp_path: Path) -> None:
    home = Home(Settings.of_home(tmp_path / "koti"))
    home.deliver([changed(PERIOD, started_on="2010-01-01", ended_on="2010-12-31")])
    told = tyokyky("retention", "--home", home.settings.home)
    assert told.code == 0
    assert "Mitään vanhempaa ei ole jäljellä" in told.text
    assert home.live("period").is_empty()
    assert "0." in tyokyky("periods", "stale", "--home", home.settings.home).text
    close = ("periods", "close", "--service", "KTT", "--home", home.settings.home)
    tyokyky(*close, "--reason", "yksi").assert_refused("Syy ei kelpaa")
    assert "Mitään ei muutettu" in tyokyky(*close, "--reason", "lähde vahvisti asian tänään").text
