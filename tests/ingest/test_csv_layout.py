"""The vectorised layout and reading agree with Python's csv module, cell by cell, on made-up ragged files."""

import csv
import io
import random

import pytest

from tyokyky.domain.errors import UserError
from tyokyky.ingest.csv_layout import layout_of
from tyokyky.ingest.reading import OpenedFile, read_cells


def _file(chosen: random.Random) -> tuple[str, str, int]:
    separator, line_end = chosen.choice(";,"), chosen.choice(["\n", "\r\n"])
    width, has_quotes = chosen.randint(1, 4), chosen.random() < 0.6
    signs = "ab1 ä" + (f'{separator}"\n' if has_quotes else "")

    def cell() -> str:
        text = "".join(chosen.choice(signs) for _ in range(chosen.randint(0, 3)))
        needs_quotes = any(sign in text for sign in (separator, '"', "\n"))
        doubled = text.replace('"', '""')
        return f'"{doubled}"' if needs_quotes or (has_quotes and chosen.random() < 0.3) else text

    def row() -> str:
        cell_count = width if chosen.random() < 0.8 else chosen.randint(0, 6)
        return separator.join(cell() for _ in range(cell_count))

    lines = [separator.join(f"h{number}" for number in range(width)), *(row() for _ in range(chosen.randint(1, 6)))]
    return line_end.join(lines) + (line_end if chosen.random() < 0.7 else ""), separator, width


@pytest.mark.parametrize("seed", range(10))
def test_reading_agrees_with_the_csv_module(seed: int) -> None:
    chosen = random.Random(seed)  # noqa: S311 - no secret
    ragged_count = blank_count = 0
    for _ in range(150):
        text, separator, width = _file(chosen)
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))[1:]
        expected = [(number, row) for number, row in enumerate(records, start=2) if row]
        layout = layout_of(text.encode(), separator)
        names = list(layout.header)
        cells = read_cells(OpenedFile(layout.header, text.encode(), layout, separator), range(width), names)
        found = [(number, [cell or "" for cell in row]) for number, *row in cells.table.rows()]
        assert found == [(number, (row + [""] * width)[:width]) for number, row in expected]
        assert cells.ragged.to_list() == [len(row) != width for _, row in expected]
        ragged_count += int(cells.ragged.sum())
        blank_count += len(records) - len(expected)
    assert ragged_count > 20
    assert blank_count > 5


def test_records_across_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    text = b'a,b\n"1\n,2",3\n4,5\n' * 5
    whole = layout_of(text, ",")
    for block_bytes in range(1, 9):
        monkeypatch.setattr("tyokyky.ingest.csv_layout._BLOCK_BYTES", block_bytes)
        assert layout_of(text, ",").cell_counts.tolist() == whole.cell_counts.tolist()


def test_stray_quote_is_told_by_its_row() -> None:
    with pytest.raises(UserError, match="Rivillä 3"):
        layout_of(b'a,b\n1,2\n3,4"x"\n', ",")
