"""The council's own statements: written by the council, kept as files until a steward has decided on each."""

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from tyokyky.domain.council_statements import CouncilStatement, statement_text
from tyokyky.domain.errors import UserError
from tyokyky.privacy.access_log import Access, Opened
from tyokyky.privacy.roles import Permission, Role, Scope, decide
from tyokyky.settings import Settings
from tyokyky.store.durability import sync

FOLDER: Final = "statements"
_MOST_WAITING: Final = 200


@dataclass(frozen=True)
class Writer:
    """Who writes: the role, what it covers, the name for the log, and where each act is logged."""

    role: Role | None
    scope: Scope
    name: str
    log: Callable[[Access], None]


def list_statements(settings: Settings, writer: Writer) -> tuple[CouncilStatement, ...]:
    """Every statement with what has become of it, the newest first; a torn file is left out.

    Raises:
        UserError: the role does not write statements.
    """
    _require(writer)
    paths = sorted((settings.home / FOLDER).glob("*.json"))
    found = [one for path in paths if (one := CouncilStatement.decoded(path.read_bytes())) and one.id == path.stem]
    return tuple(sorted(found, key=lambda one: (one.written_at, one.id), reverse=True))


def save_statement(
    settings: Settings, writer: Writer, release_id: str, written: str, language: str = "fi"
) -> CouncilStatement:
    """Keeps a statement about a release for the steward; it is logged first and on the disk when it is given back.

    Raises:
        UserError: the role does not write statements, the text is not fit, too many wait, or it can not be stored.
    """
    _require(writer)
    text = statement_text(written)
    if len(list_statements(settings, writer)) >= _MOST_WAITING:
        raise UserError("Kannanottoja on jo liian monta: pyydä aineistovastaavaa käsittelemään ne.")
    moment = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    made = CouncilStatement(secrets.token_hex(8), release_id, text, moment, language=language)
    writer.log(Access(writer.name, Opened.STATEMENT, f"{made.id} of {release_id}", "written"))
    try:
        _write_whole(settings.home / FOLDER, f"{made.id}.json", made.encoded())
    except OSError:
        raise UserError("Kannanottoa ei voitu tallentaa: yritä uudelleen tai kerro aineistovastaavalle.") from None
    return made


def _require(writer: Writer) -> None:
    if not decide(writer.role, Permission.WRITE_STATEMENTS, writer.scope).allowed:
        raise UserError("Kannanottoja kirjoittaa vain asiakasraati.")


def _write_whole(folder: Path, name: str, content: bytes) -> None:
    """All of it or nothing: a reader never meets half a file."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    under_way = folder / f".{name}.part"
    handle = os.open(under_way, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        under_way.replace(folder / name)
    finally:
        under_way.unlink(missing_ok=True)
    sync(folder)
