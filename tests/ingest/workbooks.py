"""Workbooks for tests: made as a spreadsheet program makes them, or changed inside to be broken."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Final

import xlsxwriter

SHEET_PART: Final = "xl/worksheets/sheet1.xml"


def workbook(
    rows: Sequence[Mapping[str, object]], *, first_row: int = 0, **sheets: Sequence[Mapping[str, object]]
) -> bytes:
    """A workbook whose first sheet (`Taulukko`) holds these rows under their headers; others by keyword."""
    packed = io.BytesIO()
    book = xlsxwriter.Workbook(packed, {"in_memory": True})
    day, moment = book.add_format({"num_format": "d.m.yyyy"}), book.add_format({"num_format": "d.m.yyyy hh:mm"})
    for name, own in {"Taulukko": rows, **sheets}.items():
        sheet = book.add_worksheet(name)
        for row_number, cells in enumerate([dict.fromkeys(own[0]) if own else {}, *own], start=first_row):
            for column, (header, cell) in enumerate(cells.items()):
                if row_number == first_row:
                    sheet.write_string(row_number, column, header)
                elif isinstance(cell, datetime):
                    sheet.write_datetime(row_number, column, cell, moment)
                elif isinstance(cell, date):
                    sheet.write_datetime(row_number, column, cell, day)
                elif isinstance(cell, bool):
                    sheet.write_boolean(row_number, column, cell)
                elif isinstance(cell, str):
                    sheet.write_string(row_number, column, cell)
                elif cell is None:
                    sheet.write_blank(row_number, column, None, day)
                else:
                    sheet.write_number(row_number, column, cell)
    book.close()
    return packed.getvalue()


def remade(content: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The package with each part changed, or left out where the change gives nothing."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            text = change(part.filename, old.read(part))
            if text is not None:
                new.writestr(part.filename, text)
    return packed.getvalue()


def with_sheet(content: bytes, rows: bytes) -> bytes:
    """The workbook with other XML in place of its first sheet's rows."""
    opening = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    sheet = opening + rows + b"</sheetData></worksheet>"
    return remade(content, lambda name, text: sheet if name == SHEET_PART else text)
