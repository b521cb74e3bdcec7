"""The figures of the pages, each in the same order: heading, finding, picture, then what stands below every picture."""

from collections.abc import Callable

import streamlit as st

from tyokyky.domain.figures import Figure
from tyokyky.domain.participation import Measure
from tyokyky.presentation import differences, sentences, tables
from tyokyky.presentation import silence as silence_words
from tyokyky.presentation.charts import curve as curve_chart
from tyokyky.presentation.charts import dots
from tyokyky.presentation.charts import levels as levels_chart
from tyokyky.presentation.charts import path as path_chart
from tyokyky.presentation.charts.layout import PICTURE_CONFIG, Picture
from tyokyky.ui.board import Board, paged_table
from tyokyky.ui.filters import PICTURES
from tyokyky.ui.session import LANGUAGE, say


def redrawn(pictures: Callable[[], None]) -> Callable[[], None]:
    """Makes a page's pictures one fragment: a changed filter draws them again and nothing else."""
    return st.fragment(key=PICTURES)(pictures)


def path(board: Board, drop_off: Figure, destinations: Figure) -> None:
    """Which services ended and what followed, with the falls in red."""
    st.header(say("chart.path.title"), anchor=False)
    board.finding(destinations, "path")
    flows = path_chart.flows_of(drop_off, destinations)
    if flows.count_by_link:
        with st.container(key="wide_path"):
            picture(path_chart.path(flows, board.names, LANGUAGE), "path", say("chart.path.alt"))
    if flows.withheld_count:
        st.caption(say("chart.path.protected", flows.withheld_count, count=str(flows.withheld_count)))
    board.below(destinations, "path", title=say("chart.path.title"))


def joints(board: Board, drop_off: Figure) -> None:
    """Every joint's drop-off, the largest first."""
    st.header(say("chart.joints.title"), anchor=False)
    board.finding(drop_off, "joints")
    if not drop_off.table.is_empty():
        picture(dots.ranking_of_joints(drop_off, board.names, LANGUAGE), "joints", say("chart.joints.alt"))
    board.below(drop_off, "joints", title=say("chart.joints.title"))


def curve(board: Board, drop_off: Figure, curves: Figure) -> None:
    """How fast something follows, and who is still followed."""
    board.finding(drop_off, "joint")
    board.counts(drop_off, "joint")
    st.header(say("chart.curve.title"), anchor=False)
    board.finding(curves, "curve")
    rows = drop_off.table.to_dicts()
    if rows and not curves.table.is_empty():
        chart = curve_chart.curve(curves, rows[0], LANGUAGE)
        picture(chart, "curve", say("chart.curve.alt"))
    board.below(curves, "curve", title=say("chart.curve.title"))


def breakdown(board: Board, whole: Figure, drop_off: Figure) -> None:
    """The joint's drop-off by the chosen breakdown, beside that of the whole."""
    by = board.question.by
    if by is None:
        return
    words = sentences.key_name(by.name, LANGUAGE)
    title = say("chart.by.title", by=words)
    st.header(title, anchor=False)
    board.finding(drop_off, "by")
    if not drop_off.table.is_empty():
        whole_share = whole.table["drop_off"][0] if whole.table.height else None
        chart = dots.breakdown(drop_off, by.name, whole_share, board.names, LANGUAGE)
        picture(chart, "by", say("chart.by.alt", by=words))
    board.below(drop_off, "by", by=True, title=title)


def levels(board: Board, participation: Figure) -> None:
    """Experience and evidence side by side, never merged, and their differences in words."""
    st.header(say("levels.title"), anchor=False)
    board.finding(participation, "levels")
    largest = levels_chart.largest_share_of(participation, board.service)
    for column, measure in zip(st.columns(2, gap="large"), Measure, strict=True):
        with column:
            st.subheader(say(f"chart.levels.{measure}.title"), anchor=False)
            if levels_chart.is_silent(participation, board.service, measure):
                st.info(say(f"levels.silent.{measure}"))
                continue
            chart = levels_chart.levels(participation, board.service, measure, largest, LANGUAGE)
            picture(chart, f"levels_{measure}", say(f"chart.levels.{measure}.alt"))
            lines = differences.differences(participation, board.service, measure, LANGUAGE)
            st.markdown("\n".join(f"- {line}" for line in lines))
    board.below(participation, "levels", title=say("levels.title"))


def silence(board: Board, figure: Figure) -> None:
    """What the silent could change, level by level: lines and their table; no picture makes extremes look measured."""
    lines = silence_words.extremes(figure, board.service, LANGUAGE)
    if not lines:
        return
    st.header(say("silence.title"), anchor=False)
    board.finding(figure, "silence")
    st.markdown("\n".join([say("silence.intro"), "", *(f"- {line}" for line in lines)]))
    board.below(figure, "silence", title=say("silence.title"))


def unit_feedback(board: Board, figure: Figure) -> None:
    """What anonymous clients said of the units, folded away: it must not look as if it were of persons."""
    title = say("unit_feedback.title")
    with st.expander(title, key="unit_feedback"):
        st.markdown(board.words(figure.finding))
        board.counts(figure, "unit_feedback")
        paged_table(tables.table_of(figure, None, board.names, LANGUAGE), "unit_feedback", title)


def picture(chart: Picture, key: str, alt: str) -> None:
    """A picture with what is read where it is not seen."""
    st.plotly_chart(chart, theme=None, key=f"picture_{key}", config=PICTURE_CONFIG, alt=alt)
