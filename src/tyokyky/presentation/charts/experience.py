"""Clients' experience quarter by quarter with the limits of chance: each level in a panel of its own."""

from typing import Any

import plotly.graph_objects as go
import polars as pl

from tyokyky.domain.figures import Figure
from tyokyky.domain.participation import Level
from tyokyky.presentation import numbers, palette, sentences, texts
from tyokyky.presentation.charts.layout import on_paper
from tyokyky.presentation.charts.quarters import PANEL_PIXELS, panel, time_axis
from tyokyky.presentation.texts import DEFAULT_LANGUAGE


def experience(figure: Figure, language: str = DEFAULT_LANGUAGE) -> go.Figure:
    """XmR chart of each level; a quarter without a mean is a gap."""
    quarters = sorted(figure.table["quarter"].unique().to_list())
    picture = go.Figure()
    for number, level in enumerate(Level):
        rows = {row["quarter"]: row for row in figure.table.filter(pl.col("level") == level.value).to_dicts()}
        panel(picture, number, texts.say(f"level.{level}", language=language), language)
        _level(picture, number, quarters, [rows.get(quarter) for quarter in quarters], language)
    on_paper(picture, 40 + PANEL_PIXELS * len(Level))
    picture.update_layout(margin={"l": 40})
    time_axis(picture, quarters, language)
    for number in range(len(Level)):
        picture.update_layout({f"xaxis{number + 1}": {"showticklabels": number == len(Level) - 1}})
    return picture


def _level(
    picture: go.Figure, number: int, quarters: list[str], rows: list[dict[str, Any] | None], language: str
) -> None:
    axes = {"xaxis": f"x{number + 1}", "yaxis": f"y{number + 1}"}
    for name, dash in (("lower_limit", "dash"), ("upper_limit", "dash"), ("mean_centre", "solid")):
        line = {"color": palette.QUIET_INK, "width": 1.5, "dash": dash}
        ends = [row[name] if row else None for row in rows]
        picture.add_scatter(x=quarters, y=ends, mode="lines", line=line, hoverinfo="skip", name=name, **axes)
    looks = [palette.SIGNAL_LOOK[row["direction"] if row else ""] for row in rows]
    picture.add_scatter(
        x=quarters,
        y=[row["mean"] if row else None for row in rows],
        mode="lines+markers",
        line={"color": palette.see_through(palette.NEUTRAL, 0.5), "width": 1},
        marker={
            "color": [look[0] for look in looks],
            "symbol": [look[1] for look in looks],
            "size": [11 if row and row["signal"] else 7 for row in rows],
        },
        hovertext=[_spoken(row, language) for row in rows],
        hoverinfo="text",
        connectgaps=False,
        name="points",
        **axes,
    )


def _spoken(row: dict[str, Any] | None, language: str) -> str:
    if row is None or row["mean"] is None:
        return ""
    values = {
        "month": sentences.quarter_name(row["quarter"], language),
        "share": numbers.decimal_text(row["mean"], language, 2),
        "count": numbers.count_text(row["responses"], language),
    }
    words = texts.say("chart.control.point", values, language=language)
    if not row["signal"]:
        return words
    named = sentences.direction_name(row["direction"], language), sentences.signal_names(row["signal"], language)
    return f"{words}<br>{': '.join(named)}"
