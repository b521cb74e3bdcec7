"""The co-development store: what staff write in the dashboard, opened for one short piece of work at a time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tyokyky.domain.errors import UserError
from tyokyky.store import connection as store_connection
from tyokyky.store import query
from tyokyky.store.connection import Connection, transaction

PACKAGE: Final = "tyokyky.store"
MIGRATIONS: Final = (
    "codevelopment/0001_theme_codings",
    "codevelopment/0002_service_path",
    "codevelopment/0003_entry",
)


def _upgrade(store: Connection) -> None:
    query.execute(store, PACKAGE, "codevelopment/version_table")
    version: int = query.row(store, PACKAGE, "codevelopment/version")["version"]
    if version > len(MIGRATIONS):
        raise UserError("Yhteiskehittämisen tiedot on tehnyt uudempi Työkyky: päivitä ohjelma.")
    for number, migration in enumerate(MIGRATIONS[version:], start=version + 1):
        with transaction(store):
            query.execute(store, PACKAGE, migration)
            query.execute(store, PACKAGE, "codevelopment/set_version", {"version": number})


def mark_of(path: Path) -> str:
    """Changes whenever what the store holds may have changed; reads no more than the file's own data."""
    if not path.exists():
        return ""
    known = path.stat()
    return f"{known.st_mtime_ns}-{known.st_size}"


@contextmanager
def open_codevelopment(path: Path, wait_seconds: float) -> Iterator[Connection]:
    """The co-development store for this piece of work alone, made on first use; others wait their turn.

    Raises:
        UserError: another piece of work keeps it longer than `wait_seconds`, it can not be opened, or it is too new.
    """
    with (
        store_connection.exclusive(path.with_suffix(".lock"), wait_seconds),
        store_connection.open_writable(path) as store,
    ):
        _upgrade(store)
        yield store


def remove_codevelopment(path: Path, wait_seconds: float, on_wait: Callable[[], None] = lambda: None) -> None:
    """Removes the store and all it holds: only for a synthetic home, whose next county takes its place."""
    with store_connection.exclusive(path.with_suffix(".lock"), wait_seconds, on_wait):
        path.unlink(missing_ok=True)
        path.with_name(f"{path.name}.wal").unlink(missing_ok=True)
