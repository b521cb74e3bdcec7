"""Checks of the folders of a home: what builds leave, the answers' queue, and the ledger of releases."""

import hashlib
import json
from collections.abc import Iterator
from typing import Final

from tyokyky.domain.errors import UserError
from tyokyky.feedback.queue import read_queue
from tyokyky.settings import Settings
from tyokyky.store.connection import exclusive

_FIRST_LINK: Final = "0" * 64


def of_folders(settings: Settings) -> Iterator[tuple[str, str, str]]:
    """Subject, state (ok, varoitus, vika) and sentence of each check."""
    yield _of_builds(settings)
    yield _of_queue(settings)
    yield _of_ledger(settings)


def _of_builds(settings: Settings) -> tuple[str, str, str]:
    folder = settings.marts_folder
    if not folder.is_dir():
        return "koonnin lukko", "ok", "Mitään ei ole vielä koottu."
    try:
        with exclusive(folder / "build.lock", 0.0):
            left = [*folder.glob("scratch*"), *folder.glob("*.building*")]
    except UserError:
        return "koonnin lukko", "varoitus", "Koonti on juuri kesken."
    if left:
        return "koonnin jäänteet", "varoitus", "Katkennut koonti on jättänyt tiedostoja: seuraava koonti poistaa ne."
    return "koonnin lukko", "ok", "Mikään koonti ei ole kesken eikä ole jättänyt jäänteitä."


def _of_queue(settings: Settings) -> tuple[str, str, str]:
    folder = settings.queue_folder
    if not folder.is_dir():
        return "vastausjono", "ok", "Vastausjonoa ei ole."
    if folder.stat().st_mode & 0o077:
        return "vastausjono", "varoitus", "Muutkin pääsevät kansioon queue: rajaa oikeudet (chmod 700)."
    waiting = read_queue(folder)
    if waiting.broken_count:
        told = f"Vastausjonossa on {waiting.broken_count} riviä, jotka ovat kesken tai vioittuneet: niitä ei tuoda."
        return "vastausjono", "varoitus", told
    return "vastausjono", "ok", f"Vastausjonossa odottaa {len(waiting.sent)} lomaketta."


def _of_ledger(settings: Settings) -> tuple[str, str, str]:
    """Each line holds the hash of the one before it (release-format.md): a changed byte breaks the chain."""
    path = settings.home / "releases" / "ledger.jsonl"
    if not path.exists():
        return "julkaisut", "ok", "Julkaisuja ei ole."
    link = _FIRST_LINK
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        try:
            told = json.loads(line)["previous"]
        except (ValueError, KeyError, TypeError):
            told = None
        if told != link:
            return "julkaisut", "vika", f"Julkaisujen tilikirja on muuttunut riviltä {number}: palauta varmuuskopio."
        link = hashlib.sha256(line).hexdigest()
    return "julkaisut", "ok", "Julkaisujen tilikirja on ehjä."
