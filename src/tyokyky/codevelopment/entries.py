"""Entries of co-development: saved whole, version by version; a save on an old version is told, nothing is lost."""

from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeVar

import polars as pl

from tyokyky.codevelopment.checks import refuse_entry
from tyokyky.domain.codevelopment import CONTENTS, C, Conflict, Content, Saved
from tyokyky.domain.errors import UserError
from tyokyky.settings import Settings
from tyokyky.store import query
from tyokyky.store.codevelopment import open_codevelopment
from tyokyky.store.connection import Connection, transaction

if TYPE_CHECKING:
    from pydantic import TypeAdapter

PACKAGE: Final = "tyokyky.codevelopment"
NEW: Final = 0
"""Version that an entry has before its first save."""
LONGEST_ACT_ID_CHARACTERS: Final = 100
_Made = TypeVar("_Made")


def save(
    settings: Settings, content: C, editor: str, entry_id: int | None = None, based_on: int = NEW, act_id: str = ""
) -> Saved[C] | Conflict[C]:
    """Saves an entry on top of the version that the editor saw; the first save has no `entry_id`.

    Where another has saved since, nothing is written: the conflict holds what they saved and what was to be saved.
    `act_id` names this one act of saving: sent again by the same editor, as after a lost answer or a double click, it
    gives the save that it made and makes no other. What is given back as saved is on the disk.

    Raises:
        UserError: a text is too long, or blank where it may not be, or holds an identity code, an e-mail address or a
            phone number; a code, an entry or a phase is unknown; days are the wrong way round; there is no such entry;
            or the store is held by another or can not be written.
    """
    refuse_entry(settings, content)
    if len(act_id) > LONGEST_ACT_ID_CHARACTERS:
        raise UserError("Tallennuksen tunnus on liian pitkä: lataa sivu uudelleen.")
    return _in_turn(settings, lambda store: _save(store, content, editor, entry_id, based_on, act_id or None))


def save_together(settings: Settings, editor: str, write: Callable[[Callable[[Content], int]], None]) -> None:
    """Saves several new entries, all or none: `write` is given what saves one and tells its number.

    Raises:
        UserError: as in `save`.
    """

    def act(store: Connection) -> None:
        def save_new(content: Content) -> int:
            refuse_entry(settings, content)
            _refuse_unknown_entries(store, content)
            return _write_new(store, content, editor, None).entry_id

        write(save_new)

    _in_turn(settings, act)


def remove(settings: Settings, kind: type[C], entry_id: int, editor: str, based_on: int) -> Saved[C] | Conflict[C]:
    """Takes an entry out of use as a new save; every version stays, and `undo` brings any of them back.

    Raises:
        UserError: there is no such entry, or the store is held by another or can not be written.
    """

    def act(store: Connection) -> Saved[C] | Conflict[C]:
        latest = _latest_or_refuse(store, kind, entry_id)
        if latest.version != based_on:
            return Conflict(latest, latest.content)
        return _write(store, _next(latest, editor, latest.content, removed=True), None)

    return _in_turn(settings, act)


def undo(
    settings: Settings, kind: type[C], entry_id: int, editor: str, to_version: int, based_on: int
) -> Saved[C] | Conflict[C]:
    """Brings an earlier version back as a new save, so that what was undone stays known too.

    Raises:
        UserError: there is no such entry or version, or as in `save`: what was known then may be unknown now.
    """
    earlier = next((one for one in versions(settings, kind, entry_id) if one.version == to_version), None)
    if earlier is None:
        raise UserError("Versiota ei ole: valitse versio luettelosta.")
    return save(settings, earlier.content, editor, entry_id, based_on)


def versions(settings: Settings, kind: type[C], entry_id: int) -> tuple[Saved[C], ...]:
    """Every save of an entry, the first first; none for an unknown one."""
    return _in_turn(settings, lambda store: _all_saves(store, kind, entry_id))


def latest_entries(settings: Settings, kind: type[C], *, with_removed: bool = False) -> tuple[Saved[C], ...]:
    """What holds now of every entry of a kind, in the order in which they were made."""
    return _in_turn(settings, lambda store: _latest_of(store, kind, with_removed=with_removed))


def all_latest(settings: Settings) -> dict[str, tuple[Saved[Any], ...]]:
    """What holds now of every entry by its `KIND`, also of those taken out of use, as of one moment."""
    return _in_turn(
        settings, lambda store: {name: _latest_of(store, kind, with_removed=True) for name, kind in CONTENTS.items()}
    )


