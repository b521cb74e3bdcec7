"""What the silent could change, in words: one line per level with both extremes and what those who answered say."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from tyokyky.domain.figures import Figure
from tyokyky.domain.participation import Assumption, Level
from tyokyky.presentation import numbers, texts
from tyokyky.presentation.states import state_of, state_text
from tyokyky.presentation.texts import DEFAULT_LANGUAGE

Row = Mapping[str, Any]


def extremes(figure: Figure, service: str, language: str = DEFAULT_LANGUAGE) -> tuple[str, ...]:
    """One sentence for each level that the figure holds, in the order of the levels.

    A level with any of its three differences missing says why instead.
    """
    rows = figure.table.filter(pl.col("service") == service).to_dicts()
    by_level = {level: [row for row in rows if row["level"] == level] for level in Level}
    return tuple(_level_words(level, own, language) for level, own in by_level.items() if own)


def _level_words(level: Level, rows: Sequence[Row], language: str) -> str:
    name = texts.say(f"level.{level}", language=language)
    values = {"level": name[:1].upper() + name[1:]}
    missing = [row for row in rows if row["difference"] is None]
    if missing:
        values["state"] = state_text(state_of(missing[0]), language)
        return texts.say("silence.words.missing", values, language=language)
    difference = {row["assumption"]: row["difference"] for row in rows}
    for assumption in Assumption:
        values[str(assumption)] = numbers.points_text(difference[assumption], language)
    return texts.say("silence.words.known", values, language=language)
