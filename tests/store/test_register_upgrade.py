"""A register made by an earlier version opens, is upgraded once, and has lost nothing."""

from pathlib import Path

import pytest
from tests.ingest.deliveries import COMMENT, PERIOD, RESPONSE, Home, changed

from tyokyky.ingest import ledger
from tyokyky.reporting.deliveries import build
from tyokyky.settings import Settings
from tyokyky.store import query
from tyokyky.store import register as store_register
from tyokyky.store.register import MIGRATIONS, open_register

PACKAGE = "tyokyky.store"


def _as_version_one(home: Home) -> None:
    """Takes from a register all that later versions added."""
    with open_register(home.settings.register_path, 5.0) as register:
        register.execute("DROP TABLE comment")
        register.execute("DELETE FROM schema_version WHERE version > 1")


def _shape(path: Path) -> list[tuple[str, str, str]]:
    with open_register(path, 5.0) as register:
        columns = "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal"
        found: list[tuple[str, str, str]] = register.execute(columns).fetchall()
    return sorted(found)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home whose register is of version 1 and holds two deliveries, one of them taken back."""
    made = Home(Settings.of_home(tmp_path / "koti").model_copy(update={"comment_kept_days": 36_500}))
    made.deliver([PERIOD])
    made.deliver([changed(PERIOD, period_id="J-2")])
    ledger.undo_batch(made.settings, 2)
    _as_version_one(made)
    return made


def test_version_one_is_upgraded_and_keeps_what_it_held(home: Home) -> None:
    with open_register(home.settings.register_path, 5.0) as register:
        assert query.row(register, PACKAGE, "register/version")["version"] == len(MIGRATIONS) == 2
        made = register.execute("SELECT version FROM schema_version ORDER BY version").fetchall()
    assert made == [(1,), (2,)]
    assert home.live("period")["period_id"].to_list() == ["J-1"]
    assert ledger.batches(home.settings)["state"].to_list() == ["undone", "accepted"]


def test_upgraded_register_is_like_a_new_one_and_takes_comments(home: Home, tmp_path: Path) -> None:
    assert _shape(home.settings.register_path) == _shape(tmp_path / "new.duckdb")
    home.deliver([RESPONSE])
    assert home.deliver([COMMENT]).accepted == 1
    assert home.live("comment")["text"].to_list() == [COMMENT["text"]]
    assert build(home.settings).path.is_file()


def test_a_stopped_upgrade_leaves_the_earlier_version(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_register, "MIGRATIONS", (*MIGRATIONS[:1], "register/insert_comment"))
    with pytest.raises(Exception, match="insert_comment"), open_register(home.settings.register_path, 5.0):
        pass
    monkeypatch.undo()
    assert home.deliver([COMMENT]).accepted == 1
