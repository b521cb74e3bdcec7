"""Tables as they are downloaded: every cell as published, and no cell a formula."""

import csv
import io
from pathlib import Path

import pytest
from tests.council.reading import Reader
from tests.council.release_folders import county, exits, write_release


def _rows(body: bytes) -> list[list[str]]:
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.parametrize("table", county(), ids=lambda table: table.name)
def test_a_table_is_given_cell_by_cell(table: object, reader: Reader) -> None:
    written = next(one for one in county() if one.name == getattr(table, "name", ""))
    answer = reader.get(f"/table/2026-09-30-1/{written.name}.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == f'attachment; filename="2026-09-30-1-{written.name}.csv"'
    heading, *rows = _rows(answer.body)
    assert heading == [*written.dimensions, "count", "lower", "upper"]
    published = [["" if cell is None else str(cell) for cell in row] for row in written.frame().iter_rows()]
    assert [[cell.removeprefix("'") for cell in row] for row in rows] == published
    assert any(row[-3] == "" for row in rows) == bool(written.protected)


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    codes = ("=1+1", "+358", "-24", "@SUM(A1)", "\tx", 'quiet;"x"')
    write_release(tmp_path, [exits("age_band", dict.fromkeys(codes, 1))], texts={})
    _, *rows = _rows(Reader.of(tmp_path).get("/table/2026-09-30-1/exits_by_age_band.csv").body)
    found = list(dict.fromkeys(row[3] for row in rows))
    assert found == ["_total", "'=1+1", "'+358", "'-24", "'@SUM(A1)", "'\tx", 'quiet;"x"']


@pytest.mark.parametrize("path", [
    "/table/2026-09-30-1/nothing.csv", "/table/2020-01-01-1/themes.csv", "/table/../2026-09-30-1/themes.csv",
    "/table/2026-09-30-1/../manifest.csv", "/table/2026-09-30-1/themes.parquet", "/table/2026-09-30-1/texts.json",
])  # fmt: skip
def test_nothing_but_tables_of_shown_releases_is_given(path: str, reader: Reader) -> None:
    assert reader.get(path).status == 404


def test_every_table_is_offered_on_the_page(reader: Reader) -> None:
    text = reader.get().text
    assert all(f'href="/table/2026-09-30-1/{table.name}.csv"' in text for table in county())
