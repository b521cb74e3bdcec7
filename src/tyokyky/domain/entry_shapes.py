"""What each field of an entry is, read from its dataclass: forms, words and tables are made of these alone."""

from dataclasses import Field, dataclass, fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final, get_args, get_type_hints

from tyokyky.domain.entry_fields import LONGEST_TEXT_CHARACTERS

GIVEN: Final = frozenset({"phase_id", "criterion_id"})
"""Fields that a list of the home gives to a part: nobody types them."""


class Shape(StrEnum):
    """How a field is filled."""

    NAME = "name"
    TEXT = "text"
    DAY = "day"
    COUNT = "count"
    YES_NO = "yes_no"
    WORD = "word"
    WORDS = "words"
    CODE = "code"
    CODES = "codes"
    ENTRY = "entry"
    PARTS = "parts"
    GIVEN = "given"


@dataclass(frozen=True)
class FieldShape:
    """One field: `listed` names its code list or its kind of entry; `part` is the dataclass of a list's rows."""

    name: str
    shape: Shape
    required: bool = False
    optional: bool = False
    """Whether it may be empty where its kind of value is never empty by itself."""
    longest: int = LONGEST_TEXT_CHARACTERS
    listed: str = ""
    words: type[StrEnum] | None = None
    part: type[Any] | None = None


_KNOWN: Final[dict[type[Any], tuple[FieldShape, ...]]] = {}


def shapes(kind: type[Any]) -> tuple[FieldShape, ...]:
    """The fields of an entry, or of one part of it, in their order."""
    if kind not in _KNOWN:
        hints = get_type_hints(kind)
        _KNOWN[kind] = tuple(_shape(one, hints[one.name]) for one in fields(kind))
    return _KNOWN[kind]


def _shape(one: Field[Any], hint: Any) -> FieldShape:  # noqa: ANN401 - a hint is any form of a type
    listed = str(one.metadata.get("code") or one.metadata.get("entry") or "")
    inner = next((arg for arg in get_args(hint) if arg not in (type(None), Ellipsis)), hint)
    is_many = getattr(hint, "__origin__", None) is tuple
    is_optional = type(None) in get_args(hint)
    return FieldShape(
        one.name,
        _kind_of(one, inner, is_many=is_many),
        required=bool(one.metadata.get("required")) or (inner is int and not is_optional),
        optional=is_optional,
        longest=int(one.metadata.get("longest", LONGEST_TEXT_CHARACTERS)),
        listed=listed,
        words=inner if isinstance(inner, type) and issubclass(inner, StrEnum) else None,
        part=inner if isinstance(inner, type) and is_dataclass(inner) else None,
    )


def _kind_of(one: Field[Any], inner: type[Any], *, is_many: bool) -> Shape:
    if one.name in GIVEN:
        return Shape.GIVEN
    if "entry" in one.metadata:
        return Shape.ENTRY
    if "code" in one.metadata:
        return Shape.CODES if is_many else Shape.CODE
    if is_dataclass(inner):
        return Shape.PARTS
    if issubclass(inner, StrEnum):
        return Shape.WORDS if is_many else Shape.WORD
    is_name = "longest" in one.metadata or one.name in _SHORT
    return _PLAIN[inner] if inner is not str else Shape.NAME if is_name else Shape.TEXT


_PLAIN: Final = {date: Shape.DAY, int: Shape.COUNT, bool: Shape.YES_NO}
_SHORT: Final = frozenset({"name", "board", "given_by", "topic", "relation", "target_group", "cost_note"})
"""Texts of a line; the others may be long."""
