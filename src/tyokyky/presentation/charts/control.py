"""Drop-off month by month: points, centre, limits and named signals; and where the data begin and end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Final

import plotly.graph_objects as go

from tyokyky.domain.figures import Figure, State
from tyokyky.presentation import numbers, palette, sentences, texts
from tyokyky.presentation.charts.layout import on_paper, share_axis
from tyokyky.presentation.charts.month_edges import note, shade_open_months
from tyokyky.presentation.texts import DEFAULT_LANGUAGE

Row = Mapping[str, Any]
_HEIGHT_PIXELS: Final = 400
_MONTHS_OF_TICKS: Final = "M12"
_HIDDEN_AT: Final = 0.0


@dataclass(frozen=True)
class Marks:
    """What stands on the chart beside its figure: the target, and the first day of complete data."""

    target_share: float | None = None
    covered_from: date | None = None


def control(figure: Figure, rows: Sequence[Row], marks: Marks, language: str = DEFAULT_LANGUAGE) -> go.Figure:
    """One joint's control chart from its rows of `trend`; a withheld month is an open mark on the axis."""
    picture = go.Figure()
    _limits(picture, rows)
    _points(picture, rows, language)
    _withheld(picture, rows, language)
    on_paper(picture, _HEIGHT_PIXELS)
    _axes(picture, figure, rows, marks, language)
    _edges(picture, rows, marks, language)
    _named_lines(picture, rows, marks, language)
    _named_signals(picture, rows, language)
    return picture


def _limits(picture: go.Figure, rows: Sequence[Row]) -> None:
    """Centre and limits, broken where a change begins a new phase."""
    for phase in dict.fromkeys(row["phase"] for row in rows):
        own = [row for row in rows if row["phase"] == phase]
        months = [row["month"] for row in own]
        for name in ("lower_limit", "upper_limit"):
            line = {"color": palette.QUIET_INK, "width": 1.5, "dash": "dash", "shape": "hvh"}
            values = [row[name] for row in own]
            picture.add_scatter(x=months, y=values, mode="lines", line=line, hoverinfo="skip", name=name)
        centre = [row["centre"] for row in own]
        line = {"color": palette.QUIET_INK, "width": 2}
        picture.add_scatter(
            x=months, y=centre, mode="lines", line=line, hoverinfo="skip", name="centre", connectgaps=True
        )


def _points(picture: go.Figure, rows: Sequence[Row], language: str) -> None:
    looks = [palette.SIGNAL_LOOK[row["direction"]] for row in rows]
    picture.add_scatter(
        x=[row["month"] for row in rows],
        y=[row["drop_off"] for row in rows],
        mode="lines+markers",
        line={"color": palette.see_through(palette.NEUTRAL, 0.5), "width": 1},
        marker={
            "color": [colour for colour, _ in looks],
            "symbol": [symbol for _, symbol in looks],
            "size": [11 if row["signal"] else 7 for row in rows],
        },
        connectgaps=False,
        hovertext=[_spoken(row, language) for row in rows],
        hoverinfo="text",
        name="points",
    )


def _spoken(row: Row, language: str) -> str:
    if row["drop_off"] is None:
        return ""
    values = {
        "month": sentences.month_name(row["month"].isoformat(), language),
        "share": numbers.share_text(row["drop_off"], language),
        "count": numbers.count_text(row["exits"], language),
    }
    lines = [texts.say("chart.control.point", values, language=language)]
    if row["signal"]:
        lines.append(_signal_words(row, language))
    return "<br>".join(lines)


def _signal_words(row: Row, language: str) -> str:
    values = {
        "direction": sentences.direction_name(row["direction"], language),
        "signal": sentences.signal_names(row["signal"], language),
    }
    return texts.say("chart.control.signal", values, language=language)


