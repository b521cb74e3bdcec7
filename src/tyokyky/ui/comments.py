"""What clients say in their own words: themes as a picture, and the comments themselves for those who may read them."""

from collections.abc import Sequence

import streamlit as st

from tyokyky.domain.errors import UserError
from tyokyky.domain.figures import Figure
from tyokyky.presentation import numbers, sentences
from tyokyky.presentation.agreement import ENOUGH_COMMENTS, agreement_table, is_thin
from tyokyky.presentation.charts import themes as theme_chart
from tyokyky.privacy.access_log import Access, Opened
from tyokyky.privacy.roles import Permission, decide
from tyokyky.reporting import comment_reading
from tyokyky.reporting.comment_reading import CommentPage, ReadableComment, Reader
from tyokyky.ui.board import Board, paged_table
from tyokyky.ui.session import LANGUAGE, Viewer, chosen_role, log, log_once, say
from tyokyky.ui.show import picture

_FAILED = "coding_failed"


def themes(board: Board, figure: Figure) -> None:
    """Themes that people have confirmed, with their counts."""
    title = say("chart.themes.title")
    st.header(title, anchor=False)
    board.finding(figure, "themes")
    if not theme_chart.drawn_rows(figure).is_empty():
        picture(theme_chart.themes(figure, board.names, LANGUAGE), "themes", say("chart.themes.alt"))
    board.below(figure, "themes", title=title)


@st.fragment
def reading(board: Board, viewer: Viewer) -> None:
    """The comments, once the reader opens them; a saved coding draws this part again and nothing else."""
    if not decide(chosen_role(), Permission.READ_COMMENTS, viewer.scope).allowed:
        return
    st.header(say("comments.title"), anchor=False)
    st.markdown(say("comments.about"))
    if not st.toggle(say("comments.open"), key="open_comments"):
        return
    try:
        _page(board, Reader(chosen_role(), viewer.scope, viewer.who))
        # How readers agree is told of all that they have read, wherever it was said.
        if viewer.scope.is_whole_county:
            _agreement(board)
    except UserError as error:
        st.warning(str(error))


def _page(board: Board, reader: Reader) -> None:
    failed = st.session_state.pop(_FAILED, None)
    if failed:
        st.warning(failed)
    place = st.session_state.get("page_comments") or 1
    page = comment_reading.read_page(board.mart, board.question.filters, reader, place - 1)
    if page.page_count < place:
        place = 1
        page = comment_reading.read_page(board.mart, board.question.filters, reader)
    what = f"comments page={place} of={page.comment_count}"
    log_once(Access(reader.name, Opened.COMMENTS, what, f"role {reader.role}", row_count=len(page.comments)))
    _count(page)
    if page.page_count > 1:
        st.selectbox(say("comments.page"), range(1, page.page_count + 1), key="page_comments", width=160)
    for comment in page.comments:
        _comment(board, comment, reader)


def _count(page: CommentPage) -> None:
    if not page.comment_count:
        st.markdown(say("comments.none"))
        return
    values = {"count": numbers.count_text(page.comment_count), "read": numbers.count_text(page.read_count)}
    st.markdown(say("comments.count", page.comment_count, **values))


def _comment(board: Board, comment: ReadableComment, reader: Reader) -> None:
    with st.container(border=True, key=f"comment_{board.mart.generation}_{comment.comment_key}"):
        st.text(_told(board, comment))
        with st.container(key=f"words_{comment.comment_key}"):
            st.text(comment.text)
        _coding(board, comment, reader)


def _told(board: Board, comment: ReadableComment) -> str:
    """Where and when it was said, and what was asked; all of it shown as text."""
    known = [
        board.names.of("service", comment.service_code, LANGUAGE) if comment.service_code else "",
        board.names.of("unit", comment.unit_code, LANGUAGE) if comment.unit_code else "",
        numbers.day_text(comment.answered_on, LANGUAGE) if comment.answered_on else "",
        sentences.value_name("channel", comment.channel, board.names, LANGUAGE) if comment.channel else "",
        sentences.value_name("respondent", comment.respondent, board.names, LANGUAGE) if comment.respondent else "",
    ]
    place = " · ".join(part for part in known if part) or say("comments.nothing_told")
    return f"{place}\n{say('comments.question', question=comment.question)}" if comment.question else place


def _coding(board: Board, comment: ReadableComment, reader: Reader) -> None:
    st.text(_state(board, comment))
    key = f"themes_{board.mart.generation}_{comment.comment_key}"
    st.multiselect(
        say("comments.themes"),
        comment_reading.theme_ids(board.mart),
        default=_known(board, comment.suggested if comment.own is None else comment.own),
        format_func=lambda theme_id: board.names.of("theme", theme_id, LANGUAGE),
        placeholder=say("comments.choose"),
        key=key,
    )
    st.button(
        say("comments.confirm" if comment.own is None else "comments.save"),
        key=f"save_{key}",
        on_click=_save,
        args=(board, comment.comment_key, reader, key),
    )


def _known(board: Board, theme_ids: Sequence[str]) -> list[str]:
    """Themes that can still be chosen: the home may have dropped one since."""
    choices = set(comment_reading.theme_ids(board.mart))
    return [theme_id for theme_id in theme_ids if theme_id in choices]


def _state(board: Board, comment: ReadableComment) -> str:
    lines = []
    if comment.own is not None:
        lines.append(say("comments.own", themes=_names(board, comment.own)))
    elif comment.suggested:
        lines.append(say("comments.suggested", themes=_names(board, comment.suggested)))
    else:
        lines.append(say("comments.suggested.none"))
    if comment.coder_count:
        lines.append(say("comments.coders", comment.coder_count, count=str(comment.coder_count)))
    if comment.held is not None and comment.coder_count > 1:
        lines.append(say("comments.held", themes=_names(board, comment.held)))
    return "\n".join(lines)


def _names(board: Board, theme_ids: Sequence[str]) -> str:
    names = [board.names.of("theme", theme_id, LANGUAGE) for theme_id in theme_ids]
    return ", ".join(names) or say("comments.no_themes")


def _save(board: Board, comment_key: int, reader: Reader, key: str) -> None:
    """Called before the part is drawn again; the role is asked anew, since it may have been changed."""
    now = Reader(chosen_role(), reader.scope, reader.name)
    try:
        log(Access(now.name, Opened.CODING, "coding", f"role {now.role}", row_count=1))
        comment_reading.code_comment(board.mart, comment_key, now, st.session_state[key])
    except UserError as error:
        st.session_state[_FAILED] = str(error)


def _agreement(board: Board) -> None:
    """How readers agree, with how to read it."""
    pairs = comment_reading.agreements(board.mart)
    title = say("agreement.title")
    with st.expander(title, key="agreement"):
        if not pairs:
            st.markdown(say("agreement.none"))
            return
        st.markdown(say("agreement.read"))
        if is_thin(pairs):
            st.markdown(say("agreement.few", count=str(ENOUGH_COMMENTS)))
        paged_table(agreement_table(pairs, board.names, LANGUAGE), "agreement", title)
