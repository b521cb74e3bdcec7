"""Writes a store anew, so that what is taken out of it is in no byte of its file: DuckDB keeps deleted bytes."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tyokyky.domain.errors import UserError
from tyokyky.store import query
from tyokyky.store.connection import Connection, open_for_rewriting, open_writable
from tyokyky.store.durability import free_bytes, sync

PACKAGE: Final = "tyokyky.store"
NOTES: Final = "notes.main"
"""Prefix of tables that a change makes for itself: they never reach the store."""
_DRAFTS: Final = (".rewriting", ".rewritten")


@contextmanager
def rewriting(path: Path, memory_limit: str) -> Iterator[Connection]:
    """A copy of a store to be changed; when the block ends well, its rows become the store.

    The caller holds the store's lock. Any error, a kill included, leaves the store as it was; drafts that a killed
    process left are cleared here. The disk must have room for the store twice more.

    Raises:
        UserError: there is no room, or the copy can not be written.
    """
    with open_writable(path):
        pass  # what a killed process left in the write-ahead log becomes part of the file
    first, second = (path.with_name(f"{path.name}{draft}") for draft in _DRAFTS)
    clear_drafts(path)
    _refuse_without_room(path)
    try:
        with open_for_rewriting(first.with_suffix(".tmp")) as copy:
            query.execute(copy, PACKAGE, "mart/limit_memory", {"memory_limit": memory_limit})
            query.execute(copy, PACKAGE, "rewriting/attach_before", {"path": str(path)})
            query.execute(copy, PACKAGE, "rewriting/attach_copy", {"path": str(first)})
            query.execute(copy, PACKAGE, "rewriting/copy_store")
            yield copy
            query.execute(copy, PACKAGE, "rewriting/attach_after", {"path": str(second)})
            query.execute(copy, PACKAGE, "rewriting/copy_rows")
        sync(second)
        second.replace(path)
        sync(path.parent)
    finally:
        clear_drafts(path)


def clear_drafts(path: Path) -> None:
    """Removes what a killed rewriting left beside a store; the caller holds the store's lock."""
    for draft in _DRAFTS:
        for leftover in (f"{path.name}{draft}", f"{path.name}{draft}.wal"):
            path.with_name(leftover).unlink(missing_ok=True)


def _refuse_without_room(path: Path) -> None:
    if free_bytes(path.parent) < 2 * path.stat().st_size:
        raise UserError(f"Levyllä ei ole tilaa kirjoittaa {path.name} uudelleen: tyhjennä tilaa kaksi kertaa sen koko.")
