"""Pictures of paths for a page: the map around one step, the commonest whole paths, and the time between steps."""

import streamlit as st

from tyokyky.domain.figures import Figure
from tyokyky.presentation.charts import path_map as path_map_chart
from tyokyky.presentation.charts import variants as variants_chart
from tyokyky.presentation.charts import waits as waits_chart
from tyokyky.reporting import path_findings
from tyokyky.ui.board import Board
from tyokyky.ui.session import LANGUAGE, say
from tyokyky.ui.show import picture


def path_map(board: Board, flows: Figure, focus: str) -> None:
    """What came straight before the step in focus and what straight after; `flows` of all steps, whatever the focus."""
    title = say("chart.path_map.title")
    st.header(title, anchor=False)
    before, after = path_map_chart.sides(flows, focus)
    board.say_finding(path_findings.of_focus(flows.table, focus), "path_map")
    if before.counts or after.counts:
        with st.container(key="wide_path_map"):
            picture(path_map_chart.path_map(flows, focus, board.names, LANGUAGE), "path_map", say("chart.path_map.alt"))
    withheld_count = before.withheld_count + after.withheld_count
    if withheld_count:
        st.caption(say("chart.path.protected", withheld_count, count=str(withheld_count)))
    board.below(flows, "path_map", title=title)


def variants(board: Board, figure: Figure) -> None:
    """The commonest whole paths, a row each."""
    title = say("chart.variants.title")
    st.header(title, anchor=False)
    board.finding(figure, "variants")
    if figure.table["path"].drop_nulls().len():
        with st.container(key="wide_variants"):
            picture(variants_chart.variants(figure, board.names, LANGUAGE), "variants", say("chart.variants.alt"))
    board.below(figure, "variants", title=title)


def waits(board: Board, flows: Figure) -> None:
    """How long it takes between the steps of the commonest pairs."""
    title = say("chart.waits.title")
    st.header(title, anchor=False)
    board.finding(flows, "waits")
    if flows.table["median_days"].drop_nulls().len():
        picture(waits_chart.waits(flows, board.names, LANGUAGE), "waits", say("chart.waits.alt"))
    board.below(flows, "waits", title=title)
