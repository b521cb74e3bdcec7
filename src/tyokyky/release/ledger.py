"""The ledger of releases: append-only, hash-chained, on the disk before anybody is told (docs/release-format.md)."""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from tyokyky.domain.errors import UserError
from tyokyky.store.durability import sync

LEDGER_FILE: Final = "ledger.jsonl"
HEAD_FILE: Final = "ledger.head"
"""Number and hash of the newest line: without it, the newest line could be changed or taken away unseen."""
_FIRST_PREVIOUS: Final = "0" * 64
_FIELDS: Final = frozenset({"number", "previous", "kind", "release", "when", "who", "facts"})


class Act(StrEnum):
    """What was done to a release."""

    PLANNED = "planned"
    BUILT = "built"
    AUDITED = "audited"
    APPROVED = "approved"
    PUBLISHED = "published"
    CORRECTED = "corrected"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Entry:
    """One line of the ledger. `facts` never hold or depend on a value that the release hides."""

    number: int
    previous: str
    kind: Act
    release: str
    when: str
    who: str
    facts: Mapping[str, Any]


def entries(folder: Path) -> tuple[Entry, ...]:
    """The whole ledger of a releases folder, every line checked against the one before it; none where nothing was done.

    A line that a power cut left unfinished is not there yet.

    Raises:
        UserError: a line was changed, taken away or put in between.
    """
    return tuple(_entry(line) for line in _checked_lines(folder))


def append(folder: Path, kind: Act, release: str, when: str, who: str, facts: Mapping[str, Any]) -> Entry:
    """Writes one line and waits until the disk has it; the caller holds the folder (`desk.alone`).

    Raises:
        UserError: the ledger is broken, or can not be written.
    """
    lines = _checked_lines(folder)
    previous = _hash(lines[-1]) if lines else _FIRST_PREVIOUS
    entry = Entry(len(lines) + 1, previous, kind, release, when, who, dict(facts))
    line = json.dumps(vars(entry), ensure_ascii=False, sort_keys=True).encode()
    path = folder / LEDGER_FILE
    try:
        _cut_unfinished(path)
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            os.write(handle, line + b"\n")
            os.fsync(handle)
        finally:
            os.close(handle)
        _write_head(folder, entry.number, line)
    except OSError:
        raise UserError("Julkaisujen kirjaan ei voi kirjoittaa: tarkista levytila ja oikeudet.") from None
    return entry


def _hash(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()


def _broken(number: int) -> UserError:
    return UserError(
        f"Julkaisujen kirja ({LEDGER_FILE}) on muuttunut rivin {number} kohdalla tai juuri ennen sitä: mitään ei tehdä"
        " ennen kuin kirja on palautettu varmuuskopiosta."
    )


def _checked_lines(folder: Path) -> list[bytes]:
    path = folder / LEDGER_FILE
    lines = path.read_bytes().split(b"\n")[:-1] if path.is_file() else []
    previous = _FIRST_PREVIOUS
    for number, line in enumerate(lines, start=1):
        if _linked(line) != (number, previous):
            raise _broken(number)
        previous = _hash(line)
    _check_head(folder, lines)
    return lines


def _linked(line: bytes) -> tuple[int, str] | None:
    """A line's number and the hash of the one before, as it tells them; null where it is no line of a ledger."""
    try:
        content = json.loads(line)
        if set(content) != _FIELDS or content["kind"] not in set(Act):
            return None
        return content["number"], content["previous"]
    except (ValueError, TypeError):
        return None


def _check_head(folder: Path, lines: list[bytes]) -> None:
    """The newest line is the one that the head names; one more may stand where the power went before the head."""
    head = folder / HEAD_FILE
    if not head.is_file():
        if len(lines) > 1:
            raise _broken(len(lines))
        return
    number, _, known = head.read_text(encoding="utf-8").strip().partition(" ")
    count = int(number) if number.isdigit() else 0
    if not 1 <= count <= len(lines) <= count + 1 or _hash(lines[count - 1]) != known:
        raise _broken(max(1, min(count, len(lines))))


def _cut_unfinished(path: Path) -> None:
    """Takes away what a power cut left of a line that was never told to anybody."""
    if not path.is_file():
        return
    content = path.read_bytes()
    whole = content.rfind(b"\n") + 1
    if whole != len(content):
        os.truncate(path, whole)


def _write_head(folder: Path, number: int, line: bytes) -> None:
    waiting = folder / f"{HEAD_FILE}.new"
    waiting.write_text(f"{number} {_hash(line)}\n", encoding="utf-8")
    sync(waiting)
    waiting.replace(folder / HEAD_FILE)
    sync(folder)


def _entry(line: bytes) -> Entry:
    content = json.loads(line)
    return Entry(**{**content, "kind": Act(content["kind"])})
