"""Dots with intervals on an axis of people or of points: lost people, excess, and what changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import plotly.graph_objects as go

from tyokyky.domain.figures import Figure
from tyokyky.presentation import numbers, palette, sentences, texts
from tyokyky.presentation.charts.layout import LABELLED_ROW_HEIGHT_PIXELS, label_above, on_paper, short
from tyokyky.presentation.sentences import Names
from tyokyky.presentation.states import state_of, state_text
from tyokyky.presentation.tables import count_or_withheld
from tyokyky.presentation.texts import DEFAULT_LANGUAGE

Row = Mapping[str, Any]
MOST_ROWS: Final = 12
"""More joints than this are in the table: a picture must be read at a glance."""
_WIDEST_NAME: Final = 64
_STEPS: Final = (0.02, 0.05, 0.1, 0.2, 0.5)
_MOST_STEPS: Final = 4


@dataclass(frozen=True)
class _Dot:
    """One row of a picture: what it is called, what it shows, or why it shows nothing."""

    name: str
    beside: str
    value: float | None
    ends: tuple[float, float] | None
    colour: str
    words: str


def lost(figure: Figure, names: Names, language: str = DEFAULT_LANGUAGE) -> go.Figure:
    """Lost people of every service in the figure's order, with interval, exits and the weakest level."""
    rows = figure.table.to_dicts()[:MOST_ROWS]
    dots = [_lost_dot(row, names, language) for row in rows]
    largest = max((dot.ends[1] for dot in dots if dot.ends), default=1.0)
    picture = _dots(dots)
    return picture.update_xaxes(**_people_axis("chart.lost.axis", language), range=[0, largest * 1.05])


def _lost_dot(row: Row, names: Names, language: str) -> _Dot:
    name = names.of("service", row["service"], language)
    beside = texts.say("chart.lost.beside", {"exits": count_or_withheld(row["exits"], language)}, language=language)
    if row["weakest_level"]:
        level = texts.say(f"level.short.{row['weakest_level']}", language=language)
        beside = f"{beside} · {texts.say('chart.lost.weakest', {'level': level}, language=language)}"
    if row["lost"] is None:
        return _Dot(name, beside, None, None, palette.FALL, state_text(state_of(row), language))
    ends = (row["lost_lower"], row["lost_upper"])
    lower, upper = (numbers.count_text(round(end), language) for end in ends)
    values = {"name": name, "count": numbers.count_text(round(row["lost"]), language), "lower": lower, "upper": upper}
    return _Dot(name, beside, row["lost"], ends, palette.FALL, texts.say("chart.lost.point", values, language=language))


def excess(figure: Figure, by_name: str, names: Names, language: str = DEFAULT_LANGUAGE) -> go.Figure:
    """The joints with the largest excess over the whole area's drop-off; the line at zero is the whole area."""
    known = [row for row in figure.table.to_dicts() if row["excess"] is not None]
    rows = sorted(known, key=lambda row: -row["excess"])[:MOST_ROWS]
    dots = [_excess_dot(row, by_name, names, language) for row in rows]
    ends = [end for dot in dots for end in dot.ends or ()]
    room = 0.05 * (max(ends, default=1.0) - min(ends, default=0.0))
    picture = _dots(dots)
    reach = [min(ends, default=0.0) - room, max(ends, default=1.0) + room]
    return _with_zero(picture.update_xaxes(**_people_axis("chart.excess.axis", language), range=reach))


def _excess_dot(row: Row, by_name: str, names: Names, language: str) -> _Dot:
    name = joint_name(row, by_name, names, language)
    values = {"exits": count_or_withheld(row["exits"], language)}
    # The joint's own interval, moved with it: it meets zero where the whole area's drop-off lies within.
    ends = (row["excess"] - row["lost"] + row["lost_lower"], row["excess"] - row["lost"] + row["lost_upper"])
    spoken = {"name": name, "count": numbers.more_text(row["excess"], language)}
    return _Dot(
        name,
        texts.say("chart.lost.beside", values, language=language),
        row["excess"],
        ends,
        palette.FALL if ends[0] > 0 else palette.QUIET_INK,
        texts.say("chart.excess.point", spoken, language=language),
    )


