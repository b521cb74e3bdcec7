"""A new key in the making: written beside the keys before any pseudonym is renewed, and put in their place after."""

import secrets
from pathlib import Path
from typing import Final

from tyokyky.domain.errors import UserError
from tyokyky.privacy.pseudonyms import KEYS_FILE, Key, KeyRing, open_key_ring, ring_of, text_of
from tyokyky.store.durability import sync, write_whole

NEXT_FILE: Final = f"{KEYS_FILE}.next"


def next_ring(folder: Path) -> KeyRing | None:
    """The ring of a change of keys that has not ended; none where none is under way.

    Raises:
        UserError: it can not be read or is not whole.
    """
    path = folder / NEXT_FILE
    try:
        return ring_of(path.read_text(encoding="utf-8")) if path.exists() else None
    except OSError:
        raise UserError(f"Tiedostoa keys/{NEXT_FILE} ei voitu lukea: tarkista oikeudet.") from None


def begin_rotation(folder: Path) -> KeyRing:
    """The home's ring with one more key, on the disk before it is used; that of an earlier attempt where there is one.

    Raises:
        UserError: the keys can not be read, or the new one can not be written.
    """
    ring = open_key_ring(folder)
    begun = next_ring(folder)
    if begun is not None and begun.keys[:-1] == ring.keys:
        return begun
    made = KeyRing((*ring.keys, Key.new()))
    path = folder / NEXT_FILE
    draft = folder / f"{NEXT_FILE}.{secrets.token_hex(4)}"
    try:
        write_whole(draft, text_of(made).encode())
        draft.replace(path)
        sync(folder)
    except OSError:
        raise UserError("Uutta avainta ei voitu tallentaa: tarkista kodin oikeudet ja levytila.") from None
    return made


def end_rotation(folder: Path) -> None:
    """Puts the new ring in the old one's place, in one step.

    Raises:
        UserError: it can not be written.
    """
    try:
        (folder / NEXT_FILE).replace(folder / KEYS_FILE)
        sync(folder)
    except OSError:
        raise UserError("Uutta avainta ei voitu ottaa käyttöön: tarkista kansion keys oikeudet.") from None
