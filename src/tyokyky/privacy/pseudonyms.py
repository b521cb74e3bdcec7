"""Pseudonyms: the only form in which a client's identifier goes beyond the door (privacy.md)."""

import hashlib
import hmac
import json
import secrets
import stat
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self

from tyokyky.domain.errors import UserError
from tyokyky.store.durability import write_whole

KEYS_FILE: Final = "pseudonym_keys.json"
_KEY_BYTES: Final = 32
_OPEN_TO_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
_FORMAT: Final = 1


@dataclass(frozen=True)
class Key:
    """One secret key. Its id is random: nothing of the key can be told from it."""

    key_id: str
    secret: bytes = field(repr=False)

    @classmethod
    def new(cls) -> Self:
        """A key from the operating system's source of randomness."""
        return cls(secrets.token_hex(8), secrets.token_bytes(_KEY_BYTES))


@dataclass(frozen=True)
class KeyRing:
    """The keys of a home, oldest first: an identifier passes the first, its pseudonym each later one (rotation)."""

    keys: tuple[Key, ...]

    @property
    def key_id(self) -> str:
        """Id of the newest key, stored beside the pseudonyms."""
        return self.keys[-1].key_id

    def pseudonyms(self, link_group: str, identifiers: Iterable[str]) -> list[str]:
        """Pseudonyms (64 hexadecimal characters) of normalised identifiers, in their order.

        HMAC-SHA-256 over link group, NUL and identifier; the same person has the same pseudonym within a link group
        only. Give each identifier once: this is the dear part.
        """
        first = self.keys[0]
        prefix = link_group.encode() + b"\0"
        made = [hmac.digest(first.secret, prefix + identifier.encode(), "sha256").hex() for identifier in identifiers]
        return self.renewed(made, first.key_id)

    def renewed(self, pseudonyms: Iterable[str], key_id: str) -> list[str]:
        """Pseudonyms made when the key of this id was the newest, as they are now; its order is theirs.

        Raises:
            ValueError: the ring has no key of this id.
        """
        since = [key.key_id for key in self.keys].index(key_id) + 1
        made = list(pseudonyms)
        for key in self.keys[since:]:
            made = [hmac.digest(key.secret, pseudonym.encode(), "sha256").hex() for pseudonym in made]
        return made

    def knows(self, key_id: str) -> bool:
        """Whether the key of this id is one of the ring's, the newest or an earlier one."""
        return any(key.key_id == key_id for key in self.keys)

    @property
    def first(self) -> "KeyRing":
        """The oldest key alone: what is made with it stays the same when keys are changed."""
        return KeyRing(self.keys[:1])

    @property
    def earlier(self) -> "tuple[KeyRing, ...]":
        """The ring as it has been, oldest first, and last as it is now."""
        return tuple(KeyRing(self.keys[:count]) for count in range(1, len(self.keys) + 1))

    def fingerprint(self, content: bytes) -> str:
        """Keyed hash of a file: recognises the same bytes again, tells nothing of them to who lacks the key."""
        return hmac.new(self.keys[0].secret, b"file\0" + hashlib.sha256(content).digest(), "sha256").hexdigest()


def passing_ring() -> KeyRing:
    """A ring kept nowhere, for a dry run in a home that has no keys yet."""
    return KeyRing((Key.new(),))


def has_keys(folder: Path) -> bool:
    """Whether the home has its keys already."""
    return (folder / KEYS_FILE).exists()


def open_key_ring(folder: Path) -> KeyRing:
    """The home's keys, made on first use (folder 0700, file 0600).

    Raises:
        UserError: the file can not be read or written, is not a key file, or others may read it.
    """
    path = folder / KEYS_FILE
    try:
        if not path.exists():
            _make(folder, path)
        if stat.S_IMODE(path.stat().st_mode) & _OPEN_TO_OTHERS:
            raise UserError(f"Muutkin voivat lukea avaintiedostoa keys/{KEYS_FILE}: rajaa oikeudet (chmod 600).")
        return ring_of(path.read_text(encoding="utf-8"))
    except OSError:
        raise UserError(
            f"Avaintiedostoa keys/{KEYS_FILE} ei voitu lukea tai luoda: tarkista kodin oikeudet ja levytila."
        ) from None


def _make(folder: Path, path: Path) -> None:
    """Writes the first key whole or not at all; of two processes doing so at once the first one's key stays."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    # A key that a power cut takes away after its first pseudonyms were stored would end all linkage.
    with suppress(FileExistsError):
        write_whole(path, text_of(KeyRing((Key.new(),))).encode())


def text_of(ring: KeyRing) -> str:
    """A ring as its file holds it."""
    keys = [{"id": key.key_id, "key": key.secret.hex()} for key in ring.keys]
    return json.dumps({"format": _FORMAT, "keys": keys})


def ring_of(text: str) -> KeyRing:
    """The ring that a file's text holds.

    Raises:
        UserError: it is no whole key file.
    """
    try:
        content = json.loads(text)
        keys = tuple(Key(str(entry["id"]), bytes.fromhex(entry["key"])) for entry in content["keys"])
        usable = content["format"] == _FORMAT and keys and all(len(key.secret) == _KEY_BYTES for key in keys)
    except (ValueError, KeyError, TypeError):
        usable = False
    if not usable:
        raise UserError(f"Avaintiedosto keys/{KEYS_FILE} ei ole ehjä: palauta se varmuuskopiosta.") from None
    return KeyRing(keys)
