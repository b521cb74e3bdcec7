"""The pictures of one joint: where people went, how units differ, who came in at the door, and who broke off inside."""

import polars as pl
import streamlit as st

from tyokyky.domain.figures import Figure
from tyokyky.domain.filters import Key
from tyokyky.presentation.charts import joint as joint_chart
from tyokyky.ui.board import Board
from tyokyky.ui.session import LANGUAGE, say
from tyokyky.ui.show import picture


def destinations(board: Board, figure: Figure) -> None:
    """Where people went within the window, the largest share first."""
    title = say("chart.destinations.title")
    st.header(title, anchor=False)
    board.finding(figure, "destinations")
    if not figure.table["share"].drop_nulls().is_empty():
        chart = joint_chart.destinations(figure, board.names, LANGUAGE)
        picture(chart, "destinations", say("chart.destinations.alt"))
    board.below(figure, "destinations", title=title)


def units(board: Board, by_unit: Figure, area: Figure) -> None:
    """Drop-off by unit in the order of their names, beside that of the area: no league table."""
    title = say("chart.joint_units.title")
    st.header(title, anchor=False)
    board.finding(by_unit, "joint_units")
    if not by_unit.table.is_empty():
        chart = joint_chart.units(by_unit, _only(area, "drop_off"), board.names, LANGUAGE)
        picture(chart, "joint_units", say("chart.joint_units.alt"))
    board.below(by_unit, "joint_units", title=title, by_key=Key.UNIT)


def door(board: Board, referrals: Figure) -> None:
    """Of those who were referred here, how many never began, by the service that referred them."""
    title = say("chart.door.title")
    st.header(title, anchor=False)
    board.finding(referrals, "door")
    if referrals.table.is_empty():
        return
    picture(joint_chart.door(referrals, board.names, LANGUAGE), "door", say("chart.door.alt"))
    board.below(referrals, "door", title=title)


def inside(board: Board, whole: Figure, by_unit: Figure) -> None:
    """Stays broken off, of those whose reason is known: in all, and by unit in the order of their names."""
    title = say("chart.inside.title")
    st.header(title, anchor=False)
    board.finding(whole, "inside")
    if by_unit.table["share"].drop_nulls().is_empty():
        st.info(say("chart.inside.nothing"))
    else:
        chart = joint_chart.inside(by_unit, _only(whole, "share"), board.names, LANGUAGE)
        picture(chart, "inside", say("chart.inside.alt"))
    board.below(whole, "inside", title=title)
    board.below(by_unit, "inside_units", title=say("chart.inside.by_unit"), by_key=Key.UNIT)


def early_signs(board: Board, figure: Figure) -> None:
    """Missed appointments before the end, by whether the stay was broken off; and how early those stays ended."""
    title = say("chart.early_signs.title")
    st.header(title, anchor=False)
    board.finding(figure, "early_signs")
    if not figure.table["no_show_share"].drop_nulls().is_empty():
        picture(joint_chart.early_signs(figure, LANGUAGE), "early_signs", say("chart.early_signs.alt"))
    early = figure.table.filter(pl.col("exit_group") == "interrupted").drop_nulls("median_early_days")
    if not early.is_empty():
        days = round(early["median_early_days"][0])
        st.markdown(say("early_signs.median", days, days=str(days)))
    board.below(figure, "early_signs", title=title)


def _only(figure: Figure, column: str) -> float | None:
    """The one number of a figure of one service, where it has one."""
    return figure.table[column][0] if figure.table.height else None
