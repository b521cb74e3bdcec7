"""From cells to values: trimmed texts, dates, timestamps, numbers and flags, in the columns of the store."""

from typing import Final

import polars as pl

from tyokyky.ingest import forms
from tyokyky.ingest.findings import Findings
from tyokyky.ingest.header_texts import normalised
from tyokyky.ingest.sources import LINKING_PERMITTED, Source
from tyokyky.store.tables import Table

_TIME_ZONE: Final = "Europe/Helsinki"
_FIRST_YEAR: Final = 1850
_LAST_YEAR: Final = 2200
"""A year outside these is a slip of the pen (24, 0202) that the calendar would accept."""


def tidied(cells: pl.Series, source: Source) -> pl.Series:
    """Text cells without spaces of any kind at their ends; empty ones and those that mean empty are null."""
    texts = _as_text(cells).str.strip_chars()
    empty = pl.Series(["", *source.empty], dtype=pl.String)
    return texts.set(texts.is_in(empty.implode()), None)


def _as_text(cells: pl.Series) -> pl.Series:
    """Whole numbers typed as decimals (an id column with gaps, as spreadsheets write it) lose their `.0`."""
    if cells.dtype.is_float() and (cells.drop_nulls() % 1 == 0).all():
        cells = cells.cast(pl.Int64, strict=False)
    return cells if cells.dtype == pl.String else cells.cast(pl.String)


def values_of(cells: pl.DataFrame, table: Table, source: Source, findings: Findings) -> pl.DataFrame:
    """The cells as values in the store's types; an unreadable cell becomes null and is marked.

    Columns of the table that the file lacks are there, all null.
    """
    columns = [_value_column(cells, column, table, source, findings) for column in _columns(table)]
    return cells.select("row_number").hstack(columns)


def _columns(table: Table) -> tuple[str, ...]:
    return (*table.columns, LINKING_PERMITTED) if table.name == "response" else table.columns


def _value_column(cells: pl.DataFrame, column: str, table: Table, source: Source, findings: Findings) -> pl.Series:
    given = cells.get_column(column) if column in cells.columns else pl.Series([None] * cells.height, dtype=pl.String)
    # Comments of a wide file have no columns of their own to map.
    mapped = source.tables[table.name].values.get(column, {}) if table.name in source.tables else {}
    if column in table.dates:
        # Questionnaire tools tell the minute of an answer; the day of it is kept.
        dates = timestamp_values(given, source).dt.date() if column == "answered_on" else date_values(given, source)
        values, kind = dates, "unreadable_date"
    elif column in table.moments:
        values, kind = timestamp_values(given, source), "unreadable_date"
    elif column in table.numbers:
        values, kind = _numbers(_replaced(given, mapped, source), source, column), "unreadable_number"
    elif column in table.flags or column == LINKING_PERMITTED:
        values, kind = _flags(_replaced(given, mapped, source)), "unreadable_flag"
    else:
        return _replaced(given, mapped, source).alias(column)
    if given.null_count() < len(given):
        findings.add(f"{column}|{kind}", values.is_null() & tidied(given, source).is_not_null())
    return values.alias(column)


def _replaced(given: pl.Series, mapped: dict[str, str], source: Source) -> pl.Series:
    """Their values in our words; compared without case and kinds of space."""
    texts = given if given.dtype == pl.Boolean else tidied(given, source)
    if not mapped:
        return texts
    ours = {normalised(theirs): own for theirs, own in mapped.items()}
    found = texts.cast(pl.String).unique().drop_nulls().to_list()
    pairs = {text: ours[normalised(text)] for text in found if normalised(text) in ours}
    return texts.cast(pl.String).replace(pairs) if pairs else texts


def date_values(given: pl.Series, source: Source) -> pl.Series:
    """Dates written in one of the source's forms, or typed as dates; null where unreadable or of an odd year."""
    if given.dtype == pl.Date:
        dates = given
    elif isinstance(given.dtype, pl.Datetime):
        dates = _local(given).dt.date()
    else:
        # A spreadsheet's own day comes with the time of day: midnight, or a moment of which only the day is asked.
        own = [forms.WORKBOOK_FORMAT] if source.kind == "xlsx" else []
        dates = _first_readable(tidied(given, source), [*_date_formats(source), *own])
    return dates.set(~dates.dt.year().is_between(_FIRST_YEAR, _LAST_YEAR), None)


def timestamp_values(given: pl.Series, source: Source) -> pl.Series:
    """Timestamps in local time without a zone; a bare date is midnight."""
    if isinstance(given.dtype, pl.Datetime):
        return _local(given).cast(pl.Datetime("us"))
    if given.dtype == pl.Date:
        return date_values(given, source).cast(pl.Datetime("us"))
    texts = tidied(given, source)
    as_dates = _first_readable(texts, _date_formats(source)).cast(pl.Datetime("us"))
    for timestamp_format in _timestamp_formats(source):
        if as_dates.null_count() == texts.null_count():
            break
        read = texts.str.to_datetime(timestamp_format, time_unit="us", strict=False)
        as_dates = as_dates.zip_with(as_dates.is_not_null(), read)
    return as_dates.set(~as_dates.dt.year().is_between(_FIRST_YEAR, _LAST_YEAR), None)


def _date_formats(source: Source) -> list[str]:
    return [forms.DATE_FORMS[form] for form in source.date_forms]


def _timestamp_formats(source: Source) -> list[str]:
    own = [forms.WORKBOOK_FORMAT] if source.kind == "xlsx" else []
    return [*own, *(forms.TIMESTAMP_FORMS[form] for form in source.timestamp_forms)]


def _local(given: pl.Series) -> pl.Series:
    zoned = isinstance(given.dtype, pl.Datetime) and given.dtype.time_zone is not None
    return given.dt.convert_time_zone(_TIME_ZONE).dt.replace_time_zone(None) if zoned else given


def _first_readable(texts: pl.Series, formats: list[str]) -> pl.Series:
    dates = texts.str.to_date(formats[0], strict=False)
    for other in formats[1:]:
        if dates.null_count() == texts.null_count():
            break
        dates = dates.zip_with(dates.is_not_null(), texts.str.to_date(other, strict=False))
    return dates


def _numbers(given: pl.Series, source: Source, column: str) -> pl.Series:
    texts = given.cast(pl.String).str.replace_all(r"[\s\u00a0\u202f]", "")
    if source.decimal_mark == "," and source.kind != "parquet":
        texts = texts.str.replace(",", ".", literal=True)
    numbers = texts.cast(pl.Float64, strict=False)
    numbers = numbers.set(~numbers.is_finite(), None)
    if column != "birth_year":
        return numbers
    return numbers.set(numbers % 1 != 0, None).cast(pl.Int16, strict=False)


def _flags(given: pl.Series) -> pl.Series:
    if given.dtype == pl.Boolean:
        return given
    return given.str.to_lowercase().replace_strict(forms.FLAGS, default=None, return_dtype=pl.Boolean)
