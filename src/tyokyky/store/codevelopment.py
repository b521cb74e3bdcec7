"""The co-development store: what staff write in the dashboard, opened for one short piece of work at a time."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from tyokyky.domain.errors import UserError
from tyokyky.settings import Settings
from tyokyky.store import connection as store_connection
from tyokyky.store import query, upgrades
from tyokyky.store.connection import Connection, transaction
from tyokyky.store.rewriting import rewriting

PACKAGE: Final = "tyokyky.store"
MIGRATIONS: Final = (
    "codevelopment/0001_theme_codings",
    "codevelopment/0002_service_path",
    "codevelopment/0003_entry",
)


def _version(store: Connection) -> int:
    query.execute(store, PACKAGE, "codevelopment/version_table")
    version: int = query.row(store, PACKAGE, "codevelopment/version")["version"]
    if version > len(MIGRATIONS):
        raise UserError("Yhteiskehittämisen tiedot on tehnyt uudempi Työkyky: päivitä ohjelma.")
    return version


def _upgrade(store: Connection) -> None:
    version = _version(store)
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
    with store_connection.exclusive(path.with_suffix(".lock"), wait_seconds), ExitStack() as opened:
        store = opened.enter_context(store_connection.open_writable(path))
        if 0 < _version(store) < len(MIGRATIONS):
            opened.close()  # closed, the file holds all of the store, and is copied as it was
            upgrades.keep_copy(path, len(MIGRATIONS))
            store = opened.enter_context(store_connection.open_writable(path))
        _upgrade(store)
        yield store


@contextmanager
def rewriting_codevelopment(settings: Settings) -> Iterator[Connection]:
    """A copy of the store to be changed, which takes its place when the block ends well; others wait their turn.

    Copies that upgrades left go too: they hold what is taken out.

    Raises:
        UserError: as for `open_codevelopment`, or the disk has no room for writing the store anew.
    """
    path = settings.codevelopment_path
    with store_connection.exclusive(path.with_suffix(".lock"), settings.wait_seconds):
        with store_connection.open_writable(path) as store:
            _upgrade(store)
        with rewriting(path, settings.memory_limit) as copy:
            yield copy
        upgrades.remove_copies(path)


def remove_codevelopment(path: Path, wait_seconds: float, on_wait: Callable[[], None] = lambda: None) -> None:
    """Removes the store and all it holds: only for a synthetic home, whose next county takes its place."""
    with store_connection.exclusive(path.with_suffix(".lock"), wait_seconds, on_wait):
        path.unlink(missing_ok=True)
        path.with_name(f"{path.name}.wal").unlink(missing_ok=True)
