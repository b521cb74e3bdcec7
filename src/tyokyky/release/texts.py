"""What is said beside the numbers: quotations rewritten, what was done, and what teams offer. One JSON file a text."""

import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from tyokyky.domain.errors import UserError
from tyokyky.domain.free_text import without_traces
from tyokyky.release.desk import Hand
from tyokyky.release.told_back import offered_entries
from tyokyky.settings import Settings
from tyokyky.store.durability import sync

LONGEST_TEXT_CHARACTERS: Final = 2000
TEXTS_FOLDER: Final = "release_texts"
_ID: Final = re.compile(r"[0-9a-f]{16}")


class TextKind(StrEnum):
    """What a text is; the value is its list in `texts.json`."""

    QUOTATION = "quotations"
    ACTION = "actions"


class ActionState(StrEnum):
    """How far what was done has come (docs/release-format.md)."""

    IDEA = "idea"
    AGREED = "agreed"
    TRIAL = "trial"
    IN_USE = "in_use"
    STOPPED = "stopped"


@dataclass(frozen=True)
class StewardText:
    """One text. `entry`: its fields as `texts.json` has them. `leaves`: goes with the next release.

    `offered`: it is a team's own, of co-development, and leaves only once a steward has let it.
    """

    text_id: str
    kind: TextKind
    entry: Mapping[str, Any]
    leaves: bool
    offered: bool = False


def steward_texts(settings: Settings) -> tuple[StewardText, ...]:
    """Every text of the home in the order of its id, then what teams offer and no steward has decided on.

    What a team has changed or taken back since is gone, also where a steward had let it through.

    Raises:
        UserError: a file can not be read as a text.
    """
    folder = settings.home / TEXTS_FOLDER
    kept = [_read(path) for path in sorted(folder.glob("*.json")) if _ID.fullmatch(path.stem)]
    offered = {str(entry["id"]): entry for entry in offered_entries(settings)}
    decided = {text.text_id for text in kept}
    return (
        *(text for text in kept if not text.offered or text.text_id in offered),
        *(_waiting(entry) for text_id, entry in offered.items() if text_id not in decided),
    )


def _waiting(entry: Mapping[str, Any]) -> StewardText:
    return StewardText(entry["id"], TextKind.ACTION, entry, leaves=False, offered=True)


def _read(path: Path) -> StewardText:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        kind, offered = TextKind(content["kind"]), bool(content.get("offered", False))
        return StewardText(path.stem, kind, dict(content["entry"]), bool(content["leaves"]), offered)
    except (OSError, ValueError, KeyError, TypeError):
        raise UserError(f"Tekstiä {TEXTS_FOLDER}/{path.name} ei voi lukea: korjaa tai poista tiedosto.") from None


def write_quotation(settings: Settings, hand: Hand, text: str, theme: str = "") -> None:
    """Keeps what somebody said, as the steward has written it anew.

    Raises:
        UserError: the text is empty or too long, or holds an identity code or a way to reach someone.
    """
    entry = {"theme": theme, "text": releasable(text), "language": "fi"}
    _keep(settings, hand, TextKind.QUOTATION, entry)


def write_action(
    settings: Settings,
    hand: Hand,
    heard: str,
    done: str,
    state: ActionState,
    joint: str = "",
    told_back_on: date | None = None,
) -> None:
    """Keeps what was heard and what was done about it, or why nothing was.

    Raises:
        UserError: a text is empty or too long, or holds an identity code or a way to reach someone.
    """
    entry = {
        "heard": releasable(heard),
        "done": releasable(done),
        "state": state,
        "joint": joint,
        "theme": "",
        "told_back_on": told_back_on.isoformat() if told_back_on else None,
        "language": "fi",
    }
    _keep(settings, hand, TextKind.ACTION, entry)


def set_leaving(settings: Settings, text_id: str, *, leaves: bool) -> None:
    """Lets a text go with the next release, or keeps it at home.

    Raises:
        UserError: there is no such text, or one to be let through holds what may not leave or is too long.
    """
    found = next((text for text in steward_texts(settings) if text.text_id == text_id), None)
    if found is None:
        raise UserError("Tekstiä ei ole enää: valitse se luettelosta uudelleen.")
    path = settings.home / TEXTS_FOLDER / f"{text_id}.json"
    if path.exists():
        write_whole(path, _encoded(json.loads(path.read_text(encoding="utf-8")) | {"leaves": leaves}))
        return
    for words in ("heard", "done") if leaves else ():
        if found.entry[words]:
            releasable(found.entry[words])
    path.parent.mkdir(exist_ok=True)
    write_whole(path, _encoded({"kind": found.kind, "entry": found.entry, "leaves": leaves, "offered": True}))


def releasable(text: str) -> str:
    """A text as it may leave, without space around.

    Raises:
        UserError: it is empty or too long, or holds an identity code or a way to reach someone.
    """
    plain = text.strip()
    if not plain:
        raise UserError("Teksti on tyhjä: kirjoita se ensin.")
    if len(plain) > LONGEST_TEXT_CHARACTERS:
        raise UserError(f"Teksti on liian pitkä: lyhennä se enintään {LONGEST_TEXT_CHARACTERS} merkkiin.")
    if without_traces(plain) != plain:
        raise UserError("Tekstissä näyttää olevan henkilötunnus tai yhteystieto: poista se ensin.")
    return plain


def _keep(settings: Settings, hand: Hand, kind: TextKind, entry: Mapping[str, Any]) -> None:
    text_id = secrets.token_hex(8)
    folder = settings.home / TEXTS_FOLDER
    folder.mkdir(exist_ok=True)
    content = {"kind": kind, "entry": {"id": text_id, **entry}, "leaves": True, "by": hand.who, "at": hand.when_text}
    write_whole(folder / f"{text_id}.json", _encoded(content))


def _encoded(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"


def write_whole(path: Path, content: bytes) -> None:
    """Writes a file so that a reader sees the old one or the new one.

    Raises:
        UserError: it can not be written.
    """
    waiting = path.with_suffix(".new")
    try:
        waiting.write_bytes(content)
        sync(waiting)
        waiting.replace(path)
    except OSError:
        raise UserError("Tekstiä ei voi tallentaa: tarkista levytila ja oikeudet.") from None
