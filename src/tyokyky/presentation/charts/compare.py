"""Two groups side by side: for every row two marks with their intervals, told apart by shape and place."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import plotly.graph_objects as go

from tyokyky.presentation import numbers, palette, texts
from tyokyky.presentation.charts.layout import label_above, on_paper, share_axis, short
from tyokyky.presentation.texts import DEFAULT_LANGUAGE

ROW_PIXELS: Final = 62
_LOOK: Final = {"first": ("#1f5a7a", "circle", 0.0), "second": ("#9a6b00", "diamond", 0.2)}
_WIDEST_NAME: Final = 48
Row = Mapping[str, Any]


def compare(
    rows: Sequence[Row],
    row_names: Sequence[str],
    groups: tuple[str, str],
    axis_title: str,
    language: str = DEFAULT_LANGUAGE,
) -> go.Figure:
    """A row for each name with the shares of both groups (`share_first`, `share_second`) and their intervals.

    A group whose share is withheld or missing has no mark there; the table says why.
    """
    picture = go.Figure()
    for side, name in zip(_LOOK, groups, strict=True):
        _marks(picture, rows, row_names, (side, name), language)
    largest = max((row[f"upper_{side}"] or 0.0 for row in rows for side in _LOOK), default=0.4)
    on_paper(picture, 118 + ROW_PIXELS * max(1, len(rows)))
    picture.update_xaxes(share_axis(axis_title, largest or 0.4))
    label_above(picture, [short(name, _WIDEST_NAME) for name in row_names])
    legend = {"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "font": {"size": 14}, "itemclick": False}
    return picture.update_layout(showlegend=True, legend={**legend, "itemdoubleclick": False}, margin={"t": 40})


def _marks(
    picture: go.Figure, rows: Sequence[Row], row_names: Sequence[str], group: tuple[str, str], language: str
) -> None:
    side, name = group
    colour, symbol, moved = _LOOK[side]
    known = [place for place, row in enumerate(rows) if row[f"share_{side}"] is not None]
    for place in known:
        ends = [rows[place][f"{end}_{side}"] for end in ("lower", "upper")]
        if None not in ends:
            line = {"color": colour, "width": 4}
            picture.add_scatter(
                x=ends,
                y=[place + moved] * 2,
                mode="lines",
                line=line,
                opacity=0.45,
                hoverinfo="skip",
                showlegend=False,
            )
    picture.add_scatter(
        name=texts.say(f"compare.legend.{side}", {"name": name}, language=language),
        x=[rows[place][f"share_{side}"] for place in known],
        y=[place + moved for place in known],
        mode="markers",
        marker={"size": 12, "symbol": symbol, "color": colour, "line": {"width": 1.5, "color": palette.PAPER}},
        hovertext=[_spoken(rows[place], row_names[place], group, language) for place in known],
        hoverinfo="text",
    )


def _spoken(row: Row, row_name: str, group: tuple[str, str], language: str) -> str:
    side, name = group
    values = {"name": row_name, "group": name, "share": numbers.share_text(row[f"share_{side}"], language)}
    for end in ("lower", "upper"):
        value = row[f"{end}_{side}"]
        values[end] = numbers.share_text(value, language) if value is not None else ""
    return texts.say("chart.compare.point", values, language=language)
