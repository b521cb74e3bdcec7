"""The access log for the steward: what to look for, how much was found, and the newest lines."""

import streamlit as st

from tyokyky.domain.errors import UserError
from tyokyky.presentation import access_log as words
from tyokyky.presentation import numbers
from tyokyky.privacy.access_log import Access, Opened
from tyokyky.privacy.log_reading import MOST_SHOWN, LogAnswer, LogQuestion, read_log
from tyokyky.ui.board import paged_table
from tyokyky.ui.days import asked_day
from tyokyky.ui.mode import settings
from tyokyky.ui.session import LANGUAGE, Viewer, log_once, say


def asked() -> LogQuestion:
    """What the reader looks for; a page of days that make no sense ends with a word on it."""
    with st.container(border=True, key="filters"):
        left, middle, right = st.columns(3)
        with left:
            since = asked_day(say("access_log.since"), "log_since")
            until = asked_day(say("access_log.until"), "log_until")
        with middle:
            kind = st.selectbox(
                say("access_log.kind"),
                (None, *Opened),
                format_func=lambda one: say("filter.all") if one is None else words.kind_name(one, LANGUAGE),
                key="log_kind",
            )
            who = st.text_input(say("access_log.who"), key="log_who")
        with right:
            refused_only = st.toggle(say("access_log.refused_only"), key="log_refused")
    try:
        return LogQuestion(since, until, kind, who, refused_only)
    except UserError as error:
        st.warning(str(error))
        st.stop()


def lines(viewer: Viewer, question: LogQuestion) -> None:
    """The answer; that it was looked at is itself a line of the log."""
    answer = read_log(settings().access_log_path, question)
    what = f"access_log kind={question.kind or 'all'} since={question.since} until={question.until}"
    log_once(Access(viewer.who, Opened.ACCESS_LOG, what, f"role {viewer.role}", row_count=len(answer.lines)))
    _count(answer)
    if not answer.lines:
        return
    title = say("access_log.kinds")
    st.header(title, anchor=False)
    paged_table(words.kinds_table(answer.count_by_kind, LANGUAGE), "log_kinds", title)
    title = say("access_log.lines")
    st.header(title, anchor=False)
    if answer.line_count > len(answer.lines):
        st.caption(say("access_log.most", count=numbers.count_text(MOST_SHOWN)))
    with st.container(key="log_lines"):
        paged_table(words.log_table(answer.lines, LANGUAGE), "log_lines", title)


def _count(answer: LogAnswer) -> None:
    counted = {"count": numbers.count_text(answer.line_count), "refused": numbers.count_text(answer.refused_count)}
    with st.container(key="finding_access_log"):
        st.markdown(say("access_log.found", answer.line_count, **counted))
    if answer.damaged_count:
        st.warning(say("access_log.damaged", answer.damaged_count, count=numbers.count_text(answer.damaged_count)))
