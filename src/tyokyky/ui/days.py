"""Days that are typed: a picker of days speaks English and its targets are too small."""

from contextlib import suppress
from datetime import date, datetime
from typing import Final

import streamlit as st

from tyokyky.ui.session import say

_DAY_FORMS: Final = ("%d.%m.%Y", "%Y-%m-%d")


def asked_day(label: str, key: str, help_text: str | None = None) -> date | None:
    """A day in a field of its own, null when empty; what is no day ends the page with a word on it."""
    text = st.text_input(label, key=key, help=help_text)
    if not text.strip():
        return None
    day = day_of(text)
    if day is None:
        st.error(say("data.upload.as_of.bad"))
        st.stop()
    return day


def day_of(text: str) -> date | None:
    """A day written as `31.12.2025` or `2025-12-31`; null when it is none."""
    for form in _DAY_FORMS:
        with suppress(ValueError):
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 - a day has no time zone
    return None
