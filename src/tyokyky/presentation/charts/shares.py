"""Shares of the five levels side by side: groups of exits as bars, and who answered as a grid of numbers."""

import textwrap
from collections.abc import Sequence
from typing import Final

import plotly.graph_objects as go
import polars as pl

from tyokyky.domain.figures import Figure, State
from tyokyky.domain.participation import GROUPS, Level, Measure, Plane
from tyokyky.presentation import numbers, palette, sentences, texts
from tyokyky.presentation.charts.layout import on_paper
from tyokyky.presentation.sentences import Names
from tyokyky.presentation.states import state_text
from tyokyky.presentation.tables import count_or_withheld
from tyokyky.presentation.texts import DEFAULT_LANGUAGE

_BAR_PIXELS: Final = 52
_ROW_PIXELS: Final = 36
_WIDEST_NAME: Final = 22
_SHADES: Final = ((0, "#f3f7f9"), (1, palette.DARKEST_SHADE))


def groups(figure: Figure, measure: Measure, language: str = DEFAULT_LANGUAGE) -> go.Figure:
    """How the exits of one service divide into groups on each level; silence is the last piece of every bar."""
    rows = {(row["level"], row["group"]): row["exits"] for row in figure.table.to_dicts() if row["measure"] == measure}
    levels = [*Level]
    picture = go.Figure()
    for group in GROUPS[measure]:
        counts = [rows.get((level, group)) for level in levels]
        name = texts.say(f"group.{group}", language=language)
        colour, shape = palette.GROUP_BARS[group]
        picture.add_bar(
            name=name,
            orientation="h",
            y=[texts.say(f"level.{level}", language=language).capitalize() for level in levels],
            x=counts,
            marker={
                "color": colour,
                "pattern": {
                    "shape": shape,
                    "fillmode": "overlay",
                    "fgcolor": palette.PAPER,
                    "size": 7,
                    "solidity": 0.2,
                },
                "line": {"color": palette.PAPER, "width": 1},
            },
            hovertext=[f"{name}: {count_or_withheld(count, language)}" for count in counts],
            hoverinfo="text",
        )
    on_paper(picture, 90 + _BAR_PIXELS * len(levels))
    picture.update_yaxes(autorange="reversed", automargin=True, showgrid=False)
    title = {"text": texts.say("column.exits", language=language), "font": {"color": palette.QUIET_INK, "size": 13}}
    picture.update_xaxes(title=title, rangemode="tozero", nticks=5)
    legend = {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "font": {"size": 13}, "traceorder": "normal"}
    picture.update_layout(barmode="stack", showlegend=True, legend=legend, margin={"t": 56})
    return picture


def silence(figure: Figure, by_name: str, quarter: str, names: Names, language: str = DEFAULT_LANGUAGE) -> go.Figure:
    """Response share of every place and level in one quarter, as numbers on shades; what is withheld says so."""
    newest = figure.table.filter((pl.col("quarter") == quarter) & (pl.col("plane") == Plane.OWN.value))
    values = newest[by_name].unique(maintain_order=True).to_list()
    shares = {(row[by_name], row["level"]): row["answered_share"] for row in newest.to_dicts()}
    grid = [[shares.get((value, level)) for level in Level] for value in values]
    largest = max((share for row in grid for share in row if share is not None), default=1.0) or 1.0
    picture = go.Figure(
        go.Heatmap(
            z=grid,
            zmin=0,
            zmax=largest,
            colorscale=[list(shade) for shade in _SHADES],
            showscale=False,
            xgap=3,
            ygap=3,
            hoverinfo="skip",
        )
    )
    for line, row in enumerate(grid):
        for column, share in enumerate(row):
            _number(picture, (column, line), share, language)
    _name_grid(picture, [sentences.value_name(by_name, value, names, language) for value in values], language)
    return picture


def _name_grid(picture: go.Figure, labels: Sequence[str], language: str) -> None:
    """Places on the left, on two lines where they are long; levels above, slanted so that they fit a narrow screen."""
    on_paper(picture, 90 + _ROW_PIXELS * max(2, len(labels)))
    levels = [texts.say(f"level.short.{level}", language=language) for level in Level]
    picture.update_xaxes(side="top", showgrid=False, tickvals=list(range(len(levels))), ticktext=levels, tickangle=-35)
    wrapped = ["<br>".join(textwrap.wrap(label, _WIDEST_NAME, max_lines=2, placeholder=" …")) for label in labels]
    picture.update_yaxes(autorange="reversed", automargin=True, showgrid=False)
    picture.update_yaxes(tickvals=list(range(len(labels))), ticktext=wrapped, tickfont={"size": 13})
    picture.update_layout(margin={"t": 70, "b": 10, "l": 4, "r": 44})


def _number(picture: go.Figure, where: tuple[int, int], share: float | None, language: str) -> None:
    words = numbers.share_text(share, language) if share is not None else _withheld_mark(language)
    font = {"size": 12, "color": palette.INK}
    picture.add_annotation(x=where[0], y=where[1], text=words, showarrow=False, font=font)


def _withheld_mark(language: str) -> str:
    """As few letters as fit a cell: the symbol of the state."""
    return state_text(State.HIDDEN, language).partition(" ")[0]
