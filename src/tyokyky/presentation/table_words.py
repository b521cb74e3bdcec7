"""What the words in a readable table's cells say: names of codes, months, signals, groups."""

from collections.abc import Callable, Mapping
from typing import Final

from tyokyky.presentation import path_words, sentences, texts
from tyokyky.presentation.sentences import Names

_Speaker = Callable[[str, Names, str], str]


def word(name: str, value: str | int, names: Names, language: str) -> str:
    """A cell of the column `name` as a reader says it; what has no words of its own stays as it is."""
    text = str(value)
    if name in _SPEAKERS:
        return _SPEAKERS[name](text, names, language)
    family = _FAMILIES.get(name, "")
    return texts.say(f"{family}.{text}", language=language) if family else text


def _nameless(say: Callable[[str, str], str]) -> _Speaker:
    return lambda text, _, language: say(text, language)


def _rule(rule: str, language: str) -> str:
    """A rule of the import, or the rule by which an official figure is counted."""
    counted_by = f"counted_by.{rule}"
    return (
        texts.say(counted_by, language=language)
        if texts.has(counted_by, language)
        else sentences.rule_name(rule, language)
    )


def _published_in(source: str, language: str) -> str:
    """A published table and its code of service; our own rows have none."""
    table, _, code = source.partition(":")
    if not table:
        return texts.say("official.own", language=language)
    return texts.say("official.published", {"table": table, "code": code}, language=language)


_SPEAKERS: Final[Mapping[str, _Speaker]] = {
    **path_words.NAMERS,
    "theme": lambda text, names, language: names.of("theme", text, language),
    "unit": lambda text, names, language: names.of("unit", text, language),
    "quarter": _nameless(sentences.quarter_name),
    "month": _nameless(sentences.month_name),
    "first_month": _nameless(sentences.month_name),
    "last_month": _nameless(sentences.month_name),
    "signal": _nameless(sentences.signal_names),
    "direction": _nameless(sentences.direction_name),
    "outside": _nameless(sentences.outside_name),
    "rule": _nameless(_rule),
    "source": _nameless(_published_in),
}
_OF_OWN_NAME: Final = (
    "kind",
    "level",
    "plane",
    "measure",
    "group",
    "severity",
    "assumption",
    "score_band",
    "respondent",
    "outcome",
    "exit_group",
)
_FAMILIES: Final = {**dict(zip(_OF_OWN_NAME, _OF_OWN_NAME, strict=True)), "weakest_level": "level"}
