"""The council's words: the same in every language, used, and plain Finnish only where it says otherwise."""

import re
from importlib import resources
from string import Formatter

import pytest

from tyokyky.council.words import Language
from tyokyky.presentation import texts

_PACKAGE = resources.files("tyokyky.council")
_SAID = "\n".join(
    entry.read_text(encoding="utf-8")
    for folder in (_PACKAGE, _PACKAGE.joinpath("templates"))
    for entry in folder.iterdir()
    if entry.name.endswith((".py", ".html"))
)


def keys(language: str, prefix: str) -> set[str]:
    found = {str(message.id) for message in texts.catalogue(language) if message.id}
    return {key.removeprefix(prefix) for key in found if key.startswith(prefix)}


def _text(language: str, key: str) -> str:
    message = texts.catalogue(language).get(key)
    assert message is not None
    return str(message.string)


def _places(language: str, key: str) -> frozenset[str]:
    return frozenset(place for _, place, _, _ in Formatter().parse(_text(language, key)) if place)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_languages_have_the_same_texts_with_the_same_places(language: str) -> None:
    assert keys(language, "council.") == keys("fi", "council.")
    for key in keys("fi", "council."):
        assert _places(language, f"council.{key}") == _places("fi", f"council.{key}"), key
        assert _text(language, f"council.{key}").strip(), key


def test_plain_finnish_only_says_otherwise_what_finnish_says() -> None:
    plain = keys("fi", "council_plain.")
    assert plain
    assert plain < keys("fi", "council.")
    for key in plain:
        assert _places("fi", f"council_plain.{key}") <= _places("fi", f"council.{key}"), key
        assert _text("fi", f"council_plain.{key}") != _text("fi", f"council.{key}"), key


def test_plain_finnish_has_short_sentences() -> None:
    """At most fifteen words between full stops, whichever of the two texts a reader of plain Finnish meets."""
    for key in keys("fi", "council."):
        said = _text("fi", f"council_plain.{key}" if texts.has(f"council_plain.{key}") else f"council.{key}")
        longest = max(len(sentence.split()) for sentence in re.split(r"[.!?:]\s", said))
        assert longest <= 15, (key, longest)


def test_every_text_is_used() -> None:
    """Named whole in a template or in code, or by a beginning to which a value is joined."""
    unused = {key for key in keys("fi", "council.") if f'"{key}"' not in _SAID and f"'{key}'" not in _SAID}
    joined = re.findall(r"""f["']([a-z_.]+\.)\{""", _SAID) + re.findall(r'"([a-z_.]+\.)" ~', _SAID)
    ends = set(re.findall(r'~ "(\.[a-z]+)"', _SAID))
    assert {
        key for key in unused if not key.startswith(tuple(joined)) and f".{key.rpartition('.')[2]}" not in ends
    } == set()


def test_languages_are_offered_in_their_own_words() -> None:
    assert [str(one) for one in Language] == ["selko", "fi", "sv", "en"]
    assert {one.tag for one in Language} == {"fi", "sv", "en"}
