"""What is stored about one person and who has looked at it, for the person's own request."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import polars as pl

from tyokyky.domain.errors import UserError
from tyokyky.feedback.codings_kept import codings_of
from tyokyky.feedback.queue import IMPORTED_FOLDER, read_queue
from tyokyky.ingest.erasure import rows_of_person, versions
from tyokyky.privacy import access_log
from tyokyky.privacy.access_log import Opened
from tyokyky.reporting.person_of_identifier import Person, person_of
from tyokyky.reporting.steward import act_as_steward
from tyokyky.settings import Settings
from tyokyky.store.durability import write_whole
from tyokyky.store.register import open_register

OWN_TEXT: Final = "[oma tunniste]"
"""In place of the pseudonym: the person knows who they are, and nobody else needs to."""
_OF_MANY: Final = frozenset({Opened.EXPORT, Opened.COMMENTS, Opened.QUARANTINE})
"""Openings that show rows of persons without naming any: anyone's may have been among them."""
_LOG_COLUMNS: Final = {
    "when": pl.String,
    "who": pl.String,
    "kind": pl.String,
    "what": pl.String,
    "reason": pl.String,
    "allowed": pl.Boolean,
    "concerned": pl.String,
}


def person_log(settings: Settings, controller: str, identifier: str, reason: str) -> pl.DataFrame:
    """Who has opened or handled one person's data, oldest first; the asking is itself logged before it is shown.

    Returns:
        when (UTC), who, kind, what, reason, allowed, concerned: `person` (this person's path or data) or `many` (rows
        of many, this person's perhaps among them). Grain: line of the access log. Figures hold no one's rows.

    Raises:
        UserError: as for `person_of`, no reason is given, or the user is not the steward.
    """
    person = person_of(settings, controller, identifier)
    act_as_steward(settings, Opened.RIGHTS, f"person log {controller}", reason, person.log_marks[-1])
    return _log_of(settings, person)


def _log_of(settings: Settings, person: Person) -> pl.DataFrame:
    rows = []
    for entry in access_log.entries(settings.access_log_path):
        concerned = _concerned(entry, person)
        if concerned:
            rows.append({name: entry.get(name) for name in _LOG_COLUMNS} | {"concerned": concerned})
    return pl.DataFrame(rows, schema=_LOG_COLUMNS, orient="row")


def _concerned(entry: Mapping[str, Any], person: Person) -> str:
    if entry.get("concerns") in person.log_marks:
        return "person"
    return "many" if entry.get("kind") in _OF_MANY and entry.get("allowed") else ""


def write_person(settings: Settings, controller: str, identifier: str, reason: str, output: Path) -> dict[str, int]:
    """Writes all that is stored about a person to a new file (JSON, for its owner alone); gives rows by table.

    Every version, also of deliveries taken back; comments and their themes; forms that wait or were imported; and who
    has looked. Pseudonyms are replaced by `OWN_TEXT`.

    Raises:
        UserError: as for `person_log`, or the file is there already or can not be written.
    """
    person = person_of(settings, controller, identifier)
    act_as_steward(settings, Opened.RIGHTS, f"person show {controller}", reason, person.log_marks[-1])
    told = _stored(settings, person)
    text = json.dumps(told, ensure_ascii=False, indent=1, default=str)
    for pseudonym in person.pseudonyms:
        text = text.replace(pseudonym, OWN_TEXT)
    try:
        write_whole(output, text.encode())
    except FileExistsError:
        raise UserError("Tiedosto on jo olemassa: anna uusi nimi.") from None
    except OSError:
        raise UserError("Tiedostoa ei voitu kirjoittaa: tarkista kansio, oikeudet ja levytila.") from None
    return {table: len(rows) for table, rows in told.items() if rows}


def _stored(settings: Settings, person: Person) -> dict[str, list[dict[str, Any]]]:
    with open_register(settings.register_path, settings.wait_seconds) as register:
        found = rows_of_person(register, person.pseudonyms, person.sent_ids)
        told = {table: rows.drop("row_id").to_dicts() for table, rows in versions(register, found).items()}
    if settings.codevelopment_path.exists():
        told["coding"] = codings_of(settings, found.responses).to_dicts()
    folders = (settings.queue_folder, settings.queue_folder / IMPORTED_FOLDER)
    sent = [one for folder in folders for one in read_queue(folder).sent if one.response_id in person.sent_ids]
    told["queue"] = [{**asdict(one), "code_mark": OWN_TEXT} for one in sent]
    told["access_log"] = _log_of(settings, person).to_dicts()
    return told
