"""Checks of the program and the machine it runs on: versions, time zone, and what it does not need."""

import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tyokyky.settings import shipped_folder

_PINNED: Final = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[^\]]*\])?==([^;\s]+)")
_SHIPPED: Final = ("data/codes/services.csv", "app.py", "pages")


def of_program() -> Iterator[tuple[str, str, str]]:
    """Subject, state (ok, varoitus, vika) and sentence of each check."""
    python = ".".join(map(str, sys.version_info[:3]))
    yield "ohjelma", "ok", f"Työkyky {version('tyokyky')}, Python {python}. Selainta ei tarvita palvelimella."
    yield _of_dependencies()
    missing = [name for name in _SHIPPED if not (shipped_folder() / name).exists()]
    if missing:
        yield "asennus", "vika", f"Asennuksesta puuttuu {', '.join(missing)}: asenna ohjelma uudelleen."
    try:
        ZoneInfo("Europe/Helsinki")
        yield "aikavyöhyke", "ok", "Suomen aika on koneella tiedossa."
    except ZoneInfoNotFoundError:
        yield "aikavyöhyke", "vika", "Koneelta puuttuu aikavyöhykkeiden luettelo: asenna paketti tzdata."


def _of_dependencies() -> tuple[str, str, str]:
    wrong = [name for name, pinned in _pinned() if _installed(name) != pinned]
    if wrong:
        told = f"Eri versio kuin ohjelma on koeteltu: {', '.join(wrong)}. Asenna ohjelma uudelleen kansiostaan."
        return "riippuvuudet", "varoitus", told
    return "riippuvuudet", "ok", "Riippuvuuksista on asennettuna juuri koetellut versiot."


def _pinned() -> Iterator[tuple[str, str]]:
    for requirement in requires("tyokyky") or ():
        found = _PINNED.match(requirement.replace(" ", ""))
        if found:
            yield found.group(1), found.group(2)


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
