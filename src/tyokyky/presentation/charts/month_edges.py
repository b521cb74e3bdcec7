"""What stands at the edges of a picture of months: those that are not followed yet, and words above a day."""

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from tyokyky.domain.figures import State
from tyokyky.presentation import palette, texts


def shade_open_months(picture: go.Figure, rows: Sequence[Mapping[str, Any]], language: str) -> None:
    """Shades the months whose exits are still in the window, to the right edge, and says so. The axis has its range."""
    open_months = [row["month"] for row in rows if row["state"] == State.NOT_YET]
    if open_months:
        shade = palette.see_through(palette.STILL_IN_WINDOW, 0.18)
        right = picture.layout.xaxis.range[1]
        picture.add_vrect(x0=min(open_months), x1=right, fillcolor=shade, line_width=0, layer="below")
        note(picture, right, texts.say("chart.control.not_yet", language=language), "right")


def note(picture: go.Figure, x: object, words: str, anchor: str, row: int = 0) -> None:
    """Words above the picture at a day; `row` counts upwards, so that two notes do not lie over each other."""
    picture.add_annotation(
        x=x,
        y=1,
        yref="paper",
        yshift=2 + 18 * row,
        text=words,
        showarrow=False,
        xanchor=anchor,
        yanchor="bottom",
        font={"size": 12, "color": palette.QUIET_INK},
    )
