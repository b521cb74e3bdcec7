"""The register: opens it, upgraded to this version, for one short piece of work at a time."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tyokyky.domain.errors import InternalError, UserError
from tyokyky.store import connection as store_connection
from tyokyky.store import query
from tyokyky.store.connection import Connection, transaction

PACKAGE: Final = "tyokyky.store"
MIGRATIONS: Final = (
    "register/0001_initial",
    "register/0002_comment",
    "register/0003_group_score",
    "register/0004_referral",
)
"""Upgrades of the register's tables. The number in a name is the upgrade's for ever; numbers may be skipped."""
_NUMBER: Final = re.compile(r"register/(\d{4})_")


def _upgrade(register: Connection) -> None:
    query.execute(register, PACKAGE, "register/version_table")
    made = set(query.frame(register, PACKAGE, "register/versions")["version"])
    numbered = {_number(migration): migration for migration in MIGRATIONS}
    if made - set(numbered):
        raise UserError("Rekisterin on tehnyt uudempi Työkyky: päivitä ohjelma.")
    # By number, whichever were made before: an upgrade that came to the program later than one of a higher number is
    # made then.
    for number in sorted(set(numbered) - made):
        with transaction(register):
            query.execute(register, PACKAGE, numbered[number])
            query.execute(register, PACKAGE, "register/set_version", {"version": number})


def _number(migration: str) -> int:
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
    with (
        store_connection.exclusive(path.with_suffix(".lock"), wait_seconds, on_wait),
        store_connection.open_writable(path, temporary_folder) as register,
    ):
        _upgrade(register)
        yield register


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
