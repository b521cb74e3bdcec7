"""The five levels of participation: drop-off of each group as a dot with its interval, one measure to a picture."""

from collections.abc import Mapping
from typing import Any, Final

import plotly.graph_objects as go
import polars as pl

from tyokyky.domain.figures import Figure
from tyokyky.domain.participation import GROUPS, Level, Measure
from tyokyky.presentation import numbers, palette, texts
from tyokyky.presentation.charts.layout import counted, on_paper, share_axis
from tyokyky.presentation.states import state_of, state_text
from tyokyky.presentation.tables import count_or_withheld
from tyokyky.presentation.texts import DEFAULT_LANGUAGE

Row = Mapping[str, Any]
_HEADING_ROWS: Final = 1.15
_GAP_ROWS: Final = 0.5
_PIXELS_PER_ROW: Final = 25


def levels(
    figure: Figure, service: str, measure: Measure, largest_share: float, language: str = DEFAULT_LANGUAGE
) -> go.Figure:
    """One block per level, one row per group, always every group: silence has its own row.

    `largest_share` (from `largest_share_of`) gives both measures the same scale, so that they can stand side by side.
    """
    of_measure = (pl.col("service") == service) & (pl.col("measure") == str(measure))
    rows_by_place = {(row["level"], row["group"]): row for row in figure.table.filter(of_measure).to_dicts()}
    picture = go.Figure()
    ticks: list[tuple[float, str]] = []
    place = 0.0
    for level in Level:
        _heading(picture, place, texts.say(f"level.{level}", language=language))
        place += _HEADING_ROWS
        for group in GROUPS[measure]:
            row = rows_by_place.get((level, group))
            ticks.append((place, _group_label(group, row, language)))
            _dot(picture, place, group, row, language)
            place += 1
        place += _GAP_ROWS
    on_paper(picture, round(70 + place * _PIXELS_PER_ROW))
    picture.update_xaxes(share_axis(texts.say("chart.drop_off.axis", language=language), largest_share, most_steps=3))
    picture.update_yaxes(
        tickvals=[at for at, _ in ticks],
        ticktext=[label for _, label in ticks],
        range=[place, -0.7],
        showgrid=False,
        automargin=True,
    )
    return picture


def is_silent(figure: Figure, service: str, measure: Measure) -> bool:
    """Whether every exit of a service is in the measure's last group: nobody answered, or nobody recorded anything."""
    of_measure = (pl.col("service") == service) & (pl.col("measure") == str(measure))
    spoken = figure.table.filter(of_measure & (pl.col("group") != GROUPS[measure][-1]))
    return spoken["exits"].null_count() == 0 and spoken["exits"].sum() == 0


def largest_share_of(figure: Figure, service: str) -> float:
    """The largest end of an interval among all groups of both measures; 0.4 where there is none."""
    values = figure.table.filter(pl.col("service") == service)["upper"].drop_nulls().to_list()
    return float(max(values, default=0.4))


def _heading(picture: go.Figure, place: float, words: str) -> None:
    picture.add_annotation(
        xref="x domain",
        x=0,
        y=place,
        text=f"<b>{words[:1].upper()}{words[1:]}</b>",
        showarrow=False,
        xanchor="left",
        font={"size": 14, "color": palette.INK},
    )


def _group_label(group: str, row: Row | None, language: str) -> str:
    name = texts.say(f"group.{group}", language=language)
    return f"{name}{counted(0 if row is None else row['exits'], language)}"


def _dot(picture: go.Figure, place: float, group: str, row: Row | None, language: str) -> None:
    colour, mark = palette.GROUP_LOOK[group]
    if row is None or row["drop_off"] is None:
        words = state_text(state_of(row or {"exits": 0}), language)
        font = {"size": 12, "color": palette.QUIET_INK}
        picture.add_annotation(x=0, y=place, text=words, showarrow=False, xanchor="left", font=font)
        return
    if row["lower"] is not None and row["upper"] is not None:
        line = {"color": palette.see_through(colour, 0.5), "width": 3.5}
        picture.add_scatter(x=[row["lower"], row["upper"]], y=[place, place], mode="lines", line=line, hoverinfo="skip")
    picture.add_scatter(
        x=[row["drop_off"]],
        y=[place],
        mode="markers",
        marker={"size": 11, "color": colour, "symbol": mark, "line": {"width": 2, "color": colour}},
        hovertext=[_spoken(group, row, language)],
        hoverinfo="text",
    )


def _spoken(group: str, row: Row, language: str) -> str:
    values = {
        "name": texts.say(f"group.{group}", language=language),
        "count": count_or_withheld(row["exits"], language),
    }
    values["share"] = numbers.share_text(row["drop_off"], language)
    for end in ("lower", "upper"):
        values[end] = numbers.share_text(row[end], language) if row[end] is not None else ""
    return texts.say("chart.point", values, language=language)
