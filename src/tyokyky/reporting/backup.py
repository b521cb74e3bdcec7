"""Backup of a home and bringing it back: everything but the keys, at one moment, whole or not at all."""

import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import Any

from tyokyky.domain.errors import UserError
from tyokyky.domain.home_places import is_in_backup
from tyokyky.feedback.queue import quiet_queue
from tyokyky.privacy.access_log import Access, Opened, record
from tyokyky.privacy.stewards import operating_user
from tyokyky.reporting.archive import unpack, write_archive
from tyokyky.reporting.deliveries import QUIET, Notices
from tyokyky.settings import Settings
from tyokyky.store.connection import exclusive, standing_still
from tyokyky.store.durability import sync
from tyokyky.store.register import refuse_newer
from tyokyky.store.register_state import register_state


@dataclass(frozen=True)
class BackedUp:
    """What a backup holds."""

    file_count: int
    byte_count: int


def back_up(settings: Settings, output: Path, notices: Notices = QUIET) -> BackedUp:
    """Writes a home to a new file: stores, releases, settings, access log and queue; never keys, and no marts.

    All of one moment: an import, a save or an act of a release that runs is waited for, and others wait for the
    copying. Only the form goes on, into new files.

    Raises:
        UserError: the home does not exist, a store is held by another, or the file is inside the home, exists already
            or can not be written.
    """
    if not settings.home.is_dir():
        raise UserError("Kotikansiota ei ole: tarkista --home.")
    if output.resolve().is_relative_to(settings.home):
        raise UserError("Anna tiedosto kodin ulkopuolelta: varmuuskopio samassa kansiossa ei suojaa mitään.")
    record(settings.access_log_path, Access(operating_user(), Opened.RIGHTS, "backup", "backup of the home"))
    # The queue before the register, in the order of its import, and releases before both, as a release reads the
    # register: two that hold what the other waits for would never end.
    with (
        _quiet_releases(settings, notices),
        quiet_queue(settings.queue_folder),
        standing_still(settings.register_path, settings.wait_seconds, notices.on_wait),
        standing_still(settings.codevelopment_path, settings.wait_seconds, notices.on_wait),
    ):
        packed = _written(output, settings, _facts(settings))
    return BackedUp(len(packed), sum(size for size in packed.values()))


@contextmanager
def _quiet_releases(settings: Settings, notices: Notices) -> Iterator[None]:
    """Holds the ledger of releases: a folder that is out and its line in the ledger are copied together."""
    folder = settings.home / "releases"
    if not folder.is_dir():
        yield
        return
    with exclusive(folder / "ledger.lock", settings.wait_seconds, notices.on_wait):
        yield


def _written(output: Path, settings: Settings, facts: Mapping[str, object]) -> dict[str, int]:
    try:
        return {one.name: one.size for one in write_archive(output, settings.home, _files(settings.home), facts)}
    except FileExistsError:
        raise UserError("Tiedosto on jo olemassa: anna uusi nimi, vanhaa kopiota ei korvata.") from None
    except OSError:
        raise UserError("Varmuuskopiota ei voitu kirjoittaa: tarkista kansio, oikeudet ja levytila.") from None


def _facts(settings: Settings) -> dict[str, object]:
    """What is told of a backup: when and by what it was made, and which key its pseudonyms ask for."""
    path = settings.register_path
    key_ids = register_state(path).key_ids if path.exists() else ()
    return {
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "program": version("tyokyky"),
        "register_key_id": key_ids[0] if key_ids else None,
    }


def _files(home: Path) -> list[Path]:
    inside = (path for path in home.rglob("*") if path.is_file() and not path.is_symlink())
    return sorted(path for path in inside if is_in_backup(PurePosixPath(path.relative_to(home).as_posix())))


def restore(settings: Settings, archive: Path) -> Mapping[str, Any]:
    """Makes a backup the home; gives its manifest. The folder appears whole, when everything has been checked.

    Keys are brought back apart (`keys restore`), and the mart is built anew.

    Raises:
        UserError: the home is there and not empty, or the backup can not be read, is not whole or of a newer program.
    """
    home = settings.home
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise UserError("Kotikansio ei ole tyhjä: palauta uuteen tai tyhjään kansioon (--home). Mitään ei muutettu.")
    draft = home.with_name(f".{home.name}.restoring-{secrets.token_hex(4)}")
    try:
        draft.mkdir(mode=0o700, parents=True)
        manifest = unpack(archive, draft)
        for folder in draft.rglob("*/"):
            folder.chmod(0o700)
        register = draft / settings.register_path.name
        if register.exists():
            refuse_newer(register)
        draft.replace(home)
        sync(home.parent)
    except OSError:
        raise UserError("Varmuuskopiota ei voitu lukea tai palauttaa: tarkista oikeudet ja levytila.") from None
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return manifest
