"""Reads a file into a frame of the columns asked for, with each row's number in the file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Final

import numpy as np
import polars as pl
from polars.exceptions import PanicException, PolarsError
from pyarrow import ArrowException, parquet

from tyokyky.domain.errors import InternalError, UserError
from tyokyky.ingest.csv_layout import Layout, layout_of
from tyokyky.ingest.delivered_file import DeliveredFile, refuse_unpacked
from tyokyky.ingest.sources import Source
from tyokyky.ingest.text_encoding import as_utf8
from tyokyky.ingest.workbook import ROW_NUMBER, read_sheet
from tyokyky.ingest.xes import read_events
from tyokyky.settings import Settings

_NO_ROWS: Final = "Tiedostossa ei ole yhtään riviä otsikon jälkeen: pyydä lähteestä uusi poiminta."
_BROKEN_PARQUET: Final = "Parquet-tiedosto on vioittunut tai kesken: siirrä se uudelleen."


@dataclass(frozen=True)
class OpenedFile:
    """A file whose header is known and whose cells are still unread.

    A workbook or an event log is read as a whole (`rows`).
    """

    headers: tuple[str, ...]
    content: bytes = field(repr=False)
    layout: Layout | None
    separator: str = ""
    rows: pl.DataFrame | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Cells:
    """Cells of the columns asked for, in the file's rows.

    `table` has `row_number` (the header is row 1) and one column per name asked for: text, but from Parquet any type.
    `ragged` tells the rows with too few or too many cells. Where a row of the file became several, rows are numbered
    anew and `file_rows` tells whose each is; `marks` (rows by rule) and `file_warnings` (rule: count) say what was
    found wrong on the way.
    """

    table: pl.DataFrame
    ragged: pl.Series
    may_be_truncated: bool
    file_rows: pl.Series | None = None
    marks: Mapping[str, pl.Series] = field(default_factory=dict)
    file_warnings: Mapping[str, int] = field(default_factory=dict)


def open_file(file: DeliveredFile, source: Source, settings: Settings) -> OpenedFile:
    """Reads the header.

    Raises:
        UserError: the file can not be of the source's kind or encoding, is broken, too large, or has no rows.
    """
    file.refuse_unreadable(source.kind, settings)
    if source.kind == "parquet":
        return _opened_parquet(file.content, settings)
    if source.kind == "xlsx":
        sheet = read_sheet(file.content, source.sheet, settings)
        _refuse_row_count(sheet.rows.height, settings)
        return OpenedFile(sheet.headers, b"", None, rows=sheet.rows)
    if source.kind == "xes":
        log = read_events(file.content, settings)
        return OpenedFile(log.headers, b"", None, rows=log.rows)
    text = as_utf8(file.content, source.encoding)
    layout = layout_of(text, source.separator)
    row_count = int(np.count_nonzero(layout.cell_counts))
    _refuse_row_count(row_count, settings)
    return OpenedFile(layout.header, text, layout, source.separator)


def _refuse_row_count(row_count: int, settings: Settings) -> None:
    if row_count == 0:
        raise UserError(_NO_ROWS)
    if row_count > settings.largest_row_count:
        raise UserError(
            f"Tiedostossa on enemmän kuin sallitut {settings.largest_row_count} riviä: jaa se osiin tai nosta"
            " asetusta largest_row_count."
        )


def _opened_parquet(content: bytes, settings: Settings) -> OpenedFile:
    """What the metadata tell, before anything is unpacked."""
    try:
        metadata = parquet.read_metadata(BytesIO(content))
        headers = tuple(metadata.schema.to_arrow_schema().names)
        unpacked_bytes = sum(metadata.row_group(number).total_byte_size for number in range(metadata.num_row_groups))
        row_count = int(metadata.num_rows)
    except (ArrowException, OSError, ValueError):
        raise UserError(_BROKEN_PARQUET) from None
    _refuse_row_count(row_count, settings)
    refuse_unpacked(unpacked_bytes, settings)
    return OpenedFile(headers, content, None)


def read_cells(opened: OpenedFile, positions: Sequence[int], names: Sequence[str]) -> Cells:
    """Cells of the columns at these positions under these names; the other columns are left unread.

    Raises:
        UserError: the cells can not be read.
    """
    if opened.rows is not None:
        asked = [pl.col(f"c{position}").alias(name) for position, name in zip(positions, names, strict=True)]
        named = opened.rows.select(ROW_NUMBER, *asked)
        return Cells(named, _never(named), may_be_truncated=False)
    try:
        if opened.layout is None:
            return _parquet_cells(opened, positions, names)
        return _csv_cells(opened, opened.layout, positions, names)
    except (PolarsError, PanicException, OSError):
        # Their messages quote cells.
        message = (
            _BROKEN_PARQUET if opened.layout is None else "CSV-tiedostoa ei voitu lukea: tarkista erotin ja rivit."
        )
        raise UserError(message) from None


def _parquet_cells(opened: OpenedFile, positions: Sequence[int], names: Sequence[str]) -> Cells:
    table = pl.read_parquet(BytesIO(opened.content), columns=[opened.headers[position] for position in positions])
    table = table.rename({opened.headers[position]: name for position, name in zip(positions, names, strict=True)})
    table = table.with_columns(_plain(table.get_column(name)) for name in names)
    table = table.with_row_index(ROW_NUMBER, offset=2).with_columns(pl.col(ROW_NUMBER).cast(pl.Int64))
    return Cells(table.select(ROW_NUMBER, *names), _never(table), may_be_truncated=False)


def _never(table: pl.DataFrame) -> pl.Series:
    return pl.repeat(value=False, n=table.height, dtype=pl.Boolean, eager=True)


def _plain(cells: pl.Series) -> pl.Series:
    """Typed cells as one of the types that are read further."""
    dtype = cells.dtype
    if dtype in (pl.String, pl.Boolean) or dtype.is_integer() or dtype.is_float() or dtype.is_temporal():
        return cells
    if dtype.is_decimal():
        return cells.cast(pl.Float64)
    if dtype in (pl.Null, pl.Categorical, pl.Enum):
        return cells.cast(pl.String)
    raise UserError(f"Parquet-tiedoston kenttä {cells.name} ei ole teksti, luku, päivä eikä totuusarvo: muuta se.")


def _csv_cells(opened: OpenedFile, layout: Layout, positions: Sequence[int], names: Sequence[str]) -> Cells:
    # With a header of our own Polars takes the width from it and not from the first row, and headers may repeat.
    own_names = [f"c{position}" for position in range(len(layout.header))]
    header = opened.separator.join(own_names).encode() + b"\n"
    table = pl.read_csv(
        header + memoryview(opened.content)[layout.body_start :],
        separator=opened.separator,
        schema=dict.fromkeys(own_names, pl.String),
        columns=[own_names[position] for position in positions],
        truncate_ragged_lines=True,
    )
    if table.height != len(layout.cell_counts):
        raise InternalError("csv: records and rows differ")
    named = table.rename({f"c{at}": name for at, name in zip(positions, names, strict=True)}).select(names)
    row_numbers = pl.Series(ROW_NUMBER, np.arange(2, len(layout.cell_counts) + 2))
    counts = pl.Series(layout.cell_counts)
    filled = counts > 0
    numbered = named.insert_column(0, row_numbers).filter(filled)
    return Cells(numbered, (counts != len(layout.header)).filter(filled), not layout.ends_with_line_feed)
