"""Differences between groups of participation in words: what goes together with drop-off, never what causes it."""

from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from tyokyky.domain.figures import Figure
from tyokyky.domain.participation import Level, Measure
from tyokyky.presentation import numbers, texts
from tyokyky.presentation.texts import DEFAULT_LANGUAGE

_HOLM_LIMIT: Final = 0.05


def differences(figure: Figure, service: str, measure: Measure, language: str = DEFAULT_LANGUAGE) -> tuple[str, ...]:
    """One or two sentences for each level, in the order of the levels.

    A level goes together with drop-off where its p value, corrected by Holm over levels and services, is under 0.05;
    such a level has its adjusted difference beside it, the others have theirs in the table.
    """
    rows = figure.table.filter((pl.col("service") == service) & (pl.col("measure") == str(measure))).to_dicts()
    with_difference = {row["level"]: row for row in rows if row["difference"] is not None}
    return tuple(_level_words(level, with_difference.get(level), language) for level in Level)


def _level_words(level: Level, row: Mapping[str, Any] | None, language: str) -> str:
    name = texts.say(f"level.{level}", language=language)
    values = {"level": name[:1].upper() + name[1:]}
    if row is None or row["difference_lower"] is None or row["p_holm"] is None:
        return texts.say("levels.words.missing", values, language=language)
    values["lower"] = numbers.points_text(row["difference_lower"], language)
    values["upper"] = numbers.points_text(row["difference_upper"], language)
    values["p"] = numbers.p_text(row["p_holm"], language)
    kind = "unclear"
    if row["p_holm"] < _HOLM_LIMIT:
        kind = "more" if row["difference"] > 0 else "less"
    size = row["difference"] if kind == "unclear" else abs(row["difference"])
    values["points"] = numbers.points_text(size, language).removeprefix("+" if kind != "unclear" else "")
    words = texts.say(f"levels.words.{kind}", values, language=language)
    adjusted = "" if kind == "unclear" else _adjusted_words(row, language)
    return f"{words} {adjusted}" if adjusted else words


def _adjusted_words(row: Mapping[str, Any], language: str) -> str:
    if row["adjusted_difference"] is None or row["adjusted_lower"] is None or row["adjusted_covered_share"] is None:
        return ""
    values = {
        "points": numbers.points_text(row["adjusted_difference"], language),
        "lower": numbers.points_text(row["adjusted_lower"], language),
        "upper": numbers.points_text(row["adjusted_upper"], language),
        "covered": numbers.share_text(row["adjusted_covered_share"], language),
    }
    return texts.say("levels.words.adjusted", values, language=language)
