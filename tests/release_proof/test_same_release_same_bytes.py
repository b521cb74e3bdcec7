"""Counties that the protector makes the same release of: every file, page and export is equal to the byte."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, count, islice
from pathlib import Path

import numpy as np
import pytest
from benchmarks.successive_releases import TINY, SmallCounty, next_release, small_county
from tests.council.reading import LANGUAGES, Reader

from tyokyky.release.folders import ShownTable
from tyokyky.release.protect import search

PAIRS, OF_ONE = 20, 10
ONE_TABLE = replace(TINY, joints=("KTT",), last={"municipality": (("049", "091"), False)}, most=60.0)


def _others(county: SmallCounty, table: ShownTable) -> Iterator[SmallCounty]:
    """Counties in which people have changed places among protected cells, so that every total stays."""
    leaves = county.leaves["municipality"]
    hidden = ~table.shown[1:, 1:, 1:, 1:]
    for outcomes in combinations(range(leaves.shape[1]), 2):
        for places in combinations(range(leaves.shape[3]), 2):
            for by in (1, -1):
                moved = leaves.copy()
                for outcome, one in zip(outcomes, (by, -by), strict=True):
                    for place, other in zip(places, (1, -1), strict=True):
                        moved[0, outcome, 0, place] += one * other
                changed = moved[:, :, :1] != leaves[:, :, :1]
                if (moved >= 0).all() and hidden[changed].all():
                    yield SmallCounty(county.shape, {"municipality": moved}, county.people)


def _pairs(folder: Path) -> Iterator[tuple[SmallCounty, Path, SmallCounty, Path]]:
    """Some of each county: the pattern of what is hidden may depend on the counts, and then they differ."""
    for seed in count():
        county, place = small_county(seed, ONE_TABLE), folder / f"{seed}"
        _, (table,) = next_release(place, county, ())
        found = 0
        for number, other in enumerate(_others(county, table)):
            _, (again,) = next_release(folder / f"{seed}-{number}", other, ())
            if (again.shown == table.shown).all():
                yield county, place, other, folder / f"{seed}-{number}"
                found += 1
            if found == OF_ONE:
                break


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def _answers(folder: Path) -> dict[str, tuple[int, bytes, str]]:
    """All that the council is answered: pages in every language and size, and the tables to download."""
    reader = Reader.of(folder)
    (release,) = (path.name for path in folder.iterdir())
    paths = [*(f"/?lang={one}" for one in LANGUAGES), "/?size=large", f"/table/{release}/exits_by_municipality.csv"]
    found = {path: reader.get(path) for path in paths}
    return {path: (one.status, one.body, repr(sorted(one.headers.items()))) for path, one in found.items()}


def test_the_same_release_is_the_same_to_the_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # What is hidden may stay hidden: to show it again takes most of the time.
    monkeypatch.setattr(search.Search, "show_again", lambda _: None)
    pairs = list(islice(_pairs(tmp_path), PAIRS))
    assert len(pairs) == PAIRS
    for county, one, other_county, other in pairs:
        quarter = [each.leaves["municipality"][:, :, 0] for each in (county, other_county)]
        assert np.abs(quarter[0] - quarter[1]).sum() == 4, "the counties differ"
        files = _files(one)
        assert {"datapackage.json", "manifest.json", "texts.json"} <= {Path(name).name for name in files}
        assert files == _files(other)
        answers = _answers(one)
        assert {status for status, *_ in answers.values()} == {200}
        assert answers == _answers(other)
