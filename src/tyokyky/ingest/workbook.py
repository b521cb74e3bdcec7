"""Excel workbooks (.xlsx): measured before they are unpacked, then one sheet read as texts, row by row as it stands."""

import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import Final

import fastexcel
import polars as pl

from tyokyky.domain.errors import UserError
from tyokyky.ingest.delivered_file import refuse_unpacked
from tyokyky.settings import Settings

ROW_NUMBER: Final = "row_number"
_BROKEN: Final = "Excel-tiedosto on vioittunut tai kesken: siirrä se uudelleen tai tallenna se Excelissä uudestaan."
_WORKBOOK: Final = "xl/workbook.xml"
_LOCAL_HEADER_BYTES: Final = 30
_BLOCK_BYTES: Final = 1 << 24
_MOST_CELLS: Final = 50_000_000
"""A reader holds the whole rectangle from the first to the last cell, however few of its cells are filled."""
_CELL: Final = re.compile(rb"<(?:\w+:)?c(?=[\s/>])[^<>]*>")
_PLACE: Final = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]+)(\d+)["']""")
_ROW: Final = re.compile(rb"""<(?:\w+:)?row\s(?:[^<>]*?\s)?r\s*=\s*["'](\d+)["']""")
_LETTERS: Final = 26


@dataclass(frozen=True)
class Sheet:
    """One sheet: the texts of its header, and the rows below that hold anything.

    `rows` has `row_number` (as the spreadsheet program shows it) and one text column per header, `c0`, `c1` …; an
    empty cell is null. Numbers and days are written as text: `3.5`, `2025-01-07 00:00:00`, `true`.
    """

    headers: tuple[str, ...]
    rows: pl.DataFrame


def read_sheet(content: bytes, sheet_name: str | None, settings: Settings) -> Sheet:
    """Reads a sheet by its name, else the first. Nothing is written to any folder.

    The header is the first row that holds anything. A cell whose formula failed is empty.

    Raises:
        UserError: broken, no workbook, too large when unpacked, no such sheet, or nothing in the sheet.
    """
    _measure(content, settings)
    try:
        workbook = fastexcel.read_excel(content)
        names = workbook.sheet_names
    except fastexcel.FastExcelError:
        raise UserError(_BROKEN) from None
    if sheet_name is not None and sheet_name not in names:
        raise UserError(
            f"Excel-tiedostossa ei ole lähteen nimeämää taulukkoa {sheet_name}: nimeä taulukko niin tai korjaa lähteen"
            " sheet."
        )
    try:
        # Everything as text: a guess of types would look at some rows and lose the others' cells.
        sheet = workbook.load_sheet(sheet_name or 0, header_row=None, skip_rows=0, dtypes="string")
        cells = sheet.to_polars()
    except (fastexcel.FastExcelError, IndexError, ValueError):
        raise UserError(_BROKEN) from None
    return _with_header(cells)


def _with_header(cells: pl.DataFrame) -> Sheet:
    names = [f"c{position}" for position in range(cells.width)]
    numbered = cells.rename(dict(zip(cells.columns, names, strict=True))).with_row_index(ROW_NUMBER, offset=1)
    numbered = numbered.with_columns(pl.col(ROW_NUMBER).cast(pl.Int64))
    if not names:
        return Sheet((), numbered)
    filled = numbered.filter(pl.any_horizontal(pl.col(name).str.strip_chars() != "" for name in names))
    if filled.is_empty():
        return Sheet((), filled)
    header = filled.row(0)[1:]
    return Sheet(tuple(cell or "" for cell in header), filled.slice(1))


def _measure(content: bytes, settings: Settings) -> None:
    """Refuses what would fill the memory: unpacks part by part, believing no size that the file tells of itself."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            parts = packed.infolist()
        if _WORKBOOK not in {part.filename.lower() for part in parts}:
            raise UserError("Tiedosto ei ole Excel-tiedosto (.xlsx), vaikka lähde niin sanoo: tarkista tiedosto.")
        unpacked_bytes = 0
        for part in parts:
            text = _unpacked(content, part, settings, unpacked_bytes)
            unpacked_bytes += len(text)
            if part.filename.lower().endswith(".xml") and b"\0" in text:  # in an encoding whose cells we can not count
                raise UserError(_BROKEN)
            _refuse_wide(text)
    except (zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, NotImplementedError, ValueError):
        raise UserError(_BROKEN) from None


def _unpacked(content: bytes, part: zipfile.ZipInfo, settings: Settings, before_bytes: int) -> bytes:
    """The bytes of one part of the package; stops as soon as all parts together are too large.

    The reader below does not notice every damaged part and would give empty cells, so the check sum is looked at here.
    """
    name_length, extra_length = struct.unpack_from("<HH", content, part.header_offset + 26)
    start = part.header_offset + _LOCAL_HEADER_BYTES + name_length + extra_length
    body = memoryview(content)[start : start + part.compress_size]
    if len(body) < part.compress_size or part.flag_bits & 1:
        raise UserError(_BROKEN)
    if part.compress_type == zipfile.ZIP_STORED:
        refuse_unpacked(before_bytes + len(body), settings)
        text = bytes(body)
    elif part.compress_type == zipfile.ZIP_DEFLATED:
        text = _inflated(body, settings, before_bytes)
    else:
        raise UserError(_BROKEN)
    if zlib.crc32(text) != part.CRC:
        raise UserError(_BROKEN)
    return text


def _inflated(body: memoryview, settings: Settings, before_bytes: int) -> bytes:
    unpacker, text, pending = zlib.decompressobj(-zlib.MAX_WBITS), bytearray(), bytes(body)
    while not unpacker.eof:
        block = unpacker.decompress(pending, _BLOCK_BYTES)
        text += block
        refuse_unpacked(before_bytes + len(text), settings)
        pending = unpacker.unconsumed_tail
        if not block and not pending:
            raise UserError(_BROKEN)
    return bytes(text)


def _refuse_wide(text: bytes) -> None:
    """Refuses a sheet whose filled cells lie so far apart that the rectangle around them is beyond reading."""
    last_row = max((int(number) for number in _ROW.findall(text)), default=0)
    columns: set[bytes] = set()
    cell_count = 0
    for tag in _CELL.finditer(text):
        cell_count += 1
        place = _PLACE.search(tag[0])
        if place is None:
            columns.add(b"")
        elif not tag[0].endswith(b"/>"):
            columns.add(place[1])
            last_row = max(last_row, int(place[2]))
    last_column = max((_column_number(letters) for letters in columns), default=0)
    if b"" in columns:  # cells without a place follow each other
        last_row, last_column = max(last_row, cell_count), max(last_column, _longest_row(text))
    if last_row * last_column > _MOST_CELLS:
        raise UserError(
            "Excel-taulukon solut ovat liian kaukana toisistaan tai niitä on liikaa: poista ylimääräiset solut"
            " taulukon reunoilta tai tallenna se CSV-tiedostona."
        )


def _longest_row(text: bytes) -> int:
    return max(len(_CELL.findall(row)) for row in text.split(b"row>"))


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * _LETTERS + letter - ord("A") + 1
    return number
