"""The secret that the rounding engine draws from: one for all releases of a home, kept with its keys."""

import os
import secrets
from typing import Final

from tyokyky.domain.errors import UserError
from tyokyky.settings import Settings
from tyokyky.store.durability import sync

SEED_FILE: Final = "release_seed"
_BYTES: Final = 32


def release_secret(settings: Settings) -> bytes:
    """The home's secret, made on first use; only its owner can read it.

    Raises:
        UserError: it can not be read or made.
    """
    path = settings.keys_folder / SEED_FILE
    try:
        if not path.exists():
            settings.keys_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            try:
                os.write(handle, secrets.token_bytes(_BYTES))
            finally:
                os.close(handle)
            sync(path)
        content = path.read_bytes()
    except OSError:
        raise UserError(f"Julkaisun salaisuutta keys/{SEED_FILE} ei voi lukea: tarkista kodin oikeudet.") from None
    if len(content) != _BYTES:
        raise UserError(f"Julkaisun salaisuus keys/{SEED_FILE} on rikki: palauta se varmuuskopiosta.")
    return content
