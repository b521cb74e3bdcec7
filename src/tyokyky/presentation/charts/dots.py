"""Dots with intervals: the ranking of joints and the breakdown of one joint."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import plotly.graph_objects as go

from tyokyky.domain.figures import Figure
from tyokyky.presentation import numbers, palette, sentences, texts
from tyokyky.presentation.charts.layout import (
    LABELLED_ROW_HEIGHT_PIXELS,
    ROW_HEIGHT_PIXELS,
    counted,
    label_above,
    on_paper,
    share_axis,
    short,
)
from tyokyky.presentation.sentences import Names
from tyokyky.presentation.states import state_of, state_text
from tyokyky.presentation.tables import count_or_withheld
from tyokyky.presentation.texts import DEFAULT_LANGUAGE

_ORDERED: Final = ("quarter", "year", "age_band")
_LONGEST_BESIDE: Final = 18
_WIDEST_ABOVE: Final = 48
Row = Mapping[str, Any]


def ranking_of_joints(figure: Figure, names: Names, language: str = DEFAULT_LANGUAGE) -> go.Figure:
    """Drop-off of every service with its interval, the largest first; a service without a number says why."""
    rows = sorted(figure.table.to_dicts(), key=_largest_first)
    labels = [names.of("service", row["service"], language) for row in rows]
    colours = [palette.service_colour(row["service"]) for row in rows]
    return interval_dots(rows, labels, colours, language)


def breakdown(
    figure: Figure, by_name: str, whole_share: float | None, names: Names, language: str = DEFAULT_LANGUAGE
) -> go.Figure:
    """Drop-off of one service by a breakdown: times and ages in their own order, everything else the largest first.

    A dashed line stands at the drop-off of the whole selection, where there is one.
    """
    rows = figure.table.to_dicts()
    if by_name not in _ORDERED:
        rows = sorted(rows, key=_largest_first)
    labels = [sentences.value_name(by_name, row[by_name], names, language) for row in rows]
    colours = [palette.service_colour(row["service"]) for row in rows]
    picture = interval_dots(rows, labels, colours, language)
    if whole_share is not None:
        picture.add_vline(x=whole_share, line={"color": palette.QUIET_INK, "width": 1.2, "dash": "dash"}, layer="below")
    return picture


def _largest_first(row: Row) -> tuple[bool, float]:
    return row["drop_off"] is None, -(row["drop_off"] or 0.0)


def interval_dots(
    rows: Sequence[Row], labels: Sequence[str], colours: Sequence[str], language: str, axis_title: str = ""
) -> go.Figure:
    """One row to a dot (`drop_off`) with its interval and base (`at_start`), in the order given; no number says why.

    The axis is of drop-off unless it has a title of its own.
    """
    picture = go.Figure()
    places = list(range(len(rows)))
    known = [i for i in places if rows[i]["drop_off"] is not None]
    _intervals(picture, rows, colours, ("lower_clustered", "upper_clustered"), (1.5, 0.6))
    _intervals(picture, rows, colours, ("lower", "upper"), (4, 0.45))
    picture.add_scatter(
        x=[rows[i]["drop_off"] for i in known],
        y=known,
        mode="markers",
        marker={"size": 12, "color": [colours[i] for i in known], "line": {"width": 1.5, "color": palette.PAPER}},
        hovertext=[_spoken(rows[i], labels[i], language) for i in known],
        hoverinfo="text",
    )
    for i in places:
        if rows[i]["drop_off"] is None:
            _say_why(picture, i, state_text(state_of(rows[i]), language))
    largest = max((rows[i]["upper"] or rows[i]["drop_off"] for i in known), default=0.4)
    are_long = any(len(label) > _LONGEST_BESIDE for label in labels)
    on_paper(picture, 76 + (LABELLED_ROW_HEIGHT_PIXELS if are_long else ROW_HEIGHT_PIXELS) * max(1, len(rows)))
    picture.update_xaxes(share_axis(axis_title or texts.say("chart.drop_off.axis", language=language), largest))
    texts_by_row = [f"{short(labels[i], _WIDEST_ABOVE)}{counted(rows[i]['at_start'], language)}" for i in places]
    if are_long:
        label_above(picture, texts_by_row)
    else:
        ticks = {"tickvals": places, "ticktext": texts_by_row, "automargin": True}
        picture.update_yaxes(range=[len(rows) - 0.4, -0.6], showgrid=False, **ticks)
    return picture


def _intervals(
    picture: go.Figure,
    rows: Sequence[Row],
    colours: Sequence[str],
    columns: tuple[str, str],
    look: tuple[float, float],
) -> None:
    width, opacity = look
    for i, row in enumerate(rows):
        lower, upper = (row.get(column) for column in columns)
        if lower is None or upper is None or row["drop_off"] is None:
            continue
        line = {"color": colours[i], "width": width}
        picture.add_scatter(x=[lower, upper], y=[i, i], mode="lines", line=line, opacity=opacity, hoverinfo="skip")


def _say_why(picture: go.Figure, place: int, words: str) -> None:
    picture.add_annotation(
        x=0, y=place, text=words, showarrow=False, xanchor="left", font={"color": palette.QUIET_INK, "size": 13}
    )


def _spoken(row: Row, name: str, language: str) -> str:
    values = {"name": name, "share": numbers.share_text(row["drop_off"], language)}
    values["count"] = count_or_withheld(row["at_start"], language)
    for end in ("lower", "upper"):
        values[end] = numbers.share_text(row[end], language) if row[end] is not None else ""
    return texts.say("chart.point", values, language=language)
