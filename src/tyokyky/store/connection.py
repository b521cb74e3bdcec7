"""Opens the stores. The only place that knows DuckDB's connections, their locks and their settings."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import resources
from pathlib import Path
from typing import Final

import duckdb

from tyokyky.domain.errors import UserError

Connection = duckdb.DuckDBPyConnection

# A process that reads persons reaches no file but its store, loads no code, and no caller can loosen that.
_Configuration = dict[str, str | bool | int | float | list[str]]
_LOCKED_DOWN: Final[_Configuration] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
    "lock_configuration": "true",
}
_SHORT_WAIT_SECONDS: Final = 0.2


def half_the_cores() -> int:
    """Threads for one reader: several people click at the same time."""
    return max(1, (os.cpu_count() or 1) // 2)


def _no_notice() -> None:
    """Says nothing while waiting."""


@contextmanager
def exclusive(lock_path: Path, wait_seconds: float, on_wait: Callable[[], None] = _no_notice) -> Iterator[None]:
    """Holds a lock file; waits up to `wait_seconds` and calls `on_wait` once if it must wait.

    The lock falls with its process, so a killed import blocks nobody.

    Raises:
        UserError: another process still holds the lock when the time is up.
    """
    import filelock  # noqa: PLC0415 - readers take no lock and need not wait for it

    lock_path.parent.mkdir(parents=True, exist_ok=True)
    lock = filelock.FileLock(lock_path)
    try:
        lock.acquire(timeout=min(_SHORT_WAIT_SECONDS, wait_seconds))
    except filelock.Timeout:
        on_wait()
        try:
            lock.acquire(timeout=max(0.0, wait_seconds))
        except filelock.Timeout:
            raise UserError(
                "Toinen tuonti tai koonti on kesken samassa kodissa: odota sen valmistumista tai anna pidempi --wait."
            ) from None
    try:
        yield
    finally:
        lock.release()


def _connect(path: Path | str, *, read_only: bool, config: _Configuration) -> Connection:
    try:
        return duckdb.connect(str(path), read_only=read_only, config=config)
    except duckdb.Error:
        raise UserError(
            f"Tietokantaa {Path(path).name} ei voitu avata: tarkista, että tiedosto on ehjä, levyllä on tilaa ja"
            " sinulla on oikeus siihen."
        ) from None


@contextmanager
def open_writable(path: Path, temporary_folder: Path | None = None) -> Iterator[Connection]:
    """A store opened for writing by this process alone; closed at the end, whatever happens.

    Nothing spills to disk unless a folder for it is given: a frame in hand may still hold raw identifiers.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    config: _Configuration = {
        "temp_directory": str(temporary_folder) if temporary_folder else "",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "python_enable_replacements": "false",
        "preserve_insertion_order": "true",
    }
    connection = _connect(path, read_only=False, config=config)
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def standing_still(path: Path, wait_seconds: float, on_wait: Callable[[], None] = _no_notice) -> Iterator[None]:
    """Holds a store's lock while nobody has it open: its file is whole and may be copied. A missing one is not made.

    Raises:
        UserError: another process keeps it longer than `wait_seconds`, or it can not be opened.
    """
    with exclusive(path.with_suffix(".lock"), wait_seconds, on_wait):
        if path.exists():
            with open_writable(path):
                pass  # what a killed process left in the write-ahead log becomes part of the file
        yield


@contextmanager
def open_in_memory() -> Iterator[Connection]:
    """An empty store that leaves no file behind."""
    connection = _connect(":memory:", read_only=False, config={**_LOCKED_DOWN, "temp_directory": ""})
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def open_for_rewriting(temporary_folder: Path) -> Iterator[Connection]:
    """A store in memory that others are attached to while one is written anew; large steps spill to a folder."""
    config: _Configuration = {
        "temp_directory": str(temporary_folder),
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "python_enable_replacements": "false",
    }
    connection = _connect(":memory:", read_only=False, config=config)
    try:
        yield connection
    finally:
        connection.close()
        shutil.rmtree(temporary_folder, ignore_errors=True)


def open_locked_down(path: Path, memory_limit: str = "2GB") -> Connection:
    """A store opened for reading only, locked down; the caller closes it."""
    if not path.is_file():
        raise UserError(f"Koontia {path.name} ei ole: aja ensin tyokyky build.")
    config: _Configuration = {**_LOCKED_DOWN, "threads": half_the_cores(), "memory_limit": memory_limit}
    return _connect(path, read_only=True, config=config)


def open_beside(mart_path: Path, memory_limit: str) -> Connection:
    """A store in memory with a mart attached for reading as `mart`.

    The caller locks it down when it has made its tables, and closes it.
    """
    config: _Configuration = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "python_enable_replacements": "false",
        "threads": half_the_cores(),
        "memory_limit": memory_limit,
    }
    connection = _connect(":memory:", read_only=False, config=config)
    connection.execute(_statement("attach_read_only"), {"path": str(mart_path)}).complete()
    return connection


@contextmanager
def taking_part_of_whole(connection: Connection) -> Iterator[Callable[[], None]]:
    """A block in which the tables of the whole stand in a room of their own; afterwards nothing reaches them.

    Until what is yielded is called, statements make the whole; then they make the part, and see `whole.<table>`.
    """
    connection.execute(_statement("attach_whole")).complete()
    yield lambda: connection.execute(_statement("leave_whole")).complete()
    connection.execute(_statement("let_go_of_whole")).complete()


def lock_down(connection: Connection) -> None:
    """From here on the connection reaches no file and its settings stay as they are."""
    connection.execute(_statement("lock_down")).complete()


def _statement(name: str) -> str:
    return resources.files("tyokyky.store").joinpath("sql", "mart", f"{name}.sql").read_text(encoding="utf-8")


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """All or nothing: commits at the end, rolls back on any error, a full disk and Ctrl-C included."""
    connection.begin()
    try:
        yield
    except BaseException:
        # After a failed write there may be nothing left to roll back.
        with suppress(duckdb.Error):
            connection.rollback()
        raise
    try:
        connection.commit()
    except duckdb.Error:
        raise UserError("Tallennus levylle ei onnistunut: tarkista levytila ja oikeudet. Mitään ei muutettu.") from None
