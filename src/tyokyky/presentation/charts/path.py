"""The picture of the path: which services ended, what followed, and, in red, the falls."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final

import plotly.graph_objects as go

from tyokyky.domain.figures import Figure
from tyokyky.domain.journeys import Kind
from tyokyky.presentation import numbers, palette, texts
from tyokyky.presentation.charts.layout import on_paper, short
from tyokyky.presentation.sentences import Names
from tyokyky.presentation.texts import DEFAULT_LANGUAGE

FELL: Final = "#fell"
STILL_IN_WINDOW: Final = "#window"
OTHERS: Final = "#others"
ENDED_OTHERWISE: Final = "#neutral"
_MOST_SOURCES: Final = 7
_MOST_TARGETS: Final = 8
"""With the gathered ends at most (7 + 1) × (8 + 4) = 96 links."""
_GAP: Final = 0.022
_COLOURS: Final = {
    FELL: palette.FALL,
    STILL_IN_WINDOW: palette.STILL_IN_WINDOW,
    OTHERS: palette.OTHERS,
    ENDED_OTHERWISE: palette.NEUTRAL,
}
_LABEL_WIDTH: Final = 34


@dataclass
class Flows:
    """Exits by service and by what followed; `withheld_count` flows are protected and are not drawn."""

    count_by_link: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    withheld_count: int = 0

    def add(self, source: str, target: str, count: int | None) -> None:
        """Adds a flow, or counts it as withheld."""
        if count is None:
            self.withheld_count += 1
        elif count > 0:
            self.count_by_link[source, target] += count

    def totals(self, side: int) -> dict[str, int]:
        """Drawn exits of every node of one side: 0 what ended, 1 what followed."""
        totals: dict[str, int] = defaultdict(int)
        for link, count in self.count_by_link.items():
            totals[link[side]] += count
        return dict(totals)


def flows_of(drop_off: Figure, destinations: Figure) -> Flows:
    """The flows of the two figures, the smallest services and destinations gathered into `others`."""
    every = Flows()
    for row in destinations.table.to_dicts():
        # Pension, moving away and the like are no one's failure and no one's aim: together they are read at a glance.
        every.add(row["service"], ENDED_OTHERWISE if row["kind"] == Kind.NEUTRAL else row["to"], row["n"])
    for row in drop_off.table.to_dicts():
        every.add(row["service"], FELL, row["dropped"])
        every.add(row["service"], STILL_IN_WINDOW, row["still_in_window"])
    sources = _largest(every.totals(0), _MOST_SOURCES)
    targets = _largest(every.totals(1), _MOST_TARGETS) | {FELL, STILL_IN_WINDOW, ENDED_OTHERWISE}
    drawn = Flows(withheld_count=every.withheld_count)
    for (source, target), count in every.count_by_link.items():
        drawn.add(source if source in sources else OTHERS, target if target in targets else OTHERS, count)
    return drawn


def _largest(totals: dict[str, int], most: int) -> set[str]:
    services = [code for code in totals if not code.startswith("#")]
    return set(sorted(services, key=lambda code: (-totals[code], code))[:most])


def path(flows: Flows, names: Names, language: str = DEFAULT_LANGUAGE) -> go.Figure:
    """The picture; falls stand uppermost on the right, then what followed by size, then what is still open."""
    left, right = _column(flows.totals(0)), _column(flows.totals(1))
    place = {(0, code): i for i, code in enumerate(left)} | {(1, code): len(left) + i for i, code in enumerate(right)}
    links = sorted(flows.count_by_link.items(), key=lambda link: (place[0, link[0][0]], place[1, link[0][1]]))
    nodes = [(0, code) for code in left] + [(1, code) for code in right]
    heights = _heights(flows.totals(0), left) + _heights(flows.totals(1), right)
    totals = (flows.totals(0), flows.totals(1))
    picture = go.Figure(
        go.Sankey(
            arrangement="fixed",
            node={
                "label": [_label(code, totals[side][code], names, language) for side, code in nodes],
                "color": [_colour(code) for _, code in nodes],
                "x": [0.001 if side == 0 else 0.999 for side, _ in nodes],
                "y": heights,
                "pad": 14,
                "thickness": 16,
                "line": {"width": 0},
                "hoverinfo": "none",
            },
            link={
                "source": [place[0, source] for (source, _), _ in links],
                "target": [place[1, target] for (_, target), _ in links],
                "value": [count for _, count in links],
                "color": [_link_colour(source, target) for (source, target), _ in links],
                "customdata": [_spoken(source, target, count, names, language) for (source, target), count in links],
                "hovertemplate": "%{customdata}<extra></extra>",
            },
            textfont={"size": 14, "color": palette.INK},
        )
    )
    on_paper(picture, max(400, 46 * max(len(left), len(right))))
    return picture.update_layout(margin={"t": 12, "b": 12, "l": 4, "r": 4})


def _column(totals: dict[str, int]) -> list[str]:
    order = {FELL: 0, OTHERS: 2, ENDED_OTHERWISE: 3, STILL_IN_WINDOW: 4}
    return sorted(totals, key=lambda code: (order.get(code, 1), -totals[code], code))


def _heights(totals: dict[str, int], column: list[str]) -> list[float]:
    """Middles of the nodes of one side from the top down, with a gap between them."""
    room = 1 - _GAP * (len(column) - 1)
    whole = sum(totals.values()) or 1
    middles, top = [], 0.0
    for code in column:
        size = totals[code] / whole * room
        middles.append(min(0.999, max(0.001, top + size / 2)))
        top += size + _GAP
    return middles


def _name(code: str, names: Names, language: str) -> str:
    special = {FELL: "fell", STILL_IN_WINDOW: "still_in_window", OTHERS: "others", ENDED_OTHERWISE: "neutral"}
    if code in special:
        return texts.say(f"chart.path.{special[code]}", language=language)
    return names.of("service", code, language)


def _label(code: str, count: int, names: Names, language: str) -> str:
    name = short(_name(code, names, language), _LABEL_WIDTH)
    text = f"{name} · {numbers.count_text(count, language)}"
    return f"<b>{text}</b>" if code == FELL else text


def _colour(code: str) -> str:
    return _COLOURS.get(code) or palette.service_colour(code)


def _link_colour(source: str, target: str) -> str:
    if target == FELL:
        return palette.see_through(palette.FALL, 0.62)
    if target == STILL_IN_WINDOW:
        return palette.see_through(palette.STILL_IN_WINDOW, 0.25)
    return palette.see_through(_colour(source), 0.2)


def _spoken(source: str, target: str, count: int, names: Names, language: str) -> str:
    values = {"source": _name(source, names, language), "target": _name(target, names, language)}
    return texts.say("chart.path.hover", {**values, "count": numbers.count_text(count, language)}, language=language)
