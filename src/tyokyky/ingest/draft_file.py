"""A file of unknown form opened for a draft: what kind it is, how it is encoded and what separates its cells."""

import re
from dataclasses import dataclass, field
from typing import Any, Final

import polars as pl

from tyokyky.domain.errors import UserError
from tyokyky.ingest.cells import tidied
from tyokyky.ingest.csv_layout import layout_of
from tyokyky.ingest.delivered_file import DeliveredFile
from tyokyky.ingest.reading import open_file, read_cells
from tyokyky.ingest.source_words import source_words
from tyokyky.ingest.sources import Source, TableMap
from tyokyky.ingest.text_encoding import as_utf8
from tyokyky.ingest.workbook import ROW_NUMBER
from tyokyky.privacy.identity_codes import contains_identity_code
from tyokyky.settings import Settings

_ENCODINGS: Final = {"utf-8": "utf-8-sig", "windows-1252": "cp1252", "iso-8859-15": "iso-8859-15"}
_SEPARATORS: Final = (";", ",", "\t", "|")
_PARQUET: Final = b"PAR1"
_GZIP: Final = b"\x1f\x8b"
_XML: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|!--|(?:\w+:)?log[\s>])")
_MOST_ROWS: Final = 20_000
"""Rows that are looked at: enough to tell dates from codes."""


@dataclass(frozen=True)
class DraftFile:
    """Headers in the file's order, and cells by position: texts without what means empty; typed dates and flags.

    `form` holds the keys of a source that tell how the file is written.
    """

    form: dict[str, str]
    headers: tuple[str, ...]
    cells: tuple[pl.Series, ...] = field(repr=False)


def open_for_draft(file: DeliveredFile, settings: Settings) -> DraftFile:
    """The file with its form found out.

    Raises:
        UserError: it can not be read in any known form, or its first row is no header.
    """
    form = _form(file, settings)
    tables = {"client": TableMap(columns={"client_id": ("-",)})}
    known: dict[str, Any] = {"name": "draft", "title_fi": "-", "controller": "-", "tables": tables, **form}
    source = Source(**known, empty=source_words().empty)
    opened = open_file(file, source, settings)
    if any(contains_identity_code(header) for header in opened.headers):
        raise UserError(
            "Otsikkorivillä on henkilötunnus: tiedostosta puuttuu otsikkorivi. Pyydä poiminta, jossa se on."
        )
    positions = range(len(opened.headers))
    read = read_cells(opened, positions, [str(at) for at in positions]).table.drop(ROW_NUMBER).head(_MOST_ROWS)
    return DraftFile(form, opened.headers, tuple(_cells(column, source) for column in read.get_columns()))


def _cells(cells: pl.Series, source: Source) -> pl.Series:
    return cells if cells.dtype.is_temporal() or cells.dtype == pl.Boolean else tidied(cells, source)


def _form(file: DeliveredFile, settings: Settings) -> dict[str, str]:
    if file.content.startswith(_PARQUET):
        return {"kind": "parquet"}
    if file.content.startswith(_GZIP) or _XML.match(file.content):
        return {"kind": "xes"}
    file.refuse_unreadable("csv", settings)
    encoding = next((name for name, codec in _ENCODINGS.items() if _can_be(file.content, codec)), "iso-8859-15")
    text = as_utf8(file.content, encoding)
    fits = {separator: _fit(text, separator) for separator in _SEPARATORS}
    separator = max(_SEPARATORS, key=lambda one: fits[one])
    if fits[separator] == _NO_FIT:
        # The reader says what is wrong, and where.
        layout_of(text, separator)
    return {"kind": "csv", "encoding": encoding, "separator": separator}


def _can_be(content: bytes, codec: str) -> bool:
    try:
        content.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


_NO_FIT: Final = (False, 0.0, 0)


def _fit(text: bytes, separator: str) -> tuple[bool, float, int]:
    """How well a separator explains a text: several columns, as many on every row, and the more the better."""
    try:
        layout = layout_of(text, separator)
    except UserError:
        return _NO_FIT
    rows = layout.cell_counts[layout.cell_counts > 0]
    width = len(layout.header)
    even_share = float((rows == width).mean()) if len(rows) else 1.0
    return width > 1, round(even_share, 1), width
