"""Release folders on the disk: how one is written, read back and hashed (docs/release-format.md)."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl

from tyokyky.domain.errors import UserError
from tyokyky.domain.releases import Dimension, TableLayout
from tyokyky.release.tables.counting import Counts
from tyokyky.store.durability import sync

MANIFEST: Final = "manifest.json"
PACKAGE_FILE: Final = "datapackage.json"
TEXTS: Final = "texts.json"
TABLES: Final = "tables"
PLANS: Final = "plans"
FORMAT: Final = "tyokyky-release/1"


@dataclass(frozen=True)
class ShownTable:
    """A table as it leaves: `shown` tells which counts are; `lower` and `upper` hold the others."""

    layout: TableLayout
    counts: Counts
    shown: np.ndarray[Any, np.dtype[np.bool_]]
    lower: Counts
    upper: Counts

    def rows(self) -> pl.DataFrame:
        """The published rows: one per cell in the order of the codes; count is null where it is protected."""
        codes = list(zip(*self.layout.cells(), strict=True))
        columns = {one.name: pl.Series(codes[at], dtype=pl.String) for at, one in enumerate(self.layout.dimensions)}
        shown = pl.Series(self.shown.ravel())
        rows = pl.DataFrame(columns).with_columns(
            count=pl.Series(np.where(self.shown, self.counts, 0).ravel(), dtype=pl.Int64),
            lower=pl.Series(np.where(self.shown, self.counts, self.lower).ravel(), dtype=pl.Int64),
            upper=pl.Series(np.where(self.shown, self.counts, self.upper).ravel(), dtype=pl.Int64),
        )
        return rows.with_columns(count=pl.when(shown).then(pl.col("count")))


@dataclass(frozen=True)
class ReleaseFolder:
    """A release folder as it was read back."""

    path: Path
    manifest: Mapping[str, Any]
    tables: Mapping[str, pl.DataFrame]

    @property
    def release_id(self) -> str:
        """Id of the release."""
        return str(self.manifest["id"])

    @property
    def layouts(self) -> tuple[TableLayout, ...]:
        """Layouts of its tables, in their order."""
        return tuple(layout_of(table) for table in self.manifest["tables"])


def write_tables(folder: Path, tables: Iterable[ShownTable]) -> None:
    """One Parquet file per table, without statistics: they would be made of what stands beside."""
    (folder / TABLES).mkdir(parents=True)
    for table in tables:
        table.rows().write_parquet(folder / TABLES / f"{table.layout.name}.parquet", statistics=False)


def write_json(path: Path, content: object) -> None:
    """JSON as the folder holds it."""
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def layout_facts(layout: TableLayout) -> dict[str, Any]:
    """A table as it is planned."""
    return {
        "name": layout.name,
        "measure": layout.measure,
        "unit": layout.unit,
        "dimensions": [_dimension_facts(dimension) for dimension in layout.dimensions],
    }


def table_facts(folder: Path, layout: TableLayout) -> dict[str, Any]:
    """A table as the manifest tells it: as planned, with its file."""
    file = f"{TABLES}/{layout.name}.parquet"
    return layout_facts(layout) | {"file": file, "sha256": sha256(folder / file)}


def _dimension_facts(dimension: Dimension) -> dict[str, Any]:
    parents = {code: list(of) if len(of) > 1 else of[0] for code, of in dimension.parents.items() if of}
    return {
        "name": dimension.name,
        "codes": list(dimension.codes),
        "parents": parents,
        "discloses": dimension.discloses,
    }


def layout_of(facts: Mapping[str, Any]) -> TableLayout:
    """The layout that a manifest tells of a table."""
    dimensions = tuple(
        Dimension(
            one["name"],
            tuple(one["codes"]),
            {code: (of,) if isinstance(of, str) else tuple(of) for code, of in one["parents"].items()},
            bool(one["discloses"]),
        )
        for one in facts["dimensions"]
    )
    return TableLayout(facts["name"], facts["measure"], facts["unit"], dimensions)


def data_package(release_id: str, tables: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Frictionless description of the tables."""
    return {
        "name": f"tyokyky-{release_id}",
        "resources": [
            {
                "name": table["name"].replace("_", "-"),
                "path": table["file"],
                "format": "parquet",
                "mediatype": "application/vnd.apache.parquet",
                "hash": f"sha256:{table['sha256']}",
                "schema": {"fields": _fields(table)},
            }
            for table in tables
        ],
    }


def _fields(table: Mapping[str, Any]) -> list[dict[str, Any]]:
    codes = [
        {"name": one["name"], "type": "string", "constraints": {"enum": one["codes"]}} for one in table["dimensions"]
    ]
    return [*codes, *({"name": name, "type": "integer"} for name in ("count", "lower", "upper"))]


def read_folder(path: Path) -> ReleaseFolder:
    """Reads a release folder of ours; what it proves is the audit's to say.

    Raises:
        UserError: the folder is not there or can not be read.
    """
    try:
        manifest = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
        tables = {one["name"]: pl.read_parquet(path / one["file"]) for one in manifest["tables"]}
    except (OSError, ValueError, KeyError, TypeError, pl.exceptions.PolarsError):
        raise UserError(f"Julkaisukansiota {path.name} ei voi lukea: palauta se varmuuskopiosta.") from None
    return ReleaseFolder(path, manifest, tables)


def sha256(path: Path) -> str:
    """Hash of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def hashes(folder: Path) -> dict[str, str]:
    """Hash of every file of a folder, by its path in it."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): sha256(path) for path in files}


def content_hash(folder: Path) -> str:
    """Hash of all that would be published of a release in the making: what is approved is these bytes.

    Raises:
        UserError: the folder can not be read.
    """
    try:
        files = [folder / name for name in (MANIFEST, PACKAGE_FILE, TEXTS)]
        files += sorted((folder / TABLES).iterdir())
        told = "".join(f"{path.relative_to(folder).as_posix()} {sha256(path)}\n" for path in files)
    except OSError:
        raise UserError(f"Julkaisua {folder.name} ei voi lukea: tee se uudelleen.") from None
    return hashlib.sha256(told.encode()).hexdigest()


def sync_all(folder: Path) -> None:
    """Waits until the disk holds every file of a folder and their names."""
    for path in sorted(folder.rglob("*")):
        sync(path)
    sync(folder)
