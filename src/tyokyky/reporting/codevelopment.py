"""Co-development for staff: managers and teams read, teams write; every opening and save stands in the access log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

import polars as pl

from tyokyky.analysis.effect import LONGEST_DAYS
from tyokyky.codevelopment import entries as kept
from tyokyky.codevelopment.entries import NEW
from tyokyky.domain.codevelopment import Action, ActionState, C, Conflict, Content, Saved
from tyokyky.domain.errors import UserError
from tyokyky.domain.method_library import CriteriaList, MethodCard, WorkingModel
from tyokyky.privacy.access_log import Access, Opened
from tyokyky.privacy.roles import Permission, decide
from tyokyky.reporting.codevelopment_scope import ground_from, ground_of
from tyokyky.reporting.service_paths import Writer
from tyokyky.settings import Settings
from tyokyky.store.method_library import load_cards, load_criteria, load_models

__all__ = ["NEW", "Library", "Writer"]


@dataclass(frozen=True)
class Library:
    """What a home follows and uses: models, cards, criteria, each by id."""

    models: tuple[WorkingModel, ...]
    cards: tuple[MethodCard, ...]
    criteria: tuple[CriteriaList, ...]


def library(settings: Settings) -> Library:
    """Models, cards and criteria of a home; they hold nothing of anybody, so no permission is asked.

    Raises:
        UserError: one of the home's own files has a mistake; file and line are told.
    """
    return Library(load_models(settings), load_cards(settings), load_criteria(settings))


def list_entries(
    settings: Settings, kind: type[C], reader: Writer, *, with_removed: bool = False
) -> tuple[Saved[C], ...]:
    """What holds now of every entry of a kind in the reader's scope, in the order in which they were made.

    Raises:
        UserError: the role may not read co-development, or its scope covers nothing.
    """
    _enter(reader, Permission.READ_CODEVELOPMENT, f"{kind.KIND} list")
    ground = ground_of(settings, reader.scope)
    saves = kept.latest_entries(settings, kind, with_removed=with_removed)
    return tuple(one for one in saves if ground.covers(one.content))


def list_all(settings: Settings, reader: Writer) -> Mapping[str, tuple[Saved[Any], ...]]:
    """What holds now of every entry in the reader's scope by its `KIND`, taken out of use or not, as of one moment.

    Raises:
        UserError: as in `list_entries`.
    """
    _enter(reader, Permission.READ_CODEVELOPMENT, "all list")
    found = kept.all_latest(settings)
    ground = ground_from(settings, reader.scope, found)
    return {kind: tuple(one for one in saves if ground.covers(one.content)) for kind, saves in found.items()}


def open_entry(settings: Settings, kind: type[C], entry_id: int, reader: Writer) -> tuple[Saved[C], ...]:
    """Every save of an entry, the first first.

    Raises:
        UserError: as in `list_entries`, or the entry is of a place outside the reader's scope.
    """
    what = f"{kind.KIND} {entry_id} open"
    _enter(reader, Permission.READ_CODEVELOPMENT, what)
    saves = kept.versions(settings, kind, entry_id)
    _refuse_outside(settings, reader, what, *(one.content for one in saves[-1:]), reading=True)
    return saves


def save_entry(
    settings: Settings, content: C, writer: Writer, entry_id: int | None = None, based_on: int = NEW, act_id: str = ""
) -> Saved[C] | Conflict[C]:
    """Saves an entry on top of the version that the writer saw; where another saved since, both are given back.

    Raises:
        UserError: the role may not write, its scope covers nothing, the entry is or was of a place outside it, or as
            in `codevelopment.entries.save`.
    """
    what = f"{content.KIND} {entry_id or 'new'} save on={based_on}"
    _enter(writer, Permission.WRITE_CODEVELOPMENT, what)
    _refuse_outside(settings, writer, what, content, *_now(settings, type(content), entry_id, writer))
    return kept.save(settings, content, writer.name, entry_id, based_on, act_id)


def undo_entry(
    settings: Settings, kind: type[C], entry_id: int, writer: Writer, to_version: int, based_on: int
) -> Saved[C] | Conflict[C]:
    """Brings an earlier version back as a new save.

    Raises:
        UserError: as in `save_entry`, and as in `codevelopment.entries.undo`.
    """
    what = f"{kind.KIND} {entry_id} undo to={to_version} on={based_on}"
    _enter(writer, Permission.WRITE_CODEVELOPMENT, what)
    earlier = [one.content for one in kept.versions(settings, kind, entry_id) if one.version == to_version]
    _refuse_outside(settings, writer, what, *earlier, *_now(settings, kind, entry_id, writer))
    return kept.undo(settings, kind, entry_id, writer.name, to_version, based_on)


def remove_entry(
    settings: Settings, kind: type[C], entry_id: int, writer: Writer, based_on: int
) -> Saved[C] | Conflict[C]:
    """Takes an entry out of use; every version stays.

    Raises:
        UserError: as in `save_entry`, and as in `codevelopment.entries.remove`.
    """
    what = f"{kind.KIND} {entry_id} remove on={based_on}"
    _enter(writer, Permission.WRITE_CODEVELOPMENT, what)
    _refuse_outside(settings, writer, what, *_now(settings, kind, entry_id, writer))
    return kept.remove(settings, kind, entry_id, writer.name, based_on)


def table_of(saves: Sequence[Saved[C]]) -> pl.DataFrame:
    """Saves of one kind as a table to take out: who saved what and when, then the fields of the entry, all as text.

    Grain: save. A list becomes one text, its parts apart by `; `, and a part of several fields by ` | `. Markup and
    formulas stay as they were written: `presentation` makes them harmless in a file.
    """
    rows = [
        {
            "entry_id": str(one.entry_id),
            "version": str(one.version),
            "saved_by": one.saved_by,
            "saved_at": one.saved_at.isoformat(sep=" ", timespec="seconds"),
            "removed": _text(one.removed),
            **{field.name: _text(getattr(one.content, field.name)) for field in fields(one.content)},
        }
        for one in saves
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(rows[0], pl.String) if rows else None)


def acted_joints(actions: Sequence[Saved[Action]], but_of: int, begun_on: date) -> frozenset[str]:
    """Joints at which another action is on trial or in use that began within the days an effect is looked at.

    Those days begin `LONGEST_DAYS` before `begun_on` and end as many after it: an action further back is a part of both
    sides alike, one that began later of neither. `but_of`: the entry whose effect is looked at.
    """
    running, longest = (ActionState.TRIAL, ActionState.IN_USE), timedelta(days=LONGEST_DAYS)
    others = [one.content for one in actions if one.entry_id != but_of and one.content.state in running]
    begun = [(one.joint, one.begun_on) for one in others if one.begun_on is not None]
    return frozenset(joint for joint, first_on in begun if begun_on - longest <= first_on < begun_on + longest)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return "; ".join(map(_text, value))
    if is_dataclass(value) and not isinstance(value, type):
        return " | ".join(_text(getattr(value, field.name)) for field in fields(value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def _enter(writer: Writer, permission: Permission, what: str) -> None:
    decision = decide(writer.role, permission, writer.scope)
    writer.log(Access(writer.name, Opened.CODEVELOPMENT, what, decision.reason, allowed=decision.allowed))
    if not decision.allowed:
        raise UserError("Yhteiskehittämistä lukevat johto ja kehittäjätiimi, ja kirjaa vain tiimi: vaihda rooli.")


def _now(settings: Settings, kind: type[C], entry_id: int | None, writer: Writer) -> list[C]:
    """What an entry says now; nothing of a new one, and nobody of the whole county needs to ask."""
    if entry_id is None or writer.scope.is_whole_county:
        return []
    return [one.content for one in kept.versions(settings, kind, entry_id)[-1:]]


def _refuse_outside(settings: Settings, who: Writer, what: str, *contents: Content, reading: bool = False) -> None:
    ground = ground_of(settings, who.scope)
    inside = ground.covers if reading else ground.covers_whole
    if all(map(inside, contents)):
        return
    reason = "place outside the scope"
    who.log(Access(who.name, Opened.CODEVELOPMENT, what, reason, allowed=False))
    raise UserError("Kirjaus on oman alueesi ulkopuolella: valitse oman alueesi kunta, yksikkö ja työ.")
