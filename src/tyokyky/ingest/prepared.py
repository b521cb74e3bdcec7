"""Everything that is done to a delivered file before the register is opened: read, map, pseudonymise, check."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Final, Protocol
from zoneinfo import ZoneInfo

import polars as pl
from polars.exceptions import PanicException, PolarsError

from tyokyky.domain.codes import CodeBook
from tyokyky.domain.errors import InternalError, UserError
from tyokyky.ingest import cells, code_rules, contracts, identifiers, made_ids, row_rules
from tyokyky.ingest.comments import with_cleaned_comments
from tyokyky.ingest.delivered_file import DeliveredFile
from tyokyky.ingest.findings import Findings
from tyokyky.ingest.reading import Cells, open_file, read_cells
from tyokyky.ingest.recognition import DATA_AS_OF_COLUMN, Recognised, recognise
from tyokyky.ingest.sources import LINKING_PERMITTED, Source
from tyokyky.ingest.wide import answers_of, comments_of, read_wide
from tyokyky.privacy.pseudonyms import KeyRing
from tyokyky.settings import Settings
from tyokyky.store.codebook import load_code_book
from tyokyky.store.tables import COMMENT, Table

_FINLAND: Final = ZoneInfo("Europe/Helsinki")


class Progress(Protocol):
    """Told which step is under way and how much of the whole is done (0–1)."""

    def __call__(self, step: str, share: float) -> None:
        """Called at the start of each step and once at the end."""


@dataclass(frozen=True)
class Prepared:
    """A delivery whose rows are pseudonymised and checked one by one, ready to be compared with the register.

    `values` holds all rows in the file's order (row_number and the table's columns); `findings` says what is wrong
    with which; `repeats` marks rows that repeat an earlier row of the file as it was; `file_rows` tells where in the
    file each stands (not its row_number where a row of the file gives several). `beside` are the rows of
    the other table that the same file gives: comments beside the answers of a wide file.
    """

    source: Source
    table: Table
    values: pl.DataFrame
    findings: Findings
    repeats: pl.Series
    data_as_of: date
    file_label: str
    fingerprint: str
    ring: KeyRing
    link_group: str
    file_rows: pl.Series
    beside: "Prepared | None" = None

    @property
    def kept(self) -> pl.Series:
        """The rows to compare with the register: neither refused nor a repeat."""
        return ~self.findings.refused() & ~self.repeats


def prepare(
    settings: Settings,
    file: DeliveredFile,
    source: Source,
    data_as_of: date | None,
    *,
    ring: KeyRing,
    progress: Progress,
) -> Prepared:
    """Reads, maps, pseudonymises and checks a file; opens no store and writes nothing.

    Raises:
        UserError: the file can not be read or recognised, or the day of extraction is not known or lies ahead.
    """
    try:
        return _prepared(settings, file, source, data_as_of, ring=ring, progress=progress)
    except (PolarsError, PanicException) as error:
        # Their messages quote cells.
        raise InternalError(f"prepare: {type(error).__name__}") from None


def _prepared(
    settings: Settings,
    file: DeliveredFile,
    source: Source,
    data_as_of: date | None,
    *,
    ring: KeyRing,
    progress: Progress,
) -> Prepared:
    progress("read", 0.0)
    book, link_group = load_code_book(settings), settings.link_group_of(source.controller)
    recognised, read, comments = _read(file, source, settings, ring=ring, link_group=link_group)
    day = _data_as_of(data_as_of, read, source)
    desk = _Desk(source, file, book, day, ring, link_group)
    answers = _of_table(desk, recognised.table, read, progress)
    if comments is None:
        return answers
    beside = _of_table(desk, COMMENT, comments, _silent)
    return replace(answers, beside=replace(beside, file_label=answers.file_label))


def _silent(step: str, share: float) -> None:
    """Reports nothing."""


@dataclass(frozen=True)
class _Desk:
    """What holds for every row of a delivery."""

    source: Source
    file: DeliveredFile
    book: CodeBook
    day: date
    ring: KeyRing
    link_group: str


def _of_table(desk: _Desk, table: Table, read: Cells, progress: Progress) -> Prepared:
    """The rows that a file gives of one table, checked one by one."""
    source, book, ring = desk.source, desk.book, desk.ring
    findings = Findings(read.table.height)
    _note_what_reading_found(read, findings)
    progress("map", 0.2)
    values = cells.values_of(read.table, table, source, findings)
    values = with_cleaned_comments(values, table, findings)
    progress("pseudonymise", 0.35)
    raw = identifiers.Identifiers.of(values)
    label = raw.masked(desk.file.name)
    values = identifiers.pseudonymised(values, table, raw, findings, book=book, ring=ring, link_group=desk.link_group)
    progress("check", 0.5)
    values = _checked(values, table, source, findings, book=book, data_as_of=desk.day)
    repeats = row_rules.mark_repeated_ids(values, table, findings)
    fingerprint = ring.fingerprint(desk.file.content)
    file_rows = values.get_column("row_number") if read.file_rows is None else read.file_rows
    return Prepared(
        source, table, values, findings, repeats, desk.day, label, fingerprint, ring, desk.link_group, file_rows
    )


def _note_what_reading_found(read: Cells, findings: Findings) -> None:
    findings.add("row|column_count", read.ragged)
    for rule, marked in read.marks.items():
        findings.add(rule, marked)
    for rule, count in read.file_warnings.items():
        findings.warn_of_file(rule, count)
    if read.may_be_truncated:
        findings.warn_of_file("file|may_be_truncated")


def _read(
    file: DeliveredFile, source: Source, settings: Settings, *, ring: KeyRing, link_group: str
) -> tuple[Recognised, Cells, Cells | None]:
    """The file's table and its cells; of a wide file that asks for comments, those too."""
    opened = open_file(file, source, settings)
    if source.wide is not None:
        wide_file = read_wide(opened, source, source.wide, ring=ring, link_group=link_group)
        comments = comments_of(wide_file) if wide_file.columns.comments else None
        return wide_file.recognised, answers_of(wide_file, source.wide, settings), comments
    recognised = recognise(source, opened.headers)
    wanted = dict(recognised.positions)
    if recognised.data_as_of_position is not None:
        wanted[DATA_AS_OF_COLUMN] = recognised.data_as_of_position
    if len(set(wanted.values())) < len(wanted):
        raise UserError(f"Lähteessä {source.name} sama otsikko on annettu kahdelle kentälle: poista toinen.")
    # In the file's order: readers give columns in that order, whatever order they are asked for.
    in_order = sorted(wanted, key=lambda name: wanted[name])
    return recognised, read_cells(opened, [wanted[name] for name in in_order], in_order), None


