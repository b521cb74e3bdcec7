"""What all pictures share: paper, ink, letters, and labels that fit."""

import re
import textwrap
from collections.abc import Sequence
from typing import Any, Final

import plotly.graph_objects as go

from tyokyky.presentation import numbers, palette

Picture = go.Figure
"""What every chart function gives: those who only show it need not know who draws."""

FONT: Final = '"Source Sans", "Source Sans 3", system-ui, sans-serif'
ROW_HEIGHT_PIXELS: Final = 34
LABELLED_ROW_HEIGHT_PIXELS: Final = 50
WIDEST_LABEL: Final = 30
_IN_BRACKETS: Final = re.compile(r"(?<=\w) \([^)]*\)")
PICTURE_CONFIG: Final[dict[str, Any]] = {
    "displaylogo": False,
    "displayModeBar": False,
    "scrollZoom": False,
    "responsive": True,
}


def on_paper(picture: go.Figure, height_pixels: int) -> go.Figure:
    """The picture in the common look: white, calm grid, no legend box, one family of letters."""
    picture.update_layout(
        template="none",
        height=height_pixels,
        margin={"l": 20, "r": 20, "t": 8, "b": 44},
        paper_bgcolor=palette.PAPER,
        plot_bgcolor=palette.PAPER,
        font={"family": FONT, "size": 14, "color": palette.INK},
        separators=", ",
        showlegend=False,
        hoverlabel={
            "bgcolor": palette.PAPER,
            "bordercolor": palette.QUIET_INK,
            "font": {"color": palette.INK, "size": 14},
        },
        dragmode=False,
    )
    calm = {"zeroline": False, "gridcolor": palette.GRID, "linecolor": palette.GRID, "fixedrange": True}
    # Whole numbers as they are written in Finnish and Swedish, never "50k".
    axis = {**calm, "separatethousands": True, "exponentformat": "none"}
    picture.update_xaxes(**axis)
    picture.update_yaxes(**axis)
    return picture


def share_axis(title: str, largest: float, most_steps: int = 5) -> dict[str, Any]:
    """An axis of shares from zero to a round end just above the largest, with Finnish percentages."""
    step = next(step for step in (0.05, 0.1, 0.2, 0.25, 0.5) if largest / step <= most_steps or step == 0.5)
    end = min(1.0, (int(largest / step) + 1) * step)
    ticks = [step * i for i in range(round(end / step) + 1)]
    return {
        "title": {"text": title, "font": {"size": 13, "color": palette.QUIET_INK}, "standoff": 10},
        "range": [0, end],
        "tickvals": ticks,
        "tickangle": 0,
        "ticktext": [f"{round(tick * 100)}\N{NO-BREAK SPACE}%" for tick in ticks],
    }


def short(label: str, width: int = WIDEST_LABEL) -> str:
    """A label on one line: without what stands in brackets after a word; cut if still too long."""
    return textwrap.shorten(_IN_BRACKETS.sub("", label), width, placeholder=" …").replace(", …", " …")


def counted(count: int | None, language: str) -> str:
    """What a label says of its base after the name, smaller: `n = 123`; nothing where it is withheld."""
    if count is None:
        return ""
    return f"  <span style='color:{palette.QUIET_INK};font-size:12px'>n = {numbers.count_text(count, language)}</span>"


def label_above(picture: go.Figure, words: Sequence[str]) -> None:
    """Long names stand above their dots: on a narrow screen the picture keeps its whole width."""
    for place, text in enumerate(words):
        where = {"xref": "paper", "x": 0, "xanchor": "left", "y": place - 0.26, "yanchor": "bottom"}
        picture.add_annotation(text=text, showarrow=False, bgcolor=palette.see_through(palette.PAPER, 0.8), **where)
    lines = {"tickvals": list(range(len(words))), "showticklabels": False, "showgrid": True}
    picture.update_yaxes(range=[len(words) - 0.5, -0.85], **lines)
