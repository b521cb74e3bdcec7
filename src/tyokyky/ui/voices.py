"""The pictures of what clients say: each with its heading, finding, picture and what stands below every picture."""

import streamlit as st

from tyokyky.domain.figures import Figure, latest_quarter
from tyokyky.domain.filters import Key
from tyokyky.domain.participation import Measure, Plane
from tyokyky.presentation import answers, sentences
from tyokyky.presentation import channels as channel_words
from tyokyky.presentation.charts import means, quarters, shares
from tyokyky.reporting import answer_findings
from tyokyky.reporting.channels import send_rules
from tyokyky.ui import answer_filters
from tyokyky.ui.board import Board
from tyokyky.ui.mode import settings
from tyokyky.ui.session import LANGUAGE, say
from tyokyky.ui.show import picture


def views(board: Board, figure: Figure) -> None:
    """Clients and professionals on each level over the whole time, side by side and never pooled."""
    title = say("chart.views.title")
    st.header(title, anchor=False)
    board.finding(figure, "views")
    _planes(board, figure, Key.RESPONDENT, "views", None)
    board.below(figure, "views", title=title)


def channels(board: Board, by_channel: Figure) -> None:
    """Each level by the channel that it was said through."""
    _means(board, by_channel, Key.CHANNEL, "channels")


def _means(board: Board, figure: Figure, key: Key, name: str) -> None:
    quarter = latest_quarter(figure.table, "mean")
    title = _titled(name, quarter)
    st.header(title, anchor=False)
    board.finding(figure, name)
    if quarter:
        _planes(board, figure, key, name, quarter)
    board.below(figure, name, title=title, by_key=key)


def _planes(board: Board, figure: Figure, key: Key, name: str, quarter: str | None) -> None:
    for plane in Plane:
        if answers.are_on(figure.table, plane, quarter):
            if plane is Plane.DEVELOPMENT:
                st.subheader(say(f"plane.{plane}").capitalize(), anchor=False)
            _means_of_plane(board, figure, key, (name, quarter, plane))


def _means_of_plane(board: Board, figure: Figure, key: Key, what: tuple[str, str | None, Plane]) -> None:
    """A picture where any mean is shown; a picture of nothing but withheld numbers would only take room."""
    name, quarter, plane = what
    if not answers.are_shown(figure.table, plane, quarter):
        st.markdown(say("means.all_withheld"))
        return
    chart = means.means(figure, key, quarter, board.names, plane, LANGUAGE)
    picture(chart, f"{name}_{plane}", say(f"chart.{name}.alt"))


def level_groups(board: Board, participation: Figure) -> None:
    """What clients experienced beside what was recorded, of the same exits and never merged."""
    st.header(say("chart.groups.title"), anchor=False)
    for column, measure in zip(st.columns(2, gap="large"), Measure, strict=True):
        with column:
            st.subheader(say(f"chart.levels.{measure}.title"), anchor=False)
            board.say_finding(answer_findings.of_groups(participation, measure), f"groups_{measure}")
            if not participation.table.is_empty():
                chart = shares.groups(participation, measure, LANGUAGE)
                picture(chart, f"groups_{measure}", say(f"chart.groups.{measure}.alt"))
    board.below(participation, "groups", title=say("chart.groups.title"))


def trend(board: Board, feedback: Figure) -> None:
    """How the mean of each level has gone from quarter to quarter."""
    title = say("chart.trend.title")
    st.header(title, anchor=False)
    board.finding(feedback, "trend")
    if latest_quarter(feedback.table, "mean"):
        picture(quarters.trend(feedback, LANGUAGE), "trend", say("chart.trend.alt"))
    board.below(feedback, "trend", title=title)


def volume(board: Board, by_channel: Figure) -> None:
    """How many responses came through each channel, on a level that the reader chooses."""
    title = say("chart.volume.title")
    st.header(title, anchor=False)
    level = answer_filters.level()
    board.say_finding(answer_findings.of_volume(by_channel, level), "volume")
    if not by_channel.table.is_empty():
        picture(quarters.volume(by_channel, level, board.names, LANGUAGE), "volume", say("chart.volume.alt"))
    board.below(by_channel, "volume", title=title, by_key=Key.CHANNEL)


def silence(board: Board, by_place: Figure) -> None:
    """Who is silent: of those who could answer, how many did, by the chosen place."""
    by = board.question.by
    if by is None:
        return
    quarter = latest_quarter(by_place.table, "answered_share")
    title = f"{_titled('silence', quarter)} ({sentences.key_name(by.name, LANGUAGE)})"
    st.header(title, anchor=False)
    board.say_finding(answer_findings.of_silence(by_place, by.name), "who_answers")
    if quarter:
        chart = shares.silence(by_place, by.name, quarter, board.names, LANGUAGE)
        picture(chart, "who_answers", say("chart.silence.alt"))
    board.below(by_place, "who_answers", by=True, title=title)
    _send_rules()


def _send_rules() -> None:
    """Whom each channel never asks: a share of answers is of those people too."""
    with st.expander(say("send_rules.title"), key="send_rules"):
        st.markdown(say("send_rules.why"))
        st.markdown("\n".join(f"- {line}" for line in channel_words.send_rule_lines(send_rules(settings()), LANGUAGE)))


def _titled(name: str, quarter: str | None) -> str:
    """The heading with the quarter that the picture is of."""
    heading = say(f"chart.{name}.title")
    return f"{heading}: {sentences.quarter_name(quarter, LANGUAGE)}" if quarter else heading
