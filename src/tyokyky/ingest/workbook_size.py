"""How large a workbook becomes when it is read: measured before it is, part by part."""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterable
from io import BytesIO
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tyokyky.domain.errors import UserError
from tyokyky.ingest.delivered_file import largest_unpacked_bytes, refuse_unpacked
from tyokyky.settings import Settings

BROKEN: Final = "Excel-tiedosto on vioittunut tai kesken: siirrä se uudelleen tai tallenna se Excelissä uudestaan."
_WORKBOOK: Final = "xl/workbook.xml"
_LOCAL_HEADER_BYTES: Final = 30
_BLOCK_BYTES: Final = 1 << 24
_MOST_CELLS: Final = 50_000_000
"""A reader holds the whole rectangle from the first to the last cell, however few of its cells are filled."""
_CELL: Final = re.compile(rb"<(?:\w+:)?c(?=[\s/>])[^<>]*>")
_PLACE: Final = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]+)(\d+)["']""")
_ROW: Final = re.compile(rb"""<(?:\w+:)?row\s(?:[^<>]*?\s)?r\s*=\s*["'](\d+)["']""")
_LETTERS: Final = 26
_SHARED_TEXT: Final = re.compile(rb"<(?:\w+:)?si[\s/>]")
_SHARED: Final = re.compile(rb"""\st\s*=\s*["']s["']""")
_SHARED_NUMBER: Final = re.compile(
    rb"""\st\s*=\s*["']s["'][^<>]*(?<!/)>\s*(?:<(?:\w+:)?f[^<>]*>(?:[^<]*</(?:\w+:)?f>)?\s*)?<(?:\w+:)?v>(\d{1,9})<"""
)


def refuse_unsafe(content: bytes, settings: Settings) -> None:
    """Refuses what is damaged or would fill the memory; unpacks part by part and believes no size the file tells.

    The reader would end the whole program on some of these, and give empty cells for others.

    Raises:
        UserError: no workbook, broken, or too large when unpacked and laid out.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            parts = packed.infolist()
        if _WORKBOOK not in {part.filename.lower() for part in parts}:
            raise UserError("Tiedosto ei ole Excel-tiedosto (.xlsx), vaikka lähde niin sanoo: tarkista tiedosto.")
        unpacked_bytes, longest, shared_count = 0, 0, 0
        for part in parts:
            text = _unpacked(content, part, settings, unpacked_bytes)
            unpacked_bytes += len(text)
            if part.filename.lower().endswith(".xml") and b"\0" in text:  # in an encoding whose cells we can not count
                raise UserError(BROKEN)
            _refuse_wide(text)
            longest = max(longest, *map(len, _shared_texts(text)))
            shared_count += len(_SHARED.findall(text))
        if longest * shared_count > largest_unpacked_bytes(settings):
            texts = (_unpacked(content, part, settings, 0) for part in parts)
            refuse_unpacked(_repeated_bytes(texts), settings)
    except (zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, NotImplementedError, ValueError):
        raise UserError(BROKEN) from None


def _unpacked(content: bytes, part: zipfile.ZipInfo, settings: Settings, before_bytes: int) -> bytes:
    """The bytes of one part of the package; stops as soon as all parts together are too large.

    The reader below does not notice every damaged part and would give empty cells, so the check sum is looked at here.
    """
    name_length, extra_length = struct.unpack_from("<HH", content, part.header_offset + 26)
    start = part.header_offset + _LOCAL_HEADER_BYTES + name_length + extra_length
    body = memoryview(content)[start : start + part.compress_size]
    if len(body) < part.compress_size or part.flag_bits & 1:
        raise UserError(BROKEN)
    if part.compress_type == zipfile.ZIP_STORED:
        refuse_unpacked(before_bytes + len(body), settings)
        text = bytes(body)
    elif part.compress_type == zipfile.ZIP_DEFLATED:
        text = _inflated(body, settings, before_bytes)
    else:
        raise UserError(BROKEN)
    if zlib.crc32(text) != part.CRC:
        raise UserError(BROKEN)
    return text


def _inflated(body: memoryview, settings: Settings, before_bytes: int) -> bytes:
    unpacker, text, pending = zlib.decompressobj(-zlib.MAX_WBITS), bytearray(), bytes(body)
    while not unpacker.eof:
        block = unpacker.decompress(pending, _BLOCK_BYTES)
        text += block
        refuse_unpacked(before_bytes + len(text), settings)
        pending = unpacker.unconsumed_tail
        if not block and not pending:
            raise UserError(BROKEN)
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


def _shared_texts(text: bytes) -> list[bytes]:
    """The texts that cells share, with their marks; one empty text for a part that holds none."""
    pieces = _SHARED_TEXT.split(text)
    return pieces[1:] or [b""]


def _repeated_bytes(parts: Iterable[bytes]) -> int:
    """Bytes of the shared texts when each cell has its own copy, as it has once read."""
    lengths = np.zeros(0, dtype=np.int64)
    asked: list[NDArray[np.int64]] = []
    for text in parts:
        if len(pieces := _SHARED_TEXT.split(text)) > 1:
            lengths = np.array([len(piece) for piece in pieces[1:]], dtype=np.int64)
        asked.append(np.array(_SHARED_NUMBER.findall(text), dtype=np.int64))
    numbers = np.concatenate(asked)
    return int(lengths[numbers[numbers < len(lengths)]].sum())
