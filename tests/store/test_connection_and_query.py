"""The door to the stores: what a locked-down connection can not do, and what an error never tells."""

from pathlib import Path

import polars as pl
import pytest
from tests.homes import built, stay

from tyokyky.domain.errors import InternalError, UserError
from tyokyky.settings import Settings
from tyokyky.store import generations, query
from tyokyky.store.connection import (
    Connection,
    lock_down,
    open_beside,
    open_in_memory,
    open_locked_down,
    open_writable,
    transaction,
)
from tyokyky.store.register import MIGRATIONS, count_revision, open_register, revision

PACKAGE = "tyokyky.store"
FORBIDDEN = (
    "SELECT * FROM read_csv('{file}')",
    "SELECT * FROM read_text('{file}')",
    "SELECT * FROM '{file}'",
    "SELECT * FROM glob('{folder}/*')",
    "ATTACH '{folder}/other.duckdb' AS other",
    "COPY (SELECT 1) TO '{folder}/out.csv'",
    "EXPORT DATABASE '{folder}/out'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET enable_external_access = true",
    "SET lock_configuration = false",
    "SET memory_limit = '100GB'",
    "SET autoinstall_known_extensions = true",
)


@pytest.fixture(scope="module")
def mart_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    settings = built(tmp_path_factory.mktemp("door") / "koti", stay("a", "STEP", "2024-01-01", "2024-03-31"))
    current = generations.current(settings.marts_folder)
    assert current is not None
    return current.path


def refused(connection: Connection, statement: str) -> bool:
    """Whether the store refuses a statement, whatever kind of error it gives."""
    try:
        connection.execute(statement).fetchall()
    except Exception:  # noqa: BLE001 - any refusal will do, but it must be one
        return True
    return False


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_locked_down_store_reaches_nothing_else(mart_path: Path, tmp_path: Path, statement: str) -> None:
    file = tmp_path / "secret.csv"
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    asked = statement.format(file=file, folder=tmp_path)
    beside = open_beside(mart_path, "500MB")
    lock_down(beside)
    for connection in (open_locked_down(mart_path), beside):
        assert connection.sql("SELECT count(*) FROM person").fetchall() == [(1,)] if connection is not beside else True
        assert refused(connection, asked)
        assert refused(connection.cursor(), asked)
        connection.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["secret.csv"]


def test_locked_down_store_is_for_reading_only(mart_path: Path) -> None:
    connection = open_locked_down(mart_path)
    assert refused(connection, "DELETE FROM person")
    assert refused(connection, "CREATE TABLE other (a INTEGER)")
    connection.close()


def test_frames_of_the_program_are_not_read_by_chance(mart_path: Path) -> None:
    persons_in_hand = pl.DataFrame({"a": [1]})
    connection = open_locked_down(mart_path)
    assert refused(connection, "SELECT * FROM persons_in_hand")
    connection.close()
    assert persons_in_hand.height == 1


def test_store_that_is_missing_or_broken_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="tyokyky build"):
        open_locked_down(tmp_path / "nothing.duckdb")
    broken = tmp_path / "broken.duckdb"
    broken.write_bytes(b"not a database" * 1000)
    with pytest.raises(UserError, match=r"broken\.duckdb") as told:
        open_locked_down(broken)
    assert "\n" not in str(told.value)
    assert told.value.__suppress_context__


def test_transaction_is_all_or_nothing(tmp_path: Path) -> None:
    with open_writable(tmp_path / "a.duckdb") as store:
        query.create(store, "kept", pl.DataFrame({"a": [1]}))
        for error in (ValueError(), KeyboardInterrupt()):
            with pytest.raises(type(error)), transaction(store):
                query.create(store, "gone", pl.DataFrame({"a": [1]}))
                raise error
        with transaction(store):
            query.create(store, "stays", pl.DataFrame({"a": [1]}))
        names = store.sql("SELECT table_name FROM duckdb_tables() ORDER BY table_name").fetchall()
    assert names == [("kept",), ("stays",)]


def test_errors_name_the_statement_and_no_value() -> None:
    with open_in_memory() as store:
        with pytest.raises(InternalError) as told:
            query.frame(store, PACKAGE, "register/one_batch", {"batch_id": 10190123})
        assert str(told.value).startswith("register/one_batch: ")
        assert "10190123" not in str(told.value)
        assert told.value.__cause__ is None
        assert told.value.__suppress_context__


def test_a_value_that_is_not_given_is_our_mistake_and_an_extra_one_is_left_out(mart_path: Path) -> None:
    connection = open_locked_down(mart_path)
    with pytest.raises(InternalError, match="unbound: service, unit"):
        query.frame(connection, "tyokyky.analysis", "figure/spell_count", {"municipality": None})
    values: dict[str, query.Value] = {"service": None, "municipality": None, "unit": None, "more": 1}
    assert query.frame(connection, "tyokyky.analysis", "figure/spell_count", values)["spell_count"].to_list() == [1]
    connection.close()


def test_values_are_bound_and_never_run(mart_path: Path) -> None:
    connection = open_locked_down(mart_path)
    values: dict[str, query.Value] = {"service": "x' OR '1'='1", "municipality": None, "unit": None}
    assert query.frame(connection, "tyokyky.analysis", "figure/spell_count", values).is_empty()
    connection.close()


def test_register_is_made_once_and_counts_its_changes(tmp_path: Path) -> None:
    settings = Settings.of_home(tmp_path)
    with open_register(settings.register_path, 1.0) as register:
        first = revision(register)
        with transaction(register):
            count_revision(register)
    with open_register(settings.register_path, 1.0) as register:
        assert revision(register) == first + 1
        assert query.row(register, PACKAGE, "register/version")["version"] == len(MIGRATIONS)


def test_register_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "register.duckdb"
    with open_register(path, 1.0) as register:
        query.execute(register, PACKAGE, "register/set_version", {"version": 99})
    with pytest.raises(UserError, match="uudempi"), open_register(path, 1.0):
        pass


def test_register_waits_and_then_gives_up_in_words(tmp_path: Path) -> None:
    path = tmp_path / "register.duckdb"
    told: list[bool] = []
    with (
        open_register(path, 1.0),
        pytest.raises(UserError, match="--wait"),
        open_register(path, 0.0, lambda: told.append(True)),
    ):
        pass
    assert told == [True]
