"""The page Palvelupolut: what it asks besides the filters, and its pictures in the order in which they are read."""

from enum import StrEnum
from typing import Final

import polars as pl
import streamlit as st

from tyokyky.domain.errors import UserError
from tyokyky.domain.figures import Figure
from tyokyky.domain.question import Clock, Grain, Options
from tyokyky.domain.stages import DEFAULT_STAGES, Stage, parse_stages
from tyokyky.ui import comparing, flow_pictures, state_pictures
from tyokyky.ui.board import Board
from tyokyky.ui.session import LANGUAGE, say

_AIM_WINDOW_DAYS: Final = 365
_ALL_SERVICES: Final = ("service",)


class _Path(StrEnum):
    USUAL = "usual"
    FOCUS = "focus"
    OWN = "own"


def paths(board: Board) -> None:
    """The ways that people go: around one step, whole, and with the time between steps."""
    grain = _grain(board)
    if grain is Grain.MOMENT and (board.question.filters.unit is not None or board.mart.scope.units is not None):
        st.info(say("journeys.no_unit"))
        return
    steps = board.figure("flows", options=Options(grain), without=_ALL_SERVICES)
    focus = board.service if grain is Grain.SERVICE else _moment(board, steps)
    if not focus:
        st.info(say("journeys.no_moments"))
        return
    flow_pictures.path_map(board, steps, focus)
    flow_pictures.variants(board, board.figure("variants", options=Options(grain)))
    flow_pictures.waits(board, board.figure("flows", options=Options(grain)))


def _grain(board: Board) -> Grain:
    """Services or moments; a log of moments alone is not asked."""
    if not board.service:
        return Grain.MOMENT
    chosen = st.segmented_control(
        say("journeys.grain"),
        tuple(Grain),
        default=Grain.SERVICE,
        required=True,
        format_func=lambda one: say(f"journeys.grain.{one}"),
        key="askel",
        bind="query-params",
    )
    return Grain(chosen or Grain.SERVICE)


def _moment(board: Board, steps: Figure) -> str:
    """The moment around which the map is drawn: first the one of the commonest pair."""
    codes = list(dict.fromkeys(code for row in steps.table.iter_rows() for code in row[1:3]))
    if not codes:
        return ""
    chosen: str = st.selectbox(
        say("journeys.focus"),
        codes,
        format_func=lambda code: board.names.of("moment", code, LANGUAGE),
        key="tuokio",
    )
    return chosen


def months_and_ways(board: Board) -> None:
    """Where people are as months pass, how far they come, how they come back; and two groups side by side."""
    if not board.service:
        st.info(say("journeys.no_periods"))
        return
    st.caption(say("journeys.whole"))
    clock = _clock()
    months = board.figure("occupation", options=Options(clock=clock), without=_ALL_SERVICES)
    state_pictures.occupation(board, months, clock)
    _funnel(board)
    state_pictures.bounces(board, board.figure("bounces", without=_ALL_SERVICES))
    state_pictures.switches(board, board.figure("switches", without=_ALL_SERVICES))
    comparing.two_groups(board)


def _clock() -> Clock:
    chosen = st.segmented_control(
        say("journeys.clock"),
        tuple(Clock),
        default=Clock.PATH,
        required=True,
        format_func=lambda one: say(f"journeys.clock.{one}"),
        key="kello",
        bind="query-params",
    )
    return Clock(chosen or Clock.PATH)


def _funnel(board: Board) -> None:
    """The funnel of the chosen stages, or in a sentence why they can not be."""
    try:
        options = Options(stages=_stages(board))
        reached = board.figure("funnel", options=options, without=_ALL_SERVICES)
    except UserError as error:
        st.warning(str(error))
        return
    state_pictures.funnel(board, reached)


def _stages(board: Board) -> tuple[Stage, ...]:
    """The chosen stages; the usual ones are not offered where their first service is not in the data."""
    has_usual = DEFAULT_STAGES[0].services[0] in board.choices.services
    chosen = st.selectbox(
        say("journeys.stages"),
        tuple(one for one in _Path if has_usual or one is not _Path.USUAL),
        format_func=lambda one: say(f"journeys.stages.{one}"),
        key="vaiheet",
        bind="query-params",
    )
    if chosen == _Path.USUAL:
        return DEFAULT_STAGES
    to_aim = f"{board.service}>{'|'.join(_aims(board))}@{_AIM_WINDOW_DAYS}"
    if chosen == _Path.FOCUS:
        return parse_stages(to_aim)
    text = st.text_input(say("journeys.stages.text"), help=say("journeys.stages.help"), key="omat_vaiheet")
    return parse_stages(text or to_aim)


def _aims(board: Board) -> tuple[str, ...]:
    """What the path aims at: the outcomes that the data can show."""
    followed = board.figure("destinations").table.filter(pl.col("kind") == "outcome")
    return tuple(dict.fromkeys(followed["to"])) or DEFAULT_STAGES[-1].services
