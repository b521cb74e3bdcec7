"""Signals of change in words, the newest first."""

from datetime import date
from typing import Final

import polars as pl

from tyokyky.domain.figures import Figure
from tyokyky.presentation import numbers, sentences, texts
from tyokyky.presentation.sentences import Names
from tyokyky.presentation.texts import DEFAULT_LANGUAGE

MOST_LINES: Final = 8
"""More are in the table below the list."""


def signal_lines(figure: Figure, by_name: str | None, names: Names, language: str = DEFAULT_LANGUAGE) -> list[str]:
    """One line a signal of the figure `signals`, the newest first, then the least chance-like."""
    if figure.table.is_empty():
        return []
    newest = figure.table.sort(-pl.col("last_month").dt.epoch("d"), "rank")
    lines = []
    for row in newest.head(MOST_LINES).to_dicts():
        where = names.of("service", row["service"], language)
        if by_name:
            where = f"{where}, {sentences.value_name(by_name, row[by_name], names, language)}"
        values = {
            "direction": sentences.direction_name(row["direction"], language),
            "service": where,
            "signal": sentences.signal_names(row["signal"], language),
            "months": _months(row["first_month"], row["last_month"], language),
            "share": numbers.share_text(row["drop_off"], language),
            "centre": numbers.share_text(row["centre"], language),
        }
        lines.append(texts.say("chart.signals.line", values, language=language))
    return lines


def _months(first: date, last: date, language: str) -> str:
    """A signal of one month names it once."""
    names = [sentences.month_name(month.isoformat(), language) for month in (first, last)]
    return "–".join(dict.fromkeys(names))
