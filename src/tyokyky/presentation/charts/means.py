"""Means of answers as dots with intervals: one block per level, a row for each who is told apart."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import plotly.graph_objects as go
import polars as pl

from tyokyky.domain.figures import Figure
from tyokyky.domain.participation import Level, Plane
from tyokyky.presentation import numbers, palette, sentences, texts
from tyokyky.presentation.charts.layout import counted, on_paper
from tyokyky.presentation.sentences import Names
from tyokyky.presentation.states import state_of, state_text
from tyokyky.presentation.tables import count_or_withheld
from tyokyky.presentation.texts import DEFAULT_LANGUAGE

Row = Mapping[str, Any]
_HEADING_ROWS: Final = 1.15
_GAP_ROWS: Final = 0.5
_PIXELS_PER_ROW: Final = 26


def means(
    figure: Figure,
    by_name: str,
    quarter: str | None,
    names: Names,
    plane: Plane = Plane.OWN,
    language: str = DEFAULT_LANGUAGE,
) -> go.Figure:
    """What is said, on a scale from 0 to 1: in one quarter, or where the figure has none, in its whole time.

    A row without a mean says why.

    Values that nobody ever used on this plane have no row; a value keeps its look on every plane.
    """
    of_plane = figure.table.filter(pl.col("plane") == plane.value)
    used = set(of_plane.filter(pl.col("responses").is_null() | (pl.col("responses") > 0))[by_name])
    rows = (of_plane if quarter is None else of_plane.filter(pl.col("quarter") == quarter)).to_dicts()
    values = list(dict.fromkeys(figure.table[by_name].to_list()))
    picture = go.Figure()
    ticks: list[tuple[float, str]] = []
    place = 0.0
    for level in Level:
        of_level = {row[by_name]: row for row in rows if row["level"] == level}
        _heading(picture, place, texts.say(f"level.{level}", language=language))
        place += _HEADING_ROWS
        for number, value in enumerate(values):
            if value not in used:
                continue
            row = of_level.get(value, {"responses": 0, "mean": None})
            name = sentences.value_name(by_name, value, names, language)
            ticks.append((place, f"{name}{counted(row['responses'], language)}"))
            _dot(picture, place, row, name, palette.ANSWER_LOOK[number % len(palette.ANSWER_LOOK)], language)
            place += 1
        place += _GAP_ROWS
    return _framed(picture, ticks, place, language)


def score_axis(title: str, language: str = DEFAULT_LANGUAGE) -> dict[str, Any]:
    """The scale of scaled answers: 0 to 1 by quarters."""
    ticks = [0, 0.25, 0.5, 0.75, 1]
    return {
        "title": {"text": title, "font": {"size": 13, "color": palette.QUIET_INK}, "standoff": 10},
        "range": [0, 1.02],
        "tickvals": ticks,
        "ticktext": [numbers.decimal_text(tick, language, 2) for tick in ticks],
        "tickangle": 0,
    }


def _framed(picture: go.Figure, ticks: Sequence[tuple[float, str]], end: float, language: str) -> go.Figure:
    on_paper(picture, round(76 + end * _PIXELS_PER_ROW))
    picture.update_xaxes(score_axis(texts.say("chart.mean.axis", language=language), language))
    picture.update_yaxes(
        tickvals=[at for at, _ in ticks],
        ticktext=[label for _, label in ticks],
        range=[end, -0.7],
        showgrid=False,
        automargin=True,
    )
    return picture


def _heading(picture: go.Figure, place: float, words: str) -> None:
    text, font = f"<b>{words[:1].upper()}{words[1:]}</b>", {"size": 14, "color": palette.INK}
    picture.add_annotation(xref="x domain", x=0, y=place, text=text, showarrow=False, xanchor="left", font=font)


def _dot(picture: go.Figure, place: float, row: Row, name: str, look: tuple[str, str], language: str) -> None:
    colour, mark = look
    if row["mean"] is None:
        words, font = state_text(state_of(row), language), {"size": 12, "color": palette.QUIET_INK}
        picture.add_annotation(x=0, y=place, text=words, showarrow=False, xanchor="left", font=font)
        return
    if row["lower"] is not None and row["upper"] is not None:
        line = {"color": palette.see_through(colour, 0.5), "width": 3.5}
        picture.add_scatter(x=[row["lower"], row["upper"]], y=[place, place], mode="lines", line=line, hoverinfo="skip")
    picture.add_scatter(
        x=[row["mean"]],
        y=[place],
        mode="markers",
        marker={"size": 11, "color": colour, "symbol": mark},
        hovertext=[spoken(name, row, language)],
        hoverinfo="text",
    )


def spoken(name: str, row: Row, language: str) -> str:
    """A mean as a hover says it."""
    values = {"name": name, "count": count_or_withheld(row["responses"], language)}
    values["mean"] = numbers.decimal_text(row["mean"], language, 2)
    for end in ("lower", "upper"):
        values[end] = "" if row[end] is None else numbers.decimal_text(row[end], language, 2)
    return texts.say("chart.mean.point", values, language=language)
