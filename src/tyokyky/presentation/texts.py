"""Texts by key, from gettext catalogues read by Babel. A new language is a new folder `text/<language>/messages.po`."""

import io
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from tyokyky.domain.errors import InternalError

DEFAULT_LANGUAGE: Final = "fi"


@lru_cache
def catalogue(language: str) -> Catalog:
    """All texts of a language: message ids are keys, plural messages have the same key twice."""
    text = resources.files("tyokyky.presentation").joinpath("text", language, "messages.po").read_bytes()
    return read_po(io.BytesIO(text), locale=language, abort_invalid=True)


@lru_cache
def _translations(language: str) -> Translations:
    packed = io.BytesIO()
    write_mo(packed, catalogue(language))
    packed.seek(0)
    return Translations(packed)


def has(key: str, language: str = DEFAULT_LANGUAGE) -> bool:
    """Whether the key has a text."""
    return catalogue(language).get(key) is not None


def say(
    key: str, values: Mapping[str, str] | None = None, count: int | None = None, language: str = DEFAULT_LANGUAGE
) -> str:
    """The text of a key with its places filled; `count` chooses the plural form (`None`: the form for many).

    Raises:
        InternalError: no such key, or a place that no value fills.
    """
    if not has(key, language):
        raise InternalError(f"text missing: {key} ({language})")
    translations = _translations(language)
    message = catalogue(language).get(key)
    if message is not None and message.pluralizable:
        text = translations.ungettext(key, key, 2 if count is None else count)
    else:
        text = translations.ugettext(key)
    try:
        return str(text).format_map(dict(values or {}))
    except KeyError as error:
        raise InternalError(f"text {key} has no value for {error.args[0]}") from None
