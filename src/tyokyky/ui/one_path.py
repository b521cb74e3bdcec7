"""The team's single paths: a list without persons, a reason, and the path as a timeline and a table."""

from typing import Final

import polars as pl
import streamlit as st

from tyokyky.presentation import one_path as words
from tyokyky.presentation.charts.timeline import timeline
from tyokyky.privacy.access_log import Access, Opened
from tyokyky.privacy.roles import Permission, decide
from tyokyky.reporting import one_path as reporting
from tyokyky.reporting.mart import Mart
from tyokyky.reporting.one_path import Opener, PathQuestion
from tyokyky.ui.board import Board, paged_table, plain
from tyokyky.ui.session import LANGUAGE, Viewer, log, log_once, say
from tyokyky.ui.show import picture

_OPENED: Final = "opened_path"
_REFUSED: Final = {
    "no reason given": "one_path.refused.no_reason",
    "reason names a person": "one_path.refused.names_person",
    "reason too long": "one_path.refused.too_long",
}


def one_path(board: Board, viewer: Viewer) -> None:
    """The list, the reason and the opened path; other roles are told that single paths are the team's."""
    st.header(say("one_path.title"), anchor=False)
    if not decide(viewer.role, Permission.OPEN_PATH, viewer.scope).allowed:
        st.session_state.pop(_OPENED, None)
        st.caption(say("one_path.team_only"))
        return
    st.markdown(say("one_path.intro"))
    mart, opener = board.mart, Opener(viewer.role, viewer.scope, viewer.who)
    asked = PathQuestion(board.question.filters, _outcome())
    listed = reporting.path_list(mart, asked, opener)
    log_once(Access(viewer.who, Opened.PATH_LIST, "paths", viewer.grounds, row_count=listed.height))
    if listed.is_empty():
        st.info(say("one_path.few"))
        return
    token = _chosen(listed, board)
    _ask(mart, asked, token, opener)
    opened = st.session_state.get(_OPENED)
    if opened is not None and opened[0] == (mart.generation, mart.scope, asked, token):
        _show(opened[1], board)


def _outcome() -> str:
    chosen: str = st.selectbox(
        say("one_path.outcome"),
        reporting.OUTCOMES,
        format_func=lambda outcome: say(f"one_path.outcome.{outcome}"),
        key="path_outcome",
    )
    return chosen


def _chosen(listed: pl.DataFrame, board: Board) -> str | None:
    labels = {
        row["token"]: f"{number}. {words.step_words(row['services'], row['step_count'], board.names, LANGUAGE)}"
        for number, row in enumerate(listed.to_dicts(), start=1)
    }
    chosen: str | None = st.selectbox(
        say("one_path.which"),
        list(labels),
        index=None,
        format_func=lambda token: labels.get(token, token),
        placeholder=say("one_path.which.placeholder"),
        key="path_token",
    )
    return chosen


def _ask(mart: Mart, asked: PathQuestion, token: str | None, opener: Opener) -> None:
    with st.form("open_path", border=False):
        reason = st.text_input(say("one_path.reason"), key="path_reason", max_chars=None)
        is_asked = st.form_submit_button(say("one_path.open"), type="primary")
    if not is_asked:
        return
    opening = reporting.open_path(mart, asked, token or "", reason, opener, log)
    if opening.allowed:
        st.session_state[_OPENED] = ((mart.generation, mart.scope, asked, token), opening.events)
    else:
        st.session_state.pop(_OPENED, None)
        st.warning(say(_REFUSED.get(opening.reason, "one_path.refused.other")))


def _show(events: pl.DataFrame, board: Board) -> None:
    with st.container(key="finding_one_path"):
        st.markdown(plain(words.finding(events, LANGUAGE)))
    picture(timeline(events, board.names, LANGUAGE), "one_path", say("one_path.alt"))
    with st.expander(f"{say('show.table')}: {say('one_path.title')}", key="table_one_path"):
        paged_table(words.table(events, board.names, LANGUAGE), "one_path", say("one_path.title"))
    with st.expander(f"{say('show.read')} · {say('show.limits').lower()}", key="read_one_path"):
        st.markdown(
            f"**{say('show.read')}.** {say('one_path.read')}\n\n**{say('show.limits')}.** {say('one_path.limits')}"
        )
