"""What cannot be believed is refused in one sentence, before anything is proven."""

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pyarrow.parquet as pq
import pytest
from tests.release_audit.written import Axis, Counts, Made, Written, flat, full, write

from tyokyky.domain.errors import UserError
from tyokyky.release.audit.audit import audit
from tyokyky.release.audit.chain import read_chain

AXES = (flat("joint", "A", "B"), flat("outcome", "x", "y"))


def one(folder: Path, number: int = 1, earlier: tuple[Written, ...] = (), **made: Any) -> Written:  # noqa: ANN401
    counts = full(AXES, np.asarray([[20, 30], [40, 50]]))
    return write(
        folder, number, [Counts("exits", AXES, counts, np.zeros(counts.shape, dtype=bool))], earlier, Made(**made)
    )


def edit(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text())
    change(manifest)
    path.write_text(json.dumps(manifest))


def rewrite(folder: Path, change: Callable[[pl.DataFrame], pl.DataFrame]) -> None:
    """Another table, its hash in the manifest mended."""
    path = folder / "tables" / "exits.parquet"
    change(pl.read_parquet(path)).write_parquet(path)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    edit(folder, lambda manifest: manifest["tables"][0].update(sha256=sha256))


def refusal_of(folder: Path, *earlier: Path) -> str:
    """The one sentence with which a folder is refused."""
    with pytest.raises(UserError) as caught:
        audit(folder, list(earlier))
    said = str(caught.value)
    assert said.endswith(".")
    assert "\n" not in said
    return said


def test_the_folder_they_all_start_from_is_proven(tmp_path: Path) -> None:
    assert audit(one(tmp_path / "r").folder, []).proven


_MANIFESTS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "another format": lambda manifest: manifest.update(format="tyokyky-release/2"),
    "n_min under three": lambda manifest: manifest["policy"].update(n_min=2),
    "no width": lambda manifest: manifest["policy"].pop("width"),
    "its own parent": lambda manifest: manifest["tables"][0]["dimensions"][0]["parents"].update(A="B", B="A"),
    "an unknown parent": lambda manifest: manifest["tables"][0]["dimensions"][0]["parents"].update(A="C"),
    "a code twice": lambda manifest: manifest["tables"][0]["dimensions"][0]["codes"].append("A"),
    "a file elsewhere": lambda manifest: manifest["tables"][0].update(file="../exits.parquet"),
    "the same table twice": lambda manifest: manifest["tables"].append(manifest["tables"][0]),
    "no tables": lambda manifest: manifest["tables"].clear(),
    "its own forerunner": lambda manifest: manifest["earlier"].append(
        {"id": manifest["id"], "manifest_sha256": "0" * 64}
    ),
    "one in two merged": lambda manifest: manifest.update(merged={"municipality": {"G": ["1"], "H": ["1"]}}),
}


@pytest.mark.parametrize("name", list(_MANIFESTS))
def test_a_manifest_that_does_not_hold_together(name: str, tmp_path: Path) -> None:
    folder = one(tmp_path / "r").folder
    edit(folder, _MANIFESTS[name])
    assert re.search("manifest.json on virheellinen", refusal_of(folder))


def test_not_json_and_not_there(tmp_path: Path) -> None:
    folder = one(tmp_path / "r").folder
    (folder / "manifest.json").write_text("{")
    assert re.search("virheellinen", refusal_of(folder))
    assert re.search("ei ole luettavaa tiedostoa manifest.json", refusal_of(tmp_path / "nowhere"))
    whole = one(tmp_path / "w").folder
    (whole / "tables" / "exits.parquet").unlink()
    assert re.search("ei ole luettavaa tiedostoa exits.parquet", refusal_of(whole))


_TABLES: dict[str, tuple[Callable[[pl.DataFrame], pl.DataFrame], str]] = {
    "a row missing": (lambda frame: frame.head(8), "ei ole yksi jokaista"),
    "a row twice": (lambda frame: pl.concat([frame.head(8), frame.head(1)]), "järjestyksessä"),
    "another order": (lambda frame: frame.sort("joint", "outcome", descending=True), "järjestyksessä"),
    "a column more": (lambda frame: frame.with_columns(pl.lit(1).alias("seed")), "sarakkeet"),
    "decimals": (lambda frame: frame.with_columns(pl.col("count").cast(pl.Float64)), "kokonaislukuja"),
    "no upper": (lambda frame: frame.with_columns(pl.lit(None, pl.Int64).alias("upper")), "kokonaislukuja"),
    "below zero": (lambda frame: frame.with_columns(pl.col("count", "lower", "upper") - 100), "alle nollan"),
    "a shown cell as an interval": (lambda frame: frame.with_columns(pl.col("upper") + 1), "sama kuin count"),
    "a sum broken": (
        lambda frame: frame.with_columns(
            pl.when(pl.int_range(pl.len()) == 8).then(pl.col(name) + 1).otherwise(pl.col(name)).alias(name)
            for name in ("count", "lower", "upper")
        ),
        "ei ole osiensa summa",
    ),
}


