"""The register: opens it, upgraded to this version, for one short piece of work at a time."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from tyokyky.domain.errors import InternalError, UserError
from tyokyky.settings import Settings
from tyokyky.store import connection as store_connection
from tyokyky.store import query, upgrades
from tyokyky.store.connection import Connection, transaction
from tyokyky.store.rewriting import rewriting

PACKAGE: Final = "tyokyky.store"
MIGRATIONS: Final = (
    "register/0001_initial",
    "register/0002_comment",
    "register/0003_group_score",
    "register/0004_referral",
)
"""Upgrades of the register's tables. The number in a name is the upgrade's for ever; numbers may be skipped."""
_NUMBER: Final = re.compile(r"register/(\d{4})_")


def _pending(register: Connection) -> list[int]:
    """Upgrades not made yet, by number: one that came to the program later than a higher number is made then."""
    query.execute(register, PACKAGE, "register/version_table")
    made = set(query.frame(register, PACKAGE, "register/versions")["version"])
    known = set(map(migration_number, MIGRATIONS))
    if made - known:
        raise UserError("Rekisterin on tehnyt uudempi Työkyky: päivitä ohjelma.")
    return sorted(known - made)


def _is_behind(register: Connection) -> list[int]:
    """Upgrades that a register which holds something lacks; a new one is made whole and needs no copy."""
    pending = _pending(register)
    return pending if len(pending) < len(MIGRATIONS) else []


def _upgrade(register: Connection) -> None:
    numbered = {migration_number(migration): migration for migration in MIGRATIONS}
    for number in _pending(register):
        with transaction(register):
            query.execute(register, PACKAGE, numbered[number])
            query.execute(register, PACKAGE, "register/set_version", {"version": number})


def migration_number(migration: str) -> int:
    """The number of an upgrade by its name."""
    found = _NUMBER.match(migration)
    if found is None:
        raise InternalError(f"migration without a number: {migration}")
    return int(found.group(1))


@contextmanager
def open_register(
    path: Path, wait_seconds: float, on_wait: Callable[[], None] = lambda: None, temporary_folder: Path | None = None
) -> Iterator[Connection]:
    """The register for this process alone, made on first use; others wait their turn.

    Raises:
        UserError: another process keeps it longer than `wait_seconds`, it can not be opened, or it is too new.
    """
    with store_connection.exclusive(path.with_suffix(".lock"), wait_seconds, on_wait), ExitStack() as opened:
        register = opened.enter_context(store_connection.open_writable(path, temporary_folder))
        behind = _is_behind(register)
        if behind:
            opened.close()  # closed, the file holds all of the store, and is copied as it was
            upgrades.keep_copy(path, behind[-1])
            register = opened.enter_context(store_connection.open_writable(path, temporary_folder))
        _upgrade(register)
        yield register


@contextmanager
def rewriting_register(settings: Settings, on_wait: Callable[[], None] = lambda: None) -> Iterator[Connection]:
    """A copy of the register to be changed, which takes its place when the block ends well; others wait their turn.

    Copies that upgrades left go too: they hold what is taken out.

    Raises:
        UserError: as for `open_register`, or the disk has no room for writing the register anew.
    """
    path = settings.register_path
    with store_connection.exclusive(path.with_suffix(".lock"), settings.wait_seconds, on_wait):
        with store_connection.open_writable(path) as register:
            _upgrade(register)  # needs no copy: the register is written anew, and the copy would hold what is taken out
        with rewriting(path, settings.memory_limit) as copy:
            yield copy
        upgrades.remove_copies(path)


def refuse_newer(path: Path) -> None:
    """Opens a register that nobody else has, and leaves it as it is.

    Raises:
        UserError: it can not be opened, or a newer version of the program made it.
    """
    with store_connection.open_writable(path) as register:
        _pending(register)


@contextmanager
def open_empty_register() -> Iterator[Connection]:
    """A register in memory with nothing in it, for a dry run where there is none yet; it leaves no file behind."""
    with store_connection.open_in_memory() as register:
        _upgrade(register)
        yield register


@contextmanager
def handing_over(register: Connection, scratch_path: Path) -> Iterator[str]:
    """A scratch store attached to the register while the block lasts; gives the prefix of its tables' names."""
    query.execute(register, PACKAGE, "register/attach_scratch", {"path": str(scratch_path)})
    try:
        yield "scratch.main"
    finally:
        query.execute(register, PACKAGE, "register/detach_scratch")


def revision(register: Connection) -> int:
    """How many times what holds has changed: compared with a mart's to see whether that is up to date."""
    value: int = query.row(register, PACKAGE, "register/revision")["revision"]
    return value


def count_revision(register: Connection) -> None:
    """Says, inside the caller's transaction, that what holds has changed."""
    query.execute(register, PACKAGE, "register/count_revision")


def remove_register(path: Path, wait_seconds: float, on_wait: Callable[[], None] = lambda: None) -> None:
    """Removes a register and all it holds: only for a synthetic home, whose next county takes its place."""
    with store_connection.exclusive(path.with_suffix(".lock"), wait_seconds, on_wait):
        path.unlink(missing_ok=True)
        path.with_name(f"{path.name}.wal").unlink(missing_ok=True)
