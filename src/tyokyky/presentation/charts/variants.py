"""Whole paths as rows of steps, the commonest uppermost: each step a tile with its name, so no colour is needed."""

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any, Final

import plotly.graph_objects as go

from tyokyky.domain.figures import Figure
from tyokyky.presentation import numbers, palette, texts
from tyokyky.presentation.charts.layout import on_paper, short
from tyokyky.presentation.sentences import BETWEEN_STEPS, Names
from tyokyky.presentation.texts import DEFAULT_LANGUAGE

MOST_ROWS: Final = 12
_MOST_STEPS: Final = 6
_FEWEST_PLACES: Final = 3
_ROW_PIXELS: Final = 66
_TILE_HALF: Final = 0.38
_LETTERS_OF_A_ROW: Final = 104
_MOST_LINES: Final = 3
Row = Mapping[str, Any]


def variants(figure: Figure, names: Names, language: str = DEFAULT_LANGUAGE) -> go.Figure:
    """The commonest named paths, with how many persons went each and their share. A long path's end is counted."""
    rows = [row for row in figure.table.to_dicts() if row["path"] is not None][:MOST_ROWS]
    paths = [row["path"].split(BETWEEN_STEPS) for row in rows]
    place_count = max(_FEWEST_PLACES, *(min(len(path), _MOST_STEPS + 1) for path in paths)) if paths else _FEWEST_PLACES
    picture = go.Figure()
    picture.add_scatter(
        x=[place_count / 2] * len(rows),
        y=list(range(len(rows))),
        mode="markers",
        marker={"opacity": 0, "size": 30},
        hovertext=[_spoken(row, path, names, language) for row, path in zip(rows, paths, strict=True)],
        hoverinfo="text",
    )
    shapes: list[dict[str, Any]] = []
    words: list[dict[str, Any]] = []
    for at, (row, path) in enumerate(zip(rows, paths, strict=True)):
        tiles = _tiles(path, row["grain"], names, place_count, language)
        shapes += _shapes(at, tiles)
        words += [_word(place + 0.1, at, text, 12.5) for place, (text, _) in enumerate(tiles)]
        words.append(_word(place_count + 0.08, at, _counted(row, language), 14))
    # All at once: adding them one by one checks all the others again, seconds for a full picture.
    picture.update_layout(shapes=shapes, annotations=words)
    on_paper(picture, 30 + _ROW_PIXELS * max(1, len(rows)))
    picture.update_xaxes(visible=False, range=[0, place_count + 1.1])
    picture.update_yaxes(visible=False, range=[len(rows) - 0.5, -0.5])
    return picture.update_layout(margin={"t": 6, "b": 6, "l": 6, "r": 6})


def _tiles(path: Sequence[str], grain: str, names: Names, place_count: int, language: str) -> list[tuple[str, str]]:
    """Text and colour of each tile; where a path has more steps than fit, the last tile counts the rest."""
    width = max(10, _LETTERS_OF_A_ROW // (place_count + 1))
    shown = path if len(path) <= _MOST_STEPS + 1 else path[:_MOST_STEPS]
    tiles = [(_wrapped(names.of(grain, code, language), width), palette.service_colour(code)) for code in shown]
    if len(shown) < len(path):
        rest = texts.say("chart.variants.more", {"count": str(len(path) - len(shown))}, language=language)
        tiles.append((rest, palette.OTHERS))
    return tiles


def _wrapped(name: str, width: int) -> str:
    lines = textwrap.wrap(short(name, 999), width, max_lines=_MOST_LINES, placeholder=" …")
    return "<br>".join(lines)


def _shapes(at: int, tiles: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    """Two shapes a tile: its pale box, and its edge in full colour."""
    box = {"type": "rect", "y0": at - _TILE_HALF, "y1": at + _TILE_HALF, "line": {"width": 0}, "layer": "below"}
    made: list[dict[str, Any]] = []
    for place, (_, colour) in enumerate(tiles):
        start, end = place + 0.03, place + 0.97
        made.append({**box, "x0": start, "x1": end, "fillcolor": palette.see_through(colour, 0.16)})
        made.append({**box, "x0": start, "x1": start + 0.045, "fillcolor": colour})
    return made


def _word(x: float, at: int, text: str, size: float) -> dict[str, Any]:
    font = {"size": size, "color": palette.INK}
    return {"x": x, "y": at, "xanchor": "left", "align": "left", "showarrow": False, "text": text, "font": font}


def _counted(row: Row, language: str) -> str:
    values = {"count": numbers.count_text(row["n"], language)}
    persons = texts.say("chart.variants.persons", values, row["n"], language)
    return f"<b>{numbers.share_text(row['share'], language)}</b><br>{persons}"


def _spoken(row: Row, path: Sequence[str], names: Names, language: str) -> str:
    steps = "<br>→ ".join(names.of(row["grain"], code, language) for code in path)
    return f"{steps}<br>{_counted(row, language)}"
