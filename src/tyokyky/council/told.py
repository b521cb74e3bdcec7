"""What was said and done: the texts of a release (`texts.json`), taken as plain text whatever stands in them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final

from tyokyky.domain.themes import ThemeKind

_LANGUAGES: Final = ("fi", "sv", "en")


class ActionState(StrEnum):
    """How far an action has come, or what came of what was heard."""

    IDEA = "idea"
    AGREED = "agreed"
    TRIAL = "trial"
    IN_USE = "in_use"
    STOPPED = "stopped"
    DONE = "done"
    PARTLY = "partly"
    NOT_DONE = "not_done"


@dataclass(frozen=True)
class Quotation:
    """What somebody said, as a steward has written it anew and approved."""

    theme: str
    text: str
    language: str


@dataclass(frozen=True)
class Action:
    """What was heard and what was done about it, or why nothing was."""

    heard: str
    done: str
    state: ActionState
    joint: str
    theme: str
    told_back_on: date | None
    language: str


@dataclass(frozen=True)
class Statement:
    """A statement of the council that a steward has let through."""

    release: str
    text: str
    written_on: date | None
    language: str


@dataclass(frozen=True)
class Texts:
    """All texts of a release. `names`: of a dimension's codes, by language."""

    names: Mapping[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)
    theme_kinds: Mapping[str, ThemeKind] = field(default_factory=dict)
    quotations: tuple[Quotation, ...] = ()
    actions: tuple[Action, ...] = ()
    statements: tuple[Statement, ...] = ()


def texts_of(content: Any) -> Texts:  # noqa: ANN401 - what JSON gives
    """The texts that an object of `texts.json` holds; an entry of another form is left out.

    Raises:
        TypeError: not an object at all.
    """
    if not isinstance(content, dict):
        raise TypeError("texts.json")
    return Texts(
        names=dict(_names(_object(content, "names"))),
        theme_kinds=_kinds(_object(content, "theme_kinds")),
        quotations=tuple(
            Quotation(_text(one, "theme"), _text(one, "text"), _language(one))
            for one in _entries(content, "quotations")
            if _text(one, "text")
        ),
        actions=tuple(_action(one) for one in _entries(content, "actions") if _text(one, "heard") + _text(one, "done")),
        statements=tuple(
            Statement(_text(one, "release"), _text(one, "text"), _day(one, "written_at"), _language(one))
            for one in _entries(content, "statements")
            if _text(one, "text")
        ),
    )


def _kinds(kinds: Mapping[str, Any]) -> dict[str, ThemeKind]:
    return {code: ThemeKind(kind) for code, kind in kinds.items() if kind in list(ThemeKind)}


def _action(entry: Mapping[str, Any]) -> Action:
    state = _text(entry, "state")
    return Action(
        heard=_text(entry, "heard"),
        done=_text(entry, "done"),
        state=ActionState(state) if state in list(ActionState) else ActionState.IDEA,
        joint=_text(entry, "joint"),
        theme=_text(entry, "theme"),
        told_back_on=_day(entry, "told_back_on"),
        language=_language(entry),
    )


def _names(content: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], Mapping[str, str]]]:
    for dimension, codes in content.items():
        for code, names in (codes if isinstance(codes, dict) else {}).items():
            if isinstance(names, dict):
                yield (dimension, code), {language: _text(names, language) for language in _LANGUAGES}


def _object(content: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = content.get(key)
    return found if isinstance(found, dict) else {}


def _entries(content: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    found = content.get(key)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _text(entry: Mapping[str, Any], key: str) -> str:
    found = entry.get(key)
    return found.strip() if isinstance(found, str) else ""


def _language(entry: Mapping[str, Any]) -> str:
    found = _text(entry, "language")
    return found if found in _LANGUAGES else "fi"


def _day(entry: Mapping[str, Any], key: str) -> date | None:
    try:
        return date.fromisoformat(_text(entry, key)[:10])
    except ValueError:
        return None