@pytest.mark.parametrize("name", list(_TABLES))
def test_a_table_that_is_not_what_the_format_says(name: str, tmp_path: Path) -> None:
    folder = one(tmp_path / "r").folder
    change, match = _TABLES[name]
    rewrite(folder, change)
    assert re.search(match, refusal_of(folder))


def test_files_that_the_manifest_does_not_name(tmp_path: Path) -> None:
    folder = one(tmp_path / "r").folder
    (folder / "texts.json").write_text("{}")
    assert audit(folder, []).proven
    (folder / "more.csv").write_text("a")
    assert re.search(r"more\.csv, jota manifest ei tunne", refusal_of(folder))


def test_numbers_hidden_in_the_file_itself(tmp_path: Path) -> None:
    folder = one(tmp_path / "r").folder
    path = folder / "tables" / "exits.parquet"
    table = pq.read_table(path).replace_schema_metadata({"seed": "42"})
    pq.write_table(table, path)
    edit(folder, lambda manifest: manifest["tables"][0].update(sha256=hashlib.sha256(path.read_bytes()).hexdigest()))
    assert re.search("metadata", refusal_of(folder))


def test_earlier_releases_must_all_be_given_and_be_the_same(tmp_path: Path) -> None:
    first = one(tmp_path / "a", 1)
    second = one(tmp_path / "b", 2, (first,))
    third = one(tmp_path / "c", 3, (first, second))
    assert audit(third.folder, [second.folder, first.folder]).proven
    assert re.search("2026-01-01-1 puuttuu", refusal_of(third.folder, second.folder))
    assert re.search("kahdesti", refusal_of(third.folder, first.folder, second.folder, first.folder))
    assert re.search("jäänyt pois manifestista", refusal_of(first.folder, second.folder))
    short = one(tmp_path / "d", 3, (second,))
    assert re.search("ketju ei ole eheä", refusal_of(short.folder, second.folder))
    edit(first.folder, lambda manifest: manifest.update(code_version="other"))
    assert re.search("manifest on muuttunut", refusal_of(third.folder, first.folder, second.folder))


def test_tables_in_a_cycle_prove_nothing(tmp_path: Path) -> None:
    a, b, c = flat("joint", "A", "B"), flat("outcome", "x", "y"), flat("age_band", "1", "2")
    counts = full((a, b), np.asarray([[20, 30], [40, 50]]))
    tables = [
        Counts(name, axes, counts, np.zeros(counts.shape, dtype=bool))
        for name, axes in (("ab", (a, b)), ("bc", (b, c)), ("ca", (c, a)))
    ]
    assert re.search("kehän", refusal_of(write(tmp_path / "r", 1, tables).folder))
    assert len(read_chain(write(tmp_path / "s", 1, tables[:2]).folder, [])) == 1


def test_codes_that_change_their_group(tmp_path: Path) -> None:
    def places(second: str) -> Written:
        axis = Axis(
            "municipality", ("_total", "G", "H", "1", "2"), {"G": "_total", "H": "_total", "1": "G", "2": second}
        )
        counts = np.asarray([100, 100, 0, 60, 40] if second == "G" else [100, 60, 40, 60, 40])
        return write(
            tmp_path / second,
            1 if second == "G" else 2,
            [Counts("exits", (axis,), counts, np.zeros(5, dtype=bool))],
            (places("G"),) if second == "H" else (),
        )

    assert re.search("kuuluvat eri ryhmiin", refusal_of(places("H").folder, places("G").folder))


def test_the_same_cell_told_in_two_ways(tmp_path: Path) -> None:
    small, large = full(AXES[:1], np.asarray([20, 30])), full(AXES[:1], np.asarray([20, 31]))
    tables = [
        Counts(name, AXES[:1], each, np.zeros(3, dtype=bool)) for name, each in (("one", small), ("other", large))
    ]
    assert re.search("eri lukuna", refusal_of(write(tmp_path / "r", 1, tables).folder))


def test_hidden_numbers_for_which_there_is_no_room(tmp_path: Path) -> None:
    counts = np.asarray([50, 60, 10])  # the shown part is more than its total: nothing can be hidden beside it
    table = Counts("exits", AXES[:1], counts, np.asarray([False, False, True]))
    assert re.search("ristiriidassa", refusal_of(write(tmp_path / "r", 1, [table]).folder))


def test_a_quarter_never_goes_back(tmp_path: Path) -> None:
    first = one(tmp_path / "a", 1, quarter_versions={"2026Q1": 2})
    second = one(tmp_path / "b", 2, (first,), quarter_versions={"2026Q1": 1})
    assert re.search("vanhempaa versiota", refusal_of(second.folder, first.folder))
