"""The pictures of one joint: dots with intervals of where people went, of units, of the door and of what broke off."""

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from tyokyky.domain.figures import Figure
from tyokyky.domain.filters import UNKNOWN, Key
from tyokyky.presentation import palette, sentences, texts
from tyokyky.presentation.charts.dots import interval_dots
from tyokyky.presentation.sentences import Names
from tyokyky.presentation.texts import DEFAULT_LANGUAGE

Row = Mapping[str, Any]


def destinations(figure: Figure, names: Names, language: str = DEFAULT_LANGUAGE) -> go.Figure:
    """Share of exits that each service followed, the largest first; those that followed nobody are left out."""
    rows = [_dot(row, "share", "n") for row in figure.table.to_dicts() if row["n"] != 0]
    rows.sort(key=lambda row: (row["drop_off"] is None, -(row["drop_off"] or 0.0)))
    labels = [names.of("service", row["to"], language) for row in rows]
    return _drawn(rows, labels, [row["to"] for row in rows], "chart.destinations.axis", language)


def units(figure: Figure, area_share: float | None, names: Names, language: str = DEFAULT_LANGUAGE) -> go.Figure:
    """Drop-off by unit in the order of their names; a dashed line at the area's."""
    rows, labels = _units([_dot(row, "drop_off", "at_start") for row in figure.table.to_dicts()], names, language)
    codes = [row["service"] for row in rows]
    return _with_line(_drawn(rows, labels, codes, "chart.drop_off.axis", language), area_share)


def door(figure: Figure, names: Names, language: str = DEFAULT_LANGUAGE) -> go.Figure:
    """Share of referrals that came to nothing, by referring service: the largest first, the unknown last."""
    rows = [_dot(row, "not_started", "referrals") for row in figure.table.to_dicts()]
    rows.sort(key=lambda row: (row["from"] == UNKNOWN, row["drop_off"] is None, -(row["drop_off"] or 0.0)))
    unknown = texts.say("value.unknown", language=language)
    labels = [unknown if row["from"] == UNKNOWN else names.of("service", row["from"], language) for row in rows]
    return _drawn(rows, labels, [row["from"] for row in rows], "chart.door.axis", language)


def inside(figure: Figure, whole_share: float | None, names: Names, language: str = DEFAULT_LANGUAGE) -> go.Figure:
    """Share of stays broken off by unit, in the order of their names; a dashed line at the whole's."""
    rows, labels = _units([_dot(row, "share", "exits") for row in figure.table.to_dicts()], names, language)
    codes = [row["service"] for row in rows]
    return _with_line(_drawn(rows, labels, codes, "chart.inside.axis", language), whole_share)


def early_signs(figure: Figure, language: str = DEFAULT_LANGUAGE) -> go.Figure:
    """Share of stays with a missed appointment before their end: broken off, and ended otherwise."""
    rows = [_dot(row, "no_show_share", "exits") for row in figure.table.to_dicts()]
    labels = [texts.say(f"exit_group.{row['exit_group']}", language=language) for row in rows]
    return _drawn(rows, labels, [row["service"] for row in rows], "chart.early_signs.axis", language)


def _dot(row: Row, share: str, base: str) -> dict[str, Any]:
    """A row with its share and base under the names that dots are drawn by."""
    return {**row, "drop_off": row[share], "at_start": row[base]}


def _units(rows: Sequence[dict[str, Any]], names: Names, language: str) -> tuple[list[dict[str, Any]], list[str]]:
    """Rows in the order of their units' names, the unknown last, and the names."""
    key = Key.UNIT.value
    named = [(sentences.value_name(key, row[key], names, language), row) for row in rows]
    named.sort(key=lambda pair: (pair[1][key] == UNKNOWN, pair[0]))
    return [row for _, row in named], [name for name, _ in named]


def _drawn(rows: Sequence[Row], labels: Sequence[str], codes: Sequence[str], axis: str, language: str) -> go.Figure:
    colours = [palette.service_colour(code) for code in codes]
    return interval_dots(rows, labels, colours, language, texts.say(axis, language=language))


def _with_line(picture: go.Figure, share: float | None) -> go.Figure:
    if share is not None:
        picture.add_vline(x=share, line={"color": palette.QUIET_INK, "width": 1.2, "dash": "dash"}, layer="below")
    return picture
