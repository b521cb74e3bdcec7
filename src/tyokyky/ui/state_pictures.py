"""The pictures of months, stages and bounces: each with its heading, finding, picture and what stands below."""

import streamlit as st

from tyokyky.domain.figures import Figure
from tyokyky.domain.question import Clock
from tyokyky.presentation.charts import occupation as occupation_chart
from tyokyky.presentation.charts import stages
from tyokyky.ui.board import Board
from tyokyky.ui.session import LANGUAGE, say
from tyokyky.ui.show import picture


def occupation(board: Board, months: Figure, clock: Clock) -> None:
    """In which service people are, or in none, month by month."""
    name, title = f"occupation_{clock}", say(f"chart.occupation.{clock}.title")
    st.header(title, anchor=False)
    board.finding(months, name)
    if months.table["share"].null_count() < months.table.height:
        picture(occupation_chart.occupation(months, board.names, LANGUAGE), name, say(f"chart.occupation.{clock}.alt"))
    board.below(months, name, title=title)


def funnel(board: Board, stages_reached: Figure) -> None:
    """How many reach each stage of the path after the one before it."""
    title = say("chart.funnel.title")
    st.header(title, anchor=False)
    board.finding(stages_reached, "funnel")
    picture(stages.funnel(stages_reached, board.names, LANGUAGE), "funnel", say("chart.funnel.alt"))
    board.below(stages_reached, "funnel", title=title)


def bounces(board: Board, ways_back: Figure) -> None:
    """By which ways people come back to the service that they left."""
    title = say("chart.bounces.title")
    st.header(title, anchor=False)
    board.finding(ways_back, "bounces")
    if (ways_back.table["n"].fill_null(0) > 0).any():
        picture(stages.bounces(ways_back, board.names, LANGUAGE), "bounces", say("chart.bounces.alt"))
    board.below(ways_back, "bounces", title=title)


def switches(board: Board, changes: Figure) -> None:
    """How often people change services; numbers alone."""
    title = say("chart.switches.title")
    st.header(title, anchor=False)
    board.finding(changes, "switches")
    board.below(changes, "switches", title=title)
