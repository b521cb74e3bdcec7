"""Before a store is upgraded a copy of it is kept, whole and as it was; without room for one nothing is touched."""

import logging
import shutil
from pathlib import Path

import pytest
from tests.ingest.deliveries import PERIOD, Home

from tyokyky.domain.errors import UserError
from tyokyky.settings import Settings
from tyokyky.store import upgrades
from tyokyky.store.codevelopment import MIGRATIONS, open_codevelopment
from tyokyky.store.connection import open_writable
from tyokyky.store.register import open_register

COPY = "register.duckdb.before-0004"


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose register lacks the last upgrade, and whose co-development store has only the first."""
    home = Home(Settings.of_home(tmp_path_factory.mktemp("earlier") / "koti"))
    home.deliver([PERIOD])
    with open_register(home.settings.register_path, 5.0) as register:
        register.execute("DROP TABLE referral; DELETE FROM schema_version WHERE version = 4")
    with open_codevelopment(home.settings.codevelopment_path, 5.0) as store:
        store.execute("DROP TABLE service_path; DROP TABLE service_path_step; DROP SEQUENCE service_path_id_sequence")
        store.execute("DROP TABLE entry; DROP SEQUENCE entry_id_sequence")
        store.execute("DELETE FROM schema_version WHERE version > 1")
    return home.settings.home


@pytest.fixture
def home(earlier: Path, tmp_path: Path) -> Home:
    shutil.copytree(earlier, tmp_path / "koti")
    return Home(Settings.of_home(tmp_path / "koti"))


def test_the_copy_is_the_store_as_it_was_and_is_named(home: Home, caplog: pytest.LogCaptureFixture) -> None:
    before = home.settings.register_path.read_bytes()
    with caplog.at_level(logging.WARNING):
        assert home.live("period").height == 1
    kept = home.settings.home / COPY
    assert kept.read_bytes() == before
    assert COPY in caplog.text
    caplog.clear()
    assert home.live("referral").is_empty()
    assert caplog.text == ""
    shutil.copy(kept, home.settings.home / "back.duckdb")
    with open_writable(home.settings.home / "back.duckdb") as earlier:
        assert earlier.execute("SELECT max(version) FROM schema_version").fetchall() == [(3,)]


def test_a_new_store_and_an_upgraded_one_leave_no_copy(tmp_path: Path) -> None:
    home = Home(Settings.of_home(tmp_path / "koti"))
    home.deliver([PERIOD])
    home.deliver([PERIOD])
    assert list(home.settings.home.glob("*.before-*")) == []


def test_co_development_is_copied_too(home: Home) -> None:
    path = home.settings.codevelopment_path
    before = path.read_bytes()
    with open_codevelopment(path, 5.0) as store:
        assert store.execute("SELECT count(*) FROM service_path").fetchall() == [(0,)]
    assert path.with_name(f"{path.name}.before-{len(MIGRATIONS):04d}").read_bytes() == before


def test_without_room_for_a_copy_nothing_is_touched(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    before = home.settings.register_path.read_bytes()
    monkeypatch.setattr(upgrades, "free_bytes", lambda _: len(before))
    with pytest.raises(UserError, match=r"ei ole tilaa päivittää register\.duckdb"):
        home.live("period")
    assert home.settings.register_path.read_bytes() == before
    assert [path.name for path in home.settings.home.glob("register.duckdb*")] == ["register.duckdb"]


def test_a_half_written_copy_is_not_taken_for_a_whole_one(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    before = home.settings.register_path.read_bytes()

    def stop(_: Path, to: Path) -> None:
        to.write_bytes(before[:100])
        raise OSError

    monkeypatch.setattr(shutil, "copy2", stop)
    with pytest.raises(UserError, match="ei voitu ottaa kopiota"):
        home.live("period")
    assert not (home.settings.home / COPY).exists()
    monkeypatch.undo()
    assert home.live("period").height == 1
    assert (home.settings.home / COPY).read_bytes() == before
