"""The fields of an entry's form, drawn and read from the entry's own definition: every kind has the same few forms."""

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from itertools import groupby
from typing import Any, Final

import streamlit as st

from tyokyky.domain.codevelopment import Content
from tyokyky.domain.entry_shapes import FieldShape, Shape, shapes
from tyokyky.presentation import numbers
from tyokyky.presentation.entry_words import EntryNames, enum_word, field_label
from tyokyky.reporting.entry_choices import EntryChoices
from tyokyky.ui import entry_draft
from tyokyky.ui.days import day_of
from tyokyky.ui.entry_draft import Draft
from tyokyky.ui.session import LANGUAGE, say

FIXED: Final = frozenset({"phases", "marks"})
"""Lists whose rows a model or a checklist gives: none is added or taken away."""
_TALL_PIXELS: Final = 100
_SHORT: Final = frozenset({Shape.DAY, Shape.COUNT})
"""Fields that stand abreast where there is room."""
_ABREAST: Final = 3


@dataclass(frozen=True)
class Offer:
    """What the selects of a form offer, and what everything is called."""

    choices: EntryChoices
    names: EntryNames


def draw(draft: Draft, offer: Offer, rows_act: Callable[[str, int | None], None]) -> None:
    """Draws the fields that the draft asks; `rows_act` adds a row to a list, or takes a row away."""
    kind = type(draft.content)
    asked = [one for one in shapes(kind) if one.name in draft.fields]
    for is_short, run in groupby(asked, lambda one: one.shape in _SHORT):
        together = list(run)
        places = st.columns(_ABREAST) if is_short and len(together) > 1 else []
        for index, one in enumerate(together):
            value, label = getattr(draft.content, one.name), field_label(kind, one.name, LANGUAGE)
            if one.shape is Shape.PARTS:
                _rows(draft, one, value, offer, rows_act)
                continue
            with places[index % _ABREAST] if places else nullcontext():
                _field(draft, one, value, one.name, label, offer)


def _rows(
    draft: Draft, one: FieldShape, parts: Sequence[Any], offer: Offer, act: Callable[[str, int | None], None]
) -> None:
    title = field_label(type(draft.content), one.name, LANGUAGE)
    if draft.row is None:
        st.markdown(f"**{title}**")
    for index, part in enumerate(parts):
        if draft.row in (None, index):
            with st.container(border=True):
                _part(draft, one, index, part, offer)
                if one.name not in FIXED:
                    label = say("entry.form.remove_row", title=title.lower(), number=str(index + 1))
                    key = draft.key(f"{one.name}_{index}_gone")
                    st.form_submit_button(label, on_click=act, args=(one.name, index), key=key)
    if one.name not in FIXED:
        label = say("entry.form.add_row", title=title.lower())
        st.form_submit_button(label, on_click=act, args=(one.name, None), key=draft.key(f"{one.name}_more"))


def _part(draft: Draft, one: FieldShape, index: int, part: Any, offer: Offer) -> None:  # noqa: ANN401 - any dataclass
    for own in shapes(type(part)):
        value, path = getattr(part, own.name), f"{one.name}_{index}_{own.name}"
        if own.shape is Shape.GIVEN:
            st.text(offer.choices.name(own.name.removesuffix("_id"), value))
        else:
            label = say("entry.form.of_row", label=field_label(type(part), own.name, LANGUAGE), number=str(index + 1))
            _field(draft, own, value, path, label, offer)


def _field(draft: Draft, one: FieldShape, value: Any, path: str, label: str, offer: Offer) -> None:  # noqa: ANN401
    key, named = draft.key(path), say("entry.form.required", label=label) if one.required else label
    _DRAWN[one.shape](one, value, named, key, offer)
    wrong = entry_draft.errors().get(path)
    if wrong:
        st.error(wrong)


def _typed(one: FieldShape, value: Any, label: str, key: str, _: Offer) -> None:  # noqa: ANN401
    if one.shape is Shape.TEXT:
        st.text_area(label, value, key=key, height=_TALL_PIXELS)
    elif one.shape is Shape.DAY:
        st.text_input(
            label, numbers.day_text(value, LANGUAGE) if value else "", key=key, placeholder=say("entry.form.day")
        )
    else:
        st.text_input(label, "" if value is None else str(value), key=key)


def _checked(_: FieldShape, value: Any, label: str, key: str, __: Offer) -> None:  # noqa: ANN401
    st.checkbox(label, value, key=key)


def _word(one: FieldShape, value: Any, label: str, key: str, _: Offer) -> None:  # noqa: ANN401
    options = list(one.words or ())
    _select(
        label, key, options, None if value is None else options.index(value), lambda word: enum_word(word, LANGUAGE)
    )


def _words(one: FieldShape, value: Any, label: str, key: str, _: Offer) -> None:  # noqa: ANN401
    _several(label, key, list(one.words or ()), list(value), lambda word: enum_word(word, LANGUAGE))


