"""The link and its QR code: what is drawn is the code of the link, module by module."""

import re
import struct
import zlib
from pathlib import Path

import pytest
import segno
from tests.form.asking import Asker
from tests.homes import tyokyky

from tyokyky.form.app import form_app
from tyokyky.settings import Settings

ASKED = ("form", "link", "--form", "own_items", "--unit", "PH016TP1", "--service", "KTT")
LINK = "http://127.0.0.1:8601/?form=own_items&unit=PH016TP1&service=KTT&lang=fi"
Modules = set[tuple[int, int]]
QUIET = 4
PIXELS = 10


def dark_of_code(link: str) -> tuple[Modules, int]:
    """Row and column of each dark module of segno's own matrix, and how many there are to a side with the white."""
    matrix = segno.make_qr(link, error="m").matrix
    dark = {(row, column) for row, bits in enumerate(matrix) for column, bit in enumerate(bits) if bit}
    return dark, len(matrix) + 2 * QUIET


def dark_of_png(content: bytes) -> tuple[Modules, int]:
    """Dark modules of a picture of one bit a pixel, after checking that each is dark or light as a whole."""
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    width, height, depth = struct.unpack(">IIB", content[16:25])
    assert (depth, width) == (1, height)
    packed, place = b"", 8
    while place < len(content):
        length, kind = struct.unpack(">I4s", content[place : place + 8])
        packed += content[place + 8 : place + 8 + length] if kind == b"IDAT" else b""
        place += 12 + length
    lines = zlib.decompress(packed)
    step = 1 + (width + 7) // 8
    rows: list[list[int]] = []
    for start in range(0, len(lines), step):
        filtering, *row = lines[start : start + step]
        assert filtering in (0, 2)  # as it is, or the difference from the line above
        above = rows[-1] if rows and filtering else [0] * len(row)
        rows.append([(one + other) % 256 for one, other in zip(row, above, strict=True)])
    dark = [[not row[x // 8] >> (7 - x % 8) & 1 for x in range(width)] for row in rows]
    side = width // PIXELS
    for y in range(height):
        assert dark[y] == [dark[y // PIXELS * PIXELS][x // PIXELS * PIXELS] for x in range(width)]
    found = {(y - QUIET, x - QUIET) for y in range(side) for x in range(side) if dark[y * PIXELS][x * PIXELS]}
    return found, side


def dark_of_svg(text: str) -> tuple[Modules, int]:
    """Dark modules of the strokes that segno draws: moves and lines to the right, a module high."""
    (path,) = re.findall(r' d="([^"]+)"', text)
    (width,) = re.findall(r'<svg[^>]* width="(\d+)"', text)
    found: Modules = set()
    x = y = 0.0
    for sign, first, second in re.findall(r"([Mmh])(-?[\d.]+)(?:[ ,]?(-?[\d.]+))?", path):
        if sign == "h":
            found |= {(int(y) - QUIET, int(x) + step - QUIET) for step in range(int(float(first)))}
            x += float(first)
        elif sign == "M":
            x, y = float(first), float(second)
        else:
            x, y = x + float(first), y + float(second)
    return found, int(width) // PIXELS


def test_the_link_is_printed_and_opens_the_form(tmp_path: Path) -> None:
    outcome = tyokyky(*ASKED, "--home", tmp_path)
    assert (outcome.code, outcome.text.strip()) == (0, LINK)
    page = Asker(form_app(Settings.of_home(tmp_path))).get(LINK.removeprefix("http://127.0.0.1:8601"))
    assert page.status == 200


def test_language_phase_and_address_are_in_the_link(tmp_path: Path) -> None:
    more = ("--lang", "selko", "--phase", "end", "--base-url", "https://palaute.example/lomake/")
    outcome = tyokyky(*ASKED, *more, "--home", tmp_path)
    assert outcome.text.strip() == (
        "https://palaute.example/lomake/?form=own_items&unit=PH016TP1&service=KTT&phase=end&lang=selko"
    )


@pytest.mark.parametrize("name", ["koodi.png", "koodi.svg", "KOODI.SVG"])
def test_the_picture_is_the_dark_modules_of_the_code(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    assert tyokyky(*ASKED, "--qr", path, "--home", tmp_path).code == 0
    is_png = path.suffix == ".png"
    drawn = dark_of_png(path.read_bytes()) if is_png else dark_of_svg(path.read_text(encoding="utf-8"))
    assert drawn == dark_of_code(LINK)


def test_another_link_has_another_picture(tmp_path: Path) -> None:
    for name, language in (("a.png", "fi"), ("b.png", "sv")):
        tyokyky(*ASKED, "--lang", language, "--qr", tmp_path / name, "--home", tmp_path)
    assert (tmp_path / "a.png").read_bytes() != (tmp_path / "b.png").read_bytes()


@pytest.mark.parametrize(("option", "value", "said"), [
    ("--form", "nothing", "--form"),
    ("--unit", "NOPE", "--unit"),
    ("--service", "010190-123A", "--service"),
    ("--phase", "someday", "--phase"),
    ("--lang", "de", "--lang"),
    ("--base-url", "palaute.example", "--base-url"),
    ("--base-url", "https://palaute.example/?x=1", "--base-url"),
    ("--base-url", "javascript:alert(1)", "--base-url"),
    ("--qr", "koodi.gif", ".svg tai .png"),
    ("--qr", "/ei/ole/koodi.png", "kansio"),
])  # fmt: skip
def test_what_is_not_there_is_refused_in_one_line(option: str, value: str, said: str, tmp_path: Path) -> None:
    outcome = tyokyky(*ASKED, option, value, "--home", tmp_path)
    outcome.assert_refused(said)
    assert "010190" not in outcome.err
