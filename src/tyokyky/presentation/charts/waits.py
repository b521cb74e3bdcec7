"""Days between the steps of the commonest pairs: one dot a pair, in the order of how common the pair is."""

from typing import Final

import plotly.graph_objects as go

from tyokyky.domain.figures import Figure
from tyokyky.presentation import numbers, palette, texts
from tyokyky.presentation.charts.layout import LABELLED_ROW_HEIGHT_PIXELS, counted, on_paper, short
from tyokyky.presentation.sentences import BETWEEN_STEPS, Names
from tyokyky.presentation.texts import DEFAULT_LANGUAGE

MOST_ROWS: Final = 12
_LONGEST_NAME: Final = 32
_LEAST_SAID: Final = 0.1


def waits(figure: Figure, names: Names, language: str = DEFAULT_LANGUAGE) -> go.Figure:
    """The median time of each of the commonest pairs that have one, with the number beside its dot."""
    rows = [row for row in figure.table.to_dicts() if row["median_days"] is not None][:MOST_ROWS]
    places = list(range(len(rows)))
    unit, in_a_day = _unit(max((row["median_days"] for row in rows), default=0.0))
    times = [row["median_days"] * in_a_day for row in rows]
    said = [_said(time, language) for time in times]
    picture = go.Figure()
    for at, row in enumerate(rows):
        line = {"color": palette.GRID, "width": 3}
        picture.add_scatter(x=[0, times[at]], y=[at, at], mode="lines", line=line, hoverinfo="skip")
        name = BETWEEN_STEPS.join(
            short(names.of(row["grain"], row[end], language), _LONGEST_NAME) for end in ("from", "to")
        )
        picture.add_annotation(
            text=f"{name}{counted(row['n'], language)}",
            xref="paper",
            x=0,
            xanchor="left",
            y=at - 0.22,
            yanchor="bottom",
            showarrow=False,
        )
    picture.add_scatter(
        x=times,
        y=places,
        mode="markers+text",
        text=said,
        textposition="middle right",
        textfont={"size": 14, "color": palette.INK},
        marker={"size": 12, "color": [palette.service_colour(row["from"]) for row in rows]},
        cliponaxis=False,
        hovertext=said,
        hoverinfo="text",
    )
    on_paper(picture, 76 + LABELLED_ROW_HEIGHT_PIXELS * max(1, len(rows)))
    longest = max(times, default=0.0) or 1.0
    title = texts.say(f"chart.waits.axis.{unit}", language=language)
    picture.update_xaxes(
        title={"text": title, "font": {"size": 13, "color": palette.QUIET_INK}}, range=[0, longest * 1.12]
    )
    picture.update_yaxes(range=[len(rows) - 0.5, -0.85], showticklabels=False, showgrid=False)
    return picture


def _unit(longest_days: float) -> tuple[str, int]:
    """The unit in which the longest time is read best, and how many of it a day has."""
    if longest_days >= 2:
        return "days", 1
    return ("hours", 24) if longest_days * 24 >= 2 else ("minutes", 24 * 60)


def _said(time: float, language: str) -> str:
    if 0 < time < _LEAST_SAID:
        return texts.say("chart.waits.under", {"least": numbers.decimal_text(_LEAST_SAID, language)}, language=language)
    return numbers.count_text(round(time), language) if time % 1 == 0 else numbers.decimal_text(time, language)
