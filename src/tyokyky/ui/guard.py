"""The guard that every page calls as its first line, because a page can be reached without main.py (interface.md)."""

from contextlib import suppress
from typing import NoReturn

import streamlit as st
from streamlit.errors import StreamlitAPIException

from tyokyky.privacy.access_log import Access, Opened
from tyokyky.privacy.roles import Permission, Role, decide
from tyokyky.ui import session, sign_in
from tyokyky.ui.mode import Mode
from tyokyky.ui.registry import pages_for
from tyokyky.ui.session import ROLE_KEY, Viewer, say


def require(permission: Permission, page: str) -> Viewer:
    """The viewer, when the session's role has the permission; else the page ends here.

    Without a mode nothing is shown; without a role, or a sign-in that holds, the viewer is asked for it. Opened and
    refused pages are logged before anything is drawn.
    """
    viewer = session.current_viewer()
    if viewer is None:
        ask_for_role()
    decision = decide(viewer.role, permission, viewer.scope)
    session.log_once(Access(viewer.who, Opened.PAGE, page, decision.reason, decision.allowed))
    if not decision.allowed:
        st.title(say(f"page.{page}.title"), anchor=False)
        st.warning(say("guard.refused", role=say(f"role.{viewer.role}")))
        _offer_other_pages(viewer.role)
        st.stop()
    return viewer


def _offer_other_pages(role: Role) -> None:
    for entry in pages_for(role):
        # Links need the navigation of main.py; a page that runs without it refuses all the same.
        with suppress(StreamlitAPIException):
            st.page_link(entry.file, label=say(f"page.{entry.name}.title"))


def _choose(role: Role) -> None:
    st.session_state[ROLE_KEY] = role


def ask_for_role() -> NoReturn:
    """Asks the viewer to sign in or to choose a role, or says that the dashboard is closed; the page ends here."""
    mode = session.open_mode()
    if mode is None:
        st.error(say("guard.not_started"))
        st.stop()
    if mode is Mode.SIGNED_IN:
        sign_in.ask(session.rights())
        st.stop()
    st.title(say("guard.choose.title"))
    st.markdown(say(f"guard.choose.{mode}"))
    for column, role in zip(st.columns(len(Role)), Role, strict=True):
        with column.container(border=True, height="stretch"):
            st.markdown(f"**{say(f'role.{role}')}**\n\n{say(f'role.{role}.sees')}")
            st.button(
                say("guard.choose.button", role=say(f"role.{role}")),
                key=f"choose_{role}",
                on_click=_choose,
                args=(role,),
                width="stretch",
            )
    st.stop()
