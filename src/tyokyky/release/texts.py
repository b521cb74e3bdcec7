"""What a release says beside its numbers: the council's statements, rewritten quotations, what was done and told back.

Statements are written by the council into `statements/`, the rest by the steward into `release_texts/`; one JSON file a text.
The steward decides which may leave; a text that an earlier release holds is not told again.
"""

import json
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import polars as pl

from tyokyky.domain.errors import UserError
from tyokyky.privacy.free_text import cleaned
from tyokyky.release.desk import Hand
from tyokyky.settings import Settings
from tyokyky.store.durability import sync

LONGEST_TEXT_CHARACTERS: Final = 2000
STATEMENTS_FOLDER: Final = "statements"
TEXTS_FOLDER: Final = "release_texts"
TEXTS_FORMAT: Final = "tyokyky-texts/1"
_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")


class TextKind(StrEnum):
    """What a text is; the value is its list in `texts.json`."""

    STATEMENT = "statements"
    QUOTATION = "quotations"
    ACTION = "actions"
    TOLD_BACK = "told_back"


class TextState(StrEnum):
    """What the steward has decided of it."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"


@dataclass(frozen=True)
class ReleaseText:
    """One text. `about`: the release, theme or joint that it is about ('' = none)."""

    text_id: str
    kind: TextKind
    text: str
    language: str
    about: str
    state: TextState
    path: Path


def all_texts(settings: Settings) -> tuple[ReleaseText, ...]:
    """Every text of the home, statements first, each kind in the order of its files.

    Raises:
        UserError: a file can not be read as a text.
    """
    found = [*_read(settings.home / STATEMENTS_FOLDER), *_read(settings.home / TEXTS_FOLDER)]
    kinds = list(TextKind)
    return tuple(sorted(found, key=lambda text: (kinds.index(text.kind), text.text_id)))


def _read(folder: Path) -> Iterator[ReleaseText]:
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else ():
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            yield _text(path, content, is_statement=folder.name == STATEMENTS_FOLDER)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            raise UserError(
                f"Tekstiä {folder.name}/{path.name} ei voi lukea: korjaa tai poista tiedosto."
            ) from None


def _text(path: Path, content: dict[str, Any], *, is_statement: bool) -> ReleaseText:
    if not _ID.fullmatch(content["id"]) or not isinstance(content["text"], str):
        raise ValueError
    return ReleaseText(
        text_id=content["id"],
        kind=TextKind.STATEMENT if is_statement else TextKind(content["kind"]),
        text=content["text"],
        language=str(content.get("language", "fi")),
        about=str(content.get("release" if is_statement else "about") or ""),
        state=TextState(content["state"]),
        path=path,
    )


def write_text(settings: Settings, hand: Hand, kind: TextKind, text: str, about: str = "") -> None:
    """Keeps a text that the steward has written, approved: no statement, since those are the council's own.

    Raises:
        UserError: the text is empty or too long, or holds an identity code or a way to reach someone.
    """
    refuse_text(text)
    if kind is TextKind.STATEMENT:
        raise UserError("Kannanoton kirjoittaa asiakasraati omalla sivullaan.")
    folder = settings.home / TEXTS_FOLDER
    folder.mkdir(exist_ok=True)
    text_id = secrets.token_hex(8)
    content = {
        "id": text_id,
        "kind": kind,
        "text": text.strip(),
        "language": "fi",
        "about": about,
        "state": TextState.APPROVED,
        "written_at": hand.when_text,
        "written_by": hand.who,
    }
    _write(folder / f"{text_id}.json", content)


def decide(settings: Settings, hand: Hand, text_id: str, state: TextState) -> None:
    """Lets a text out with the next release, or keeps it in.

    Raises:
        UserError: there is no such text, or one to be approved holds what may not leave.
    """
    found = next((text for text in all_texts(settings) if text.text_id == text_id), None)
    if found is None:
        raise UserError("Tekstiä ei ole enää: valitse se luettelosta uudelleen.")
    if state is TextState.APPROVED:
        refuse_text(found.text)
    content = json.loads(found.path.read_text(encoding="utf-8"))
    _write(found.path, content | {"state": state, "decided_by": hand.who, "decided_at": hand.when_text})


def refuse_text(text: str) -> None:
    """Refuses a text that may not leave.

    Raises:
        UserError: it is empty or too long, or holds an identity code or a way to reach someone.
    """
    if not text.strip():
        raise UserError("Teksti on tyhjä: kirjoita se ensin.")
    if len(text) > LONGEST_TEXT_CHARACTERS:
        raise UserError(f"Teksti on liian pitkä: lyhennä se enintään {LONGEST_TEXT_CHARACTERS} merkkiin.")
    seen = cleaned(pl.Series([text], dtype=pl.String))
    if (seen.with_identity_code | seen.with_email | seen.with_phone).any():
        raise UserError("Tekstissä näyttää olevan henkilötunnus tai yhteystieto: poista se ennen julkaisemista.")


def texts_of_release(texts: tuple[ReleaseText, ...], told_before: frozenset[str]) -> dict[str, Any]:
    """`texts.json` of the next release: what is approved and not told before; when it was written stays here."""
    leaving = [text for text in texts if text.state is TextState.APPROVED and text.text_id not in told_before]
    listed = {
        kind.value: [
            {"id": text.text_id, "text": text.text.strip(), "language": text.language, "about": text.about}
            for text in leaving
            if text.kind is kind
        ]
        for kind in TextKind
    }
    return {"format": TEXTS_FORMAT, **listed}


def _write(path: Path, content: dict[str, Any]) -> None:
    waiting = path.with_suffix(".new")
    try:
        waiting.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        sync(waiting)
        waiting.replace(path)
    except OSError:
        raise UserError("Tekstiä ei voi tallentaa: tarkista levytila ja oikeudet.") from None
