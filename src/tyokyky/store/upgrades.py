"""Keeps a copy of a store before it is upgraded to a newer version of the program."""

import logging
import shutil
from pathlib import Path
from typing import Final

from tyokyky.domain.errors import UserError
from tyokyky.store.durability import free_bytes, sync

_LOG: Final = logging.getLogger(__name__)
_BEFORE: Final = ".before-"
_ROOM_FACTOR: Final = 2
"""Room for the copy, and for what the upgrade itself writes."""


def keep_copy(path: Path, number: int) -> Path:
    """Copies a closed store to `<name>.before-<number>` beside it, and says so; the caller holds its lock.

    A copy left by an upgrade that was stopped is taken as it is: it is of an earlier state, and whole.

    Raises:
        UserError: the disk has no room, or the copy can not be written; the store has not been touched.
    """
    kept = path.with_name(f"{path.name}{_BEFORE}{number:04d}")
    if kept.exists():
        return kept
    draft = path.with_name(f"{path.name}.copying")
    try:
        if free_bytes(path.parent) < _ROOM_FACTOR * path.stat().st_size:
            raise UserError(
                f"Levyllä ei ole tilaa päivittää {path.name}: vapauta tilaa {_ROOM_FACTOR} kertaa sen koko."
            )
        shutil.copy2(path, draft)
        sync(draft)
        draft.replace(kept)
        sync(path.parent)
    except OSError:
        raise UserError(
            f"Tiedostosta {path.name} ei voitu ottaa kopiota ennen päivitystä: tarkista kodin oikeudet ja levytila."
        ) from None
    _LOG.warning(
        "Tiedosto %s päivitetään ohjelman uuteen versioon. Entinen on tallessa tiedostossa %s: poista se, kun"
        " päivitetty toimii.",
        path.name,
        kept.name,
    )
    return kept


def copies_of(path: Path) -> list[Path]:
    """Copies that upgrades have left beside a store."""
    return sorted(path.parent.glob(f"{path.name}{_BEFORE}*"))


def remove_copies(path: Path) -> None:
    """Removes the copies that upgrades have left beside a store."""
    for copy in (*copies_of(path), path.with_name(f"{path.name}.copying")):
        copy.unlink(missing_ok=True)
