"""Release folders written from plain numbers, as docs/release-format.md has them."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
POLICY = {
    "n_min": 5,
    "width": 5,
    "insider_count": 1,
    "insider_count_small": 2,
    "small_population": 5000,
    "engine": "elimination",
}


@dataclass(frozen=True)
class Axis:
    """One dimension: codes, and each code's parent."""

    name: str
    codes: tuple[str, ...]
    parents: Mapping[str, str | list[str]]
    discloses: bool = False


def flat(name: str, *codes: str, discloses: bool = False) -> Axis:
    """A total and its codes."""
    return Axis(name, ("_total", *codes), dict.fromkeys(codes, "_total"), discloses)


@dataclass(frozen=True)
class Counts:
    """A table's true counts in the shape of its axes, totals included, and what of it is hidden."""

    name: str
    axes: tuple[Axis, ...]
    counts: Numbers
    hidden: NDArray[np.bool_]
    measure: str = "exits"
    lower: Numbers | None = None
    upper: Numbers | None = None


@dataclass(frozen=True)
class Written:
    """A folder and what the next release must say of it."""

    folder: Path
    id: str
    sha256: str
    earlier: tuple[dict[str, str], ...]


@dataclass
class Made:
    """What a release says besides its tables."""

    quarter_versions: Mapping[str, int] = field(default_factory=lambda: {"2026Q1": 1})
    policy: Mapping[str, Any] = field(default_factory=dict)
    merged: Mapping[str, Any] = field(default_factory=dict)
    populations: Mapping[str, int] = field(default_factory=dict)
    upper_bounds: Sequence[Any] = ()


def full(axes: Sequence[Axis], leaves: Numbers) -> Numbers:
    """Counts with totals, from counts of the codes without children in the order of the codes."""
    found = leaves
    for at, axis in enumerate(axes):
        found = np.moveaxis(np.tensordot(_sums(axis), found, axes=(1, at)), 0, at)
    return found


def _sums(axis: Axis) -> Numbers:
    leaves = [code for code in axis.codes if not any(code in _all(parents) for parents in axis.parents.values())]
    held = np.zeros((len(axis.codes), len(leaves)), dtype=np.int64)
    for at, leaf in enumerate(leaves):
        waiting = [leaf]
        while waiting:
            code = waiting.pop()
            held[axis.codes.index(code), at] = 1
            waiting.extend(_all(axis.parents.get(code, [])))
    return held


def _all(parents: str | list[str]) -> list[str]:
    return [parents] if isinstance(parents, str) else list(parents)


def write(
    folder: Path, number: int, tables: Sequence[Counts], earlier: Sequence[Written] = (), made: Made | None = None
) -> Written:
    """One release folder."""
    made, name = made or Made(), f"2026-01-{number:02}-1"
    (folder / "tables").mkdir(parents=True, exist_ok=True)
    entries = []
    for table in tables:
        path = folder / "tables" / f"{table.name}.parquet"
        _frame(table).write_parquet(path)
        entries.append(
            {
                "name": table.name,
                "file": f"tables/{table.name}.parquet",
                "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
                "measure": table.measure,
                "unit": "exit",
                "dimensions": [
                    {
                        "name": one.name,
                        "codes": list(one.codes),
                        "parents": dict(one.parents),
                        "discloses": one.discloses,
                    }
                    for one in table.axes
                ],
            }
        )
    known = tuple({"id": one.id, "manifest_sha256": one.sha256} for one in earlier)
    content = json.dumps(
        {
            "format": "tyokyky-release/1",
            "id": name,
            "synthetic": True,
            "policy": {**POLICY, **made.policy},
            "earlier": list(known),
            "quarter_versions": dict(made.quarter_versions),
            "tables": entries,
            "upper_bounds": list(made.upper_bounds),
            "merged": dict(made.merged),
            "populations": dict(made.populations),
        }
    ).encode()
    (folder / "manifest.json").write_bytes(content)
    return Written(folder, name, hashlib.sha256(content).hexdigest(), known)


def _frame(table: Counts) -> pl.DataFrame:
    shape = table.counts.shape
    columns: dict[str, Any] = {}
    for at, axis in enumerate(table.axes):
        before, after = int(np.prod(shape[:at])), int(np.prod(shape[at + 1 :]))
        columns[axis.name] = np.tile(np.repeat(np.asarray(axis.codes), after), before).tolist()
    counts, hidden = table.counts.ravel(), table.hidden.ravel()
    lower = np.where(hidden, 0 if table.lower is None else table.lower.ravel(), counts)
    upper = np.where(hidden, 10**6 if table.upper is None else table.upper.ravel(), counts)
    shown = [None if hide else int(count) for count, hide in zip(counts, hidden, strict=True)]
    return pl.DataFrame(
        {
            **columns,
            "count": pl.Series(shown, dtype=pl.Int64),
            "lower": lower.astype(np.int64),
            "upper": upper.astype(np.int64),
        }
    )
