"""Units of one service against the limits of their funnel: never in the order of their values."""

from collections.abc import Mapping
from typing import Any, Final

import plotly.graph_objects as go

from tyokyky.domain.figures import Figure
from tyokyky.presentation import numbers, palette, sentences, texts
from tyokyky.presentation.charts.layout import on_paper, share_axis, short
from tyokyky.presentation.sentences import Names
from tyokyky.presentation.tables import count_or_withheld
from tyokyky.presentation.texts import DEFAULT_LANGUAGE

Row = Mapping[str, Any]
_HEIGHT_PIXELS: Final = 400
_LOOK: Final = {"": ("#546a7b", "circle"), "95": ("#9a6b00", "diamond"), "998": ("#1d2a32", "square")}
_LINES: Final = {"95": ("dot", 1.5), "998": ("dash", 1.5)}


def funnel(figure: Figure, names: Names, language: str = DEFAULT_LANGUAGE) -> go.Figure:
    """Drop-off of each unit by its exits; limits as lines through the limits of the units."""
    known = [row for row in figure.table.to_dicts() if row["drop_off"] is not None and row["centre"] is not None]
    by_size = sorted(known, key=lambda row: (row["exits"], row["unit"]))
    picture = go.Figure()
    exits = [row["exits"] for row in by_size]
    for limit, (dash, width) in _LINES.items():
        look = {"width": width, "dash": dash, "shape": "spline", "smoothing": 0.6}
        for end in ("lower", "upper"):
            _line(picture, exits, [row[f"{end}_{limit}"] for row in by_size], f"{end}_{limit}", look)
    _line(picture, exits, [row["centre"] for row in by_size], "centre", {"width": 2})
    _units(picture, by_size, names, language)
    on_paper(picture, _HEIGHT_PIXELS)
    _axes(picture, by_size, language)
    return picture


def _line(picture: go.Figure, exits: list[int], ends: list[float], name: str, look: Mapping[str, Any]) -> None:
    """A line through the limits of the units; where all are of one size no line can be, so a stroke stands there."""
    is_line = len(set(exits)) > 1
    stroke = {"symbol": "line-ew", "size": 32, "line": {"color": palette.QUIET_INK, "width": look["width"]}}
    picture.add_scatter(
        x=exits,
        y=ends,
        mode="lines" if is_line else "markers",
        line={"color": palette.QUIET_INK, **look} if is_line else None,
        marker=None if is_line else stroke,
        hoverinfo="skip",
        name=name,
    )


def _units(picture: go.Figure, rows: list[dict[str, Any]], names: Names, language: str) -> None:
    looks = [_LOOK[row["outside"].partition("_")[2]] for row in rows]
    labels = [names.of("unit", row["unit"], language) for row in rows]
    picture.add_scatter(
        x=[row["exits"] for row in rows],
        y=[row["drop_off"] for row in rows],
        mode="markers+text",
        marker={"color": [look[0] for look in looks], "symbol": [look[1] for look in looks], "size": 11},
        text=[short(label) if row["outside"] else "" for label, row in zip(labels, rows, strict=True)],
        textposition="top center",
        textfont={"size": 12, "color": palette.INK},
        hovertext=[_spoken(label, row, language) for label, row in zip(labels, rows, strict=True)],
        hoverinfo="text",
        cliponaxis=False,
        name="units",
    )


def _spoken(label: str, row: Row, language: str) -> str:
    values = {
        "month": label,
        "share": numbers.share_text(row["drop_off"], language),
        "count": count_or_withheld(row["exits"], language),
    }
    return f"{texts.say('chart.control.point', values, language=language)}<br>{_place(row, language)}"


def _place(row: Row, language: str) -> str:
    return sentences.outside_name(row["outside"], language)


def _axes(picture: go.Figure, rows: list[dict[str, Any]], language: str) -> None:
    largest = max(max(row["drop_off"], row["upper_998"]) for row in rows)
    picture.update_yaxes(automargin=True, **share_axis(texts.say("chart.control.axis", language=language), largest))
    title = {"text": texts.say("chart.units.axis", language=language), "font": {"color": palette.QUIET_INK, "size": 13}}
    reach = max(row["exits"] for row in rows)
    picture.update_xaxes(title=title, range=[0, reach * 1.08])
    picture.update_layout(margin={"t": 24, "r": 92})
    last = rows[-1]
    for limit in _LINES:
        picture.add_annotation(
            x=1,
            xref="paper",
            xshift=4,
            y=last[f"upper_{limit}"],
            text=texts.say(f"chart.units.limit.{limit}", language=language),
            showarrow=False,
            # Limits that meet at large units: the wider stands above its line, the narrower below.
            yanchor="bottom" if limit == "998" else "top",
            xanchor="left",
            font={"size": 12, "color": palette.QUIET_INK},
        )
