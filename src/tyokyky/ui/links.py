"""A link that led here keeps its choices while its reader is still asked who looks."""

from typing import Final

import streamlit as st

_KEPT: Final = "kept_link"


def keep() -> None:
    """Remembers the choices of the address, the first time a role is asked for."""
    if _KEPT not in st.session_state:
        st.session_state[_KEPT] = st.query_params.to_dict()


def restore() -> None:
    """Puts the choices back into the address before the page draws its filters."""
    kept = st.session_state.pop(_KEPT, None)
    if kept and not st.query_params.to_dict():
        st.query_params.from_dict(kept)
