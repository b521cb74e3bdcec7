"""Roles taken away by the county itself, whatever the identity provider still says: a file that every run reads."""

import tomllib
from pathlib import Path
from typing import Final

from tyokyky.domain.errors import UserError
from tyokyky.privacy.claims import Removal
from tyokyky.privacy.roles import Role

REMOVALS_FILE: Final = "removed.toml"
_known: dict[Path, tuple[tuple[int, int], tuple[Removal, ...]]] = {}


def read_removals(folder: Path) -> tuple[Removal, ...]:
    """Removals of `removed.toml` in the sign-in folder, none without one; parsed again when the file has changed.

    The file: `[[removed]]` with `name` (as in the access log) and, for some roles only, `roles = ["steward"]`.

    Raises:
        UserError: the file can not be read or understood: then nobody is let in.
    """
    path = folder / REMOVALS_FILE
    try:
        told = path.stat()
    except FileNotFoundError:
        return ()
    except OSError:
        raise _unreadable() from None
    state = (told.st_mtime_ns, told.st_size)
    if path not in _known or _known[path][0] != state:
        _known[path] = (state, _parsed(path))
    return _known[path][1]


def _parsed(path: Path) -> tuple[Removal, ...]:
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8")).get("removed", [])
        return tuple(_removal(row) for row in rows)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise _unreadable() from None


def _removal(row: dict[str, object]) -> Removal:
    name, roles = row["name"], row.get("roles")
    if not isinstance(name, str) or set(row) - {"name", "roles"}:
        raise TypeError
    if roles is None:
        return Removal(name)
    if not isinstance(roles, list):
        raise TypeError
    return Removal(name, frozenset(Role(role) for role in roles))


def _unreadable() -> UserError:
    return UserError(
        f"Poistettujen roolien luetteloa ({REMOVALS_FILE}) ei voi lukea, joten ketään ei päästetä: korjaa se."
    )
