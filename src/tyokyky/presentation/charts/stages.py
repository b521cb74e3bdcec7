"""How far along a path people come, and by which ways they come back: bars and dots with their numbers beside."""

from collections.abc import Mapping
from typing import Any, Final

import plotly.graph_objects as go
import polars as pl

from tyokyky.domain.figures import Figure
from tyokyky.presentation import numbers, palette, sentences, texts
from tyokyky.presentation.charts.layout import LABELLED_ROW_HEIGHT_PIXELS, on_paper, share_axis, short
from tyokyky.presentation.sentences import Names
from tyokyky.presentation.states import state_of, state_text
from tyokyky.presentation.tables import count_or_withheld
from tyokyky.presentation.texts import DEFAULT_LANGUAGE

_MOST_WAYS: Final = 12
_WIDEST_STAGE: Final = 84
_BAR_WIDTH: Final = 0.42
Row = Mapping[str, Any]


def funnel(figure: Figure, names: Names, language: str = DEFAULT_LANGUAGE) -> go.Figure:
    """A bar a stage: the share of those who set out for it that reached it, with its interval and its numbers."""
    rows = figure.table.to_dicts()
    places = list(range(len(rows)))
    picture = go.Figure()
    picture.add_bar(
        orientation="h",
        y=places,
        x=[row["share"] for row in rows],
        width=_BAR_WIDTH,
        marker={"color": [palette.service_colour(row["stage"].partition("|")[0]) for row in rows]},
        error_x=_interval(rows),
        hoverinfo="skip",
    )
    for place, row in enumerate(rows):
        _label(picture, place, f"<b>{place + 1}. {_numbers(row, language)}</b> · {_short_name(row, names, language)}")
    _lay_out(picture, len(rows))
    picture.update_xaxes(share_axis(texts.say("chart.funnel.axis", language=language), 0.999))
    return picture


def _short_name(row: Row, names: Names, language: str) -> str:
    """The stage's services without what stands in brackets; many of them end in dots, and the table has them whole."""
    services = [sentences.stage_name(code, names, language) for code in row["stage"].split("|")]
    width = _WIDEST_STAGE // len(services)
    return texts.say("stage.or", language=language).join(short(name, width) for name in services)


def _interval(rows: list[dict[str, Any]]) -> dict[str, Any]:
    def reach(row: Row, end: str) -> float:
        known = row[end] is not None and row["share"] is not None
        return abs(row[end] - row["share"]) if known else 0.0

    upper, lower = ([reach(row, end) for row in rows] for end in ("upper", "lower"))
    line = {"color": palette.INK, "thickness": 1.6, "width": 6}
    return {"type": "data", "symmetric": False, "array": upper, "arrayminus": lower, **line}


def _numbers(row: Row, language: str) -> str:
    share = row["share"]
    words = numbers.share_text(share, language) if share is not None else state_text(state_of(row), language)
    counts = {name: count_or_withheld(row[name], language) for name in ("reached", "entered")}
    return texts.say("chart.funnel.row", {"share": words, **counts}, language=language)


def bounces(figure: Figure, names: Names, language: str = DEFAULT_LANGUAGE) -> go.Figure:
    """The commonest ways back to the same service: a dot a way, largest share first; withheld ways are in the table."""
    known = figure.table.filter(pl.col("share").is_not_null() & (pl.col("n") > 0))
    rows = known.sort("share", descending=True, maintain_order=True).head(_MOST_WAYS).to_dicts()
    picture = go.Figure()
    for place, row in enumerate(rows):
        line = {"color": palette.GRID, "width": 3}
        picture.add_scatter(x=[0, row["share"]], y=[place, place], mode="lines", line=line, hoverinfo="skip")
    picture.add_scatter(
        x=[row["share"] for row in rows],
        y=list(range(len(rows))),
        mode="markers",
        marker={"size": 12, "color": [palette.service_colour(row["service"]) for row in rows]},
        hoverinfo="skip",
    )
    for place, row in enumerate(rows):
        words = {code: names.of("service", row[code], language) for code in ("service", "via")}
        counts = {"count": count_or_withheld(row["n"], language), "exits": count_or_withheld(row["exits"], language)}
        share = {"share": numbers.share_text(row["share"], language)}
        _label(picture, place, texts.say("chart.bounces.row", {**words, **counts, **share}, language=language))
    _lay_out(picture, len(rows))
    axis = texts.say("chart.bounces.axis", language=language)
    picture.update_xaxes(share_axis(axis, max((row["share"] for row in rows), default=0.1)))
    return picture


def _label(picture: go.Figure, place: int, words: str) -> None:
    where = {"xref": "paper", "x": 0, "xanchor": "left", "y": place - 0.26, "yanchor": "bottom"}
    picture.add_annotation(text=words, showarrow=False, bgcolor=palette.see_through(palette.PAPER, 0.8), **where)


def _lay_out(picture: go.Figure, row_count: int) -> None:
    on_paper(picture, 90 + (LABELLED_ROW_HEIGHT_PIXELS + 8) * max(1, row_count))
    picture.update_yaxes(range=[row_count - 0.5, -0.85], showticklabels=False, showgrid=False)
