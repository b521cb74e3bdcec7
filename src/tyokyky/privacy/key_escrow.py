"""Keys sealed under a passphrase for safe keeping apart from the data: a lost key ends all linkage."""

import base64
import json
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from tyokyky.domain.errors import UserError
from tyokyky.privacy.answer_codes import STEWARDS_LIST
from tyokyky.privacy.pseudonyms import KEYS_FILE, KeyRing, has_keys, open_key_ring, ring_of
from tyokyky.store.durability import write_whole

SHORTEST_PASSPHRASE: Final = 12
_FORMAT: Final = "tyokyky-keys/1"
_SALT_BYTES: Final = 16
_NONCE_BYTES: Final = 12
_KEY_BYTES: Final = 32
_COST: Final = 2**17
"""128 MB and some tenths of a second for each guess."""
_BLOCK: Final = 8
_NOT_ESCROW: Final = "Tiedosto ei ole ehjä avainten talletus: anna komennon tyokyky keys escrow tekemä tiedosto."


@dataclass(frozen=True)
class Sealed:
    """What a safe-keeping file holds once opened: the keys, and the steward's list of codes (empty where none)."""

    ring: KeyRing
    keys_text: str = field(repr=False)
    codes_text: str = field(repr=False)


def seal_keys(folder: Path, passphrase: str) -> bytes:
    """The keys and the steward's list of codes of a home, sealed (scrypt, AES-256-GCM); opened once to be sure.

    Raises:
        UserError: there are no keys, they can not be read, or the passphrase is too short.
    """
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise UserError(f"Salalause on liian lyhyt: anna vähintään {SHORTEST_PASSPHRASE} merkkiä.")
    if not has_keys(folder):
        raise UserError("Kodilla ei ole vielä avaimia: tee ne komennolla tyokyky keys new.")
    ring = open_key_ring(folder)
    codes = folder / STEWARDS_LIST
    content = {
        "keys": (folder / KEYS_FILE).read_text(encoding="utf-8"),
        "codes": codes.read_text(encoding="utf-8") if codes.exists() else "",
    }
    sealed = _closed(json.dumps(content).encode(), passphrase)
    if open_sealed(sealed, passphrase).ring != ring:
        raise UserError("Avainten talletus ei avautunut ehjänä: yritä uudelleen.")
    return sealed


def _closed(content: bytes, passphrase: str) -> bytes:
    salt, nonce = secrets.token_bytes(_SALT_BYTES), secrets.token_bytes(_NONCE_BYTES)
    text = AESGCM(_derived(passphrase, salt, _COST, _BLOCK)).encrypt(nonce, content, _FORMAT.encode())
    written = {
        name: base64.b64encode(part).decode() for name, part in (("salt", salt), ("nonce", nonce), ("text", text))
    }
    return json.dumps({"format": _FORMAT, "kdf": "scrypt", "n": _COST, "r": _BLOCK, "p": 1, **written}).encode() + b"\n"


def _derived(passphrase: str, salt: bytes, cost: int, block: int) -> bytes:
    return Scrypt(salt=salt, length=_KEY_BYTES, n=cost, r=block, p=1).derive(passphrase.encode())


def open_sealed(sealed: bytes, passphrase: str) -> Sealed:
    """What was sealed.

    Raises:
        UserError: it is no safe-keeping file, the passphrase is another, or a byte has changed.
    """
    try:
        entry = json.loads(sealed)
        salt, nonce, text = (base64.b64decode(entry[name], validate=True) for name in ("salt", "nonce", "text"))
        if entry["format"] != _FORMAT or (entry["n"], entry["r"], entry["p"]) != (_COST, _BLOCK, 1):
            raise UserError(_NOT_ESCROW)
        content = json.loads(AESGCM(_derived(passphrase, salt, _COST, _BLOCK)).decrypt(nonce, text, _FORMAT.encode()))
        return Sealed(ring_of(content["keys"]), content["keys"], content["codes"])
    except InvalidTag:
        raise UserError("Salalause on väärä tai tiedosto on muuttunut: mitään ei palautettu.") from None
    except (ValueError, KeyError, TypeError):
        raise UserError(_NOT_ESCROW) from None


def restore_keys(folder: Path, sealed: Sealed) -> None:
    """Puts sealed keys into a home without any; the codes first, so that keys that are there are whole.

    Raises:
        UserError: the home has keys, or they can not be written; nothing has then been put in their place.
    """
    if has_keys(folder):
        raise UserError("Kodilla on jo avaimet: palauta vain kotiin, jolla niitä ei ole. Mitään ei muutettu.")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        if sealed.codes_text:
            (folder / STEWARDS_LIST).unlink(missing_ok=True)
            write_whole(folder / STEWARDS_LIST, sealed.codes_text.encode())
        write_whole(folder / KEYS_FILE, sealed.keys_text.encode())
    except OSError:
        raise UserError("Avaimia ei voitu palauttaa: tarkista kodin oikeudet ja levytila.") from None