def joint_name(row: Row, by_name: str, names: Names, language: str = DEFAULT_LANGUAGE) -> str:
    """What a joint is called: the service, and the unit or municipality where there is one."""
    service = names.of("service", row["service"], language)
    return f"{sentences.value_name(by_name, row[by_name], names, language)} · {service}" if by_name else service


def change(figure: Figure, names: Names, language: str = DEFAULT_LANGUAGE) -> go.Figure:
    """Difference of drop-off between two years, in percentage points: what grew most first, what is unknown last."""
    return differences(figure.table.to_dicts(), names, language)


def differences(table: Sequence[Row], names: Names, language: str = DEFAULT_LANGUAGE) -> go.Figure:
    """Differences of drop-off of services (columns of the figure `change`): what grew most first."""
    rows = sorted(table, key=lambda row: (row["difference"] is None, -(row["difference"] or 0.0)))
    dots = [_change_dot(row, names, language) for row in rows]
    picture = _dots(dots)
    reach = max((abs(end) for dot in dots for end in dot.ends or ()), default=_STEPS[0])
    step = next((step for step in _STEPS if reach / step <= _MOST_STEPS), _STEPS[-1])
    ticks = [step * place for place in range(-int(reach / step) - 1, int(reach / step) + 2)]
    title = {"text": texts.say("chart.change.axis", language=language), "font": _QUIET}
    words = [numbers.more_text(tick * 100, language) for tick in ticks]
    picture.update_xaxes(title=title, tickvals=ticks, ticktext=words, range=[ticks[0], ticks[-1]], tickangle=0)
    return _with_zero(picture)


def _change_dot(row: Row, names: Names, language: str) -> _Dot:
    name = names.of("service", row["service"], language)
    if row["difference"] is None:
        return _Dot(name, "", None, None, palette.QUIET_INK, state_text(state_of(row), language))
    before, after = (numbers.share_text(row[f"drop_off_{year}"], language) for year in ("before", "after"))
    beside = texts.say("chart.change.beside", {"before": before, "after": after}, language=language)
    lower, upper = row["lower"], row["upper"]
    colour = palette.FALL if lower > 0 else palette.OUTCOME if upper < 0 else palette.QUIET_INK
    values = {"name": name, "points": numbers.points_text(row["difference"], language)}
    words = texts.say("chart.change.point", values, language=language)
    return _Dot(name, beside, row["difference"], (lower, upper), colour, words)


_QUIET: Final = {"size": 13, "color": palette.QUIET_INK}


def _dots(dots: Sequence[_Dot]) -> go.Figure:
    picture = go.Figure()
    for place, dot in enumerate(dots):
        if dot.ends is not None:
            line = {"color": dot.colour, "width": 4}
            picture.add_scatter(x=dot.ends, y=[place] * 2, mode="lines", line=line, opacity=0.45, hoverinfo="skip")
        if dot.value is None:
            where = {"xref": "x domain", "x": 0, "xanchor": "left", "y": place}
            picture.add_annotation(text=dot.words, showarrow=False, font=_QUIET, **where)
    known = [(place, dot) for place, dot in enumerate(dots) if dot.value is not None]
    picture.add_scatter(
        x=[dot.value for _, dot in known],
        y=[place for place, _ in known],
        mode="markers",
        marker={"size": 12, "color": [dot.colour for _, dot in known], "line": {"width": 1.5, "color": palette.PAPER}},
        hovertext=[dot.words for _, dot in known],
        hoverinfo="text",
    )
    on_paper(picture, 76 + LABELLED_ROW_HEIGHT_PIXELS * max(1, len(dots)))
    label_above(picture, [_label(dot) for dot in dots])
    return picture


def _label(dot: _Dot) -> str:
    beside = f"  <span style='color:{palette.QUIET_INK};font-size:12px'>{dot.beside}</span>" if dot.beside else ""
    return f"{short(dot.name, _WIDEST_NAME)}{beside}"


def _people_axis(title_key: str, language: str) -> dict[str, Any]:
    title = {"text": texts.say(title_key, language=language), "font": _QUIET, "standoff": 10}
    return {"title": title, "nticks": 6, "tickangle": 0, "tickformat": ",d"}


def _with_zero(picture: go.Figure) -> go.Figure:
    return picture.add_vline(x=0, line={"color": palette.QUIET_INK, "width": 1.2, "dash": "dash"}, layer="below")
