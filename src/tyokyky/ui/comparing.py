"""Two groups side by side: which, of what, drawn with their intervals and with their differences in words."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

import polars as pl
import streamlit as st

from tyokyky.domain.figures import Figure
from tyokyky.domain.filters import Breakdown, Key
from tyokyky.domain.participation import GROUPS, Level, Measure
from tyokyky.domain.question import Options
from tyokyky.presentation import comparison, sentences
from tyokyky.presentation.charts import compare as chart
from tyokyky.ui.board import Board, plain
from tyokyky.ui.session import LANGUAGE, say
from tyokyky.ui.show import picture

_LIMITED: Final = {Key.MUNICIPALITY: ("municipality",), Key.YEAR: ("since", "until"), Key.EXPERIENCE: ()}
"""Limits of the page that a comparison chooses itself."""
_MONTHS: Final = (6, 12, 24, 36)
_USUAL_MONTH: Final = 12
_OF_EXITS: Final = (Key.YEAR.value, Key.MUNICIPALITY.value, *(f"{Measure.EXPERIENCE}:{level}" for level in Level))


class What(StrEnum):
    """What is compared; the name of its figure."""

    DESTINATIONS = "compare"
    MONTHS = "compare-months"


def two_groups(board: Board) -> None:
    """Asks what to compare and draws it."""
    title = say("compare.title")
    st.header(title, anchor=False)
    what = What(_one_of("compare.what", tuple(What), "vertailu"))
    by = Breakdown.parse(_by(what))
    pair = _pair(board, by)
    if pair is None:
        return
    without = ("service", *_LIMITED[by.key]) if what is What.MONTHS else _LIMITED[by.key]
    figure = board.figure(what, breakdown=by, options=Options(pair=pair), without=without)
    groups = _names(board, by, pair)
    values = dict(zip(("first", "second"), map(plain, groups), strict=True))
    st.markdown(say(f"compare.of.{what}", service=plain(board.names.of("service", board.service, LANGUAGE)), **values))
    board.finding(figure, what)
    _draw(board, figure, what, groups)
    board.below(figure, what, title=title)


def _draw(board: Board, figure: Figure, what: What, groups: tuple[str, str]) -> None:
    table = figure.table
    if what is What.MONTHS:
        table = table.filter(pl.col("month") == int(_one_of("compare.month", _MONTHS, "kuukausi", _USUAL_MONTH)))
    named = comparison.row_names(table.to_dicts(), board.names, LANGUAGE)
    lines = comparison.lines(table.to_dicts(), [plain(name) for name in named], LANGUAGE)
    shares = pl.max_horizontal("share_first", "share_second")
    drawn = table.filter(shares.is_not_null()).sort(shares, descending=True, maintain_order=True).to_dicts()
    if drawn:
        axis = say("chart.compare.axis" if what is What.DESTINATIONS else "chart.compare.axis.months")
        labels = comparison.row_names(drawn, board.names, LANGUAGE)
        picture(chart.compare(drawn, labels, groups, axis, LANGUAGE), what, say("chart.compare.alt"))
    st.markdown("\n".join(f"- {line}" for line in lines))


def _one_of(label: str, options: Sequence[str | int], key: str, default: str | int | None = None) -> str:
    """One of a few, kept in the link; said by its own text, a number as it is."""
    usual = options[0] if default is None else default
    chosen = st.segmented_control(
        say(label),
        options,
        default=usual,
        required=True,
        format_func=lambda one: str(one) if isinstance(one, int) else say(f"{label}.{one}"),
        key=key,
        bind="query-params",
    )
    return str(usual if chosen is None else chosen)


def _by(what: What) -> str:
    options = _OF_EXITS if what is What.DESTINATIONS else _OF_EXITS[:2]
    chosen: str = st.selectbox(
        say("compare.by"), options, format_func=_key, key=f"ryhmittely_{what}", bind="query-params"
    )
    return chosen


def _key(by_name: str) -> str:
    name = sentences.key_name(by_name, LANGUAGE)
    return name[:1].upper() + name[1:]


def _pair(board: Board, by: Breakdown) -> tuple[str, str] | None:
    """The two groups, or null with a word why there are none."""
    values, places = _values(board, by)
    if len(values) < 2:
        st.info(say("compare.few"))
        return None
    chosen: list[str] = []
    for column, side, place in zip(st.columns(2), ("first", "second"), places, strict=True):
        with column:
            one: str = st.selectbox(
                say(f"compare.{side}"),
                values,
                index=place,
                format_func=lambda value: _name(board, by, value),
                key=f"ryhma_{side}_{by.key}",
                bind="query-params",
            )
            chosen.append(one)
    if chosen[0] == chosen[1]:
        st.info(say("compare.same"))
        return None
    return chosen[0], chosen[1]


def _values(board: Board, by: Breakdown) -> tuple[Sequence[str], tuple[int, int]]:
    """The groups to choose from, and the places of the two that are chosen first; the newest year is often too new."""
    if by.measure is not None:
        return tuple(map(str, GROUPS[by.measure])), (0, 2)
    if by.key is Key.MUNICIPALITY:
        return board.choices.municipalities, (0, 1)
    years = board.choices.years[::-1]
    return years, (1, 2) if len(years) > 2 else (0, 1)


def _names(board: Board, by: Breakdown, pair: tuple[str, str]) -> tuple[str, str]:
    return _name(board, by, pair[0]), _name(board, by, pair[1])


def _name(board: Board, by: Breakdown, value: str) -> str:
    return sentences.value_name(by.name, value, board.names, LANGUAGE)
