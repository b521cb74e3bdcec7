"""The Streamlit entry: page settings, navigation, the role switch. It shows no figure and guards nothing: pages do."""

import atexit
import gc

import streamlit as st

from tyokyky.privacy.roles import Role
from tyokyky.ui import guard, session, sign_in
from tyokyky.ui.mode import Mode
from tyokyky.ui.registry import PAGES, PageEntry, pages_for
from tyokyky.ui.session import ROLE_KEY, say


@st.cache_resource(show_spinner=False)
def _freeze_what_is_loaded() -> None:
    """Modules stay for the life of the server: collecting over them at each click only costs time."""
    gc.collect()
    gc.freeze()
    # At the very end everything is let go in order, or the database's binding complains of what it still holds.
    atexit.register(gc.unfreeze)


def _as_streamlit_page(entry: PageEntry, *, is_shown: bool) -> st.Page:
    return st.Page(
        entry.file,
        title=say(f"page.{entry.name}.title"),
        url_path=entry.name,
        visibility="visible" if is_shown else "hidden",
    )


def _navigation(role: Role | None) -> st.Page:
    """Every page is registered, so that a link finds the guard; the menu shows those the role may open.

    The bare address has a page of its own, because Streamlit knows its default page by no other address: with a role it
    goes on to the role's first page.
    """
    shown = pages_for(role)
    pages = {entry.name: _as_streamlit_page(entry, is_shown=entry in shown) for entry in PAGES}

    def start() -> None:
        if shown:
            st.switch_page(pages[shown[0].name])
        guard.ask_for_role()

    first = st.Page(start, title=say("guard.choose.title"), url_path="start", default=True, visibility="hidden")
    return st.navigation([first, *pages.values()], position="sidebar", expanded=True)


def _role_switch() -> None:
    with st.sidebar:
        st.selectbox(
            say("role.label"),
            list(Role),
            index=None,
            format_func=lambda role: say(f"role.{role}"),
            placeholder=say("role.placeholder"),
            key=ROLE_KEY,
            persist_state="session",
        )


def main() -> None:
    """One run of the dashboard."""
    _freeze_what_is_loaded()
    mode = session.open_mode()
    page = _navigation(session.chosen_role())
    st.set_page_config(page_title=f"{page.title} – Työkyky", layout="wide", initial_sidebar_state="auto")
    if mode is Mode.SIGNED_IN:
        sign_in.sidebar()
    elif mode is not None:
        _role_switch()
    page.run()


main()
