"""Codebook of themes: the shipped one with the home's own themes added or put in their place."""

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from tyokyky.domain.errors import UserError
from tyokyky.domain.themes import Theme, ThemeKind
from tyokyky.settings import Settings, shipped_folder

THEMES_FOLDER: Final = "themes"
_TEXTS: Final = frozenset({"theme_id", "name_fi", "name_sv", "name_en", "meaning_fi"})
_REQUIRED: Final = ("theme_id", "kind", "name_fi", "meaning_fi", "words")


def load_themes(settings: Settings) -> tuple[Theme, ...]:
    """Themes of a home: `data/themes/*.toml` as shipped, then the home's `themes/*.toml`; the same id replaces one.

    Problems come before what works, each in the order of the files.

    Raises:
        UserError: a file is not TOML, a field is missing, unknown or of the wrong kind, or an id stands twice in the
            home's files.
    """
    own = _themes_in(settings.home / THEMES_FOLDER)
    ids = [theme.theme_id for theme in own]
    if len(set(ids)) != len(ids):
        raise UserError("Sama theme_id on kahdesti kansion themes tiedostoissa: nimeä toinen uudelleen.")
    shipped = [theme for theme in shipped_themes() if theme.theme_id not in set(ids)]
    kinds = list(ThemeKind)
    return tuple(sorted([*shipped, *own], key=lambda theme: kinds.index(theme.kind)))


def shipped_themes() -> tuple[Theme, ...]:
    """The shipped codebook alone."""
    return tuple(_themes_in(shipped_folder() / "data" / THEMES_FOLDER))


def _themes_in(folder: Path) -> list[Theme]:
    files = sorted(folder.glob("*.toml")) if folder.is_dir() else []
    return [theme for path in files for theme in _read(path)]


def _read(path: Path) -> tuple[Theme, ...]:
    try:
        return _themes_of(path, path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise UserError(f"Teemat themes/{path.name} ei ole kelvollista TOMLia: korjaa se.") from None


@lru_cache(maxsize=64)
def _themes_of(path: Path, text: str) -> tuple[Theme, ...]:
    """Themes of a file that holds this text: asked for at every turn, made once."""
    tables = tomllib.loads(text).get("themes")
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise UserError(f"Tiedostossa themes/{path.name} ei ole teemoja: lisää vähintään yksi [[themes]]-osa.")
    return tuple(_theme(path, number, table) for number, table in enumerate(tables, start=1))


def _theme(path: Path, number: int, table: dict[str, Any]) -> Theme:
    unknown = set(table) - _TEXTS - {"kind", "words"}
    if unknown:
        raise UserError(f"Tiedoston themes/{path.name} teemassa {number} on tuntematon kenttä: poista se.")
    for name in _REQUIRED:
        if not table.get(name):
            raise _mistake(path, number, name, "lisää se")
    if not all(isinstance(table[name], str) for name in _TEXTS & set(table)):
        raise UserError(f"Tiedoston themes/{path.name} teemassa {number} on teksti, joka ei ole tekstiä: korjaa se.")
    words = table["words"]
    if not isinstance(words, list) or not all(isinstance(entry, str) and entry.strip() for entry in words):
        raise _mistake(path, number, "words", "anna luettelo sanoista")
    return Theme(**{**table, "kind": _kind(path, number, table["kind"]), "words": tuple(words)})


def _kind(path: Path, number: int, given: object) -> ThemeKind:
    try:
        return ThemeKind(str(given))
    except ValueError:
        raise _mistake(path, number, "kind", f"valitse jokin näistä: {', '.join(ThemeKind)}") from None


def _mistake(path: Path, number: int, name: str, mend: str) -> UserError:
    return UserError(f"Tiedoston themes/{path.name} teeman {number} kenttä {name} puuttuu tai ei kelpaa: {mend}.")
