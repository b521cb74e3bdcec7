"""What a viewer reads when a page fails: one Finnish sentence, never a value or a trace."""

import logging

import streamlit as st

from tyokyky.domain.errors import UserError
from tyokyky.ui.session import say

_log = logging.getLogger(__name__)


def tell(error: Exception) -> bool:
    """Says a user's error as it stands and any other as a fault of ours; always true: Streamlit says nothing more.

    The server's log gets the kind of a fault and not its text, which may quote a cell.
    """
    if isinstance(error, UserError):
        st.error(str(error))
    else:
        _log.error("page failed: %s", type(error).__name__)
        st.error(say("fault.page"))
    return True
