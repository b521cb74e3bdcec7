"""How the dashboard was started. Mode and home come from the server's own environment: no viewer can change them."""

import getpass
import os
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Final

from tyokyky.domain.errors import UserError
from tyokyky.settings import Settings

MODE_VARIABLE: Final = "TYOKYKY_MODE"
LOOPBACK_HOSTS: Final = frozenset({"127.0.0.1", "localhost", "::1"})


class Mode(StrEnum):
    """DEMO shows synthetic data with a role switch; LOCAL is one person at their own machine."""

    DEMO = "demo"
    LOCAL = "local"


def mode_for(settings: Settings, *, is_local: bool, address: str) -> Mode:
    """The mode a server may be started in.

    Raises:
        UserError: any address but loopback, as there is no sign-in; or data that are not synthetic without `--local`.
    """
    if address not in LOOPBACK_HOSTS:
        raise UserError("Ilman kirjautumista palvelu avautuu vain omalle koneelle: jätä osoitteeksi 127.0.0.1.")
    if is_local:
        return Mode.LOCAL
    if settings.synthetic:
        return Mode.DEMO
    raise UserError(
        "Tämän kodin aineisto ei ole synteettinen eikä kirjautumista ole asetettu: käynnistä omalla koneellasi"
        " komennolla tyokyky serve --local."
    )


@lru_cache(maxsize=4)
def _settings_of(home: str | None) -> Settings:
    # Read once per home and process: a viewer's click reads no files.
    return Settings.of_home(Path(home) if home else None)


def settings() -> Settings:
    """Settings of the home this server serves."""
    return _settings_of(os.environ.get("TYOKYKY_HOME"))


def current_mode() -> Mode | None:
    """The mode this server was started in, or `None` when it was not started by us or its data do not fit the mode."""
    text = os.environ.get(MODE_VARIABLE, "")
    if text not in set(Mode):
        return None
    mode = Mode(text)
    return None if mode is Mode.DEMO and not settings().synthetic else mode


def local_user() -> str:
    """The operating-system user, for the access log."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
