"""The drop-off curve: the share without anything following, day by day, over those still followed."""

from typing import Any, Final

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from tyokyky.domain.figures import Figure
from tyokyky.presentation import numbers, palette, texts
from tyokyky.presentation.charts.layout import on_paper
from tyokyky.presentation.tables import count_or_withheld
from tyokyky.presentation.texts import DEFAULT_LANGUAGE

Row = dict[str, Any]
_STEP_DAYS: Final = 7
"""Staff see a point a week (privacy.md, Small numbers)."""


def curve(figure: Figure, drop_off: Row, language: str = DEFAULT_LANGUAGE) -> go.Figure:
    """The curve of one service with its interval; below, how many are still followed on each day.

    `drop_off` is the service's row of that figure: its estimate ends the curve on the window's last day, and its exits
    still in the window are named where their being followed stops. Days without an estimate are shaded and named.
    """
    rows = [row for row in figure.table.to_dicts() if row["service"] == drop_off["service"]]
    rows += _last_day(rows, drop_off, figure.filters.window_days)
    known = [row for row in rows if row["dropped_share"] is not None]
    picture = make_subplots(rows=2, cols=1, shared_xaxes=True, row_heights=[0.74, 0.26], vertical_spacing=0.06)
    colour = palette.service_colour(drop_off["service"])
    _band(picture, known, colour)
    _line(picture, known, colour, language)
    _followed(picture, rows, drop_off["still_in_window"], language)
    on_paper(picture, 430)
    _axes(picture, figure.filters.window_days, rows, language)
    if known and known[-1]["day"] + _STEP_DAYS <= figure.filters.window_days:
        _shade_unknown(picture, known[-1]["day"], figure.filters.window_days, language)
    return picture


def _last_day(rows: list[Row], drop_off: Row, window_days: int) -> list[Row]:
    if drop_off["drop_off"] is None or (rows and rows[-1]["day"] >= window_days):
        return []
    ends = {"lower": drop_off["lower"], "upper": drop_off["upper"], "at_risk": None}
    return [{"day": window_days, "dropped_share": drop_off["drop_off"], **ends}]


def _band(picture: go.Figure, known: list[Row], colour: str) -> None:
    inside = [row for row in known if row["lower"] is not None and row["upper"] is not None]
    days = [row["day"] for row in inside]
    picture.add_scatter(
        x=days + days[::-1],
        y=[row["upper"] for row in inside] + [row["lower"] for row in inside][::-1],
        fill="toself",
        fillcolor=palette.see_through(colour, 0.16),
        line={"width": 0},
        hoverinfo="skip",
        row=1,
        col=1,
    )


def _line(picture: go.Figure, known: list[Row], colour: str, language: str) -> None:
    picture.add_scatter(
        x=[row["day"] for row in known],
        y=[row["dropped_share"] for row in known],
        mode="lines+markers",
        line={"color": colour, "width": 2.5},
        marker={"size": 5},
        hovertext=[_spoken(row, language) for row in known],
        hoverinfo="text",
        row=1,
        col=1,
    )
    if known:
        last = known[-1]
        picture.add_annotation(
            x=last["day"],
            y=last["dropped_share"],
            text=f"<b>{numbers.share_text(last['dropped_share'], language)}</b>",
            showarrow=False,
            xanchor="right",
            yanchor="bottom",
            yshift=8,
            font={"color": palette.FALL, "size": 17},
            row=1,
            col=1,
        )


def _spoken(row: Row, language: str) -> str:
    days = texts.say("days", {"count": str(row["day"])}, row["day"], language)
    share = numbers.share_text(row["dropped_share"], language)
    count = count_or_withheld(row["at_risk"], language)
    return texts.say("chart.curve.point", {"day": days, "share": share, "count": count}, language=language)


def _followed(picture: go.Figure, rows: list[Row], still_in_window: int | None, language: str) -> None:
    followed = [row for row in rows if row["at_risk"] is not None]
    picture.add_scatter(
        x=[row["day"] for row in followed],
        y=[row["at_risk"] for row in followed],
        mode="lines",
        line={"color": palette.STILL_IN_WINDOW, "width": 1.5, "shape": "hv"},
        fill="tozeroy",
        fillcolor=palette.see_through(palette.STILL_IN_WINDOW, 0.22),
        hoverinfo="skip",
        row=2,
        col=1,
    )
    words = texts.say(
        "chart.curve.still_in_window", {"count": count_or_withheld(still_in_window, language)}, language=language
    )
    picture.add_annotation(
        xref="x domain",
        yref="y2 domain",
        x=1,
        y=1,
        text=words,
        showarrow=False,
        xanchor="right",
        yanchor="top",
        font={"color": palette.QUIET_INK, "size": 13},
    )


def _axes(picture: go.Figure, window_days: int, rows: list[Row], language: str) -> None:
    quiet = {"size": 13, "color": palette.QUIET_INK}
    ticks = [day for day in (0, 14, 30, 60, 90, 120, 180, 270, 365) if day <= window_days]
    if window_days > 90:
        ticks = [day for day in ticks if day != 14]
    picture.update_xaxes(range=[0, window_days], tickvals=ticks)
    title = {"text": texts.say("chart.curve.day", language=language), "font": quiet, "standoff": 8}
    picture.update_xaxes(title=title, row=2, col=1)
    shares = [0, 0.25, 0.5, 0.75, 1]
    picture.update_yaxes(
        range=[0, 1.03],
        tickvals=shares,
        ticktext=[f"{round(share * 100)}\N{NO-BREAK SPACE}%" for share in shares],
        title={"text": texts.say("chart.curve.axis", language=language), "font": quiet},
        automargin=True,
        row=1,
        col=1,
    )
    most = max((row["at_risk"] or 0 for row in rows), default=0)
    picture.update_yaxes(
        range=[0, most * 1.25 or 1],
        tickvals=[0, most],
        ticktext=["0", numbers.count_text(most, language)],
        title={"text": texts.say("chart.curve.at_risk", language=language).replace(" ", "<br>"), "font": quiet},
        automargin=True,
        row=2,
        col=1,
    )


def _shade_unknown(picture: go.Figure, from_day: int, to_day: int, language: str) -> None:
    picture.add_vrect(x0=from_day, x1=to_day, fillcolor=palette.GRID, opacity=0.5, line_width=0, layer="below")
    picture.add_annotation(
        xref="x",
        yref="y domain",
        x=(from_day + to_day) / 2,
        y=0.5,
        text=texts.say("chart.curve.not_observed", language=language),
        showarrow=False,
        font={"color": palette.QUIET_INK, "size": 13},
    )
