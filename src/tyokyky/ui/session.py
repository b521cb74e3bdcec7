"""What one viewer's session remembers: the chosen role, and what has been written to the access log last."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import streamlit as st

from tyokyky.presentation import texts
from tyokyky.privacy import access_log
from tyokyky.privacy.access_log import Access, Opened
from tyokyky.privacy.claims import Holding, Rights, Standing, rights_of
from tyokyky.privacy.removals import read_removals
from tyokyky.privacy.roles import WHOLE_COUNTY, Role, Scope
from tyokyky.ui.mode import Mode, current_mode, is_own_address, local_user, settings

ROLE_KEY: Final = "role"
HOLDING_KEY: Final = "holding"
LANGUAGE: Final = "fi"
_LOGGED_KEY: Final = "logged"


@dataclass(frozen=True)
class Viewer:
    """Who looks: the role, what it covers, how the server was started, and the name for the access log."""

    role: Role
    mode: Mode
    who: str
    scope: Scope = WHOLE_COUNTY

    @property
    def grounds(self) -> str:
        """By what right something is shown, for the access log: the role, and the places where they are limited."""
        return f"role {self.role}" if self.scope.is_whole_county else f"role {self.role} {self.scope.name}"


def say(key: str, how_many: int | None = None, /, **values: str) -> str:
    """A text in the session's language; `how_many` chooses between one and many."""
    return texts.say(key, values, how_many, LANGUAGE)


def open_mode() -> Mode | None:
    """The mode of this server, or `None` where it must show nothing: not started by us, or on an outer address."""
    mode = current_mode()
    return mode if mode is Mode.SIGNED_IN or is_own_address(st.get_option("server.address")) else None


def _claims() -> Mapping[str, object]:
    """What the signed cookie of this connection says of the person."""
    return st.user.to_dict()


def rights() -> Rights:
    """Rights of the signed-in person at this moment: claims, removed roles and the clock are looked at every time."""
    sign_in = settings().sign_in
    if sign_in is None:
        return Rights(Standing.SIGNED_OUT)
    return rights_of(_claims(), sign_in, read_removals(settings().sign_in_folder), datetime.now(UTC))


def holding(held: Rights) -> Holding | None:
    """The holding that this session looks by: the chosen one while it is held, else the only one of a new session."""
    chosen = st.session_state.get(HOLDING_KEY)
    if chosen is None and len(held.holdings) == 1:
        chosen = st.session_state[HOLDING_KEY] = held.holdings[0].name
    return next((one for one in held.holdings if one.name == chosen), None)


def chosen_role() -> Role | None:
    """The role this session looks by; without a mode there is none."""
    mode = open_mode()
    if mode is Mode.SIGNED_IN:
        held = holding(rights())
        return held.role if held else None
    role = st.session_state.get(ROLE_KEY)
    return Role(role) if mode is not None and role in set(Role) else None


def current_viewer() -> Viewer | None:
    """Who looks now; `None` without a mode, a role, or a sign-in that holds."""
    mode = open_mode()
    if mode is Mode.SIGNED_IN:
        now = rights()
        held = holding(now)
        return Viewer(held.role, mode, f"{now.name} ({held.role})", held.scope) if held else None
    role = chosen_role()
    return Viewer(role, mode, name_for_log(role)) if mode is not None and role is not None else None


def name_for_log(role: Role | None) -> str:
    """The signed-in person or the operating-system user with the role, in a demo the role alone."""
    said, mode = str(role) if role else "no role", open_mode()
    if mode is Mode.SIGNED_IN:
        return f"{rights().name or 'unknown'} ({said})"
    return f"{local_user()} ({said})" if mode is Mode.LOCAL else said


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
        signed = {key: one for key, one in logged.items() if key[0] is Opened.SIGN_IN}
        logged.clear()
        logged.update(signed)
    logged[place] = access
