"""A register made by an earlier version opens, is upgraded once, and has lost nothing."""

from pathlib import Path

import pytest
from tests.ingest.deliveries import COMMENT, PERIOD, RESPONSE, Home, changed

from tyokyky.domain.errors import InternalError
from tyokyky.ingest import ledger
from tyokyky.reporting.deliveries import build
from tyokyky.settings import Settings
from tyokyky.store import query
from tyokyky.store.connection import open_writable
from tyokyky.store.register import open_register

PACKAGE = "tyokyky.store"


def _as_version_one(home: Home) -> None:
    """Takes from a register all that later versions added."""
    with open_register(home.settings.register_path, 5.0) as register:
        register.execute("DROP TABLE comment")
        register.execute("DROP TABLE group_score")
        register.execute("DROP TABLE referral")
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
        made = query.frame(register, PACKAGE, "register/versions")["version"].to_list()
    assert made == [1, 2, 3, 4]
    assert home.live("period")["period_id"].to_list() == ["J-1"]
    assert ledger.batches(home.settings)["state"].to_list() == ["undone", "accepted"]


def test_upgraded_register_is_like_a_new_one_and_takes_comments(home: Home, tmp_path: Path) -> None:
    assert _shape(home.settings.register_path) == _shape(tmp_path / "new.duckdb")
    home.deliver([RESPONSE])
    assert home.deliver([COMMENT]).accepted == 1
    assert home.live("comment")["text"].to_list() == [COMMENT["text"]]
    assert build(home.settings).path.is_file()


def test_a_stopped_upgrade_leaves_the_earlier_version(home: Home) -> None:
    path = home.settings.register_path
    with open_writable(path) as register:
        register.execute("CREATE TABLE group_score (in_the_way INTEGER)")
    with pytest.raises(InternalError, match="0003_group_score"), open_register(path, 5.0):
        pass
    with open_writable(path) as register:
        assert query.frame(register, PACKAGE, "register/versions")["version"].to_list() == [1, 2]
        register.execute("DROP TABLE group_score")
    assert home.deliver([COMMENT]).accepted == 1
