"""The access log: who saw or did what and why; one JSON object a line, only ever appended to."""

import json
import os
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

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


def record(path: Path, access: Access) -> None:
    """Appends one line with its moment (UTC).

    One `write` to a file opened for appending: lines of processes that write at the same time stay whole.

    Raises:
        UserError: the log can not be written; what should have been logged must then not be shown.
    """
    entry = {"when": datetime.now(UTC).isoformat(timespec="milliseconds"), **asdict(access)}
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
