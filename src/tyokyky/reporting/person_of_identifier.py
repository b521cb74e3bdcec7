"""Who an identifier means in a home: pseudonyms, one-time codes and marks in the access log. Nothing of it is kept."""

from collections.abc import Collection
from dataclasses import dataclass, field

from tyokyky.domain.errors import UserError
from tyokyky.feedback.queue import IMPORTED_FOLDER, read_queue
from tyokyky.ingest.erasure import link_groups_of
from tyokyky.privacy.answer_codes import marks_of
from tyokyky.privacy.key_rotation import next_ring
from tyokyky.privacy.person_marks import marks_of_person
from tyokyky.privacy.pseudonyms import has_keys, open_key_ring
from tyokyky.settings import Settings
from tyokyky.store.register import open_register


@dataclass(frozen=True)
class Person:
    """One person as the stores know them; nothing tells the identifier.

    Within a link group a person is one, whichever of its controllers told of them. `sent_ids` are the answering forms
    sent with the person's codes.
    """

    pseudonyms: tuple[str, ...] = field(repr=False)
    code_marks: frozenset[str] = field(repr=False)
    sent_ids: frozenset[str] = field(repr=False)
    log_marks: tuple[str, ...]


def person_of(settings: Settings, controller: str, identifier: str) -> Person:
    """The person that a controller knows by an identifier.

    A controller that has been moved from one link group to another has made pseudonyms in both, and both are meant.

    Raises:
        UserError: the identifier is empty, the home has no keys, they are being changed, or the controller is unknown.
    """
    normalised = identifier.strip().upper()
    if not normalised:
        raise UserError("Tunniste puuttuu: kirjoita se, kun sitä kysytään.")
    if not has_keys(settings.keys_folder):
        raise UserError("Kodilla ei ole avaimia, joten ketään ei voi tunnistaa: palauta kansio keys.")
    if next_ring(settings.keys_folder) is not None:
        raise UserError("Avaimen vaihto on jäänyt kesken: aja ensin tyokyky keys rotate.")
    ring = open_key_ring(settings.keys_folder)
    groups = _link_groups(settings, controller)
    pseudonyms = tuple(ring.pseudonyms(group, [normalised])[0] for group in groups)
    codes = marks_of(ring, pseudonyms, settings.keys_folder)
    log_marks = tuple(mark for group in groups for mark in marks_of_person(ring, group, normalised))
    return Person(pseudonyms, codes, _sent_with(settings, codes), log_marks)


def _link_groups(settings: Settings, controller: str) -> list[str]:
    if not settings.register_path.exists():
        raise UserError("Kodissa ei ole rekisteriä: tarkista --home.")
    with open_register(settings.register_path, settings.wait_seconds) as register:
        groups = link_groups_of(register, controller)
    if not groups:
        raise UserError("Rekisterinpitäjältä ei ole toimituksia: tarkista --controller (tyokyky batch list).")
    return sorted({*groups, settings.link_group_of(controller)})


def _sent_with(settings: Settings, codes: Collection[str]) -> frozenset[str]:
    folders = (settings.queue_folder, settings.queue_folder / IMPORTED_FOLDER)
    sent = (one for folder in folders for one in read_queue(folder).sent)
    return frozenset(one.response_id for one in sent if one.code_mark in codes)
