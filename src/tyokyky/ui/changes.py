"""The pictures of change and difference: control charts, signals in words, units, and quarters of experience."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import streamlit as st

from tyokyky.domain.figures import Figure
from tyokyky.domain.messages import Message
from tyokyky.presentation import sentences, signals
from tyokyky.presentation.charts import control as control_chart
from tyokyky.presentation.charts import experience as experience_chart
from tyokyky.presentation.charts import funnel as funnel_chart
from tyokyky.reporting import trend_marks
from tyokyky.ui.board import Board, plain
from tyokyky.ui.session import LANGUAGE, say
from tyokyky.ui.show import picture

_MOST_CHARTS: Final = 6
Row = Mapping[str, Any]


def control(board: Board, trend: Figure) -> None:
    """The joint's control chart; with a breakdown, one for each place whose limits are known."""
    board.finding(trend, "control")
    st.header(say("chart.control.title"), anchor=False)
    by = board.question.by
    rows = trend.table.to_dicts()
    values = list(dict.fromkeys(row[by.name] if by else "" for row in rows))
    charts = [[row for row in rows if not by or row[by.name] == value] for value in values]
    drawn = [own for own in charts if any(row["drop_off"] is not None for row in own)]
    if by:
        drawn = [own for own in drawn if any(row["centre"] is not None for row in own)][:_MOST_CHARTS]
    if not drawn:
        st.markdown(say("chart.control.protected"))
    for number, own in enumerate(drawn):
        _one_chart(board, trend, own, number)
    board.below(trend, "control", by=True, title=say("chart.control.title"))


def _one_chart(board: Board, trend: Figure, rows: Sequence[Row], number: int) -> None:
    by = board.question.by
    if by:
        st.subheader(plain(sentences.value_name(by.name, rows[0][by.name], board.names, LANGUAGE)), anchor=False)
    chart = control_chart.control(trend, rows, marks_of(board), LANGUAGE)
    picture(chart, f"control_{number}", say("chart.control.alt"))


def all_signals(board: Board, found: Figure) -> None:
    """Signals of every joint as a list in words, the newest first."""
    title = say("chart.signals.title")
    st.header(title, anchor=False)
    by = board.question.by
    lines = signals.signal_lines(found, by.name if by else None, board.names, LANGUAGE)
    if lines:
        st.markdown(say("chart.signals.order"))
        st.markdown("\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1)))
    else:
        board.say_finding(Message("finding.signals.none"), "signals")
    board.below(found, "signals", by=True, title=title)


def units(board: Board, figure: Figure) -> None:
    """Units of the service against their funnel."""
    title = say("chart.units.title")
    st.header(title, anchor=False)
    board.finding(figure, "units")
    known = figure.table.drop_nulls(["drop_off", "centre"])
    if not known.is_empty():
        picture(funnel_chart.funnel(figure, board.names, LANGUAGE), "units", say("chart.units.alt"))
    board.below(figure, "units", title=title)


def experience(board: Board, figure: Figure) -> None:
    """Whether what clients experience has changed, level by level."""
    title = say("chart.experience_trend.title")
    st.header(title, anchor=False)
    board.finding(figure, "experience_trend")
    if not figure.table.drop_nulls("mean").is_empty():
        picture(experience_chart.experience(figure, LANGUAGE), "experience_trend", say("chart.experience_trend.alt"))
    board.below(figure, "experience_trend", title=title)


def marks_of(board: Board) -> control_chart.Marks:
    """Target and beginning of the data, for the page's service."""
    return control_chart.Marks(trend_marks.target_of(board.mart, board.service), trend_marks.covered_from(board.mart))
