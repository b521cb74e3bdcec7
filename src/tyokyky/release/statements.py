"""The council's statements as they wait, and the steward's word on each; the text itself is not edited."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from tyokyky.domain.council_statements import CouncilStatement, StatementState, statement_text
from tyokyky.domain.errors import UserError
from tyokyky.release.texts import write_whole
from tyokyky.settings import Settings

STATEMENTS_FOLDER: Final = "statements"


@dataclass(frozen=True)
class Waiting:
    """Statements of a home, the oldest first, and how many files could not be read as one."""

    statements: tuple[CouncilStatement, ...]
    broken_count: int


def all_statements(settings: Settings) -> Waiting:
    """Every statement, whatever has been decided of it."""
    folder = settings.home / STATEMENTS_FOLDER
    read = [_read(path) for path in sorted(folder.glob("*.json"))] if folder.is_dir() else []
    known = [statement for statement in read if statement is not None]
    return Waiting(tuple(sorted(known, key=lambda one: (one.written_at, one.id))), len(read) - len(known))


def _read(path: Path) -> CouncilStatement | None:
    try:
        found = CouncilStatement.decoded(path.read_bytes())
    except OSError:
        return None
    return found if found is not None and found.id == path.stem else None


def moderate(settings: Settings, statement_id: str, state: StatementState) -> None:
    """Lets a statement go with the next release, or keeps it back.

    Raises:
        UserError: there is no such statement, or one to be let through holds what may not leave.
    """
    found = next((one for one in all_statements(settings).statements if one.id == statement_id), None)
    if found is None:
        raise UserError("Kannanottoa ei ole enää: valitse se luettelosta uudelleen.")
    if state is StatementState.APPROVED:
        statement_text(found.text)
    path = settings.home / STATEMENTS_FOLDER / f"{statement_id}.json"
    write_whole(path, replace(found, state=state).encoded())
