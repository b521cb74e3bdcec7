"""Signing in and out on screen."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from tyokyky.presentation.places import places_text
from tyokyky.privacy.access_log import Access, Opened
from tyokyky.privacy.claims import Holding, Rights, Standing
from tyokyky.reporting.choices import known_names
from tyokyky.ui import session
from tyokyky.ui.board import plain
from tyokyky.ui.mode import settings
from tyokyky.ui.session import HOLDING_KEY, LANGUAGE, say

_REASONS: Final = {
    Standing.EXPIRED: "token expired",
    Standing.NO_ACCESS: "no claim gives a role",
    Standing.ADMITTED: "chosen role is held no more",
}


def ask(now: Rights) -> None:
    """Asks to sign in, or which role to look by; says why where a sign-in has ended or gives nothing."""
    st.title(say("guard.choose.title" if now.standing is Standing.ADMITTED else "sign_in.title"), anchor=False)
    if now.standing in _REASONS and (now.standing is not Standing.ADMITTED or HOLDING_KEY in st.session_state):
        who = f"{now.name or 'unknown'} (no role)"
        session.log_once(Access(who, Opened.SIGN_IN, "refused", _REASONS[now.standing], allowed=False))
    if now.standing is Standing.ADMITTED:
        _ask_which(now.holdings)
        return
    if now.standing is Standing.SIGNED_OUT:
        st.markdown(say("sign_in.about"))
    else:
        st.warning(say(f"sign_in.{now.standing}"))
    if now.standing is Standing.NO_ACCESS:
        st.button(say("sign_out.button"), on_click=_sign_out, args=(now.name,), key="sign_out_here")
        return
    sign_in = settings().sign_in
    for one in sign_in.providers if sign_in else ():
        st.button(one.label, key=f"sign_in_{one.name}", type="primary", on_click=st.login, args=(one.name,))


def _ask_which(holdings: Sequence[Holding]) -> None:
    if HOLDING_KEY in st.session_state:
        st.warning(say("sign_in.changed"))
    st.markdown(say("sign_in.which"))
    for one in holdings:
        st.button(words_of(one), key=f"choose_{one.name}", on_click=_choose, args=(one.name,))


def _choose(name: str) -> None:
    st.session_state[HOLDING_KEY] = name


def words_of(one: Holding) -> str:
    """A holding in words: the role, and the places where they are limited."""
    role = say(f"role.{one.role}")
    if one.scope.is_whole_county:
        return role
    places = places_text(one.scope.municipalities, one.scope.units, known_names(settings()), LANGUAGE)
    return say("sign_in.holding", role=role, places=plain(places))


def sidebar() -> None:
    """Who has signed in, the role to look by where there are several, and the way out."""
    now = session.rights()
    if now.standing is not Standing.ADMITTED:
        return
    chosen = session.holding(now)
    session.log_once(
        Access(session.name_for_log(chosen.role if chosen else None), Opened.SIGN_IN, "signed_in", "token")
    )
    with st.sidebar:
        st.text(say("sign_in.as", name=now.name))
        if len(now.holdings) > 1 and chosen is not None:
            names = {one.name: words_of(one) for one in now.holdings}
            st.selectbox(
                say("role.label"),
                list(names),
                format_func=lambda name: names.get(name, name),
                key=HOLDING_KEY,
                persist_state="session",
            )
        st.button(say("sign_out.button"), on_click=_sign_out, args=(now.name,), key="sign_out")


def _sign_out(name: str) -> None:
    session.log(Access(f"{name or 'unknown'}", Opened.SIGN_IN, "signed_out", "asked by the person"))
    st.logout()
