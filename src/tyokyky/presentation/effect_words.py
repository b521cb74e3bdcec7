"""The table of an action's effect in words."""

from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from tyokyky.presentation import numbers, texts
from tyokyky.presentation.sentences import Names
from tyokyky.presentation.states import state_of, state_text
from tyokyky.presentation.tables import ReadableTable, count_or_withheld
from tyokyky.presentation.texts import DEFAULT_LANGUAGE

HEADINGS: Final = ("joint", "exits_before", "drop_off_before", "exits_after", "drop_off_after", "difference", "is")


def table(effect: pl.DataFrame, names: Names, language: str = DEFAULT_LANGUAGE) -> ReadableTable:
    """One row per joint (`reporting.effect`): before, after, difference with its interval, and what the row is."""
    headings = tuple(texts.say(f"codev.effect.column.{name}", language=language) for name in HEADINGS)
    return ReadableTable(headings, tuple(_cells(row, names, language) for row in effect.to_dicts()))


def _cells(row: Mapping[str, Any], names: Names, language: str) -> tuple[str, ...]:
    sides = []
    for side in ("before", "after"):
        share = row[f"drop_off_{side}"]
        told = state_text(state_of(row), language) if share is None else numbers.share_text(share, language)
        sides += [count_or_withheld(row[f"exits_{side}"], language), told]
    kind = "own" if row["is_joint"] else "comparable" if row["is_comparable"] else "acted"
    said = texts.say(f"codev.effect.is.{kind}", language=language)
    return (names.of("service", row["service"], language), *sides, _difference(row, language), said)


def _difference(row: Mapping[str, Any], language: str) -> str:
    if row["difference"] is None:
        return state_text(state_of(row), language)
    values = {name: numbers.points_text(row[name], language) for name in ("difference", "lower", "upper")}
    return texts.say("codev.effect.difference", values, language=language)
