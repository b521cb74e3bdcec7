"""The map around one step: what came straight before it and what straight after, the commonest named, no falls."""

from dataclasses import dataclass
from typing import Final

import plotly.graph_objects as go

from tyokyky.domain.figures import Figure
from tyokyky.presentation import numbers, palette, texts
from tyokyky.presentation.charts.layout import on_paper, short
from tyokyky.presentation.sentences import Names
from tyokyky.presentation.texts import DEFAULT_LANGUAGE

OTHERS: Final = "#others"
_MOST_NAMED: Final = 9
"""With the others at most ten links on either side."""
_GAP: Final = 0.012
_LINE: Final = 0.07
_PADS: Final = tuple(step / 200 for step in range(3, 20))
_HEAD_PIXELS: Final = 52
_LABEL_WIDTH: Final = 34


@dataclass(frozen=True)
class Side:
    """Links of one side by code, the largest first and the others last; `withheld_count` pairs are not drawn."""

    counts: tuple[tuple[str, int], ...]
    withheld_count: int

    @property
    def total(self) -> int:
        """Drawn pairs of the side."""
        return sum(count for _, count in self.counts)


def sides(flows: Figure, focus: str) -> tuple[Side, Side]:
    """What comes straight before and straight after the step in focus, each side's rarer ones gathered as others."""
    return _side(flows, "to", "from", focus), _side(flows, "from", "to", focus)


def _side(flows: Figure, fixed: str, told: str, focus: str) -> Side:
    rows = [row for row in flows.table.to_dicts() if row[fixed] == focus]
    known = sorted(((row[told], row["n"]) for row in rows if row["n"] is not None), key=lambda one: (-one[1], one[0]))
    named, rest = known[:_MOST_NAMED], known[_MOST_NAMED:]
    if rest:
        named.append((OTHERS, sum(count for _, count in rest)))
    return Side(tuple(named), len(rows) - len(known))


def path_map(flows: Figure, focus: str, names: Names, language: str = DEFAULT_LANGUAGE) -> go.Figure:
    """Three columns: before, the step in focus, after. A link is as thick as the pairs that were counted."""
    kind = "service" if flows.table["grain"].head(1).to_list() != ["moment"] else "moment"
    before, after = sides(flows, focus)
    nodes = [*before.counts, (focus, 0), *after.counts]
    middle = len(before.counts)
    largest = max(before.total, after.total)
    pad = _pad(largest, (before, after))
    places = [*_heights(before, largest, pad), 0.5, *_heights(after, largest, pad)]
    height_pixels = max(340, 50 * max(len(before.counts), len(after.counts)))
    links = [(at, middle, code, count, True) for at, (code, count) in enumerate(before.counts)]
    links += [(middle, middle + 1 + at, code, count, False) for at, (code, count) in enumerate(after.counts)]
    picture = go.Figure(
        go.Sankey(
            arrangement="fixed",
            node={
                "label": [
                    "" if at == middle else _label(code, count, (kind, names), language)
                    for at, (code, count) in enumerate(nodes)
                ],
                "color": [_colour(code) for code, _ in nodes],
                "x": [0.001] * middle + [0.5] + [0.999] * len(after.counts),
                "y": places,
                "pad": pad * (height_pixels - _HEAD_PIXELS),
                "thickness": 16,
                "line": {"width": 0},
                "hoverinfo": "none",
            },
            link={
                "source": [source for source, *_ in links],
                "target": [target for _, target, *_ in links],
                "value": [count for *_, count, _ in links],
                "color": [palette.see_through(_colour(code), 0.28) for _, _, code, _, _ in links],
                "customdata": [
                    _spoken(code, count, focus, (kind, names), language, comes=comes)
                    for _, _, code, count, comes in links
                ],
                "hovertemplate": "%{customdata}<extra></extra>",
            },
            textfont={"size": 14, "color": palette.INK},
        )
    )
    on_paper(picture, height_pixels)
    _head(picture, short(_name(focus, (kind, names), language), _LABEL_WIDTH), language)
    return picture.update_layout(margin={"t": _HEAD_PIXELS - 12, "b": 12, "l": 4, "r": 4})


def _head(picture: go.Figure, focus_name: str, language: str) -> None:
    """What each column is, above it: the links' names do not cross the name in the middle."""
    before, after = (texts.say(f"chart.path_map.{side}", language=language) for side in ("before", "after"))
    heads = ((before, 0, "left"), (f"<b>{focus_name}</b>", 0.5, "center"), (after, 1, "right"))
    for text, x, anchor in heads:
        picture.add_annotation(
            text=text,
            x=x,
            xanchor=anchor,
            y=1.02,
            yanchor="bottom",
            xref="paper",
            yref="paper",
            showarrow=False,
            font={"size": 14, "color": palette.INK if x == 0.5 else palette.QUIET_INK},
        )


def _pad(largest: int, both: tuple[Side, Side]) -> float:
    """The share of the height between two nodes with which every name has a line of its own."""
    return next(
        (pad for pad in _PADS if all(sum(_slots(side, largest, pad)) <= 1 for side in both)),
        _PADS[-1],
    )


def _slots(side: Side, largest: int, pad: float) -> list[float]:
    """Height of each node with the room that its name needs, when the nodes of the fuller side have `pad` between."""
    room = 1 - pad * (len(side.counts) - 1)
    return [max(count / (largest or 1) * room + _GAP, _LINE) for _, count in side.counts]


def _heights(side: Side, largest: int, pad: float) -> list[float]:
    """Middles of the nodes of one side from the top down, the whole side in the middle of the height."""
    slots = _slots(side, largest, pad)
    top, middles = max(0.0, (1 - sum(slots)) / 2), []
    for slot in slots:
        middles.append(min(0.999, max(0.001, top + slot / 2)))
        top += slot
    return middles


def _name(code: str, of: tuple[str, Names], language: str) -> str:
    kind, names = of
    return texts.say("chart.path_map.others", language=language) if code == OTHERS else names.of(kind, code, language)


def _label(code: str, count: int, of: tuple[str, Names], language: str) -> str:
    return f"{short(_name(code, of, language), _LABEL_WIDTH)} · {numbers.count_text(count, language)}"


def _colour(code: str) -> str:
    return palette.OTHERS if code == OTHERS else palette.service_colour(code)


def _spoken(code: str, count: int, focus: str, of: tuple[str, Names], language: str, *, comes: bool) -> str:
    ends = (code, focus) if comes else (focus, code)
    source, target = (_name(one, of, language) for one in ends)
    values = {"source": source, "target": target, "count": numbers.count_text(count, language)}
    return texts.say("chart.path_map.hover", values, language=language)
