"""The guard that every page calls as its first line, because a page can be reached without main.py (interface.md)."""

from contextlib import suppress
from typing import NoReturn

import streamlit as st
from streamlit.errors import StreamlitAPIException

from tyokyky.privacy.access_log import Access, Opened
from tyokyky.privacy.roles import WHOLE_COUNTY, Permission, Role, decide
from tyokyky.ui import session
from tyokyky.ui.registry import pages_for
from tyokyky.ui.session import ROLE_KEY, Viewer, say


def require(permission: Permission, page: str) -> Viewer:
    """The viewer, when the session's role has the permission; else the page ends here.

    Without a mode nothing is shown; without a role the viewer is asked to choose one. Opened and refused pages are
    logged before anything is drawn.
    """
    mode, role = session.open_mode(), session.chosen_role()
    if mode is None or role is None:
        ask_for_role()
    decision = decide(role, permission, WHOLE_COUNTY)
    who = session.name_for_log(role)
    session.log_once(Access(who, Opened.PAGE, page, decision.reason, decision.allowed))
    if not decision.allowed:
        st.title(say(f"page.{page}.title"), anchor=False)
        st.warning(say("guard.refused", role=say(f"role.{role}")))
        _offer_other_pages(role)
        st.stop()
    return Viewer(role, mode, who)


def _offer_other_pages(role: Role) -> None:
    for entry in pages_for(role):
        # Links need the navigation of main.py; a page that runs without it refuses all the same.
        with suppress(StreamlitAPIException):
            st.page_link(entry.file, label=say(f"page.{entry.name}.title"))


def _choose(role: Role) -> None:
    st.session_state[ROLE_KEY] = role


def ask_for_role() -> NoReturn:
    """Asks the viewer to choose a role, or says that the dashboard is closed; the page ends here either way."""
    mode = session.open_mode()
    if mode is None:
        st.error(say("guard.not_started"))
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
