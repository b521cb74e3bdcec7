"""One-time codes for answering: the steward's list tells whose each is, the form's list only that it exists."""

import json
import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tyokyky.domain.answer_codes import mark_of, new_code
from tyokyky.domain.errors import UserError
from tyokyky.privacy.pseudonyms import KeyRing
from tyokyky.store.durability import sync

STEWARDS_LIST: Final = "answer_codes.jsonl"
"""In the folder of keys: mark, pseudonym, key_id, link_group of each code. The form's process never opens it."""


@dataclass(frozen=True)
class CodeRing(KeyRing):
    """A key ring that knows some persons by the mark of a code; every other text is an identifier as always."""

    by_mark: Mapping[str, str] = field(default_factory=dict, repr=False)

    def pseudonyms(self, link_group: str, identifiers: Iterable[str]) -> list[str]:
        """As of a `KeyRing`, with a mark turned into the pseudonym its code was issued for."""
        texts = list(identifiers)
        made = super().pseudonyms(link_group, texts)
        return [self.by_mark.get(text, pseudonym) for text, pseudonym in zip(texts, made, strict=True)]


def issue_codes(
    ring: KeyRing, link_group: str, identifiers: Sequence[str], keys_folder: Path, forms_list: Path
) -> list[str]:
    """One new code for each normalised identifier, in their order.

    Only marks are kept: with pseudonyms in the steward's list, alone in the form's. The steward's is written first, so
    that no code can be used whose person is unknown.

    Raises:
        UserError: a list can not be written.
    """
    codes = [new_code() for _ in identifiers]
    marks = [mark_of(code) for code in codes]
    whose = ring.pseudonyms(link_group, identifiers)
    entries = [
        json.dumps({"mark": mark, "pseudonym": pseudonym, "key_id": ring.key_id, "link_group": link_group})
        for mark, pseudonym in zip(marks, whose, strict=True)
    ]
    try:
        _append(keys_folder / STEWARDS_LIST, entries)
        _append(forms_list, marks)
    except OSError:
        raise UserError("Koodeja ei voitu tallentaa: tarkista kodin oikeudet ja levytila.") from None
    return codes


def _append(path: Path, lines: Sequence[str]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write("".join(f"{line}\n" for line in lines))
        file.flush()
        os.fsync(handle)


def ring_with_codes(ring: KeyRing, link_group: str, keys_folder: Path) -> CodeRing:
    """The ring with all codes issued in a link group; pseudonyms made under an earlier key are renewed.

    Raises:
        UserError: the steward's list is not readable or not whole.
    """
    return CodeRing(
        ring.keys, {mark: whose for mark, group, whose in _issued(ring, keys_folder) if group == link_group}
    )


def marks_of(ring: KeyRing, pseudonyms: Collection[str], keys_folder: Path) -> frozenset[str]:
    """Marks of every code that was issued for a person (pseudonyms as they are now).

    Raises:
        UserError: the steward's list is not readable or not whole.
    """
    return frozenset(mark for mark, _, whose in _issued(ring, keys_folder) if whose in pseudonyms)


def _issued(ring: KeyRing, keys_folder: Path) -> list[tuple[str, str, str]]:
    """Mark, link group and pseudonym as it is now of each code in the steward's list."""
    path = keys_folder / STEWARDS_LIST
    try:
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        return [
            (str(entry["mark"]), str(entry["link_group"]), ring.renewed([str(entry["pseudonym"])], entry["key_id"])[0])
            for entry in map(json.loads, lines)
        ]
    except (OSError, ValueError, KeyError, TypeError):
        raise UserError(f"Koodiluetteloa keys/{STEWARDS_LIST} ei voitu lukea: palauta se varmuuskopiosta.") from None


def withdraw_codes(marks: Collection[str], keys_folder: Path, forms_list: Path) -> None:
    """Takes codes out of both lists, the form's first: the steward's still tells whose they were, should this stop.

    Raises:
        UserError: a list can not be written.
    """
    try:
        _keep_lines(forms_list, lambda line: line not in marks)
        _keep_lines(keys_folder / STEWARDS_LIST, lambda line: json.loads(line)["mark"] not in marks)
    except OSError:
        raise UserError("Koodeja ei voitu poistaa: tarkista kodin oikeudet ja levytila.") from None


def _keep_lines(path: Path, is_kept: Callable[[str], bool]) -> None:
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    kept = [line for line in lines if is_kept(line)]
    if len(kept) == len(lines):
        return
    draft = path.with_name(f".{path.name}.draft")
    draft.unlink(missing_ok=True)
    _append(draft, kept)
    draft.replace(path)
    sync(path.parent)
