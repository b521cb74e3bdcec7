"""Excel workbooks (.xlsx): one sheet read as texts, row by row as it stands."""

from dataclasses import dataclass
from typing import Final

import fastexcel
import polars as pl

from tyokyky.domain.errors import UserError
from tyokyky.ingest.workbook_size import BROKEN, refuse_unsafe
from tyokyky.settings import Settings

ROW_NUMBER: Final = "row_number"


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
    refuse_unsafe(content, settings)
    try:
        workbook = fastexcel.read_excel(content)
        names = workbook.sheet_names
    except fastexcel.FastExcelError:
        raise UserError(BROKEN) from None
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
        raise UserError(BROKEN) from None
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
