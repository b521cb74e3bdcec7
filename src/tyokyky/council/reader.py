"""Reads one published release folder. Its form and the hash of every file are checked before any of it is shown."""

import hashlib
import io
import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import product
from pathlib import Path
from typing import Any, Final

import polars as pl

from tyokyky.council.cells import Cell, Dimension, ReleaseTable
from tyokyky.council.told import Texts, texts_of

FORMAT: Final = "tyokyky-release/1"
RELEASE_ID: Final = re.compile(r"\d{4}-\d{2}-\d{2}-\d{1,4}", re.ASCII)
_TABLE_NAME: Final = re.compile(r"[a-z0-9_]{1,80}", re.ASCII)
_MANIFEST: Final = "manifest.json"
_TEXTS: Final = "texts.json"
_LARGEST_FILE_BYTES: Final = 200_000_000


class Fault(StrEnum):
    """Why a folder is not shown."""

    UNREADABLE = "unreadable"
    FORMAT = "format"
    CHANGED = "changed"


class BrokenReleaseError(Exception):
    """A folder that is not shown, with the reason."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True)
class Release:
    """One release as it was published.

    `earlier`: hashes of the earlier releases' manifests by their ids. `merged`: municipalities of a group by its code.
    `quarter_versions`: a corrected quarter has a higher version than in the releases before.
    """

    id: str
    data_cut: date
    observed_until: date
    frozen_until: date
    published_on: date
    synthetic: bool
    is_rounded: bool
    window_days: int
    controllers: tuple[str, ...]
    manifest_sha256: str
    earlier: Mapping[str, str]
    merged: Mapping[str, tuple[str, ...]]
    quarter_versions: Mapping[str, int]
    tables: tuple[ReleaseTable, ...]
    texts: Texts

    @property
    def place(self) -> tuple[str, int]:
        """What releases are ordered by: the data cut, then the running number."""
        return place_of(self.id)


def place_of(release_id: str) -> tuple[str, int]:
    """What release ids are ordered by."""
    cut, _, number = release_id.rpartition("-")
    return cut, int(number)


def read_release(folder: Path) -> Release:
    """The release of a folder.

    Raises:
        BrokenReleaseError: a file can not be read, has another form, or is not the one that was published.
    """
    content = _bytes(folder, _MANIFEST)
    try:
        manifest = json.loads(content)
        if manifest["format"] != FORMAT or manifest["id"] != folder.name:
            raise BrokenReleaseError(Fault.FORMAT)
        files = manifest.get("files", {})
        tables = tuple(_table(folder, entry) for entry in manifest["tables"])
        return _release(manifest, hashlib.sha256(content).hexdigest(), tables, _texts(folder, files.get(_TEXTS)))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, pl.exceptions.PolarsError):
        raise BrokenReleaseError(Fault.FORMAT) from None


def _release(manifest: Mapping[str, Any], sha256: str, tables: tuple[ReleaseTable, ...], texts: Texts) -> Release:
    merged = manifest.get("merged", {}).get("municipality", {})
    return Release(
        id=manifest["id"],
        data_cut=date.fromisoformat(manifest["data_cut"]),
        observed_until=date.fromisoformat(manifest["observed_until"]),
        frozen_until=date.fromisoformat(manifest["frozen_until"]),
        published_on=date.fromisoformat(manifest["published_at"][:10]),
        synthetic=bool(manifest["synthetic"]),
        is_rounded=manifest["policy"].get("engine") == "rounding",
        window_days=int(manifest["window_days"]),
        controllers=tuple(str(name) for name in manifest["controllers"]),
        manifest_sha256=sha256,
        earlier={str(one["id"]): str(one["manifest_sha256"]) for one in manifest["earlier"]},
        merged={str(code): tuple(map(str, parts)) for code, parts in merged.items()},
        quarter_versions={str(quarter): int(version) for quarter, version in manifest["quarter_versions"].items()},
        tables=tables,
        texts=texts,
    )


def _bytes(folder: Path, name: str) -> bytes:
    """A file of the folder itself: a link could lead to what was never published."""
    path = folder / name
    try:
        if any(part.is_symlink() for part in (folder, path.parent, path)) or path.stat().st_size > _LARGEST_FILE_BYTES:
            raise BrokenReleaseError(Fault.UNREADABLE)
        return path.read_bytes()
    except OSError:
        raise BrokenReleaseError(Fault.UNREADABLE) from None


def _checked(folder: Path, name: str, sha256: str) -> bytes:
    content = _bytes(folder, name)
    if hashlib.sha256(content).hexdigest() != sha256:
        raise BrokenReleaseError(Fault.CHANGED)
    return content


def _texts(folder: Path, sha256: str | None) -> Texts:
    if sha256 is not None:
        return texts_of(json.loads(_checked(folder, _TEXTS, sha256)))
    if not (folder / _TEXTS).exists():
        return Texts()
    return texts_of(json.loads(_bytes(folder, _TEXTS)))


def _table(folder: Path, entry: Mapping[str, Any]) -> ReleaseTable:
    name = entry["name"]
    if not _TABLE_NAME.fullmatch(name) or entry["file"] != f"tables/{name}.parquet":
        raise BrokenReleaseError(Fault.FORMAT)
    dimensions = tuple(Dimension(str(one["name"]), tuple(map(str, one["codes"]))) for one in entry["dimensions"])
    frame = pl.read_parquet(io.BytesIO(_checked(folder, entry["file"], entry["sha256"])))
    return ReleaseTable(name, str(entry["measure"]), dimensions, _cells(frame, dimensions))


def _cells(frame: pl.DataFrame, dimensions: tuple[Dimension, ...]) -> dict[tuple[str, ...], Cell]:
    """Every cell of the full product, in its order.

    Raises:
        BrokenReleaseError: a cell is missing, doubled or of another form.
    """
    names = [one.name for one in dimensions]
    if frame.height != math.prod(len(one.codes) for one in dimensions):
        raise BrokenReleaseError(Fault.FORMAT)
    found = {tuple(row[:-3]): _cell(*row[-3:]) for row in frame.select(*names, "count", "lower", "upper").iter_rows()}
    expected = list(product(*(one.codes for one in dimensions)))
    if found.keys() != set(expected):
        raise BrokenReleaseError(Fault.FORMAT)
    return {codes: found[codes] for codes in expected}


def _cell(count: int | None, lower: int, upper: int) -> Cell:
    whole = isinstance(lower, int) and isinstance(upper, int) and 0 <= lower <= upper
    if not whole or (count is not None and not (isinstance(count, int) and count == lower == upper)):
        raise BrokenReleaseError(Fault.FORMAT)
    return Cell(count, lower, upper)
