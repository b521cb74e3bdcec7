"""What one viewer's session remembers: the chosen role, and what has been written to the access log last."""

from dataclasses import dataclass
from typing import Final

import streamlit as st

from tyokyky.presentation import texts
from tyokyky.privacy import access_log
from tyokyky.privacy.access_log import Access, Opened
from tyokyky.privacy.roles import WHOLE_COUNTY, Role, Scope
from tyokyky.ui.mode import LOOPBACK_HOSTS, Mode, current_mode, local_user, settings

ROLE_KEY: Final = "role"
LANGUAGE: Final = "fi"
_LOGGED_KEY: Final = "logged"


@dataclass(frozen=True)
class Viewer:
    """Who looks: the role, what it covers, how the server was started, and the name for the access log."""

    role: Role
    mode: Mode
    who: str
    scope: Scope = WHOLE_COUNTY


def say(key: str, how_many: int | None = None, /, **values: str) -> str:
    """A text in the session's language; `how_many` chooses between one and many."""
    return texts.say(key, values, how_many, LANGUAGE)


def open_mode() -> Mode | None:
    """The mode of this server, or `None` where it must show nothing: not started by us, or on an outer address."""
    address = st.get_option("server.address")
    return current_mode() if address in LOOPBACK_HOSTS else None


def chosen_role() -> Role | None:
    """The role this session has chosen; without a mode there is none."""
    role = st.session_state.get(ROLE_KEY)
    if open_mode() is None or role not in set(Role):
        return None
    return Role(role)


def name_for_log(role: Role | None) -> str:
    """The operating-system user with the role on one's own machine, in a demo the role alone."""
    said = str(role) if role else "no role"
    return f"{local_user()} ({said})" if open_mode() is Mode.LOCAL else said


def log(access: Access) -> None:
    """Writes to the access log."""
    access_log.record(settings().access_log_path, access)


def log_once(access: Access) -> None:
    """Writes to the access log unless this session's last line of the same kind and name says the same.

    A rerun of the page that a viewer is already on opens nothing new.
    """
    logged: dict[tuple[Opened, str], Access] = st.session_state.setdefault(_LOGGED_KEY, {})
    place = (access.kind, "" if access.kind is Opened.PAGE else access.what.partition(" ")[0])
    if logged.get(place) == access:
        return
    log(access)
    if access.kind is Opened.PAGE:
        logged.clear()
    logged[place] = access
