"""Secrets of the sign-in: from the environment or from files that only their owner may read; in no setting or log."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from tyokyky.domain.errors import UserError
from tyokyky.settings import Provider, Settings

SECRET_VARIABLE: Final = "TYOKYKY_CLIENT_SECRET_"  # noqa: S105 - the name of a variable
_COOKIE_FILE: Final = "cookie.secret"
_OTHERS: Final = 0o077


def client_secret(settings: Settings, provider: Provider, environment: Mapping[str, str] = os.environ) -> str:
    """The secret that a provider has given us: `TYOKYKY_CLIENT_SECRET_<NAME>`, else the file `sign_in/<name>.secret`.

    Raises:
        UserError: there is none, or others may read the file.
    """
    variable = f"{SECRET_VARIABLE}{provider.name.upper()}"
    given = environment.get(variable, "").strip()
    path = settings.sign_in_folder / f"{provider.name}.secret"
    if not given and not path.is_file():
        raise UserError(f"Kirjautumisen salaisuus puuttuu: anna se muuttujassa {variable} tai tiedostossa {path.name}.")
    return given or _read(path)


def cookie_secret(settings: Settings) -> str:
    """What cookies are signed with: made on first use, the same until the file is deleted, which signs everybody out.

    Raises:
        UserError: the file can not be written, or others may read it.
    """
    path = settings.sign_in_folder / _COOKIE_FILE
    if not path.is_file():
        try:
            settings.sign_in_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _make(path)
        except OSError:
            raise UserError("Kirjautumisen salaisuutta ei voi tallentaa: tarkista kotikansion oikeudet.") from None
    return _read(path)


def _make(path: Path) -> None:
    """Written whole before it gets its name, so that of two servers that start at once both read the same."""
    draft = path.with_suffix(f".{secrets.token_hex(4)}.tmp")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32))
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()


def _read(path: Path) -> str:
    try:
        if os.name == "posix" and path.stat().st_mode & _OTHERS:
            raise UserError(f"Muut voivat lukea salaisuuden {path.name}: anna komento chmod 600 {path.name}.")
        text = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise UserError(f"Salaisuutta {path.name} ei voi lukea: tarkista tiedosto ja sen oikeudet.") from None
    if not text:
        raise UserError(f"Salaisuus {path.name} on tyhjä: kirjoita se tiedostoon.")
    return text