def _checked(
    values: pl.DataFrame, table: Table, source: Source, findings: Findings, *, book: CodeBook, data_as_of: date
) -> pl.DataFrame:
    """The rows as they would be stored, after every rule that looks at one row alone."""
    row_rules.mark_forbidden_links(values, table, source, findings)
    values = row_rules.with_defaults(values, table)
    contracts.mark_broken_contracts(values, table.name, data_as_of, findings)
    code_rules.mark_unknown_codes(values, table, source, findings, book=book, data_as_of=data_as_of)
    code_rules.mark_outside_measure_scale(values, table, findings, book)
    row_rules.mark_odd_lengths(values, table, data_as_of, findings)
    values = row_rules.with_future_ends_open(values, table, data_as_of, findings)
    if LINKING_PERMITTED in values.columns:
        values = values.drop(LINKING_PERMITTED)
    return made_ids.with_made_ids(values, table, repeats_are_events=source.kind == "xes")


def _data_as_of(given: date | None, read: Cells, source: Source) -> date:
    """The caller's day before the column's; a column must tell one and the same day on every row."""
    if given is None and DATA_AS_OF_COLUMN in read.table.columns:
        days = cells.date_values(read.table.get_column(DATA_AS_OF_COLUMN), source).unique()
        if len(days) != 1 or days.has_nulls():
            raise UserError("Poimintapäivä vaihtelee tai puuttuu riveiltä: anna se valitsimella --as-of.")
        given = days.item()
    if given is None:
        raise UserError("Poimintapäivä puuttuu: anna päivä, jona tiedot poimittiin rekisteristä (--as-of VVVV-KK-PP).")
    if given > datetime.now(UTC).astimezone(_FINLAND).date():
        raise UserError("Poimintapäivä on tulevaisuudessa: anna päivä, jona tiedot poimittiin rekisteristä.")
    return given
