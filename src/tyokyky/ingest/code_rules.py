"""Codes and fixed words: whether each was valid on the day its row is about."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

import polars as pl

from tyokyky.domain.codes import Code, CodeBook, EndReason
from tyokyky.ingest.findings import Findings
from tyokyky.ingest.sources import Source
from tyokyky.ingest.vocabularies import CODE_LISTS, code_entries, words_of
from tyokyky.store.tables import Table

_DAY_OF_ROW: Final = {
    "period": pl.col("started_on"),
    "referral": pl.col("referred_on"),
    "moment": pl.col("occurred_at").dt.date(),
    "response": pl.col("answered_on"),
    "group_score": pl.col("period_end"),
}
_Span = tuple[date, date]


def mark_unknown_codes(
    values: pl.DataFrame, table: Table, source: Source, findings: Findings, *, book: CodeBook, data_as_of: date
) -> None:
    """Marks codes that no list knows on the day (error, or warning where the source declares the list open).

    The day is the start of a period (for its end reason its end), the day of a referral, moment or answer, the last day
    of a group's score, and for a client the day of extraction. A row whose day is unreadable is asked only whether the
    code was ever known.
    """
    for column in table.columns:
        if column in CODE_LISTS and values.get_column(column).null_count() < values.height:
            days = _days(values, table, column, data_as_of)
            known = _known(values, column, days, book)
            kept = CODE_LISTS[column] in source.open_codes
            rule = f"{column}|{'unknown_code_kept' if kept else 'unknown_code'}"
            findings.add(rule, ~known & values.get_column(column).is_not_null())
        words = words_of(table.name, column)
        if words is not None:
            texts = values.get_column(column)
            findings.add(f"{column}|unknown_value", ~texts.is_in(pl.Series(list(words), dtype=pl.String).implode()))


def mark_outside_measure_scale(values: pl.DataFrame, table: Table, findings: Findings, book: CodeBook) -> None:
    """Marks means that no answers on the measure's scale can give; an unknown measure is marked as such elsewhere."""
    if table.name != "group_score":
        return
    schema = {"measure_code": pl.String, "scale_min": pl.Float64, "scale_max": pl.Float64}
    # The newest of a measure's rows: its scale does not change with its organiser.
    newest = {measure.code: measure for measure in sorted(book.group_measures, key=lambda known: known.valid_from)}
    scales = [(code, measure.scale_min, measure.scale_max) for code, measure in newest.items()]
    asked = values.join(
        pl.DataFrame(scales, schema=schema, orient="row"), "measure_code", "left", maintain_order="left"
    )
    outside = asked.select(~pl.col("mean_score").is_between("scale_min", "scale_max")).to_series()
    findings.add("mean_score|outside_measure_scale", outside)


def _days(values: pl.DataFrame, table: Table, column: str, data_as_of: date) -> pl.Series:
    day = _DAY_OF_ROW.get(table.name, pl.lit(data_as_of))
    if column == "end_reason_code":
        day = pl.coalesce("ended_on", day)
    return values.with_columns(day.alias("_day")).get_column("_day")


def _known(values: pl.DataFrame, column: str, days: pl.Series, book: CodeBook) -> pl.Series:
    codes, code_list = values.get_column(column), CODE_LISTS[column]
    entries = code_entries(book, code_list)
    if code_list != "end_reasons":
        return valid_on(codes, days, entries)
    return _known_end_reasons(codes, values.get_column("service_code"), days, book.end_reasons)


def _known_end_reasons(
    codes: pl.Series, services: pl.Series, days: pl.Series, reasons: Iterable[EndReason]
) -> pl.Series:
    """A reason with a service holds for that service only."""
    by_service: dict[str, list[EndReason]] = defaultdict(list)
    for reason in reasons:
        by_service[reason.service_code].append(reason)
    known = valid_on(codes, days, by_service.pop("", []))
    for service_code, own_reasons in by_service.items():
        known = known | ((services == service_code).fill_null(value=False) & valid_on(codes, days, own_reasons))
    return known


def valid_on(codes: pl.Series, days: pl.Series, entries: Iterable[Code]) -> pl.Series:
    """For each code whether an entry of the list was valid on the day (boolean, never null); any day where null."""
    rounds = _spans_by_round(entries)
    valid = pl.repeat(value=False, n=len(codes), dtype=pl.Boolean, eager=True)
    for spans in rounds:
        first_days = codes.replace_strict(
            {code: span[0] for code, span in spans.items()}, default=None, return_dtype=pl.Date
        )
        last_days = codes.replace_strict(
            {code: span[1] for code, span in spans.items()}, default=None, return_dtype=pl.Date
        )
        within = ((days >= first_days) & (days <= last_days)) | (days.is_null() & first_days.is_not_null())
        valid = valid | within.fill_null(value=False)
    return valid


def _spans_by_round(entries: Iterable[Code]) -> list[dict[str, _Span]]:
    """Spans of validity by code: the first of each code in the first round, second ones in the next, and so on.

    Entries that follow each other without a gap (the organiser changed, the code did not) are one span.
    """
    spans: dict[str, list[_Span]] = defaultdict(list)
    for entry in sorted(entries, key=lambda entry: (entry.code, entry.valid_from)):
        own = spans[entry.code]
        if own and entry.valid_from - timedelta(days=1) <= own[-1][1]:
            own[-1] = (own[-1][0], max(own[-1][1], entry.valid_until))
        else:
            own.append((entry.valid_from, entry.valid_until))
    rounds = max((len(own) for own in spans.values()), default=0)
    return [{code: own[number] for code, own in spans.items() if number < len(own)} for number in range(rounds)]
