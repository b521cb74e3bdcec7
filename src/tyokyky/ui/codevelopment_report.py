"""Figures beside what a team wrote: feedback of developing together, and the yearly client report."""

from datetime import UTC, datetime
from typing import Final

import streamlit as st

from tyokyky.domain.codevelopment import Saved, Work
from tyokyky.presentation.client_report import client_report_text
from tyokyky.presentation.sentences import sentence
from tyokyky.presentation.tables import table_of
from tyokyky.reporting.client_report import client_report
from tyokyky.reporting.workshop_feedback import workshop_feedback
from tyokyky.ui.board import paged_table, plain
from tyokyky.ui.entry_desk import Desk, writer
from tyokyky.ui.session import LANGUAGE, log, log_once, say

_COLUMNS: Final = ("level", "respondent", "responses", "mean", "mean_interval")
_YEARS_BACK: Final = 5
_DRAWN: Final = "client_report"


def feedback(desk: Desk, opened: Saved[Work]) -> None:
    """What clients and professionals said of developing together in the quarters in which the work met."""
    found = workshop_feedback(desk.settings, desk.board.mart, writer(log_once), opened)
    if found is None:
        return
    st.subheader(say("codev.feedback"), anchor=False)
    st.markdown(say("codev.feedback.about", meetings=str(found.meeting_count)))
    table = table_of(found.figure, None, desk.board.names, LANGUAGE, only=_COLUMNS)
    if table.rows:
        paged_table(table, "workshop_feedback", say("codev.feedback"))
    else:
        st.markdown(say("codev.feedback.none"))
    st.caption(plain(sentence(found.figure.is_of, desk.board.names, LANGUAGE)))


def report(desk: Desk) -> None:
    """The draft of a year's client report: drawn when asked for, read here as text, and taken as a file."""
    with st.expander(say("codev.report"), key="client_report_part"):
        st.markdown(say("codev.report.about"))
        this_year = datetime.now(UTC).year
        year = st.selectbox(say("codev.report.year"), range(this_year, this_year - _YEARS_BACK, -1), key="report_year")
        if st.button(say("codev.report.draw"), key="report_draw"):
            _draw(desk, year)
        asked = (desk.board.mart.generation, desk.board.mart.scope, year)
        drawn = st.session_state.get(_DRAWN)
        if drawn is None or drawn[0] != asked:
            return
        name = say("codev.report.file", year=str(year))
        st.download_button(say("codev.report.take"), drawn[1], name, "text/markdown", key="report_take")
        st.code(drawn[1], language=None, wrap_lines=True)


def _draw(desk: Desk, year: int) -> None:
    mart = desk.board.mart
    found = client_report(desk.settings, mart, writer(log), year, datetime.now(UTC).astimezone().date())
    st.session_state[_DRAWN] = ((mart.generation, mart.scope, year), client_report_text(found, desk.board.names))
