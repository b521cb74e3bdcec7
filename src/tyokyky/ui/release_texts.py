"""Texts of the next release: the council's statements to be let through, and what the steward writes."""

from typing import Final

import streamlit as st

from tyokyky.domain.council_statements import CouncilStatement, StatementState
from tyokyky.release import texts as steward_texts
from tyokyky.release.statements import all_statements, moderate
from tyokyky.release.texts import ActionState, StewardText, TextKind
from tyokyky.ui.board import plain
from tyokyky.ui.mode import settings
from tyokyky.ui.releases import act
from tyokyky.ui.session import Viewer, say

_DECISIONS: Final = (StatementState.APPROVED, StatementState.REJECTED)


def texts(viewer: Viewer) -> None:
    """What is said beside the numbers: it must be decided before the release is protected."""
    st.header(say("releases.texts.all"), anchor=False)
    _statements(viewer)
    _own_texts(viewer)


def _statements(viewer: Viewer) -> None:
    """The council's statements, those that wait first; each is shown whole and never edited."""
    st.subheader(say("releases.statements.title"), anchor=False)
    st.markdown(say("releases.statements.what"))
    waiting = all_statements(settings())
    if waiting.broken_count:
        st.warning(say("releases.statements.broken", count=str(waiting.broken_count)))
    if not waiting.statements:
        st.info(say("releases.statements.none"))
    ordered = sorted(waiting.statements, key=lambda one: (one.state is not StatementState.PENDING, one.written_at))
    for one in ordered:
        _statement(viewer, one)


def _statement(viewer: Viewer, one: CouncilStatement) -> None:
    with st.container(border=True, key=f"statement_{one.id}"):
        st.caption(say(f"releases.statement.{one.state}", release=one.release))
        st.markdown(plain(one.text).replace("\n", "  \n"))
        for column, state in zip(st.columns(3), _DECISIONS, strict=False):
            pressed = one.state is not state and column.button(
                say(f"releases.statement.to_{state}"), key=f"{state}_{one.id}"
            )
            if pressed:
                _moderate(viewer, one, state)


def _moderate(viewer: Viewer, one: CouncilStatement, state: StatementState) -> None:
    act(
        viewer,
        f"statement {one.id} {state}",
        lambda hand: moderate(settings(), one.id, state),
        say("releases.text.saved"),
    )


def _own_texts(viewer: Viewer) -> None:
    """Quotations rewritten and what was done: those that go with the next release, and new ones."""
    st.subheader(say("releases.texts.title"), anchor=False)
    st.markdown(say("releases.texts.what"))
    for text in steward_texts.steward_texts(settings()):
        _own_text(viewer, text)
    with st.expander(say("releases.texts.new_quotation"), key="new_quotation"):
        _new_quotation(viewer)
    with st.expander(say("releases.texts.new_action"), key="new_action"):
        _new_action(viewer)


def _own_text(viewer: Viewer, text: StewardText) -> None:
    shown = [text.entry["text"]] if text.kind is TextKind.QUOTATION else [text.entry["heard"], text.entry["done"]]
    with st.container(border=True, key=f"text_{text.text_id}"):
        leaves = say("releases.text.leaves") if text.leaves else say("releases.text.stays")
        st.caption(f"{say(f'releases.text.{text.kind}')} · {leaves}")
        for one in shown:
            st.markdown(plain(one))
        if st.button(say("releases.text.keep" if text.leaves else "releases.text.let"), key=f"turn_{text.text_id}"):
            act(
                viewer,
                f"text {text.text_id}",
                lambda hand: steward_texts.set_leaving(settings(), text.text_id, leaves=not text.leaves),
                say("releases.text.saved"),
            )


def _new_quotation(viewer: Viewer) -> None:
    with st.form("quotation", clear_on_submit=True):
        written = st.text_area(say("releases.texts.quotation"), help=say("releases.texts.quotation.help"))
        if st.form_submit_button(say("releases.text.save")):
            act(
                viewer,
                "new quotation",
                lambda hand: steward_texts.write_quotation(settings(), hand, written),
                say("releases.text.saved"),
            )


def _new_action(viewer: Viewer) -> None:
    with st.form("action", clear_on_submit=True):
        heard = st.text_area(say("releases.texts.heard"))
        done = st.text_area(say("releases.texts.done"))
        chosen = st.radio(
            say("releases.texts.state"),
            [state.value for state in ActionState],
            format_func=lambda state: say(f"releases.action.{state}"),
            horizontal=True,
        )
        if st.form_submit_button(say("releases.text.save")):
            act(
                viewer,
                "new action",
                lambda hand: steward_texts.write_action(settings(), hand, heard, done, ActionState(chosen)),
                say("releases.text.saved"),
            )