def _withheld(picture: go.Figure, rows: Sequence[Row], language: str) -> None:
    hidden = [row["month"] for row in rows if row["state"] == State.HIDDEN]
    picture.add_scatter(
        x=hidden,
        y=[_HIDDEN_AT] * len(hidden),
        mode="markers",
        marker={"symbol": "circle-open-dot", "size": 8, "color": palette.STILL_IN_WINDOW},
        hovertext=[
            texts.say(
                "chart.control.hidden",
                {"month": sentences.month_name(month.isoformat(), language)},
                language=language,
            )
            for month in hidden
        ],
        hoverinfo="text",
        name="hidden",
        cliponaxis=False,
    )


def _axes(picture: go.Figure, figure: Figure, rows: Sequence[Row], marks: Marks, language: str) -> None:
    shares = [row[name] for row in rows for name in ("drop_off", "upper_limit") if row[name] is not None]
    axis = share_axis(texts.say("chart.control.axis", language=language), max([*shares, marks.target_share or 0, 0.1]))
    picture.update_yaxes(automargin=True, **axis)
    last = figure.observed_until or rows[-1]["month"]
    first = min(rows[0]["month"], marks.covered_from or rows[0]["month"])
    picture.update_xaxes(type="date", dtick=_MONTHS_OF_TICKS, tickformat="%Y", range=[first, last], tickangle=0)
    picture.update_layout(margin={"t": 40, "r": 84})


def _edges(picture: go.Figure, rows: Sequence[Row], marks: Marks, language: str) -> None:
    """Months that are not followed yet, the first day of complete data, and dated changes."""
    shade_open_months(picture, rows, language)
    if marks.covered_from is not None:
        picture.add_vline(x=marks.covered_from, line={"color": palette.QUIET_INK, "width": 1})
        words = {"day": numbers.day_text(marks.covered_from, language)}
        note(picture, marks.covered_from, texts.say("chart.control.begins", words, language=language), "left")
    for before, row in pairwise(rows):
        if row["phase"] != before["phase"]:
            picture.add_vline(x=row["month"], line={"color": palette.INK, "width": 2, "dash": "dot"})
            note(picture, row["month"], row["phase"], "left", row=1)


def _named_lines(picture: go.Figure, rows: Sequence[Row], marks: Marks, language: str) -> None:
    charted = [row for row in rows if row["centre"] is not None]
    if charted:
        words = {"share": numbers.share_text(charted[-1]["centre"], language)}
        _beside(picture, charted[-1]["centre"], texts.say("chart.control.centre", words, language=language))
        limits = [row for row in charted if row["upper_limit"] is not None]
        _beside(picture, limits[-1]["upper_limit"], texts.say("chart.control.limits", language=language), above=True)
    if marks.target_share is not None:
        picture.add_hline(y=marks.target_share, line={"color": palette.OUTCOME, "width": 2, "dash": "dashdot"})
        words = {"share": numbers.share_text(marks.target_share, language)}
        _beside(picture, marks.target_share, texts.say("chart.control.target", words, language=language))


def _beside(picture: go.Figure, y: float, words: str, *, above: bool = False) -> None:
    """Words on two lines at the right end of a line; `above` it where another line may lie close by."""
    picture.add_annotation(
        x=1,
        xref="paper",
        xshift=4,
        y=y,
        text=words.replace(" ", "<br>", 1),
        align="left",
        showarrow=False,
        xanchor="left",
        yanchor="bottom" if above else "middle",
        yshift=12 if above else 0,
        font={"size": 12, "color": palette.QUIET_INK},
    )


def _named_signals(picture: go.Figure, rows: Sequence[Row], language: str) -> None:
    """What a signal says stands at its first point, once for each run of the same signal."""
    before = ""
    for row in (row for row in rows if row["drop_off"] is not None):
        name = f"{row['direction']}{row['signal'].split(';')[0]}"
        if row["signal"] and name != before:
            is_better = sentences.direction_name(row["direction"], language)
            colour, _ = palette.SIGNAL_LOOK[row["direction"]]
            picture.add_annotation(
                x=row["month"],
                y=row["drop_off"],
                text=is_better,
                showarrow=False,
                yshift=34,
                xanchor="left",
                font={"size": 13, "color": colour},
                bgcolor=palette.see_through(palette.PAPER, 0.85),
            )
        before = name if row["signal"] else ""
