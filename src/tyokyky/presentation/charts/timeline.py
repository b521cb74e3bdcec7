"""One path as a timeline: a lane for each service, bars for stays, marks for what happened."""

from typing import Any, Final

import plotly.graph_objects as go
import polars as pl

from tyokyky.domain.journeys import Handover
from tyokyky.presentation import one_path, palette, texts
from tyokyky.presentation.charts.layout import LABELLED_ROW_HEIGHT_PIXELS, on_paper, short
from tyokyky.presentation.sentences import Names
from tyokyky.presentation.texts import DEFAULT_LANGUAGE

_MARKS: Final = {
    "moment": (palette.QUIET_INK, "circle", 8),
    "critical": ("#8e4585", "diamond", 13),
    "missed": (palette.FALL, "x", 10),
    "answer": ("#1b7f79", "square", 11),
    "handover": (palette.INK, "triangle-right", 14),
    "referral": (palette.INK, "arrow-bar-right-open", 13),
}
_HEIGHT_BESIDE: Final = {
    "stay": 0.0,
    "moment": 0.0,
    "critical": 0.0,
    "missed": 0.0,
    "answer": -0.26,
    "handover": 0.26,
    "referral": 0.26,
}


def timeline(events: pl.DataFrame, names: Names, language: str = DEFAULT_LANGUAGE) -> go.Figure:
    """The events of one path (columns of `analysis.one_path`) by days since its start; a running stay is an arrow."""
    rows = events.to_dicts()
    lanes = list(dict.fromkeys(row["service_code"] for row in rows))
    picture = go.Figure()
    last_day = one_path.extent_days(events)[1]
    for row in rows:
        if row["event"] == "stay":
            _stay(picture, row, lanes.index(row["service_code"]), last_day, names, language)
    for mark in _MARKS:
        _marks(picture, [row for row in rows if _mark_of(row) == mark], mark, lanes, names, language)
    on_paper(picture, 130 + LABELLED_ROW_HEIGHT_PIXELS * max(1, len(lanes)))
    legend = {"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "itemclick": False, "itemdoubleclick": False}
    picture.update_layout(showlegend=True, legend=legend, margin={"t": 46})
    picture.update_xaxes(title={"text": texts.say("one_path.axis", language=language)}, tickformat="d")
    labels = [short(one_path.service_name(code, names, language)) for code in lanes]
    ticks = {"tickvals": list(range(len(lanes))), "ticktext": labels, "automargin": True}
    picture.update_yaxes(range=[len(lanes) - 0.4, -0.6], showgrid=False, **ticks)
    return picture


def _mark_of(row: dict[str, Any]) -> str:
    """How an event is marked; nobody handed on leaves no mark, and stands in the table alone."""
    if row["event"] == "handover":
        return "" if row["handover"] == Handover.NONE else "handover"
    if row["event"] != "moment":
        return str(row["event"])
    if row["attended"] in one_path.MISSED:
        return "missed"
    return "critical" if row["critical"] else "moment"


def _stay(picture: go.Figure, row: dict[str, Any], lane: int, last_day: int, names: Names, language: str) -> None:
    is_running = row["end_day"] is None
    end = max(last_day, row["start_day"]) if is_running else row["end_day"]
    colour = palette.service_colour(row["service_code"])
    name = one_path.service_name(row["service_code"], names, language)
    until = texts.say("one_path.running", language=language) if is_running else str(row["end_day"])
    picture.add_scatter(
        x=[row["start_day"], end],
        y=[lane, lane],
        mode="lines+markers",
        line={"color": palette.see_through(colour, 0.35), "width": 18},
        marker={"symbol": ["line-ns", "arrow-right" if is_running else "line-ns"], "size": 14, "color": colour,
                "line": {"width": 2, "color": colour}},
        hovertext=f"{name}: {row['start_day']}–{until}",
        hoverinfo="text",
        showlegend=False,
    )  # fmt: skip


def _marks(
    picture: go.Figure, rows: list[dict[str, Any]], mark: str, lanes: list[str | None], names: Names, language: str
) -> None:
    if not rows:
        return
    colour, symbol, size = _MARKS[mark]
    picture.add_scatter(
        x=[row["start_day"] for row in rows],
        y=[lanes.index(row["service_code"]) + _HEIGHT_BESIDE[mark] for row in rows],
        mode="markers",
        marker={"color": colour, "symbol": symbol, "size": size, "line": {"width": 1, "color": palette.PAPER}},
        name=texts.say(f"one_path.mark.{mark}", language=language),
        hovertext=[f"{row['start_day']}: {one_path.what(row, names, language)}" for row in rows],
        hoverinfo="text",
    )
