"""Names of codes: those that the release carries, else those of the shipped code lists, else the code itself."""

import csv
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from tyokyky.council.told import Texts
from tyokyky.domain.shipped import shipped_folder
from tyokyky.domain.themes import ThemeKind

_LISTS: Final = {"joint": "services.csv", "municipality": "municipalities.csv"}
_LANGUAGES: Final = ("fi", "sv", "en")


@lru_cache
def _shipped(dimension: str) -> Mapping[str, Mapping[str, str]]:
    """Names by code; the row that stands last in the list is the one valid now."""
    if dimension == "theme":
        return {str(one["theme_id"]): _of_theme(one) for one in _shipped_themes()}
    if dimension not in _LISTS:
        return {}
    text = (shipped_folder() / "data" / "codes" / _LISTS[dimension]).read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {row["code"]: {language: row[f"name_{language}"] or "" for language in _LANGUAGES} for row in rows}


@lru_cache
def _shipped_themes() -> tuple[Mapping[str, object], ...]:
    text = (shipped_folder() / "data" / "themes" / "themes.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["themes"])


def _of_theme(theme: Mapping[str, object]) -> Mapping[str, str]:
    return {language: str(theme.get(f"name_{language}", "")) for language in _LANGUAGES}


def load_names() -> None:
    """Reads the shipped lists now: a server that has started opens nothing but releases."""
    for dimension in (*_LISTS, "theme"):
        _shipped(dimension)
    theme_kind(Texts(), "")


def name_of(texts: Texts, dimension: str, code: str, language: str) -> str:
    """A code's name in a language, in Finnish where it has none; without what the name has in brackets."""
    for names in (texts.names.get((dimension, code), {}), _shipped(dimension).get(code, {})):
        found = names.get(language) or names.get("fi")
        if found:
            return _without_brackets(found)
    return code


def _without_brackets(name: str) -> str:
    before, _, after = name.partition(" (")
    return before if before and after.endswith(")") else name


def theme_kind(texts: Texts, theme: str) -> ThemeKind:
    """Whether a theme tells of a problem or of what works; of a problem where nobody says."""
    shipped = {str(one["theme_id"]): str(one["kind"]) for one in _shipped_themes()}
    return texts.theme_kinds.get(theme) or ThemeKind(shipped.get(theme, ThemeKind.PROBLEM))
