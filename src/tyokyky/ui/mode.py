"""How the dashboard was started. Mode and home come from the server's own environment: no viewer can change them."""

import getpass
import os
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Final

from tyokyky.domain.errors import UserError
from tyokyky.settings import LOOPBACK_HOSTS, Settings

MODE_VARIABLE: Final = "TYOKYKY_MODE"


class Mode(StrEnum):
    """DEMO shows synthetic data with a role switch; LOCAL is one person at their own machine; else people sign in."""

    DEMO = "demo"
    LOCAL = "local"
    SIGNED_IN = "signed_in"


def mode_for(settings: Settings, *, is_local: bool, address: str) -> Mode:
    """The mode a server may be started in.

    Raises:
        UserError: `--local` in a home where people sign in; any address but loopback without a sign-in; or data that
            are not synthetic without `--local`.
    """
    if settings.sign_in is not None:
        if is_local:
            raise UserError("Tässä kodissa kirjaudutaan (asetus sign_in): jätä --local pois.")
        return Mode.SIGNED_IN
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
    if (settings().sign_in is not None) is not (mode is Mode.SIGNED_IN):
        return None
    return None if mode is Mode.DEMO and not settings().synthetic else mode


def is_own_address(address: str | None) -> bool:
    """Whether a server that listens on an address is heard on this machine only."""
    return address in LOOPBACK_HOSTS


def allowed_hosts_of(home: Settings) -> frozenset[str]:
    """Host names that the server answers to: this machine's own, and that of the public address where there is one."""
    return LOOPBACK_HOSTS | {home.sign_in.host} if home.sign_in is not None else LOOPBACK_HOSTS


def local_user() -> str:
    """The operating-system user, for the access log."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
