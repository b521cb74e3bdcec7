"""Mart generations: each build is a new file; a small pointer, replaced in one step, says which one holds."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tyokyky.domain.errors import InternalError, UserError
from tyokyky.store import connection as store_connection
from tyokyky.store import query
from tyokyky.store.connection import Connection
from tyokyky.store.durability import sync

_POINTER: Final = "current.json"
LAYOUT: Final = 4
"""Which tables a mart holds; raised whenever figures ask for a table or column that earlier marts do not have."""
_FIRST_LAYOUT: Final = 1
"""Of pointers that name none."""
_KEPT_GENERATIONS: Final = 3
"""The current one and two before it: a dashboard that still reads an older one is not cut off."""


_LONGEST_WAIT_SECONDS: Final = 60.0


@dataclass(frozen=True)
class Generation:
    """One finished mart and the register revision that it shows."""

    number: int
    revision: int
    path: Path

    @property
    def name(self) -> str:
        """Names the generation in cache keys and on screen."""
        return self.path.stem


def current(folder: Path) -> Generation | None:
    """The generation that holds, or None where nothing has been built.

    Raises:
        UserError: the pointer is broken, or the mart was built by a version of the program with other tables.
    """
    pointer = folder / _POINTER
    if not pointer.is_file():
        return None
    try:
        content = json.loads(pointer.read_text(encoding="utf-8"))
        layout = int(content.get("layout", _FIRST_LAYOUT))
        held = Generation(int(content["number"]), int(content["revision"]), folder / Path(content["file"]).name)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise UserError(f"Koonnin osoitin {_POINTER} on rikki: aja tyokyky build.") from None
    if layout != LAYOUT:
        raise UserError("Koonti on tehty ohjelman toisella versiolla: aja tyokyky build.")
    return held


def readable(folder: Path) -> Generation | None:
    """The generation that holds, or None also where the pointer is broken or the mart too old: a build mends it."""
    try:
        return current(folder)
    except UserError:
        return None


def _point_to(generation: Generation) -> None:
    folder = generation.path.parent
    waiting = folder / f"{_POINTER}.new"
    content = {
        "number": generation.number,
        "revision": generation.revision,
        "file": generation.path.name,
        "layout": LAYOUT,
    }
    waiting.write_text(json.dumps(content), encoding="utf-8")
    sync(waiting)
    waiting.replace(folder / _POINTER)
    sync(folder)


def _clear_away(folder: Path, newest: int) -> None:
    """Removes leftovers of broken builds and generations no one should read any more."""
    for leftover in (*folder.glob("scratch*"), *folder.glob("*.building*")):
        with suppress(OSError):
            if leftover.is_dir():
                shutil.rmtree(leftover)
            else:
                leftover.unlink()
    held = readable(folder)
    for old in folder.glob("mart-*.duckdb"):
        is_old = int(old.stem.removeprefix("mart-")) <= newest - _KEPT_GENERATIONS
        if is_old and (held is None or held.path != old):
            with suppress(OSError):  # still open in another program: it goes with a later build
                old.unlink()


def remove_earlier(folder: Path, held: Generation) -> None:
    """Removes every generation but one, and what is left of broken builds: they may hold what was taken out.

    A dashboard that still reads an earlier one goes on with its open file, and takes the new one at its next click.

    Raises:
        UserError: one can not be removed.
    """
    with store_connection.exclusive(folder / "build.lock", _LONGEST_WAIT_SECONDS):
        _clear_away(folder, _newest_number(folder))
        for old in folder.glob("mart-*.duckdb*"):
            if old != held.path and int(old.name.split(".")[0].removeprefix("mart-")) < held.number:
                try:
                    old.unlink()
                except OSError:
                    raise UserError(f"Vanhaa koontia {old.name} ei voitu poistaa: tarkista kodin oikeudet.") from None
        sync(folder)


def _newest_number(folder: Path) -> int:
    return max((int(path.stem.removeprefix("mart-")) for path in folder.glob("mart-*.duckdb")), default=0)


@contextmanager
def building(folder: Path, wait_seconds: float, on_wait: Callable[[], None] = lambda: None) -> Iterator[Path]:
    """Holds the folder for one build and gives the place of its scratch store, which vanishes in the end.

    The scratch store holds pseudonyms; the mart never contains them. The caller ends with `finish`.
    """
    with store_connection.exclusive(folder / "build.lock", wait_seconds, on_wait):
        _clear_away(folder, _newest_number(folder))
        try:
            yield folder / "scratch.duckdb"
        finally:
            _clear_away(folder, _newest_number(folder))


@contextmanager
def open_scratch(scratch_path: Path, memory_limit: str) -> Iterator[Connection]:
    """The scratch store for the steps of a build, with the new mart attached as `mart`."""
    folder = scratch_path.parent
    with store_connection.open_writable(scratch_path, folder / "scratch.tmp") as scratch:
        query.execute(scratch, "tyokyky.store", "mart/throw_away")
        query.execute(scratch, "tyokyky.store", "mart/limit_memory", {"memory_limit": memory_limit})
        query.execute(scratch, "tyokyky.store", "mart/attach", {"path": str(folder / "mart.building")})
        yield scratch


def finish(scratch: Connection, folder: Path, revision: int) -> Generation:
    """Closes the new mart, makes it durable, and lets the pointer name it."""
    query.execute(scratch, "tyokyky.store", "mart/detach")
    number = max(_newest_number(folder), getattr(readable(folder), "number", 0)) + 1
    generation = Generation(number, revision, folder / f"mart-{number:06d}.duckdb")
    built = folder / "mart.building"
    if not built.is_file():
        raise InternalError("a build ended without a mart")
    sync(built)
    built.replace(generation.path)
    _point_to(generation)
    return generation
