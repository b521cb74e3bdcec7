"""The access log in words and tables."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final, Protocol

from tyokyky.presentation import numbers, texts
from tyokyky.presentation.log_reasons import reason_words
from tyokyky.presentation.tables import ReadableTable
from tyokyky.presentation.texts import DEFAULT_LANGUAGE

_COLUMNS: Final = ("when", "who", "kind", "what", "reason", "outcome", "rows")


class Line(Protocol):
    """One line of the log (privacy.log_reading.LogLine)."""

    @property
    def when(self) -> datetime:
        """Local time."""

    @property
    def who(self) -> str:
        """The person and the role."""

    @property
    def kind(self) -> str:
        """What kind of thing was opened or done."""

    @property
    def what(self) -> str:
        """Which one."""

    @property
    def reason(self) -> str:
        """Why."""

    @property
    def allowed(self) -> bool:
        """Whether it was let through."""

    @property
    def row_count(self) -> int | None:
        """Rows shown, where they can be counted."""


def kind_name(kind: str, language: str = DEFAULT_LANGUAGE) -> str:
    """A kind in words; one of another version as it stands."""
    key = f"opened.{kind}"
    return texts.say(key, language=language) if texts.has(key) else kind


def log_table(lines: Iterable[Line], language: str = DEFAULT_LANGUAGE) -> ReadableTable:
    """A row for each line, in their order."""

    def cells(line: Line) -> tuple[str, ...]:
        outcome = texts.say(f"access_log.{'allowed' if line.allowed else 'refused'}", language=language)
        rows = "" if line.row_count is None else numbers.count_text(line.row_count, language)
        moment = f"{numbers.day_text(line.when.date(), language)} {line.when:%H:%M:%S}"
        kind, why = kind_name(line.kind, language), reason_words(line.reason, language)
        return moment, line.who, kind, line.what, why, outcome, rows

    headings = tuple(texts.say(f"access_log.column.{name}", language=language) for name in _COLUMNS)
    return ReadableTable(headings, tuple(map(cells, lines)))


def kinds_table(count_by_kind: Mapping[str, int], language: str = DEFAULT_LANGUAGE) -> ReadableTable:
    """How many lines of each kind, the commonest first."""
    ordered = sorted(count_by_kind.items(), key=lambda pair: (-pair[1], pair[0]))
    rows = tuple((kind_name(kind, language), numbers.count_text(count, language)) for kind, count in ordered)
    headings = tuple(texts.say(f"access_log.column.{name}", language=language) for name in ("kind", "lines"))
    return ReadableTable(headings, rows)
