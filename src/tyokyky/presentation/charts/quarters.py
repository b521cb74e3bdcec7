"""What changes from quarter to quarter: the mean of each level in a panel of its own, and responses by channel."""

from typing import Any, Final

import plotly.graph_objects as go
import polars as pl

from tyokyky.domain.figures import Figure
from tyokyky.domain.participation import Level, Plane
from tyokyky.presentation import numbers, palette, sentences, texts
from tyokyky.presentation.charts.layout import on_paper
from tyokyky.presentation.charts.means import spoken
from tyokyky.presentation.sentences import Names
from tyokyky.presentation.tables import count_or_withheld
from tyokyky.presentation.texts import DEFAULT_LANGUAGE

PANEL_PIXELS: Final = 118
_PANEL_SHARE: Final = 0.72
_MOST_LABELS: Final = 4
_TICKS: Final = (0, 0.5, 1)


def trend(figure: Figure, language: str = DEFAULT_LANGUAGE) -> go.Figure:
    """Mean of each level by quarter with its interval; a quarter without a mean is a gap in the line."""
    own = figure.table.filter(pl.col("plane") == Plane.OWN.value)
    quarters = sorted(own["quarter"].unique().to_list())
    picture = go.Figure()
    for number, level in enumerate(Level):
        rows = {row["quarter"]: row for row in own.filter(pl.col("level") == level.value).to_dicts()}
        panel(picture, number, texts.say(f"level.{level}", language=language), language)
        _line(picture, number, quarters, rows, language)
    on_paper(picture, 40 + PANEL_PIXELS * len(Level))
    picture.update_layout(margin={"l": 40})
    time_axis(picture, quarters, language)
    for number in range(len(Level)):
        picture.update_layout({f"xaxis{number + 1}": {"showticklabels": number == len(Level) - 1}})
    return picture


def panel(picture: go.Figure, number: int, name: str, language: str) -> None:
    """One level's place, from the top down, its name above it."""
    bottom = 1 - (number + 1) / len(Level)
    top = bottom + _PANEL_SHARE / len(Level)
    axis = {
        "domain": [bottom, top],
        "range": [0, 1],
        "tickvals": _TICKS,
        "ticktext": [numbers.decimal_text(tick, language) for tick in _TICKS],
        "anchor": f"x{number + 1}",
    }
    picture.update_layout({f"yaxis{number + 1}": axis, f"xaxis{number + 1}": {"anchor": f"y{number + 1}"}})
    words = f"<b>{name[:1].upper()}{name[1:]}</b>"
    where = {"xref": "paper", "yref": "paper", "x": 0, "y": top, "xanchor": "left", "yanchor": "bottom"}
    picture.add_annotation(text=words, showarrow=False, font={"size": 14, "color": palette.INK}, **where)


def _line(picture: go.Figure, number: int, quarters: list[str], rows: dict[str, Any], language: str) -> None:
    colour = palette.ANSWER_LOOK[0][0]
    known = [rows.get(quarter) for quarter in quarters]
    axes = {"xaxis": f"x{number + 1}", "yaxis": f"y{number + 1}"}
    for quarter, row in zip(quarters, known, strict=True):
        if row and row["lower"] is not None and row["upper"] is not None:
            line = {"color": palette.see_through(colour, 0.4), "width": 4}
            ends = [row["lower"], row["upper"]]
            picture.add_scatter(x=[quarter] * 2, y=ends, mode="lines", line=line, hoverinfo="skip", **axes)
    hover = [
        spoken(sentences.quarter_name(row["quarter"], language), row, language)
        if row and row["mean"] is not None
        else ""
        for row in known
    ]
    picture.add_scatter(
        x=quarters,
        y=[row["mean"] if row else None for row in known],
        mode="lines+markers",
        line={"color": colour, "width": 2},
        marker={"size": 7, "color": colour},
        connectgaps=False,
        hovertext=hover,
        hoverinfo="text",
        **axes,
    )


def time_axis(picture: go.Figure, quarters: list[str], language: str) -> None:
    """Quarters in their order, a few of them named."""
    step = max(1, -(-len(quarters) // _MOST_LABELS))
    shown = quarters[::-1][::step][::-1]
    picture.update_xaxes(
        type="category",
        categoryorder="array",
        categoryarray=quarters,
        tickvals=shown,
        ticktext=[texts.say("quarter.short", {"year": q[:4], "quarter": q[-1]}, language=language) for q in shown],
        tickangle=0,
    )


def volume(figure: Figure, level: Level, names: Names, language: str = DEFAULT_LANGUAGE) -> go.Figure:
    """Responses on one level by quarter, one bar piece per channel; a withheld count is not drawn."""
    rows = figure.table.filter((pl.col("plane") == Plane.OWN.value) & (pl.col("level") == level.value))
    quarters = sorted(rows["quarter"].unique().to_list())
    picture = go.Figure()
    for number, channel in enumerate(figure.table["channel"].unique(maintain_order=True).to_list()):
        own = {row["quarter"]: row["responses"] for row in rows.filter(pl.col("channel") == channel).to_dicts()}
        name = sentences.value_name("channel", channel, names, language)
        colour, _ = palette.ANSWER_LOOK[number % len(palette.ANSWER_LOOK)]
        pattern = {"shape": palette.PATTERNS[number % len(palette.PATTERNS)], "fillmode": "overlay", "solidity": 0.2}
        pattern |= {"fgcolor": palette.PAPER, "size": 7}
        words = {"name": name}
        picture.add_bar(
            name=name,
            x=quarters,
            y=[own.get(quarter) for quarter in quarters],
            marker={"color": colour, "pattern": pattern, "line": {"color": palette.PAPER, "width": 1}},
            hovertext=[
                texts.say("chart.volume.point", {**words, "count": count_or_withheld(own.get(quarter, 0), language)})
                for quarter in quarters
            ],
            hoverinfo="text",
        )
    on_paper(picture, 340)
    time_axis(picture, quarters, language)
    title = {"text": texts.say("column.responses", language=language), "font": {"color": palette.QUIET_INK, "size": 13}}
    picture.update_yaxes(rangemode="tozero", title=title, automargin=True)
    legend = {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "font": {"size": 13}, "traceorder": "normal"}
    picture.update_layout(barmode="stack", showlegend=True, legend=legend, margin={"t": 40}, bargap=0.25)
    return picture
