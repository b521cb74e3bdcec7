"""Themes of comments as bars with their counts written out: problems first, then what works."""

from typing import Final

import plotly.graph_objects as go
import polars as pl

from tyokyky.domain.figures import Figure
from tyokyky.domain.themes import ThemeKind
from tyokyky.presentation import numbers, palette, sentences, texts
from tyokyky.presentation.charts.layout import on_paper, share_axis, short
from tyokyky.presentation.sentences import Names
from tyokyky.presentation.texts import DEFAULT_LANGUAGE

_ROW_PIXELS: Final = 34
_MOST_OF_KIND: Final = 6
_MOST_OF_SERVICE: Final = 3
_KIND_BARS: Final = {ThemeKind.PROBLEM.value: ("#9a6b00", "/"), ThemeKind.SUCCESS.value: ("#1b7f79", "")}
"""Colour and pattern: the pattern alone tells a problem from what works."""


def drawn_rows(figure: Figure) -> pl.DataFrame:
    """The rows that the picture draws: of one service the commonest of each kind, of several those of each service."""
    known = figure.table.filter((pl.col("share") > 0) & pl.col("kind").is_in(list(_KIND_BARS)))
    is_one = known["service"].n_unique() == 1
    most = _MOST_OF_KIND if is_one else _MOST_OF_SERVICE
    order = known.sort("service", pl.col("kind"), "share", "n", "theme", descending=[False, False, True, True, False])
    return order.group_by(["service", "kind"], maintain_order=True).head(most)


def themes(figure: Figure, names: Names, language: str = DEFAULT_LANGUAGE) -> go.Figure:
    """Share of the comments read that hold each theme, with the counts as text beside each bar."""
    rows = drawn_rows(figure)
    is_one = rows["service"].n_unique() <= 1
    picture = go.Figure()
    ticks: list[tuple[float, str]] = []
    place = 0.0
    for (service,), of_service in rows.group_by(["service"], maintain_order=True):
        if not is_one:
            _heading(picture, place, sentences.service_name(str(service), names, language))
            place += 1
        for row in of_service.to_dicts():
            ticks.append((place, short(names.of("theme", row["theme"], language))))
            _bar(picture, place, row, language)
            place += 1
        place += 0.5
    _legend(picture, language)
    on_paper(picture, 120 + round(_ROW_PIXELS * place))
    picture.update_yaxes(
        tickvals=[at for at, _ in ticks],
        ticktext=[label for _, label in ticks],
        range=[place - 0.2, -0.9],
        automargin=True,
        showgrid=False,
    )
    largest = max(rows["share"].to_list(), default=1.0)
    picture.update_xaxes(**share_axis(texts.say("column.share", language=language), min(1.0, largest * 1.25)))
    legend = {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "font": {"size": 13}}
    picture.update_layout(showlegend=True, legend=legend, barmode="overlay", margin={"t": 40, "r": 30})
    return picture


def _bar(picture: go.Figure, place: float, row: dict[str, object], language: str) -> None:
    colour, shape = _KIND_BARS[str(row["kind"])]
    count, base = (numbers.count_text(int(str(row[name])), language) for name in ("n", "comments"))
    words = texts.say("chart.themes.count", {"count": count, "base": base}, language=language)
    picture.add_bar(
        orientation="h",
        x=[row["share"]],
        y=[place],
        width=0.62,
        text=[words],
        textposition="outside",
        cliponaxis=False,
        marker=_look(colour, shape),
        hoverinfo="skip",
        showlegend=False,
    )


def _look(colour: str, shape: str) -> dict[str, object]:
    pattern = {"shape": shape, "fillmode": "overlay", "fgcolor": palette.PAPER, "size": 7, "solidity": 0.2}
    return {"color": colour, "pattern": pattern}


def _heading(picture: go.Figure, place: float, name: str) -> None:
    words = f"<b>{short(name, 44)}</b>"
    picture.add_annotation(x=0, y=place, xanchor="left", text=words, showarrow=False, font={"color": palette.INK})


def _legend(picture: go.Figure, language: str) -> None:
    for kind, (colour, shape) in _KIND_BARS.items():
        picture.add_bar(
            orientation="h",
            x=[None],
            y=[None],
            name=texts.say(f"kind.{kind}", language=language),
            marker=_look(colour, shape),
        )
