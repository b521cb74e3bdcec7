"""The access log: who saw or did what and why; one JSON object a line, only ever appended to."""

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from tyokyky.domain.errors import UserError


class Opened(StrEnum):
    """Kind of thing that was opened or done."""

    PAGE = "page"
    FIGURE = "figure"
    PATH_LIST = "path_list"
    PATH = "path"
    EXPORT = "export"
    DRY_RUN = "dry_run"
    IMPORT = "import"
    UNDO = "undo"
    QUARANTINE = "quarantine"
    COMMENTS = "comments"
    CODING = "coding"
    SERVICE_PATH = "service_path"
    CODEVELOPMENT = "codevelopment"
    RELEASE = "release"
    STATEMENT = "statement"
    RIGHTS = "rights"
    ACCESS_LOG = "access_log"
    SIGN_IN = "sign_in"


@dataclass(frozen=True)
class Access:
    """One line of the log. `what` names a page, a figure or a delivery and never holds a value of a person.

    `who` is the role in a demo, the operating-system user and the role on one's own machine, else the signed-in user.
    `row_count` is null where nothing countable was shown.
    """

    who: str
    kind: Opened
    what: str
    reason: str
    allowed: bool = True
    row_count: int | None = None
    concerns: str | None = None
    """Keyed mark of the one person whose data were opened or handled (person_marks), else null."""


def entries(path: Path) -> list[dict[str, Any]]:
    """Every line of the log, oldest first; none where nothing has been logged. A torn last line is left out.

    Raises:
        UserError: the log can not be read.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    except (OSError, UnicodeDecodeError):
        raise UserError("Käyttölokia ei voitu lukea: tarkista kotikansion oikeudet.") from None
    read = []
    for line in lines:
        with suppress(ValueError):
            read.append(json.loads(line))
    return [entry for entry in read if isinstance(entry, dict)]


def record(path: Path, access: Access) -> None:
    """Appends one line with its moment (UTC).

    One `write` to a file opened for appending: lines of processes that write at the same time stay whole.

    Raises:
        UserError: the log can not be written; what should have been logged must then not be shown.
    """
    told = {name: value for name, value in asdict(access).items() if name != "concerns" or value is not None}
    entry = {"when": datetime.now(UTC).isoformat(timespec="milliseconds"), **told}
    line = json.dumps(entry, ensure_ascii=False) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, line.encode())
        finally:
            os.close(handle)
    except OSError:
        raise UserError(
            "Käyttölokiin ei voi kirjoittaa, joten mitään ei näytetä: tarkista kotikansion oikeudet ja levytila."
        ) from None