def _code(one: FieldShape, value: Any, label: str, key: str, offer: Offer) -> None:  # noqa: ANN401
    offered = _with(list(offer.choices.offered[one.listed]), [value] if value else [])
    place = offered.index(value) if value else None
    _select(label, key, offered, place, lambda code: offer.choices.name(one.listed, code))


def _codes(one: FieldShape, value: Any, label: str, key: str, offer: Offer) -> None:  # noqa: ANN401
    offered = _with(list(offer.choices.offered[one.listed]), list(value))
    _several(label, key, offered, list(value), lambda code: offer.choices.name(one.listed, code))


def _entry(one: FieldShape, value: Any, label: str, key: str, offer: Offer) -> None:  # noqa: ANN401
    numbers_ = _with(list(offer.names.entries.get(one.listed, {})), [value] if value else [])
    place = numbers_.index(value) if value else None
    _select(label, key, numbers_, place, lambda number: offer.names.entry(one.listed, number))


def _with(offered: list[Any], held: list[Any]) -> list[Any]:
    """What is held stays to be chosen, also where the list no longer offers it."""
    return [*offered, *(one for one in held if one not in offered)]


def _select(label: str, key: str, options: list[Any], index: int | None, name: Callable[[Any], str]) -> None:
    st.selectbox(label, options, index=index, format_func=name, placeholder=say("entry.form.choose"), key=key)


def _several(label: str, key: str, options: list[Any], default: list[Any], name: Callable[[Any], str]) -> None:
    st.multiselect(label, options, default, format_func=name, placeholder=say("entry.form.choose_several"), key=key)


_DRAWN: Final[dict[Shape, Callable[[FieldShape, Any, str, str, Offer], None]]] = {
    Shape.NAME: _typed,
    Shape.TEXT: _typed,
    Shape.DAY: _typed,
    Shape.COUNT: _typed,
    Shape.YES_NO: _checked,
    Shape.WORD: _word,
    Shape.WORDS: _words,
    Shape.CODE: _code,
    Shape.CODES: _codes,
    Shape.ENTRY: _entry,
}


def read(draft: Draft) -> tuple[Content, dict[str, str]]:
    """What the fields now say, and what is wrong with which of them; a field that is wrong keeps its earlier value."""
    wrong: dict[str, str] = {}
    changed: dict[str, Any] = {}
    for one in shapes(type(draft.content)):
        if one.name not in draft.fields:
            continue
        value = getattr(draft.content, one.name)
        if one.shape is Shape.PARTS:
            changed[one.name] = tuple(_read_part(draft, one.name, i, part, wrong) for i, part in enumerate(value))
        else:
            changed[one.name] = _read(draft, one, one.name, value, wrong)
    return replace(draft.content, **changed), wrong


def _read_part(draft: Draft, name: str, index: int, part: Any, wrong: dict[str, str]) -> Any:  # noqa: ANN401
    if draft.row not in (None, index):
        return part
    told = {
        own.name: _read(draft, own, f"{name}_{index}_{own.name}", getattr(part, own.name), wrong)
        for own in shapes(type(part))
        if own.shape is not Shape.GIVEN
    }
    return replace(part, **told)


def _read(draft: Draft, one: FieldShape, path: str, value: Any, wrong: dict[str, str]) -> Any:  # noqa: ANN401
    written = st.session_state.get(draft.key(path), value)
    if one.shape in (Shape.WORDS, Shape.CODES):
        return tuple(written)
    if isinstance(written, str) and not isinstance(written, StrEnum):
        return _read_text(one, path, written.strip(), value, wrong)
    if written is None and one.required:
        wrong[path] = say("entry.wrong.required")
    return "" if written is None and one.shape is Shape.CODE else written


def _read_text(one: FieldShape, path: str, text: str, value: Any, wrong: dict[str, str]) -> Any:  # noqa: ANN401
    if not text:
        if one.required:
            wrong[path] = say("entry.wrong.required")
        return None if one.shape in (Shape.DAY, Shape.COUNT) else ""
    if len(text) > one.longest:
        wrong[path] = say("entry.wrong.too_long", most=str(one.longest), now=str(len(text)))
        return value
    if one.shape is Shape.DAY:
        day = day_of(text)
        if day is None:
            wrong[path] = say("entry.wrong.day")
        return day or value
    if one.shape is Shape.COUNT:
        if not (text.isascii() and text.isdigit()):
            wrong[path] = say("entry.wrong.count")
            return value
        return int(text)
    return text


def new_row(one: FieldShape) -> Any:  # noqa: ANN401 - any part
    """An empty row of a list: what has no default gets the first word, no text and no people."""
    part = one.part
    if part is None:
        raise TypeError(one.name)
    defaults = {Shape.NAME: "", Shape.TEXT: "", Shape.COUNT: 0}
    given = {
        own.name: next(iter(own.words)) if own.words else defaults.get(own.shape)
        for own, field in zip(shapes(part), fields(part), strict=True)
        if field.default is field.default_factory
    }
    return part(**given)
