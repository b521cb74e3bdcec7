"""From a figure's frame to a table a person reads: headings, names for codes, words where there is no number."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from tyokyky.domain.figures import Figure, State
from tyokyky.presentation import numbers, sentences, texts
from tyokyky.presentation.sentences import Names
from tyokyky.presentation.states import state_of, state_text
from tyokyky.presentation.table_columns import (
    COUNTS,
    DROP_OFFS,
    HIDDEN_WHEN_MISSING,
    INTERVALS,
    INTERVALS_IN_POINTS,
    INTERVALS_OF_MEANS,
    OF_REGISTER,
    PEOPLE,
    POINTS,
    RATES,
    SHARES,
    SHOWN,
)
from tyokyky.presentation.table_words import word
from tyokyky.presentation.texts import DEFAULT_LANGUAGE

Row = Mapping[str, Any]
Cell = Callable[[Row], str]


@dataclass(frozen=True)
class ReadableTable:
    """Headings and rows as text, in the order and the count of the figure's own rows."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def page(self, number: int, rows_per_page: int) -> "ReadableTable":
        """One page of the rows; the first is 0."""
        start = number * rows_per_page
        return ReadableTable(self.headings, self.rows[start : start + rows_per_page])

    def frame(self) -> pl.DataFrame:
        """All cells as text, one column per heading."""
        columns = {heading: [row[i] for row in self.rows] for i, heading in enumerate(self.headings)}
        return pl.DataFrame(columns, schema=dict.fromkeys(self.headings, pl.String))


def table_of(
    figure: Figure,
    by_name: str | None,
    names: Names,
    language: str = DEFAULT_LANGUAGE,
    only: Collection[str] | None = None,
) -> ReadableTable:
    """The figure's table with Finnish headings and every number as text; `only` some of its columns, in their order.

    Columns that hold nothing in any row (an interval by person where nobody has two exits) are left out.
    """
    rows = figure.table.to_dicts()
    wanted = [name for name in SHOWN[figure.name] if (name != "@by" or by_name) and (only is None or name in only)]
    shown = [_column(name, by_name, names, language) for name in wanted]
    present = [(heading, cell) for name, heading, cell in shown if _is_present(name, figure.table)]
    headings = tuple(heading for heading, _ in present)
    return ReadableTable(headings, tuple(tuple(cell(row) for _, cell in present) for row in rows))


def _is_present(name: str, table: pl.DataFrame) -> bool:
    optional = ("interval_clustered", "difference", "difference_interval", "p_holm", "excess")
    columns = INTERVALS.get(name, (name,))
    if name in optional or name.startswith(("adjusted", "answered")):
        return columns[0] in table.columns and table[columns[0]].null_count() < table.height
    return True


def _column(name: str, by_name: str | None, names: Names, language: str) -> tuple[str, str, Cell]:
    if name == "@by" and by_name:
        heading = sentences.key_name(by_name, language)
        return (
            by_name,
            heading[:1].upper() + heading[1:],
            lambda row: sentences.value_name(by_name, row[by_name], names, language),
        )
    heading = texts.say(f"column.{name}", language=language)
    if name == "theme_kind":
        return name, heading, lambda row: word("kind", row["kind"], names, language)
    if name in INTERVALS:
        return name, heading, lambda row: _interval_cell(name, row, language)
    return name, heading, lambda row: _cell(name, row, names, language)


def _cell(name: str, row: Row, names: Names, language: str) -> str:
    value = row[name]
    if value is None:
        return _no_number(name, row, language)
    if name in COUNTS:
        return numbers.count_text(value, language)
    if name in SHARES:
        return numbers.share_text(value, language)
    if name in POINTS:
        return numbers.points_text(value, language)
    if name in RATES or name == "p_holm" or name in PEOPLE:
        return _number(name, value, language)
    return _said(name, row, names, language)


