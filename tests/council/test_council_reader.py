"""Release folders read back: what fits is read, what does not is told apart, and the others are shown."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.council.release_folders import TEXTS, county, exits, write_release, write_two

from tyokyky.council.reader import Fault, read_release
from tyokyky.council.shelf import Broken, ShelfKeeper, read_shelf

NEWEST, SPRING = "2026-09-30-1", "2026-03-31-1"
_TABLE = "tables/exits_by_municipality.parquet"


def test_a_folder_is_read_cell_by_cell(two_releases: Path) -> None:
    release = read_release(two_releases / NEWEST)
    for written, read in zip(county(), release.tables, strict=True):
        assert (read.name, read.measure) == (written.name, written.measure)
        expected = [(row[:-3], row[-3], row[-2], row[-1]) for row in written.frame().iter_rows()]
        assert [(codes, cell.count, cell.lower, cell.upper) for codes, cell in read.rows()] == expected
    assert release.earlier.keys() == {SPRING}
    assert release.merged == {"G1": ("081", "781")}
    assert [one.text for one in release.texts.quotations] == [one["text"] for one in TEXTS["quotations"]]


def test_the_newest_is_first_and_nothing_else_of_the_folder_is_read(tmp_path: Path) -> None:
    write_two(tmp_path)
    (tmp_path / "ledger.jsonl").write_text("not a ledger", encoding="utf-8")
    write_release(tmp_path / "plans", id="2026-12-31-1")
    write_release(tmp_path, id="2026-09-30-10")
    write_release(tmp_path, id="2026-09-30-2")
    shelf = read_shelf(tmp_path)
    assert [one.id for one in shelf.releases] == ["2026-09-30-10", "2026-09-30-2", NEWEST, SPRING]
    assert shelf.broken == ()
    before = shelf.before(shelf.releases[0])
    assert before is not None
    assert before.id == SPRING, "one made anew of the same cut is no time before"


@pytest.mark.parametrize("there", [True, False])
def test_an_empty_folder_and_none_are_no_error(there: bool, tmp_path: Path) -> None:
    folder = tmp_path / "releases"
    if there:
        folder.mkdir()
    shelf = read_shelf(folder)
    assert (shelf.releases, shelf.broken) == ((), ())


def _edit(change: Callable[[dict[str, Any]], object]) -> Callable[[Path], None]:
    def edited(release: Path) -> None:
        path = release / "manifest.json"
        manifest = json.loads(path.read_bytes())
        change(manifest)
        path.write_text(json.dumps(manifest), encoding="utf-8")

    return edited


def _one_byte(name: str) -> Callable[[Path], None]:
    def changed(release: Path) -> None:
        content = bytearray((release / name).read_bytes())
        content[len(content) // 2] ^= 1
        (release / name).write_bytes(content)

    return changed


def _without_last_row(release: Path) -> None:
    path = release / _TABLE
    _rewritten(release, pl.read_parquet(path)[:-1])


def _first_row_twice(release: Path) -> None:
    frame = pl.read_parquet(release / _TABLE)
    _rewritten(release, pl.concat([frame[:1], frame[:1], frame[2:]]))


def _count_outside_its_interval(release: Path) -> None:
    frame = pl.read_parquet(release / _TABLE)
    _rewritten(release, frame.with_columns(lower=pl.col("count") + 1))


def _rewritten(release: Path, frame: pl.DataFrame) -> None:
    import hashlib  # noqa: PLC0415 - only a mutation needs it

    frame.write_parquet(release / _TABLE)
    sha256 = hashlib.sha256((release / _TABLE).read_bytes()).hexdigest()
    _edit(lambda manifest: manifest["tables"][0].update(sha256=sha256))(release)


def _link_out(release: Path) -> None:
    outside = release.parent.parent / "outside.parquet"
    shutil.move(release / _TABLE, outside)
    (release / _TABLE).symlink_to(outside)


BROKEN: dict[str, tuple[Callable[[Path], object], Fault]] = {
    "no manifest": (lambda release: (release / "manifest.json").unlink(), Fault.UNREADABLE),
    "no table": (lambda release: (release / _TABLE).unlink(), Fault.UNREADABLE),
    "table leads elsewhere": (_link_out, Fault.UNREADABLE),
    "a table's byte": (_one_byte(_TABLE), Fault.CHANGED),
    "manifest is no JSON": (lambda release: (release / "manifest.json").write_text("{"), Fault.FORMAT),
    "manifest is a list": (lambda release: (release / "manifest.json").write_text("[]"), Fault.FORMAT),
    "texts are no JSON": (lambda release: (release / "texts.json").write_text("{"), Fault.FORMAT),
    "texts are a list": (lambda release: (release / "texts.json").write_text("[]"), Fault.FORMAT),
    "another format": (_edit(lambda manifest: manifest.update(format="tyokyky-release/9")), Fault.FORMAT),
    "another id": (_edit(lambda manifest: manifest.update(id="2026-09-30-2")), Fault.FORMAT),
    "no day": (_edit(lambda manifest: manifest.update(data_cut="yesterday")), Fault.FORMAT),
    "no policy": (_edit(lambda manifest: manifest.pop("policy")), Fault.FORMAT),
    "way out": (
        _edit(lambda manifest: manifest["tables"][0].update(name="../x", file="tables/../x.parquet")), Fault.FORMAT,
    ),
    "another file": (_edit(lambda manifest: manifest["tables"][0].update(file="../../register.duckdb")), Fault.FORMAT),
    "another code": (
        _edit(lambda manifest: manifest["tables"][0]["dimensions"][0]["codes"].append("X")), Fault.FORMAT,
    ),
    "another dimension": (
        _edit(lambda manifest: manifest["tables"][0]["dimensions"][0].update(name="who")), Fault.FORMAT,
    ),
    "a cell too few": (_without_last_row, Fault.FORMAT),
    "a cell twice": (_first_row_twice, Fault.FORMAT),
    "a count outside its interval": (_count_outside_its_interval, Fault.FORMAT),
    "texts are others": (
        _edit(lambda manifest: manifest.update(files={"texts.json": "0" * 64})), Fault.CHANGED,
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("good")
    table = exits("municipality", {"398": 2, "016": 1})
    spring = write_release(folder, [table], id=SPRING, data_cut="2026-03-31")
    write_release(folder, [table], earlier=[spring])
    return folder


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_release_is_told_and_the_other_shown(name: str, good: Path, tmp_path: Path) -> None:
    breaks, fault = BROKEN[name]
    folder = tmp_path / "releases"
    shutil.copytree(good, folder)
    breaks(folder / NEWEST)
    shelf = read_shelf(folder)
    assert [one.id for one in shelf.releases] == [SPRING]
    assert shelf.broken == (Broken(NEWEST, fault),)


def test_a_manifest_that_a_later_release_does_not_know_is_not_shown(good: Path, tmp_path: Path) -> None:
    folder = tmp_path / "releases"
    shutil.copytree(good, folder)
    _edit(lambda manifest: manifest.update(window_days=30))(folder / SPRING)
    shelf = read_shelf(folder)
    assert [one.id for one in shelf.releases] == [NEWEST]
    assert shelf.broken == (Broken(SPRING, Fault.CHANGED),)


def test_texts_of_another_form_are_left_out_one_by_one(tmp_path: Path) -> None:
    texts = {
        "names": {"joint": {"KTT": "x", "THV": {"fi": 3, "sv": "SV"}}, "theme": []},
        "theme_kinds": {"bouncing": "success", "heard": 3, "peers": ["problem"]},
        "quotations": ["x", {"text": 3}, {"text": " ", "theme": "heard"}, {"text": "Näin.", "language": "xx"}],
        "actions": {"heard": "x"},
        "statements": [{"text": "Raati.", "written_at": "soon"}, None],
    }
    found = read_release(write_release(tmp_path, texts=texts)).texts
    assert dict(found.names) == {("joint", "THV"): {"fi": "", "sv": "SV", "en": ""}}
    assert found.theme_kinds == {"bouncing": "success"}
    assert [(one.text, one.language) for one in found.quotations] == [("Näin.", "fi")]
    assert found.actions == ()
    assert [(one.text, one.written_on) for one in found.statements] == [("Raati.", None)]


def test_a_release_without_texts_has_none(tmp_path: Path) -> None:
    release = write_release(tmp_path)
    (release / "texts.json").unlink()
    assert read_release(release).texts.quotations == ()


def test_the_keeper_reads_again_only_what_changed(good: Path, tmp_path: Path) -> None:
    folder = tmp_path / "releases"
    keeper = ShelfKeeper(folder)
    assert keeper.shelf().releases == ()
    shutil.copytree(good, folder)
    first = keeper.shelf()
    assert len(first.releases) == 2
    assert keeper.shelf() is first
    _one_byte(_TABLE)(folder / NEWEST)
    assert keeper.shelf().broken == (Broken(NEWEST, Fault.CHANGED),)
    shutil.rmtree(folder / NEWEST)
    assert [one.id for one in keeper.shelf().releases] == [SPRING]
