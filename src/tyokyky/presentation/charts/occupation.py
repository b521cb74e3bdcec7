"""Where people are as months pass: stacked shares, one piece a state, named where they stand."""

from typing import Final

import plotly.graph_objects as go
import polars as pl

from tyokyky.domain.figures import Figure
from tyokyky.domain.occupation import NEUTRAL_STATE, NO_SERVICE_STATE
from tyokyky.presentation import numbers, palette, sentences, texts
from tyokyky.presentation.charts.layout import on_paper, short
from tyokyky.presentation.sentences import Names
from tyokyky.presentation.tables import count_or_withheld
from tyokyky.presentation.texts import DEFAULT_LANGUAGE

_HEIGHT_PIXELS: Final = 560
_WIDEST_NAME: Final = 34


def occupation(figure: Figure, names: Names, language: str = DEFAULT_LANGUAGE) -> go.Figure:
    """Shares of each month stacked to a whole: outcomes at the bottom, those in no service on top.

    A withheld share leaves its room empty and the legend says what empty room is. Months in which nobody is observable
    are shaded and named.
    """
    months = figure.table["month"].unique(maintain_order=True).to_list()
    picture = go.Figure()
    states = [state for state in figure.table["state"].unique(maintain_order=True) if _is_ever_shown(figure, state)]
    for place, state in enumerate(states):
        _add_state(picture, figure, state, place, names, language)
    on_paper(picture, _HEIGHT_PIXELS)
    _axes(picture, months, language)
    _shade_unknown(picture, figure, months, language)
    legend = {"orientation": "h", "x": 0, "y": -0.14, "yanchor": "top", "font": {"size": 13}, "traceorder": "normal"}
    picture.update_layout(barmode="stack", bargap=0.06, showlegend=True, legend=legend, margin={"b": 190, "l": 74})
    return picture


def _is_ever_shown(figure: Figure, state: str) -> bool:
    return bool((figure.table.filter(pl.col("state") == state)["share"].fill_null(0) > 0).any())


def _add_state(picture: go.Figure, figure: Figure, state: str, place: int, names: Names, language: str) -> None:
    rows = figure.table.filter(pl.col("state") == state).to_dicts()
    name = sentences.place_name(state, names, language)
    is_beside = state in (NO_SERVICE_STATE, NEUTRAL_STATE)
    picture.add_bar(
        name=short(name, _WIDEST_NAME),
        x=[_place(row["month"], language) for row in rows],
        y=[row["share"] for row in rows],
        marker={
            "color": _colour(state, figure.table.schema["month"] == pl.Int64),
            "pattern": {
                "shape": "" if is_beside else palette.PATTERNS[place % len(palette.PATTERNS)],
                "fillmode": "overlay",
                "fgcolor": palette.PAPER,
                "size": 6,
                "solidity": 0.2,
            },
            "line": {"color": palette.PAPER, "width": 0.5},
        },
        hovertext=[
            texts.say(
                "chart.occupation.point",
                {
                    "name": name,
                    "month": _place(row["month"], language),
                    "share": numbers.share_text(row["share"], language) if row["share"] is not None else "",
                    "count": count_or_withheld(row["n"], language),
                },
                language=language,
            )
            for row in rows
        ],
        hoverinfo="text",
    )


def _colour(state: str, is_path: bool) -> str:
    """Red is for those whose path has begun and who are nowhere; in a calendar month many have not begun yet."""
    if state == NO_SERVICE_STATE:
        return palette.FALL if is_path else palette.OTHERS
    return palette.NEUTRAL if state == NEUTRAL_STATE else palette.service_colour(state)


def _place(month: int | str, language: str) -> str:
    return sentences.month_name(month, language)


def _axes(picture: go.Figure, months: list[int | str], language: str) -> None:
    every = 6 if len(months) <= 48 else 12
    words = [_place(month, language) for month in months]
    key = "path" if months and isinstance(months[0], int) else "calendar"
    title = {"font": {"color": palette.QUIET_INK, "size": 13}, "standoff": 8}
    picture.update_xaxes(
        type="category",
        categoryorder="array",
        categoryarray=words,
        tickvals=words[::every],
        tickangle=0,
        showgrid=False,
        title={**title, "text": texts.say(f"chart.occupation.axis.{key}", language=language)},
    )
    steps = (0, 0.25, 0.5, 0.75, 1)
    picture.update_yaxes(
        range=[0, 1],
        tickvals=list(steps),
        ticktext=[f"{round(step * 100)}\N{NO-BREAK SPACE}%" for step in steps],
        title={**title, "text": texts.say("chart.occupation.axis.share", language=language)},
    )


def _shade_unknown(picture: go.Figure, figure: Figure, months: list[int | str], language: str) -> None:
    known = set(figure.table.filter(pl.col("observable").is_null() | (pl.col("observable") > 0))["month"])
    unknown = [place for place, month in enumerate(months) if month not in known]
    if unknown:
        start, end = unknown[0] - 0.5, len(months) - 0.5
        picture.add_vrect(x0=start, x1=end, fillcolor=palette.GRID, line_width=0, layer="below")
        where = {"x": (start + end) / 2, "y": 0.5, "textangle": -90, "font": {"color": palette.QUIET_INK}}
        picture.add_annotation(text=texts.say("chart.occupation.unknown", language=language), showarrow=False, **where)
