"""Limits, and the words of the form in all its languages."""

import re
from importlib import resources
from string import Formatter

import pytest

from tyokyky.domain.errors import InternalError
from tyokyky.form.limits import RateLimit, network_of
from tyokyky.form.words import Language, Words
from tyokyky.presentation import texts

_TEMPLATES = "\n".join(
    entry.read_text(encoding="utf-8") for entry in resources.files("tyokyky.form").joinpath("templates").iterdir()
)
_CODE = "\n".join(
    entry.read_text(encoding="utf-8")
    for entry in resources.files("tyokyky.form").iterdir()
    if entry.name.endswith(".py")
)


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_limit_counts_each_key_by_itself_and_forgets_in_time() -> None:
    clock = Clock()
    limit = RateLimit(2, 60, clock)
    assert [limit.allows("a") for _ in range(3)] == [True, True, False]
    assert limit.allows("b")
    clock.now = 59.9
    assert not limit.allows("a")
    clock.now = 60
    assert limit.allows("a")


def test_a_refused_try_does_not_make_the_wait_longer() -> None:
    clock = Clock()
    limit = RateLimit(1, 60, clock)
    assert limit.allows("a")
    for second in range(1, 60):
        clock.now = second
        assert not limit.allows("a")
    clock.now = 60
    assert limit.allows("a")


def test_a_limit_does_not_grow_without_end() -> None:
    limit = RateLimit(1, 60, Clock())
    for number in range(30_000):
        limit.allows(str(number))
    assert len(limit._tries) <= 10_000
    assert not limit.allows("29999")


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
        ("somewhere", "somewhere"),
    ],
)
def test_a_version_6_network_is_one_address(address: str, counted: str) -> None:
    assert network_of(address) == counted


def keys(language: str, prefix: str) -> set[str]:
    found = {str(message.id) for message in texts.catalogue(language) if message.id}
    return {key.removeprefix(prefix) for key in found if key.startswith(prefix)}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_languages_have_the_same_texts_with_the_same_places(language: str) -> None:
    assert keys(language, "form.") == keys("fi", "form.")
    for key in keys("fi", "form."):
        assert _places(language, f"form.{key}") == _places("fi", f"form.{key}"), key


def test_plain_finnish_only_says_otherwise_what_finnish_says() -> None:
    plain = keys("fi", "form_plain.")
    assert plain
    assert plain < keys("fi", "form.")
    for key in plain:
        assert _places("fi", f"form_plain.{key}") == _places("fi", f"form.{key}"), key
        assert _text("fi", f"form_plain.{key}") != _text("fi", f"form.{key}"), key


def _text(language: str, key: str) -> str:
    message = texts.catalogue(language).get(key)
    assert message is not None
    return str(message.string)


def _places(language: str, key: str) -> frozenset[str]:
    return frozenset(place for _, place, _, _ in Formatter().parse(_text(language, key)) if place)


def test_no_text_is_empty_or_the_same_in_two_languages() -> None:
    same_by_nature = {"form.site"}
    for key in keys("fi", "form."):
        said = [_text(language, f"form.{key}") for language in ("fi", "sv", "en")]
        assert all(said), key
        assert len(set(said)) == 3 or f"form.{key}" in same_by_nature, key


def test_every_text_is_asked_for_by_a_page() -> None:
    """A name stands whole in a template or in the code, or its beginning does with a value put in."""
    asked = _TEMPLATES + _CODE
    for key in keys("fi", "form."):
        head = key.partition(".")[0]
        whole = re.search(rf"""["']{re.escape(key)}["']""", asked)
        joined = "." in key and (f'f"{head}.{{' in asked or f'"{head}." ~' in asked or f', "{head}", ' in asked)
        assert whole or joined or key in ("not_applicable", "declined", "least", "most"), key


def test_every_text_asked_for_in_a_template_is_there() -> None:
    names = re.findall(r"""\b(?:words|own)\(["']([a-z_.]+)["'][,)]""", _TEMPLATES)
    assert names
    for name in names:
        for language in Language:
            assert Words(language)(name, count=1, seconds=1, number=1, days=1), (name, language)


def test_a_text_that_is_not_there_is_our_mistake() -> None:
    with pytest.raises(InternalError, match="nothing"):
        Words(Language.PLAIN)("nothing")


@pytest.mark.parametrize("text", ["", "de", "FI", "<b>"])
def test_any_other_language_is_finnish(text: str) -> None:
    assert Language.of(text) is Language.FINNISH
