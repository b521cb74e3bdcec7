"""Signals of change in words, the least chance-like first."""

from typing import Final

from tyokyky.domain.figures import Figure
from tyokyky.presentation import numbers, sentences, texts
from tyokyky.presentation.sentences import Names
from tyokyky.presentation.texts import DEFAULT_LANGUAGE

MOST_LINES: Final = 8
"""More are in the table below the list."""


def signal_lines(figure: Figure, by_name: str | None, names: Names, language: str = DEFAULT_LANGUAGE) -> list[str]:
    """One line a signal of the figure `signals`."""
    lines = []
    for row in figure.table.head(MOST_LINES).to_dicts():
        where = names.of("service", row["service"], language)
        if by_name:
            where = f"{where}, {sentences.value_name(by_name, row[by_name], names, language)}"
        values = {
            "direction": sentences.direction_name(row["direction"], language),
            "service": where,
            "signal": sentences.signal_names(row["signal"], language),
            "first_month": sentences.month_name(row["first_month"].isoformat(), language),
            "last_month": sentences.month_name(row["last_month"].isoformat(), language),
            "share": numbers.share_text(row["drop_off"], language),
            "centre": numbers.share_text(row["centre"], language),
        }
        lines.append(texts.say("chart.signals.line", values, language=language))
    return lines
