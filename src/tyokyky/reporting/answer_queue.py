"""Answers of the form into the register: what waits in the queue becomes a delivery like any other, exactly once."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from tyokyky.domain.errors import UserError
from tyokyky.feedback.answer_codes import FORMS_LIST
from tyokyky.feedback.answering import SentForm
from tyokyky.feedback.queue import IMPORTED_FOLDER, held_queue, read_queue
from tyokyky.ingest import delivery
from tyokyky.ingest.delivered_file import DeliveredFile
from tyokyky.ingest.report import DeliveryReport
from tyokyky.ingest.sources import load_source
from tyokyky.privacy.answer_codes import issue_codes, ring_with_codes
from tyokyky.privacy.pseudonyms import open_key_ring
from tyokyky.reporting.deliveries import QUIET, Notices
from tyokyky.settings import Settings

SOURCE: Final = "form_queue"
FILE_NAME: Final = "vastausjono.csv"
COMMENT_FILE_NAME: Final = "vastausjono_kommentit.csv"
COMMENT_QUESTION: Final = "Haluatko kertoa omin sanoin?"
"""What the form asks, in Finnish whatever the language: with the sending's id it is the comment's key."""
_COMMENT_COLUMNS: Final = ("response_id", "text", "question")
_FINLAND: Final = ZoneInfo("Europe/Helsinki")
_COLUMNS: Final = (
    "response_id",
    "item_id",
    "answered_on",
    "score",
    "not_applicable",
    "client_id",
    "service_code",
    "unit_code",
    "municipality_code",
    "channel",
    "respondent",
    "phase",
    "linking_permitted",
)


@dataclass(frozen=True)
class QueueReport:
    """What came of the queue: sendings read, how many of them linked by a code, lines not whole, and the deliveries."""

    sent_count: int
    linked_count: int
    broken_count: int
    delivery: DeliveryReport | None
    comments: DeliveryReport | None = None


def import_queue(settings: Settings, notices: Notices = QUIET) -> QueueReport:
    """Imports all that waits and then moves its files aside; builds nothing.

    The register knows an answer, and a comment, by the sending's own id: when a process dies after a transaction and
    before the move, the next import finds them unchanged and only moves the files.

    Raises:
        UserError: as for any import; the queue is then as it was.
    """
    with held_queue(settings.queue_folder) as waiting:
        earlier = read_queue(settings.queue_folder / IMPORTED_FOLDER)
        source = load_source(settings, SOURCE)
        group = settings.link_group_of(source.controller)
        ring = ring_with_codes(open_key_ring(settings.keys_folder), group, settings.keys_folder)
        linked = _linked(waiting.sent, earlier.sent, ring.by_mark)

        def taken_in(name: str, content: bytes) -> DeliveryReport:
            file = DeliveredFile(name, content)
            return delivery.import_file(
                settings, file, source, _today(), ring=ring, on_wait=notices.on_wait, progress=notices.progress
            )

        answers = comments = None
        if any(sent.scores or sent.not_applicable for sent in waiting.sent):
            answers = taken_in(FILE_NAME, _as_csv(waiting.sent, linked))
        if any(sent.comment for sent in waiting.sent):
            comments = taken_in(COMMENT_FILE_NAME, _comments_as_csv(waiting.sent))
    return QueueReport(len(waiting.sent), len(linked), waiting.broken_count, answers, comments)


def _comments_as_csv(sent: Sequence[SentForm]) -> bytes:
    """One row per sending with a comment, in the words of the source."""
    text = io.StringIO(newline="")
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(_COMMENT_COLUMNS)
    rows.writerows((one.response_id, one.comment, COMMENT_QUESTION) for one in sent if one.comment)
    return text.getvalue().encode()


def _linked(sent: Sequence[SentForm], earlier: Sequence[SentForm], issued: Mapping[str, str]) -> set[str]:
    """Ids of the sendings that a code links: an issued one links the first sending it came with, and no other."""
    first: dict[str, str] = {}
    for one in (*earlier, *sent):
        if one.code_mark in issued:
            first.setdefault(one.code_mark, one.response_id)
    return {one.response_id for one in sent if first.get(one.code_mark) == one.response_id}


def _as_csv(sent: Sequence[SentForm], linked: set[str]) -> bytes:
    """One row per sending and item, in the words of the source."""
    text = io.StringIO(newline="")
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(_COLUMNS)
    for one in sent:
        for item_id, score in [*one.scores.items(), *((item_id, None) for item_id in one.not_applicable)]:
            rows.writerow(_cells(one, item_id, score, is_linked=one.response_id in linked))
    return text.getvalue().encode()


def _cells(one: SentForm, item_id: str, score: int | None, *, is_linked: bool) -> tuple[object, ...]:
    return (
        one.response_id,
        item_id,
        one.answered_on.isoformat(),
        "" if score is None else score,
        "true" if score is None else "false",
        one.code_mark if is_linked else "",
        one.service_code,
        one.unit_code,
        one.municipality_code,
        "survey",
        "client",
        one.phase,
        "true" if is_linked else "false",
    )


def _today() -> date:
    return datetime.now(UTC).astimezone(_FINLAND).date()


def codes_for(settings: Settings, client_list: Path) -> list[str]:
    """New one-time codes for the persons of a list (UTF-8 text, one identifier a line), in its order.

    Raises:
        UserError: the list can not be read, is empty, or has an empty line or a person twice (the line is named).
    """
    identifiers = _identifiers(client_list)
    group = settings.link_group_of(load_source(settings, SOURCE).controller)
    ring = open_key_ring(settings.keys_folder)
    return issue_codes(ring, group, identifiers, settings.keys_folder, settings.queue_folder / FORMS_LIST)


def _identifiers(client_list: Path) -> list[str]:
    try:
        lines = client_list.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        raise UserError("Asiakasluetteloa ei voitu lukea: anna UTF-8-tekstitiedosto, tunniste joka rivillä.") from None
    identifiers = [line.strip().upper() for line in lines]
    if not identifiers:
        raise UserError("Asiakasluettelo on tyhjä: anna tiedosto, jossa on tunniste joka rivillä.")
    seen: set[str] = set()
    for number, identifier in enumerate(identifiers, start=1):
        if not identifier or identifier in seen:
            raise UserError(f"Asiakasluettelon rivi {number} on tyhjä tai toistaa aiemman: poista se.")
        seen.add(identifier)
    return identifiers
