"""What a register is like, read without changing anything in it."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from tyokyky.domain.errors import InternalError, UserError
from tyokyky.store import query
from tyokyky.store.connection import Connection, open_locked_down
from tyokyky.store.register import MIGRATIONS, PACKAGE, migration_number

_KNOWN: Final = frozenset(map(migration_number, MIGRATIONS))


@dataclass(frozen=True)
class RegisterState:
    """Upgrades not made yet, whether a newer program made it, and what it holds.

    `oldest_days`: the oldest own day of each dated table that has rows; none where an upgrade must be made first.
    """

    pending: tuple[int, ...]
    is_newer: bool
    key_ids: tuple[str, ...] = ()
    revision: int = 0
    newest_import: datetime | None = None
    oldest_days: tuple[tuple[str, date], ...] = ()


def register_state(path: Path) -> RegisterState:
    """The state of a register that nobody else has open; the caller holds its lock.

    Raises:
        UserError: it can not be opened, or is no register.
    """
    register = open_locked_down(path)
    try:
        made = set(_column(register, "register/versions", "version"))
        pending = tuple(sorted(_KNOWN - made))
        if pending or made - _KNOWN:
            return RegisterState(pending, bool(made - _KNOWN))
        imported = _column(register, "register/batches", "imported_at")
        days = query.frame(register, PACKAGE, "register/oldest_days").drop_nulls().rows()
        return RegisterState(
            (),
            is_newer=False,
            key_ids=tuple(map(str, _column(register, "register/key_ids", "key_id"))),
            revision=int(query.row(register, PACKAGE, "register/revision")["revision"]),
            newest_import=max(imported, default=None),
            oldest_days=tuple((str(table), day) for table, day in days),
        )
    except InternalError:
        raise UserError("Rekisteri ei ole Työkyvyn tekemä tai se on vioittunut: palauta varmuuskopio.") from None
    finally:
        register.close()


def _column(register: Connection, name: str, column: str) -> list[Any]:
    return query.frame(register, PACKAGE, name)[column].to_list()