def _in_turn(settings: Settings, act: Callable[[Connection], _Made]) -> _Made:
    with open_codevelopment(settings.codevelopment_path, settings.wait_seconds) as store, transaction(store):
        return act(store)


def _save(
    store: Connection, content: C, editor: str, entry_id: int | None, based_on: int, act_id: str | None
) -> Saved[C] | Conflict[C]:
    kind = type(content)
    made = _made_before(store, kind, editor, act_id)
    if made is not None:
        return made
    _refuse_unknown_entries(store, content)
    if entry_id is None:
        return _write_new(store, content, editor, act_id)
    latest = _latest_or_refuse(store, kind, entry_id)
    if latest.version != based_on:
        return Conflict(latest, content)
    return _write(store, _next(latest, editor, content), act_id)


def _made_before(store: Connection, kind: type[C], editor: str, act_id: str | None) -> Saved[C] | None:
    if act_id is None:
        return None
    key: dict[str, query.Value] = {"act_id": act_id, "kind": kind.KIND, "saved_by": editor}
    rows = query.frame(store, PACKAGE, "entry_of_act", key).to_dicts()
    return _saved(kind, rows[0]) if rows else None


def _refuse_unknown_entries(store: Connection, content: Content) -> None:
    for field in fields(content):
        kind, number = field.metadata.get("entry"), getattr(content, field.name)
        if kind is None or number is None:
            continue
        if not query.row(store, PACKAGE, "entry_in_use", {"kind": kind, "entry_id": number})["is_in_use"]:
            raise UserError("Kirjaus viittaa toiseen, jota ei ole tai joka on poistettu: valitse se uudelleen.")


def _latest_or_refuse(store: Connection, kind: type[C], entry_id: int) -> Saved[C]:
    saves = _all_saves(store, kind, entry_id)
    if not saves:
        raise UserError("Kirjausta ei ole: valitse se luettelosta uudelleen.")
    return saves[-1]


def _all_saves(store: Connection, kind: type[C], entry_id: int) -> tuple[Saved[C], ...]:
    return tuple(_saved(kind, row) for row in _rows(store, kind, entry_id).to_dicts())


def _latest_of(store: Connection, kind: type[C], *, with_removed: bool) -> tuple[Saved[C], ...]:
    rows = _rows(store, kind, None).filter(pl.col("is_latest") & (pl.lit(with_removed) | ~pl.col("removed")))
    return tuple(_saved(kind, row) for row in rows.to_dicts())


def _rows(store: Connection, kind: type[C], entry_id: int | None) -> pl.DataFrame:
    return query.frame(store, PACKAGE, "entry_version", {"kind": kind.KIND, "entry_id": entry_id})


def _saved(kind: type[C], row: dict[str, Any]) -> Saved[C]:
    content: C = _form(kind.KIND).validate_json(row["content"])
    return Saved(row["entry_id"], row["version"], row["saved_by"], row["saved_at"], content, row["removed"])


def _next(latest: Saved[C], editor: str, content: C, *, removed: bool = False) -> Saved[C]:
    return Saved(latest.entry_id, latest.version + 1, editor, _now(), content, removed)


def _write_new(store: Connection, content: C, editor: str, act_id: str | None) -> Saved[C]:
    number = int(query.row(store, PACKAGE, "next_entry_id")["entry_id"])
    return _write(store, Saved(number, 1, editor, _now(), content), act_id)


def _write(store: Connection, made: Saved[C], act_id: str | None) -> Saved[C]:
    kind = made.content.KIND
    values: dict[str, query.Value] = {
        "entry_id": made.entry_id,
        "version": made.version,
        "kind": kind,
        "saved_by": made.saved_by,
        "saved_at": made.saved_at,
        "removed": made.removed,
        "act_id": act_id,
        "content": _form(kind).dump_json(made.content).decode(),
    }
    query.execute(store, PACKAGE, "save_entry", values)
    return made


@lru_cache
def _form(kind: str) -> "TypeAdapter[Any]":
    """How a kind of entry is written as JSON and read back; a field that an older version lacked has its default."""
    from pydantic import TypeAdapter  # noqa: PLC0415 - readers of figures need not wait for it

    return TypeAdapter(CONTENTS[kind])


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
