"""Yhteiskehittäminen: the works, one of them part by part, what was told back, statements, quality and methods."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from typing import Final, TypeVar

import streamlit as st

from tyokyky.domain.codevelopment import Concern, Origin, Saved, Statement, Work
from tyokyky.domain.errors import UserError
from tyokyky.presentation import entry_words
from tyokyky.presentation.codevelopment import works_table
from tyokyky.ui import codevelopment_links as links
from tyokyky.ui import codevelopment_quality as quality
from tyokyky.ui import codevelopment_told as told
from tyokyky.ui import codevelopment_work as work
from tyokyky.ui import entries, entry_draft
from tyokyky.ui.board import Board, paged_table, plain
from tyokyky.ui.codevelopment_report import report
from tyokyky.ui.entry_desk import Desk
from tyokyky.ui.session import LANGUAGE, Viewer, say

Choice = TypeVar("Choice", bound=StrEnum)
VIEW: Final = "nakyma"
WORK: Final = "codevelopment_work"
PART: Final = "osa"
_ALL: Final = 0
"""What stands for all works where one could be chosen."""


class View(StrEnum):
    """What the page is about."""

    WORKS = "works"
    TOLD = "told"
    STATEMENTS = "statements"
    QUALITY = "quality"
    METHODS = "methods"


class WorkPart(StrEnum):
    """What of a work is looked at."""

    ABOUT = "about"
    PHASES = "phases"
    GROUPS = "groups"
    METHODS = "methods"
    PERSONAS = "personas"
    ACTIONS = "actions"
    TOLD = "told"


def codevelopment(board: Board, viewer: Viewer) -> None:
    """The page; what can not be read is told in its place."""
    try:
        desk = Desk(viewer, board)
        _take_link(desk)
        done = entry_draft.done()
        if done:
            st.success(done)
        _VIEWS[_chosen(View, VIEW, "codev.view", View.WORKS)](desk)
    except UserError as error:
        st.warning(str(error))


def _chosen(choices: type[Choice], key: str, label: str, first: Choice) -> Choice:
    chosen = st.segmented_control(
        say(label),
        tuple(choices),
        # A value set by a link or a button is not to be given as a default too.
        default=None if key in st.session_state else first,
        required=True,
        format_func=lambda one: say(f"{label}.{one}"),
        key=key,
        bind="query-params",
    )
    return choices(chosen or first)


def _take_link(desk: Desk) -> None:
    """A link from a joint, a theme or a statement opens a new work that begins there; it is taken once."""
    begun = links.taken(desk)
    if begun is not None:
        _begin(begun)


def _begin(new: Work) -> None:
    entry_draft.hold(new, without=work.WITHOUT)
    st.session_state[WORK] = _ALL
    st.session_state[VIEW] = View.WORKS


def _works(desk: Desk) -> None:
    saves = desk.saves(Work)
    titles = {one.entry_id: entry_words.title_of(one.content, desk.names, LANGUAGE) for one in saves}
    if st.session_state.get(WORK) not in titles:
        st.session_state[WORK] = _ALL
    st.selectbox(
        say("codev.which"),
        [_ALL, *titles],
        format_func=lambda number: titles.get(number, say("codev.all_works")),
        key=WORK,
        persist_state="session",
        on_change=entry_draft.drop,
    )
    chosen = st.session_state[WORK]
    opened = next((one for one in saves if one.entry_id == chosen), None)
    if opened is None:
        _all_works(desk, saves)
    else:
        _one_work(desk, opened)


def _all_works(desk: Desk, saves: tuple[Saved[Work], ...]) -> None:
    st.header(say("codev.works"), anchor=False)
    if saves:
        paged_table(works_table(desk.works(), desk.names, LANGUAGE), "works", say("codev.works"))
    with st.container(horizontal=True):
        for one in saves:
            title = plain(entry_words.title_of(one.content, desk.names, LANGUAGE))
            st.button(say("codev.open", title=title), key=f"open_{one.entry_id}", on_click=_open, args=(one.entry_id,))
    part = entries.Part(Work, (), Work("", ""), without=work.WITHOUT)
    entries.begin(desk, part)
    if not saves:
        st.markdown(say("codev.none.work"))
    entries.downloads(Work, saves)
    entries.removed(desk, (Work,))


def _open(number: int) -> None:
    entry_draft.drop()
    st.session_state[WORK] = number


def _one_work(desk: Desk, opened: Saved[Work]) -> None:
    st.header(plain(entry_words.title_of(opened.content, desk.names, LANGUAGE)), anchor=False)
    st.markdown(work.standing(desk, opened))
    part = _chosen(WorkPart, PART, "codev.part", WorkPart.ABOUT)
    _PARTS[part](desk, opened)


def _statements(desk: Desk) -> None:
    st.header(say("codev.view.statements"), anchor=False)
    st.markdown(say("codev.statements.about"))
    part = entries.Part(
        Statement, desk.saves(Statement), Statement("", given_on=None), beside=partial(_beside_statement, desk)
    )
    entries.entries(desk, part)
    entries.removed(desk, (Statement,))


def _beside_statement(desk: Desk, saved: Saved[Statement]) -> None:
    """How far it has come, and a work that begins from it."""
    told.way(saved)
    if desk.may_write:
        new = Work("", "", Origin.STATEMENT, statement_id=saved.entry_id)
        st.button(say("codev.begin"), key=f"begin_{saved.entry_id}", on_click=_begin, args=(new,))


def _told(desk: Desk) -> None:
    st.header(say("codev.view.told"), anchor=False)
    told.summary(desk, desk.saves(Concern), datetime.now(UTC).date())
    entries.entries(desk, entries.Part(Concern, desk.saves(Concern), Concern("", heard_on=None)))
    entries.removed(desk, (Concern,))
    report(desk)


def _methods(desk: Desk) -> None:
    st.header(say("codev.view.methods"), anchor=False)
    st.markdown(say("codev.methods.about"))
    work.cards(desk, [(one, "") for one in sorted(desk.library.cards, key=lambda one: one.name_fi)])


_VIEWS: Final[Mapping[View, Callable[[Desk], None]]] = {
    View.WORKS: _works,
    View.TOLD: _told,
    View.STATEMENTS: _statements,
    View.QUALITY: quality.quality,
    View.METHODS: _methods,
}
_PARTS: Final[Mapping[WorkPart, Callable[[Desk, Saved[Work]], None]]] = {
    WorkPart.ABOUT: work.about,
    WorkPart.PHASES: work.phases,
    WorkPart.GROUPS: work.groups,
    WorkPart.METHODS: work.methods,
    WorkPart.PERSONAS: work.personas,
    WorkPart.ACTIONS: work.actions,
    WorkPart.TOLD: told.of_work,
}
