"""A person's rights: being forgotten, and being kept no longer than the settings say."""

import mmap
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from tyokyky.domain.errors import InternalError
from tyokyky.feedback.answer_codes import FORMS_LIST
from tyokyky.feedback.answering import SentForm
from tyokyky.feedback.codings_kept import delete_old_codings, erase_codings
from tyokyky.feedback.queue import drop_sendings
from tyokyky.ingest.erasure import erase_person, rows_of_person
from tyokyky.ingest.retention import Deleted, delete_old_rows, first_kept_day
from tyokyky.privacy.access_log import Access, Opened, record
from tyokyky.privacy.answer_codes import withdraw_codes
from tyokyky.privacy.stewards import operating_user
from tyokyky.reporting.deliveries import QUIET, Notices, build
from tyokyky.reporting.person_of_identifier import Person, person_of
from tyokyky.reporting.steward import act_as_steward
from tyokyky.settings import Settings
from tyokyky.store import generations
from tyokyky.store.register import open_register

_QUEUED: Final = "queue"
_RELEASES: Final = "releases"


@dataclass(frozen=True)
class Forgotten:
    """What went with a person: versions by table, answering forms sent with their codes, and the codes."""

    versions: dict[str, int]
    sent_count: int
    code_count: int


def forget(settings: Settings, controller: str, identifier: str, reason: str, notices: Notices = QUIET) -> Forgotten:
    """Takes a person out of every store by writing them anew, and builds; published releases hold no persons.

    Each step may be done again: after a kill the same command finishes the work. What finds the rest goes last.

    Raises:
        UserError: as for `person_of`, no reason is given, the user is not the steward, or the disk is short.
        InternalError: something of the person is still there.
    """
    person = person_of(settings, controller, identifier)
    act_as_steward(settings, Opened.RIGHTS, f"forget {controller}", reason, person.log_marks[-1])
    with open_register(settings.register_path, settings.wait_seconds, notices.on_wait) as register:
        responses = rows_of_person(register, person.pseudonyms, person.sent_ids).responses
    if settings.codevelopment_path.exists():
        erase_codings(settings, responses)
    versions = erase_person(settings, person.pseudonyms, person.sent_ids, notices.on_wait)
    rebuild_alone(settings, notices)
    sent_count = drop_sendings(settings.queue_folder, lambda sent: sent.code_mark in person.code_marks)
    withdraw_codes(person.code_marks, settings.keys_folder, settings.queue_folder / FORMS_LIST)
    _refuse_traces(settings, person)
    return Forgotten(versions, sent_count, len(person.code_marks))


def rebuild_alone(settings: Settings, notices: Notices) -> None:
    """A new mart of what is left, and none of the earlier ones."""
    generations.remove_earlier(settings.marts_folder, build(settings, notices))


def _refuse_traces(settings: Settings, person: Person) -> None:
    """Looks through every file of the home, keys and releases left out, for the person's pseudonyms and codes."""
    traces = [text.encode() for text in (*person.pseudonyms, *person.code_marks)]
    sought = re.compile(b"|".join(map(re.escape, traces)))
    for path in settings.home.rglob("*"):
        inside = path.relative_to(settings.home).parts[0]
        if inside not in (settings.keys_folder.name, _RELEASES) and path.is_file() and _holds(path, sought):
            raise InternalError(f"a trace of the person is left in {path.relative_to(settings.home)}")


def _holds(path: Path, sought: re.Pattern[bytes]) -> bool:
    if not path.stat().st_size:
        return False
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return sought.search(content) is not None


def retention(settings: Settings, notices: Notices = QUIET) -> tuple[Deleted, ...]:
    """Deletes what is older than the settings let it be kept, in every store, and builds; proves that nothing is left.

    Returns:
        What went, by table; `coding` are acts of coding comments, `queue` answering forms that wait or were imported.

    Raises:
        UserError: a store is held by another, or the disk is short; a store is then as it was or as it will be.
        InternalError: something older would have remained.
    """
    # A job of the night, run by the machine's own user: it asks for no reason, and is told of all the same.
    record(settings.access_log_path, Access(operating_user(), Opened.RIGHTS, "retention", "kept_days of the settings"))
    done = list(delete_old_rows(settings, notices.on_wait)) if settings.register_path.exists() else []
    if settings.codevelopment_path.exists():
        kept_from = first_kept_day(settings.kept_days.coding)
        done.append(Deleted("coding", kept_from, delete_old_codings(settings, kept_from)))
    kept_from = first_kept_day(settings.kept_days.response)
    done.append(Deleted(_QUEUED, kept_from, _drop_old_sendings(settings, kept_from)))
    if settings.register_path.exists():
        rebuild_alone(settings, notices)
    return tuple(done)


def _drop_old_sendings(settings: Settings, kept_from: date) -> int:
    def is_old(sent: SentForm) -> bool:
        return sent.answered_on < kept_from

    dropped = drop_sendings(settings.queue_folder, is_old)
    if drop_sendings(settings.queue_folder, is_old):
        raise InternalError("answers older than kept would have remained in the queue")
    return dropped