def _said(name: str, row: Row, names: Names, language: str) -> str:
    """A code or word in words; a step or path by the names of its grain."""
    if name in ("from", "to", "path") and "grain" in row:
        return sentences.path_name(row[name], row["grain"], names, language)
    return word(name, row[name], names, language)


def _number(name: str, value: float, language: str) -> str:
    if name in RATES:
        return numbers.decimal_text(value, language, RATES[name])
    if name in PEOPLE:
        return numbers.more_text(value, language) if name == "excess" else numbers.count_text(round(value), language)
    return numbers.p_text(value, language).removeprefix("=").strip()


def total_text(figure: Figure, column: str, language: str = DEFAULT_LANGUAGE) -> str:
    """Sum of a column of counts; where cells of it are withheld, what the others sum up to at least."""
    counts = figure.table[column]
    # Exits are at least those in the estimate: where they are withheld, that is the least they can be.
    known = int(
        figure.table.select(pl.coalesce(column, "at_start").sum()).item() if column == "exits" else counts.sum()
    )
    if counts.null_count() == 0:
        return numbers.count_text(known, language)
    if known == 0:
        return count_or_withheld(None, language) if counts.len() == 1 else state_text(State.HIDDEN, language)
    return texts.say("count.at_least", {"count": numbers.count_text(known, language)}, language=language)


def count_or_withheld(value: int | None, language: str = DEFAULT_LANGUAGE) -> str:
    """A count, or that it was withheld: it is under 5, or would give back one that is."""
    return texts.say("count.withheld", language=language) if value is None else numbers.count_text(value, language)


def _no_number(name: str, row: Row, language: str) -> str:
    """A missing estimate says why; a difference or a p value stands on one row of its level only and is else empty."""
    if name == "path":
        return texts.say("path.others", language=language)
    if name in HIDDEN_WHEN_MISSING:
        return state_text(State.HIDDEN, language)
    if name in OF_REGISTER:
        is_asked = row["rule"] != "spell" or not name.startswith("unemployed")
        return state_text(state_of(row), language) if is_asked else texts.say("nothing", language=language)
    if name in COUNTS:
        return count_or_withheld(None, language)
    if (
        name in ("share", "share_first", "share_second", "dropped_share", "mean", "lost")
        or name in DROP_OFFS
        or (name == "difference" and any(other in row for other in ("assumption", "drop_off_before", "share_first")))
    ):
        return state_text(state_of(row), language)
    return texts.say("nothing", language=language)


def _interval_cell(name: str, row: Row, language: str) -> str:
    lower, upper = (row.get(column) for column in INTERVALS[name])
    if lower is None or upper is None:
        return texts.say("nothing", language=language)
    if name in INTERVALS_IN_POINTS:
        lower_text, upper_text = numbers.points_text(lower, language), numbers.points_text(upper, language)
        return f"{lower_text}\N{NO-BREAK SPACE}…\N{NO-BREAK SPACE}{upper_text}"
    if name in INTERVALS_OF_MEANS:
        ends = {"lower": numbers.decimal_text(lower, language, 2), "upper": numbers.decimal_text(upper, language, 2)}
        return texts.say("interval", ends, language=language)
    if name == "lost_interval":
        ends = {
            "lower": numbers.count_text(round(lower), language),
            "upper": numbers.count_text(round(upper), language),
        }
        return texts.say("interval", ends, language=language)
    low = numbers.decimal_text(lower * 100, language)
    return texts.say("interval", {"lower": low, "upper": numbers.share_text(upper, language)}, language=language)


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def csv_of(table: ReadableTable) -> bytes:
    """The table for a Finnish spreadsheet: semicolons, UTF-8 with a byte-order mark, harmless cells."""
    safe = ReadableTable(table.headings, tuple(tuple(harmless(cell) for cell in row) for row in table.rows))
    return b"\xef\xbb\xbf" + safe.frame().write_csv(separator=";").encode()
