"""Entries of co-development in words: what each field is called, what it says, what two versions differ in."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from typing import Any, Final, Protocol

from tyokyky.domain.codevelopment import Content, SelfAssessment
from tyokyky.domain.developer_groups import Meeting
from tyokyky.domain.entry_shapes import FieldShape, Shape, shapes
from tyokyky.domain.participation import Level
from tyokyky.presentation import numbers, texts
from tyokyky.presentation.tables import ReadableTable
from tyokyky.presentation.texts import DEFAULT_LANGUAGE

LONG: Final = frozenset({Shape.TEXT})
"""Shapes whose text stands by itself; the others are facts of a few words."""
_CAPITAL: Final = re.compile(r"(?<!^)(?=[A-Z])")


@dataclass(frozen=True)
class Fact:
    """One field that tells something: what it is called, what it says, and what it is."""

    label: str
    text: str
    shape: FieldShape


class CodeWords(Protocol):
    """Names of codes by the name of their list (`reporting.entry_choices`)."""

    def name(self, listed: str, code: str) -> str:
        """The name of a code, or the code where it has none."""


@dataclass(frozen=True)
class EntryNames:
    """What codes and other entries are called: `entries[kind][number]`."""

    codes: CodeWords
    entries: Mapping[str, Mapping[int, str]] = field(default_factory=dict)

    def entry(self, kind: str, number: int) -> str:
        """The title of another entry; its number where the reader does not see it."""
        return self.entries.get(kind, {}).get(number, f"#{number}")


def snake(name: str) -> str:
    """`WorkPhase` as `work_phase`: the key of a class."""
    return _CAPITAL.sub("_", name).lower()


def field_label(kind: type[Any], name: str, language: str = DEFAULT_LANGUAGE) -> str:
    """What a field of an entry or of its part is called."""
    return texts.say(f"entry.{snake(kind.__name__)}.{name}", language=language)


def enum_word(value: StrEnum, language: str = DEFAULT_LANGUAGE) -> str:
    """A chosen word as a reader says it."""
    if isinstance(value, Level):
        word = texts.say(f"level.{value}", language=language)
        return word[:1].upper() + word[1:]
    return texts.say(f"entry_word.{snake(type(value).__name__)}.{value}", language=language)


def value_text(shape: FieldShape, value: Any, names: EntryNames, language: str = DEFAULT_LANGUAGE) -> str:  # noqa: ANN401
    """What one field says; empty where nothing is told. Rows of a list stand one below the other."""
    if value is None or value in ("", ()):
        return ""
    if shape.shape is Shape.PARTS:
        return "\n".join(f"– {' · '.join(_parts(part, names, language))}" for part in value)
    if isinstance(value, tuple):
        return ", ".join(_one(shape, one, names, language) for one in value)
    return _one(shape, value, names, language)


def _one(shape: FieldShape, value: Any, names: EntryNames, language: str) -> str:  # noqa: ANN401
    if isinstance(value, bool):
        return texts.say(f"entry.yes_no.{'yes' if value else 'no'}", language=language)
    if isinstance(value, StrEnum):
        return enum_word(value, language)
    if isinstance(value, date):
        return numbers.day_text(value, language)
    if shape.shape is Shape.GIVEN:
        return names.codes.name(shape.name.removesuffix("_id"), value)
    if shape.shape in (Shape.CODE, Shape.CODES):
        return names.codes.name(shape.listed, value)
    return names.entry(shape.listed, value) if shape.shape is Shape.ENTRY else str(value)


def _parts(part: object, names: EntryNames, language: str) -> Iterator[str]:
    told = (value_text(one, getattr(part, one.name), names, language) for one in shapes(type(part)))
    return (text for text in told if text)


def title_of(content: Content, names: EntryNames, language: str = DEFAULT_LANGUAGE) -> str:
    """What an entry is called in a list; cut where it is long."""
    if isinstance(content, SelfAssessment | Meeting):
        on = content.assessed_on if isinstance(content, SelfAssessment) else content.held_on
        day = numbers.day_text(on, language) if on else ""
        if isinstance(content, Meeting):
            return texts.say("codev.meeting_on", {"day": day}, language=language)
        return f"{names.codes.name('criteria', content.criteria_id)} {day}".strip()
    title = str(getattr(content, fields(content)[0].name))
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…"


LONGEST_TITLE: Final = 80


def facts(content: Content, without: Sequence[str], names: EntryNames, language: str = DEFAULT_LANGUAGE) -> list[Fact]:
    """Every field that tells something, but those named."""
    kind = type(content)
    told = (
        Fact(field_label(kind, one.name, language), text, one)
        for one in shapes(kind)
        if one.name not in without
        if (text := value_text(one, getattr(content, one.name), names, language))
    )
    return list(told)


def facts_of_part(part: object, names: EntryNames, language: str = DEFAULT_LANGUAGE) -> list[Fact]:
    """Every field of one part of an entry that tells something, but what the home's list gives."""
    kind = type(part)
    told = ((one, value_text(one, getattr(part, one.name), names, language)) for one in shapes(kind))
    return [
        Fact(field_label(kind, one.name, language), text, one)
        for one, text in told
        if text and one.shape is not Shape.GIVEN
    ]


def outline(content: Content, names: EntryNames, language: str = DEFAULT_LANGUAGE) -> str:
    """A whole entry as lines of text, for reading two versions beside each other."""
    return "\n".join(f"{one.label}: {one.text}" for one in facts(content, (), names, language))


def differing(first: Content, second: Content, language: str = DEFAULT_LANGUAGE) -> tuple[str, ...]:
    """What the fields are called in which two versions of an entry differ."""
    kind = type(first)
    names = (one.name for one in shapes(kind) if getattr(first, one.name) != getattr(second, one.name))
    return tuple(field_label(kind, name, language) for name in names)


def parts_table(
    kind: type[Any], parts: Sequence[object], names: EntryNames, language: str = DEFAULT_LANGUAGE
) -> ReadableTable:
    """The rows of a list of an entry, as a table; columns in which no row says anything are left out."""
    cells = [[value_text(one, getattr(part, one.name), names, language) for one in shapes(kind)] for part in parts]
    shown = [i for i in range(len(shapes(kind))) if any(row[i] for row in cells)]
    headings = tuple(field_label(kind, shapes(kind)[i].name, language) for i in shown)
    return ReadableTable(headings, tuple(tuple(row[i] for i in shown) for row in cells))


def saves_headings(kind: type[Any], columns: Sequence[str], language: str = DEFAULT_LANGUAGE) -> tuple[str, ...]:
    """Headings of a table of saves to take out (`reporting.codevelopment.table_of`)."""
    own = {one.name for one in fields(kind)}
    return tuple(
        field_label(kind, name, language) if name in own else texts.say(f"entry.save.{name}", language=language)
        for name in columns
    )
