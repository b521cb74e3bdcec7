"""Service paths of personas on Palvelupolut: the team writes, sees how often each step really occurs, and takes out."""

from collections.abc import Callable
from functools import partial
from typing import Final

import polars as pl
import streamlit as st

from tyokyky.domain.errors import UserError
from tyokyky.domain.service_paths import Outcome, SavedPath, ServicePath, Stage, Step
from tyokyky.presentation import service_paths as words
from tyokyky.presentation.tables import csv_of
from tyokyky.presentation.workbook import workbook_of_table
from tyokyky.privacy.access_log import Access, Opened
from tyokyky.privacy.roles import Permission, decide
from tyokyky.reporting import service_paths as reporting
from tyokyky.reporting.service_paths import Writer
from tyokyky.ui.board import Board
from tyokyky.ui.service_path_form import form, held, hold
from tyokyky.ui.session import LANGUAGE, Viewer, chosen_role, log, log_once, say

_CLASH: Final = "service_path_clash"
_FAILED: Final = "service_path_failed"
_CHOSEN: Final = "service_path_chosen"
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def service_paths(board: Board, viewer: Viewer) -> None:
    """The paths, the one being written, its map and its history; other roles see nothing of it."""
    if not decide(chosen_role(), Permission.WRITE_SERVICE_PATHS, viewer.scope).allowed:
        return
    st.header(say("service_path.heading"), anchor=False)
    st.markdown(say("service_path.about"))
    if not st.toggle(say("service_path.open"), key="open_service_paths"):
        return
    try:
        _part(board, viewer)
    except UserError as error:
        st.warning(str(error))


def _writer(viewer: Viewer, into: Callable[[Access], None]) -> Writer:
    """The role is asked anew at every act, since it may have been changed."""
    return Writer(chosen_role(), viewer.scope, viewer.who, into)


def _part(board: Board, viewer: Viewer) -> None:
    reader = _writer(viewer, log_once)
    titles = {one.path_id: one.path.title for one in reporting.list_paths(board.mart.settings, reader)}
    st.selectbox(
        say("service_path.which"),
        [0, *titles],
        format_func=lambda path_id: titles.get(path_id, say("service_path.new")),
        key=_CHOSEN,
        on_change=_choose,
        args=(board, viewer),
    )
    failed = st.session_state.pop(_FAILED, None)
    if failed:
        st.warning(failed)
    frequencies = reporting.frequencies(board.mart, board.question.filters, reader)
    _clash(board, viewer)
    _map(board, viewer, frequencies)
    moments = sorted({code for kind, code in board.names.names if kind == "moment"})
    form(board.names, moments, partial(_save, board, viewer))
    _history(board, viewer)


def _choose(board: Board, viewer: Viewer) -> None:
    st.session_state.pop(_CLASH, None)
    chosen = st.session_state[_CHOSEN]
    if not chosen:
        hold(ServicePath("", (Step(Stage.START),)), None, 0)
        return
    try:
        _take(reporting.open_path(board.mart.settings, chosen, _writer(viewer, log))[-1])
    except UserError as error:
        st.session_state[_FAILED] = str(error)


def _take(saved: SavedPath) -> None:
    st.session_state.pop(_CLASH, None)
    hold(saved.path, saved.path_id, saved.version)
    st.session_state[_CHOSEN] = saved.path_id


def _save(board: Board, viewer: Viewer, on_version: int | None = None) -> None:
    draft, writer = held(), _writer(viewer, log)
    based_on = draft.based_on if on_version is None else on_version
    _done(lambda: reporting.save_path(board.mart.settings, draft.path, writer, draft.path_id, based_on))


def _undo(board: Board, viewer: Viewer) -> None:
    draft, writer = held(), _writer(viewer, log)
    path_id, version = draft.path_id or 0, st.session_state["service_path_version"]
    _done(lambda: reporting.undo_path(board.mart.settings, path_id, writer, version, draft.based_on))


def _done(act: Callable[[], Outcome]) -> None:
    """What came of an act: the save is taken, another's save is shown beside, a refusal is told."""
    try:
        came = act()
    except UserError as error:
        st.session_state[_FAILED] = str(error)
        return
    if came.saved is None:
        st.session_state[_CLASH] = came.latest
    else:
        _take(came.saved)


def _clash(board: Board, viewer: Viewer) -> None:
    theirs: SavedPath | None = st.session_state.get(_CLASH)
    if theirs is None:
        return
    st.warning(say("service_path.clash"))
    mine_column, theirs_column = st.columns(2)
    with mine_column:
        st.subheader(say("service_path.mine"), anchor=False)
        st.text(_outline(board, held().path))
        st.button(say("service_path.keep_mine"), on_click=_save, args=(board, viewer, theirs.version))
    with theirs_column:
        st.subheader(say("service_path.theirs"), anchor=False)
        st.text(_outline(board, theirs.path))
        st.button(say("service_path.take_theirs"), on_click=_take, args=(theirs,))


def _outline(board: Board, path: ServicePath) -> str:
    steps = [
        f"{number}. {words.step_line(step, board.names, LANGUAGE)} {step.note}".rstrip()
        for number, step in enumerate(path.steps, start=1)
    ]
    return "\n".join([path.title, *steps, path.worked_because, path.lacked_because])


def _map(board: Board, viewer: Viewer, frequencies: pl.DataFrame) -> None:
    draft = held()
    if draft.path_id is None:
        return
    earlier = None
    for number, step in enumerate(draft.path.steps, start=1):
        if step.stage != earlier:
            st.subheader(say(f"service_path.stage.{step.stage}"), anchor=False)
        earlier = step.stage
        line = f"{number}. {words.step_line(step, board.names, LANGUAGE)}"
        lines = (line, step.note, words.frequency_text(step, frequencies, LANGUAGE))
        with st.container(border=True):
            st.text("\n".join(one for one in lines if one))
    _downloads(board, viewer, frequencies)


def _downloads(board: Board, viewer: Viewer, frequencies: pl.DataFrame) -> None:
    table = words.table(held().path, frequencies, board.names, LANGUAGE)
    what, count = f"service_path {held().path_id}", len(table.rows)
    taken = partial(log, Access(viewer.who, Opened.EXPORT, what, "download", row_count=count))
    sheet = workbook_of_table(table, say("service_path.sheet"))
    with st.container(horizontal=True):
        st.download_button(say("service_path.csv"), csv_of(table), "palvelupolku.csv", "text/csv", on_click=taken)
        st.download_button(say("service_path.xlsx"), sheet, "palvelupolku.xlsx", _XLSX, on_click=taken)


def _history(board: Board, viewer: Viewer) -> None:
    draft = held()
    if draft.path_id is None:
        return
    saves = reporting.open_path(board.mart.settings, draft.path_id, _writer(viewer, log_once))
    with st.expander(say("service_path.history"), key="service_path_history"):
        st.text("\n".join(_told(one) for one in reversed(saves)))
        earlier = {one.version: _told(one) for one in reversed(saves) if one.version != draft.based_on}
        if earlier:
            st.selectbox(
                say("service_path.version"),
                list(earlier),
                format_func=lambda version: earlier.get(version, ""),
                key="service_path_version",
            )
            st.button(say("service_path.undo"), on_click=_undo, args=(board, viewer))


def _told(saved: SavedPath) -> str:
    when = f"{saved.saved_at:%d.%m.%Y %H.%M}"
    return say("service_path.saved", version=str(saved.version), who=saved.saved_by, when=when)
