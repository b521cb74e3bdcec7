"""An action's joint month by month, with its level before and after the day on which the action began."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import plotly.graph_objects as go

from tyokyky.domain.figures import Figure, State
from tyokyky.presentation import numbers, palette, sentences, texts
from tyokyky.presentation.charts.layout import on_paper, share_axis
from tyokyky.presentation.charts.month_edges import note, shade_open_months
from tyokyky.presentation.texts import DEFAULT_LANGUAGE

Row = Mapping[str, Any]
_HEIGHT_PIXELS: Final = 340
_YEAR_MONTHS: Final = "M12"
_ROOM_SHARE: Final = 0.2
"""Part of the width that the name of a level takes."""


@dataclass(frozen=True)
class Side:
    """Days on one side of the action, and the drop-off of their exits (0–1; null where it is not told)."""

    first_on: date
    last_on: date
    share: float | None


def around(
    trend: Figure, begun_on: date, before: Side | None, after: Side | None, language: str = DEFAULT_LANGUAGE
) -> go.Figure:
    """Months of the figure `trend` of one joint; the level starts anew at the action's day.

    `before` and `after`: the days that the effect counts; neither while it is too early.
    """
    rows = [row for row in trend.table.to_dicts() if row["state"] != State.NOT_LINKED]
    picture = go.Figure()
    _months(picture, [row for row in rows if row["drop_off"] is not None], language)
    on_paper(picture, _HEIGHT_PIXELS)
    _axes(picture, rows, begun_on, [one.share for one in (before, after) if one and one.share is not None], language)
    _edges(picture, rows, begun_on, language)
    for side, key in ((before, "before"), (after, "after")):
        if side is not None and side.share is not None:
            _level(picture, side, f"codev.effect.{key}", language)
    return picture


def _months(picture: go.Figure, known: Sequence[Row], language: str) -> None:
    words = [
        texts.say(
            "chart.control.point",
            {
                "month": sentences.month_name(row["month"].isoformat(), language),
                "share": numbers.share_text(row["drop_off"], language),
                "count": numbers.count_text(row["exits"], language),
            },
            language=language,
        )
        for row in known
    ]
    picture.add_scatter(
        x=[row["month"] for row in known],
        y=[row["drop_off"] for row in known],
        mode="lines+markers",
        line={"color": palette.see_through(palette.NEUTRAL, 0.5), "width": 1},
        marker={"color": palette.QUIET_INK, "size": 7},
        hovertext=words,
        hoverinfo="text",
        name="points",
    )


def _axes(picture: go.Figure, rows: Sequence[Row], begun_on: date, levels: list[float], language: str) -> None:
    largest = max([*(row["drop_off"] for row in rows if row["drop_off"] is not None), *levels, 0.1])
    picture.update_yaxes(automargin=True, **share_axis(texts.say("chart.control.axis", language=language), largest))
    months = [*(row["month"] for row in rows), begun_on]
    picture.update_xaxes(type="date", dtick=_YEAR_MONTHS, tickformat="%Y", range=[min(months), max(months)])
    picture.update_layout(margin={"t": 44, "r": 30})


def _edges(picture: go.Figure, rows: Sequence[Row], begun_on: date, language: str) -> None:
    """Months that are not followed yet, and the action's first day."""
    shade_open_months(picture, rows, language)
    picture.add_vline(x=begun_on, line={"color": palette.INK, "width": 2, "dash": "dot"})
    first, last = picture.layout.xaxis.range
    anchor = "right" if begun_on - first > last - begun_on else "left"
    words = {"day": numbers.day_text(begun_on, language)}
    note(picture, begun_on, texts.say("codev.effect.begun", words, language=language), anchor, row=1)


def _level(picture: go.Figure, side: Side, key: str, language: str) -> None:
    line = {"color": palette.INK, "width": 3}
    picture.add_scatter(
        x=[side.first_on, side.last_on], y=[side.share] * 2, mode="lines", line=line, hoverinfo="skip", name=key
    )
    # A level that begins near the right edge is named towards the left, where there is room.
    first, last = picture.layout.xaxis.range
    is_late = (last - side.first_on) / (last - first) < _ROOM_SHARE
    picture.add_annotation(
        x=side.last_on if is_late else side.first_on,
        y=side.share,
        text=texts.say(key, {"share": numbers.share_text(side.share or 0.0, language)}, language=language),
        showarrow=False,
        xanchor="right" if is_late else "left",
        yanchor="bottom",
        font={"size": 13, "color": palette.INK},
        bgcolor=palette.see_through(palette.PAPER, 0.85),
    )
