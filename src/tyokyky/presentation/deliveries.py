"""Deliveries as tables a person reads: the ledger, a dry run's outcome, the rows refused by a rule."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, Protocol

import polars as pl

from tyokyky.presentation import numbers, sentences, texts
from tyokyky.presentation.tables import ReadableTable
from tyokyky.presentation.texts import DEFAULT_LANGUAGE

_LEDGER: Final = (
    "batch_id",
    "state",
    "source",
    "file_label",
    "data_as_of",
    "imported_at",
    "rows_in",
    "accepted_count",
    "quarantined_count",
    "unchanged_count",
    "warning_count",
)
_MOST_ROW_NUMBERS: Final = 12


class Report(Protocol):
    """Counts of a delivery (ingest.report.DeliveryReport)."""

    @property
    def rows_in(self) -> int:
        """Rows in the file."""

    @property
    def accepted(self) -> int:
        """Rows taken."""

    @property
    def quarantined(self) -> int:
        """Rows refused."""

    @property
    def unchanged(self) -> int:
        """Rows that were there already."""

    @property
    def closed(self) -> int:
        """Earlier rows that a full delivery no longer has."""


class CountedRule(Protocol):
    """A rule and its rows (ingest.report.RuleCount)."""

    @property
    def rule(self) -> str:
        """`column|kind`."""

    @property
    def severity(self) -> str:
        """`error` or `warning`."""

    @property
    def row_count(self) -> int:
        """Rows that met it."""


def ledger_table(ledger: pl.DataFrame, language: str = DEFAULT_LANGUAGE) -> ReadableTable:
    """One row per delivery, newest first."""
    headings = tuple(texts.say(f"ledger.{name}", language=language) for name in _LEDGER)
    rows = tuple(tuple(_cell(name, row, language) for name in _LEDGER) for row in ledger.to_dicts())
    return ReadableTable(headings, rows)


def _cell(name: str, row: Mapping[str, Any], language: str) -> str:
    value = row[name]
    if value is None:
        return texts.say("nothing", language=language)
    if name == "state":
        return texts.say(f"ledger.state.{value}", language=language)
    if isinstance(value, datetime | date):
        return numbers.day_text(value, language)
    if name == "batch_id" or not isinstance(value, int):
        return str(value)
    return numbers.count_text(value, language)


def report_words(report: Report, language: str = DEFAULT_LANGUAGE) -> str:
    """What would be accepted, refused, and left as it is."""
    names = ("rows_in", "accepted", "quarantined", "unchanged", "closed")
    values = {name: numbers.count_text(getattr(report, name), language) for name in names}
    return texts.say("data.report", values, language=language)


def rules_table(rules: Sequence[CountedRule], language: str = DEFAULT_LANGUAGE) -> ReadableTable:
    """One row per rule met: what it says, what follows from it, how many rows."""
    headings = tuple(texts.say(f"column.{name}", language=language) for name in ("rule", "severity", "rows"))
    rows = tuple(
        (
            sentences.rule_name(one.rule, language),
            texts.say(f"severity.{one.severity}", language=language),
            numbers.count_text(one.row_count, language),
        )
        for one in rules
    )
    return ReadableTable(headings, rows)


def quarantine_table(by_rule: pl.DataFrame, language: str = DEFAULT_LANGUAGE) -> ReadableTable:
    """One row per rule: how many rows it refused and the first of their numbers in the source's own file."""
    headings = tuple(texts.say(f"column.{name}", language=language) for name in ("rule", "rows", "row_numbers"))
    rows = tuple(
        (
            sentences.rule_name(row["rule"], language),
            numbers.count_text(row["row_count"], language),
            _first(row["row_numbers"]),
        )
        for row in by_rule.to_dicts()
    )
    return ReadableTable(headings, rows)


def _first(row_numbers: Sequence[int]) -> str:
    shown = ", ".join(str(number) for number in row_numbers[:_MOST_ROW_NUMBERS])
    return f"{shown} …" if len(row_numbers) > _MOST_ROW_NUMBERS else shown
