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


def waits(figure: Figure, names: Names, language: str = DEFAULT_LANGUAGE) -> go.Figure:
    """The median days of each of the commonest pairs that have one, with the number beside its dot."""
    rows = [row for row in figure.table.to_dicts() if row["median_days"] is not None][:MOST_ROWS]
    places = list(range(len(rows)))
    said = [numbers.decimal_text(row["median_days"], language) for row in rows]
    picture = go.Figure()
    for at, row in enumerate(rows):
        line = {"color": palette.GRID, "width": 3}
        picture.add_scatter(x=[0, row["median_days"]], y=[at, at], mode="lines", line=line, hoverinfo="skip")
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
        x=[row["median_days"] for row in rows],
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
    longest = max((row["median_days"] for row in rows), default=1.0) or 1.0
    title = {"text": texts.say("chart.waits.axis", language=language), "font": {"size": 13, "color": palette.QUIET_INK}}
    picture.update_xaxes(title=title, range=[0, longest * 1.12], tickformat=",d" if longest >= 5 else ".1f")
    picture.update_yaxes(range=[len(rows) - 0.5, -0.85], showticklabels=False, showgrid=False)
    return picture.update_layout(separators=", ")
