"""Workbooks that can not be read, or that would fill the memory: one clear sentence, nothing changed."""

import io
import struct
import time
import zipfile
from collections.abc import Callable

import pytest
from tests.ingest.deliveries import PERIOD, Home, changed, files_below
from tests.ingest.workbooks import SHEET_PART, remade, with_sheet, workbook

from tyokyky.domain.errors import UserError
from tyokyky.ingest.workbook import read_sheet

SOUND = workbook([changed(PERIOD, period_id=f"J-{number}") for number in range(50)])


def _text(place: str) -> bytes:
    return f'<c r="{place}" t="inlineStr"><is><t>x</t></is></c>'.encode()


def _row(number: int, *cells: bytes) -> bytes:
    return f'<row r="{number}">'.encode() + b"".join(cells) + b"</row>"


def _without(name: str) -> bytes:
    return remade(SOUND, lambda own, text: None if own == name else text)


def _zipped_csv() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("x.csv", "period_id\n1\n")
    return packed.getvalue()


def _sealed() -> bytes:
    """A package whose parts are marked as encrypted."""
    content = bytearray(SOUND)
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    return bytes(content)


def _lying() -> bytes:
    """A part that unpacks to far more than the package says of it."""
    bomb = remade(SOUND, lambda name, text: text + b" " * 40_000_000 if name == SHEET_PART else text)
    size = struct.pack("<I", len(zipfile.ZipFile(io.BytesIO(bomb)).read(SHEET_PART)))
    return bomb.replace(size, struct.pack("<I", 1000))


CASES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "tyhjä"),
    "truncated": (SOUND[: len(SOUND) // 2], "vioittunut"),
    "cut at the end": (SOUND[:-10], "vioittunut"),
    "broken inside": (SOUND[:200] + b"\xff" * 400 + SOUND[600:], "vioittunut"),
    "sealed by a password, or an old xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4000, "salasanalla"),
    "sealed parts": (_sealed(), "vioittunut"),
    "another zip": (_zipped_csv(), "ei ole Excel"),
    "no workbook part": (_without("xl/workbook.xml"), "ei ole Excel"),
    "no sheet part": (_without(SHEET_PART), "vioittunut"),
    "sheet that is no XML": (remade(SOUND, lambda n, t: b"<a" if n == SHEET_PART else t), "vioittunut|yhtään riviä"),
    "sheet in UTF-16": (
        remade(SOUND, lambda n, t: t.decode().encode("utf-16") if n == SHEET_PART else t),
        "vioittunut",
    ),
    "nothing in the sheet": (with_sheet(SOUND, b""), "yhtään riviä"),
    "header alone": (with_sheet(SOUND, _row(1, _text("A1"))), "yhtään riviä"),
    "cells in the corners": (with_sheet(SOUND, _row(1, _text("A1")) + _row(1048576, _text("XFD1048576"))), "kaukana"),
    "row beyond all": (with_sheet(SOUND, _row(1, _text("A99999999999999"))), "kaukana"),
    "column beyond all": (with_sheet(SOUND, _row(1, _text("AAAAAAAAAAAAA1"))), "kaukana"),
    "cell without a place far down": (
        with_sheet(SOUND, _row(1, _text("A1")) + _row(99999999999, b"<c><v>1</v></c>")),
        "kaukana",
    ),
    "unknown shared text": (with_sheet(SOUND, _row(1, b'<c r="A1" t="s"><v>99999</v></c>')), "vioittunut|yhtään riviä"),
    "cell without a row": (with_sheet(SOUND, _row(1, _text("A"))), "vioittunut"),
}


@pytest.mark.parametrize("case", list(CASES))
def test_unusable_workbook_is_refused_in_one_sentence(home: Home, case: str) -> None:
    content, said = CASES[case]
    home.deliver([PERIOD])
    before = files_below(home.settings.home)
    with pytest.raises(UserError, match=said) as refused:
        home.deliver(content, source=home.source("canonical_xlsx"))
    assert "\n" not in str(refused.value)
    assert "4711" not in str(refused.value)
    assert refused.value.__suppress_context__ or refused.value.__context__ is None
    assert files_below(home.settings.home) == before


def _limited(home: Home, **limits: int) -> Home:
    return Home(home.settings.model_copy(update=limits))


@pytest.mark.parametrize("bomb", [
    lambda: remade(SOUND, lambda name, text: text + b" " * 40_000_000 if name == SHEET_PART else text),
    lambda: remade(SOUND, lambda name, text: text + b" " * 4_000_000),
    _lying,
], ids=["one part", "all parts together", "one that lies of its size"])  # fmt: skip
def test_a_bomb_is_refused_before_it_is_read(home: Home, bomb: Callable[[], bytes]) -> None:
    content = bomb()
    assert len(content) < 1_000_000
    limited = _limited(home, largest_file_megabytes=16)
    started = time.monotonic()
    with pytest.raises(UserError, match="purettuna"):
        limited.deliver(content, source=home.source("canonical_xlsx"))
    assert time.monotonic() - started < 10
    assert not home.settings.register_path.exists()


def _sharing(longest: int, cell_count: int, *, asks_for_it: bool) -> bytes:
    """A workbook with one long shared text, and cells that ask for it or for a short one."""
    opening = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    shared = f"{opening}<si><t>x</t></si><si><t>{'a' * longest}</t></si></sst>".encode()
    asked = 1 if asks_for_it else 0
    cells = [_row(number, f'<c r="A{number}" t="s"><v>{asked}</v></c>'.encode()) for number in range(1, cell_count)]
    content = with_sheet(SOUND, b"".join(cells))
    return remade(content, lambda name, text: shared if name.endswith("sharedStrings.xml") else text)


def test_one_long_text_in_many_cells_is_refused_and_a_short_one_is_not(home: Home) -> None:
    settings = home.settings.model_copy(update={"largest_file_megabytes": 16})
    content = _sharing(100_000, 2_000, asks_for_it=True)
    assert len(content) < 100_000
    with pytest.raises(UserError, match="purettuna"):
        read_sheet(content, None, settings)
    assert read_sheet(_sharing(100_000, 2_000, asks_for_it=False), None, settings).rows.height == 1998
    assert read_sheet(_sharing(100_000, 50, asks_for_it=True), None, settings).rows.height == 48


def test_too_many_rows_are_refused(home: Home) -> None:
    with pytest.raises(UserError, match="49 riviä"):
        _limited(home, largest_row_count=49).deliver(SOUND, source=home.source("canonical_xlsx"))
    assert _limited(home, largest_row_count=50).deliver(SOUND, source=home.source("canonical_xlsx")).accepted == 50


def test_styled_but_empty_cells_far_away_are_no_cells(home: Home) -> None:
    far = _row(1, _text("A1")) + _row(2, _text("A2")) + _row(1000, b'<c r="XFD1000" s="1"/>')
    sheet = read_sheet(with_sheet(SOUND, far), None, home.settings)
    assert (sheet.headers, sheet.rows.rows()) == (("x",), [(2, "x")])


def test_any_cut_or_flipped_byte_is_refused_or_read_and_never_stops_the_program(home: Home) -> None:
    for at in range(0, len(SOUND), 37):
        for content in (SOUND[:at], SOUND[:at] + bytes([SOUND[at] ^ 0x55]) + SOUND[at + 1 :]):
            try:
                sheet = read_sheet(content, None, home.settings)
            except UserError as refused:
                assert "\n" not in str(refused)
            else:
                assert sheet.rows.height <= 50
