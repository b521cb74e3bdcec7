"""Reading a release folder: every byte that a manifest names is checked before its numbers are used."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from tyokyky.domain.errors import UserError
from tyokyky.release.audit.manifest import Dimension, Manifest, TableEntry, read_manifest

HIDDEN: Final = -1
_GREATEST_COUNT: Final = 2**31
_DATA_ENDINGS: Final = frozenset({".parquet", ".csv", ".xlsx", ".duckdb", ".db", ".arrow", ".feather", ".ipc"})
_METADATA: Final = frozenset({b"ARROW:schema"})

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Table:
    """A table as numbers, one axis a dimension.

    Attributes:
        counts: Shown counts, −1 where protected.
        lower: Least value as published.
        upper: Greatest value as published.
    """

    name: str
    measure: str
    dimensions: tuple[Dimension, ...]
    counts: Numbers
    lower: Numbers
    upper: Numbers


@dataclass(frozen=True)
class Release:
    """One release, read and found whole."""

    folder: Path
    manifest: Manifest
    manifest_sha256: str
    tables: tuple[Table, ...]

    @property
    def id(self) -> str:
        """The release's own name."""
        return self.manifest.id


def read_release(folder: Path) -> Release:
    """The release in a folder.

    Raises:
        UserError: A file is missing, altered or extra, or a table is not as the manifest and the format say.
    """
    content = _bytes(folder / "manifest.json", folder)
    manifest = read_manifest(content, folder.name)
    _refuse_strangers(folder, manifest)
    tables = tuple(_read_table(folder, entry, manifest.id) for entry in manifest.tables)
    return Release(folder, manifest, hashlib.sha256(content).hexdigest(), tables)


def _bytes(path: Path, folder: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise UserError(f"Julkaisukansiossa {folder} ei ole luettavaa tiedostoa {path.name}.") from None


def _refuse_strangers(folder: Path, manifest: Manifest) -> None:
    """What is published but not named in the manifest would go out unaudited."""
    named = {folder / entry.file for entry in manifest.tables}
    for path in sorted(folder.rglob("*")):
        loose = path.is_file() and (path.suffix.lower() in _DATA_ENDINGS or path.parent.name == "tables")
        if path.is_symlink() or (loose and path not in named):
            raise UserError(f"Julkaisussa {manifest.id} on tiedosto {path.name}, jota manifest ei tunne: poista se.")


def _read_table(folder: Path, entry: TableEntry, release: str) -> Table:
    content = _bytes(folder / entry.file, folder)
    if hashlib.sha256(content).hexdigest() != entry.sha256:
        raise UserError(f"Julkaisun {release} taulu {entry.name} on muuttunut: sen tiiviste ei ole manifestin.")
    place = f"Julkaisun {release} taulu {entry.name}"
    try:
        file = pq.ParquetFile(pa.BufferReader(content))
        read = file.read()
    except (pa.ArrowException, OSError):
        raise UserError(f"{place} ei ole luettava Parquet-tiedosto.") from None
    _check_columns(read, set(file.metadata.metadata or {}) | set(read.schema.metadata or {}), entry, place)
    return _as_numbers(read, entry, place)


def _check_columns(read: pa.Table, metadata: set[bytes], entry: TableEntry, place: str) -> None:
    expected = [one.name for one in entry.dimensions] + ["count", "lower", "upper"]
    if read.column_names != expected:
        raise UserError(f"{place}: sarakkeet eivät ole manifestin ulottuvuudet ja count, lower, upper.")
    if metadata - _METADATA:
        raise UserError(f"{place}: tiedostossa on ylimääräisiä tietoja (metadata).")
    for name in ("count", "lower", "upper"):
        column = read.column(name)
        if not pa.types.is_integer(column.type) or (name != "count" and column.null_count):
            raise UserError(f"{place}: sarakkeessa {name} on muuta kuin kokonaislukuja.")


def _as_numbers(read: pa.Table, entry: TableEntry, place: str) -> Table:
    shape = tuple(len(one.codes) for one in entry.dimensions)
    if read.num_rows != int(np.prod(shape)):
        raise UserError(f"{place}: rivejä ei ole yksi jokaista solua kohti.")
    frame = pl.DataFrame(pl.from_arrow(read))
    for axis, one in enumerate(entry.dimensions):
        _check_codes(frame[one.name], one, shape, axis, place)
    hidden = frame["count"].is_null().to_numpy().reshape(shape)
    counts = _integers(frame["count"].fill_null(HIDDEN), shape)
    lower, upper = _integers(frame["lower"], shape), _integers(frame["upper"], shape)
    shown = ~hidden
    if (counts[shown] < 0).any() or (lower < 0).any() or (upper < lower).any() or (upper > _GREATEST_COUNT).any():
        raise UserError(f"{place}: luku on alle nollan, liian suuri tai väli väärin päin.")
    if (lower[shown] != counts[shown]).any() or (upper[shown] != counts[shown]).any():
        raise UserError(f"{place}: näytetyn solun lower ja upper eivät ole sama kuin count.")
    return Table(entry.name, entry.measure, tuple(entry.dimensions), counts, lower, upper)


def _integers(column: pl.Series, shape: tuple[int, ...]) -> Numbers:
    return column.cast(pl.Int64).to_numpy().astype(np.int64).reshape(shape)


def _check_codes(column: pl.Series, dimension: Dimension, shape: tuple[int, ...], axis: int, place: str) -> None:
    """Rows stand in the product order of the codes: then each cell is there once, and the order says nothing more."""
    before, after = int(np.prod(shape[:axis])), int(np.prod(shape[axis + 1 :]))
    expected = pl.Series(np.tile(np.repeat(np.arange(shape[axis]), after), before))
    codes = pl.Series(dimension.codes, dtype=pl.String)[expected]
    if column.dtype != pl.String or not (column == codes).fill_null(value=False).all():
        raise UserError(
            f"{place}: sarakkeen {dimension.name} koodit eivät ole manifestin järjestyksessä, kukin kerran."
        )
