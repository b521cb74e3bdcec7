"""Links that begin a work of co-development: from a joint, a theme or a statement, on any page."""

from contextlib import suppress
from typing import Final

import streamlit as st
from streamlit.errors import StreamlitAPIException

from tyokyky.domain.codevelopment import Origin, Statement, Work
from tyokyky.domain.names import CodeNames
from tyokyky.privacy.roles import Permission, decide
from tyokyky.ui.board import plain
from tyokyky.ui.entry_desk import Desk
from tyokyky.ui.registry import PAGES
from tyokyky.ui.session import LANGUAGE, Viewer, say

JOINT, THEME, STATEMENT = "nivelkohta", "teema", "kannanotto"
_FILE: Final = next(page.file for page in PAGES if page.name == "codevelopment")


def begin(viewer: Viewer, names: CodeNames, joint: str = "", theme: str = "") -> None:
    """A link that begins a work at a joint or a theme; those who may not write have none."""
    if not decide(viewer.role, Permission.WRITE_CODEVELOPMENT, viewer.scope).allowed or not (joint or theme):
        return
    name = names.of("service", joint, LANGUAGE) if joint else names.of("theme", theme, LANGUAGE)
    asked = {key: code for key, code in ((JOINT, joint), (THEME, theme)) if code}
    # Links need the navigation of main.py; a page that runs without it has none.
    with suppress(StreamlitAPIException):
        st.page_link(_FILE, label=say("codev.begin_at", name=plain(name)), query_params=asked)


def taken(desk: Desk) -> Work | None:
    """The new work that the address asks for, once; nothing where it asks for none or the viewer may not write.

    A code that no list knows is told and begins nothing.
    """
    asked = {key: st.query_params.pop(key, "") for key in (JOINT, THEME, STATEMENT)}
    if not desk.may_write or not any(asked.values()):
        return None
    work = _work_of(asked, {str(one.entry_id) for one in desk.saves(Statement)}, desk)
    if work is None:
        st.warning(say("codev.link.unknown"))
    return work


def _work_of(asked: dict[str, str], statements: set[str], desk: Desk) -> Work | None:
    joint, theme, statement = (asked[key] for key in (JOINT, THEME, STATEMENT))
    if joint:
        return Work("", "", joint=joint) if joint in desk.choices.offered["joint"] else None
    if theme:
        return Work("", "", Origin.THEME, theme_id=theme) if theme in desk.choices.offered["theme"] else None
    return Work("", "", Origin.STATEMENT, statement_id=int(statement)) if statement in statements else None
