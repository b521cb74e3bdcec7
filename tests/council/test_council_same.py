"""Two counties whose releases are the same can not be told apart by anything that the council is shown.

Each pair has other people behind the protected cells; all that is shown is equal. Files, pages in every language and
size, the dashboard's content and the exports must then be equal to the byte.
"""

import random
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from tests.council.reading import LANGUAGES, Reader
from tests.council.release_folders import TOTAL, Codes, SampleTable, answers, exits, themes, write_release

from tyokyky.council.exports import csv_of
from tyokyky.council.pages import body_of
from tyokyky.council.shelf import read_shelf
from tyokyky.council.words import Language

PAIRS = 20
QUARTERS = ("2025Q3", "2025Q4", "2026Q1", "2026Q2")


def _pair(seed: int) -> tuple[list[SampleTable], list[SampleTable]]:
    """Tables of two counties: people are moved between cells that are protected, so that no shown total changes."""
    numbers = random.Random(seed)  # noqa: S311 - a county, not a secret
    one, other = _moved(exits("municipality", {"398": 3, "016": 1}, quarters=QUARTERS), numbers)
    rest = [answers("planning", QUARTERS), themes(QUARTERS)]
    hidden = [table.protecting(*_hidden_whole(table, numbers)) for table in rest]
    changed = [table.with_counts(_other_counts(table, numbers)) for table in hidden]
    return [one, *hidden], [other, *changed]


def _moved(table: SampleTable, numbers: random.Random) -> tuple[SampleTable, SampleTable]:
    """Sixteen protected cells, two codes of each dimension, between which people move so that every total stays."""
    chosen = [numbers.sample([code for code in codes if code != TOTAL], 2) for codes in table.dimensions.values()]
    corners = [*product(*chosen)]
    by = numbers.choice((-4, -3, -2, -1, 1, 2, 3, 4))
    signs = [(-1) ** sum(code == pair[1] for code, pair in zip(corner, chosen, strict=True)) for corner in corners]
    first = table.with_counts(dict.fromkeys(corners, 4)).protecting(*corners)
    return first, first.with_counts({corner: 4 + sign * by for corner, sign in zip(corners, signs, strict=True)})


def _hidden_whole(table: SampleTable, numbers: random.Random) -> Iterator[Codes]:
    """A quarter protected in every cell, and every total over the quarters with it."""
    place = [*table.dimensions].index("quarter")
    quarter = numbers.choice(QUARTERS)
    yield from (codes for codes in product(*table.dimensions.values()) if codes[place] in (quarter, TOTAL))


def _other_counts(table: SampleTable, numbers: random.Random) -> dict[Codes, int]:
    return {codes: numbers.randrange(9) for codes in table.counts if codes in table.protected}


@pytest.mark.parametrize("seed", range(PAIRS))
def test_the_same_release_gives_the_same_bytes(seed: int, tmp_path: Path) -> None:
    one, other = _pair(seed)
    assert [table.counts for table in one] != [table.counts for table in other], "the counties differ"
    folders = []
    for name, tables in (("one", one), ("other", other)):
        folders.append(tmp_path / name / "releases")
        write_release(folders[-1], tables)
    assert _files(folders[0]) == _files(folders[1])
    assert _shown(folders[0]) == _shown(folders[1])


def test_a_shown_count_makes_a_difference(tmp_path: Path) -> None:
    """Were pages blind to what is shown, they would be equal for a wrong reason."""
    one, _ = _pair(0)
    corner = ("VAL", "dropped", "2026Q1", "398")
    write_release(tmp_path / "one", one)
    write_release(tmp_path / "other", [one[0].with_counts({corner: one[0].counts[corner] + 9}), *one[1:]])
    first, second = _shown(tmp_path / "one"), _shown(tmp_path / "other")
    assert all(first[f"/?lang={language}"] != second[f"/?lang={language}"] for language in LANGUAGES)


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def _shown(folder: Path) -> dict[str, bytes]:
    """All that the council can be shown of a folder."""
    shelf = read_shelf(folder)
    (release,) = shelf.releases
    reader = Reader.of(folder)
    paths = [f"/?lang={language}" for language in LANGUAGES]
    paths += ["/?size=large", *(f"/table/{release.id}/{table.name}.csv" for table in release.tables)]
    shown = {path: reader.get(path) for path in paths}
    assert {answer.status for answer in shown.values()} == {200}
    bodies = {"body": body_of(shelf, release, Language.PLAIN).encode()}
    exports = {table.name: csv_of(table) for table in release.tables}
    headers = {f"headers {path}": repr(sorted(answer.headers.items())).encode() for path, answer in shown.items()}
    return {path: answer.body for path, answer in shown.items()} | bodies | exports | headers
