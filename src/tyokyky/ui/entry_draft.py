"""The one entry that a session is writing: what it says so far, on which version, and what came of the last act."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final
from uuid import uuid4

import streamlit as st

from tyokyky.domain.codevelopment import Content, Saved
from tyokyky.domain.entry_shapes import shapes
from tyokyky.reporting.codevelopment import NEW

_DRAFT: Final = "entry_draft"
_ERRORS: Final = "entry_errors"
_FAILED: Final = "entry_failed"
_CLASH: Final = "entry_clash"
_DONE: Final = "entry_done"
_REVISION: Final = "entry_revision"


@dataclass(frozen=True)
class Draft:
    """What is being written.

    `fields`: those that are asked; `row`: of the one list asked, this row alone. `place`: where on the page a new one
    was begun, as under its group. `revision` names the fields anew when
    rows move; `act_id` names the act of saving, so that a double click saves once.
    """

    content: Content
    entry_id: int | None
    based_on: int
    fields: tuple[str, ...]
    row: int | None
    place: str
    revision: int
    act_id: str

    def key(self, path: str) -> str:
        """The key of a field's widget."""
        return f"entry_{self.revision}_{path}"

    def is_of(self, kind: type[Content], entry_id: int | None, row: int | None = None, place: str = "") -> bool:
        """Whether this entry, or this row of it, is the one being written."""
        return (type(self.content), self.entry_id, self.row, self.place) == (kind, entry_id, row, place)


def held() -> Draft | None:
    """The draft of this session, where one is open."""
    draft: Draft | None = st.session_state.get(_DRAFT)
    return draft


def hold(
    content: Content,
    entry_id: int | None = None,
    based_on: int = NEW,
    *,
    without: tuple[str, ...] = (),
    only: str = "",
    row: int | None = None,
    place: str = "",
) -> None:
    """Opens an entry to be written and lets another go. `only` asks one field, `without` leaves some out."""
    _forget()
    names = tuple(one.name for one in shapes(type(content)))
    asked = (only,) if only else tuple(name for name in names if name not in without)
    st.session_state[_DRAFT] = Draft(content, entry_id, based_on, asked, row, place, _next(), uuid4().hex)


def take(saved: Saved[Content]) -> None:
    """Goes on from what another has saved, in the same fields."""
    draft = held()
    if draft is not None:
        _forget()
        made = replace(draft, content=saved.content, based_on=saved.version, revision=_next(), act_id=uuid4().hex)
        st.session_state[_DRAFT] = made


def refill(content: Content) -> None:
    """Goes on with other rows, in fields that are filled anew."""
    draft = held()
    if draft is not None:
        st.session_state[_DRAFT] = replace(draft, content=content, revision=_next())
        st.session_state.pop(_ERRORS, None)


def drop() -> None:
    """Lets the draft go."""
    _forget()
    st.session_state.pop(_DRAFT, None)


def _next() -> int:
    revision: int = st.session_state.get(_REVISION, 0) + 1
    st.session_state[_REVISION] = revision
    return revision


def _forget() -> None:
    for key in (_ERRORS, _FAILED, _CLASH, _DONE):
        st.session_state.pop(key, None)


def errors() -> Mapping[str, str]:
    """What is wrong with which field, by its path."""
    found: Mapping[str, str] = st.session_state.get(_ERRORS) or {}
    return found


def keep_errors(found: Mapping[str, str]) -> None:
    """Keeps what is wrong with the fields until the next act."""
    st.session_state[_ERRORS] = dict(found)


def fail(sentence: str) -> None:
    """Keeps why an act was refused, to be told once."""
    st.session_state[_FAILED] = sentence


def failed() -> str | None:
    """Why the last act was refused; told once."""
    sentence: str | None = st.session_state.pop(_FAILED, None)
    return sentence


def tell_done(sentence: str) -> None:
    """Keeps what was done, to be told once."""
    st.session_state[_DONE] = sentence


def done() -> str | None:
    """What the last act did; told once."""
    sentence: str | None = st.session_state.pop(_DONE, None)
    return sentence


def keep_clash(latest: Saved[Content]) -> None:
    """Keeps what another saved first."""
    st.session_state[_CLASH] = latest


def clash() -> Saved[Content] | None:
    """What another saved first, until one of the two is chosen."""
    latest: Saved[Content] | None = st.session_state.get(_CLASH)
    return latest
