"""Safe releases made unsafe or untrue in small ways: the auditor catches every one."""

import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.release_audit.enumerated import failing, tables_like
from tests.release_audit.written import Counts, Made, Written, flat, full, write

from tyokyky.domain.errors import UserError
from tyokyky.release.audit.audit import audit

_SEEDS = range(8)
_LEAST = 500
AXES = (flat("joint", "A", "B", "C"), flat("outcome", *"xyz"))
QUARTERS = ("2026Q1", "2026Q2")


def truth(seed: int) -> Counts:
    random = np.random.default_rng(seed)
    counts = full(AXES, random.choice([1, 2, 3, 5], (3, 3)))
    return Counts("exits", AXES, counts, np.zeros(counts.shape, dtype=bool))


def least_hidden(table: Counts) -> Counts | None:
    """Everything inside hidden, then shown again one by one while nobody is found; none where somebody is at once."""
    hidden = np.zeros(table.counts.shape, dtype=bool)
    hidden[1:, 1:] = True
    table = replace(table, hidden=hidden)
    every = tables_like(table)
    if failing(table, every):
        return None
    for place in np.argwhere(hidden & (table.counts >= 5)):
        tried = table.hidden.copy()
        tried[tuple(place)] = False
        if not failing(replace(table, hidden=tried), every):
            table = replace(table, hidden=tried)
    left = every[(every == table.counts)[:, ~table.hidden].all(axis=1)]
    return replace(table, lower=left.min(axis=0), upper=left.max(axis=0))


def safe_tables() -> list[Counts]:
    found = [least_hidden(truth(seed)) for seed in _SEEDS]
    return [table for table in found if table is not None]


def caught(folder: Path, *earlier: Path) -> bool:
    try:
        return not audit(folder, list(earlier)).proven
    except UserError:
        return True


def shown_again(table: Counts) -> Iterator[Counts]:
    """One hidden cell shown that trying everything says is needed, or that says too much itself."""
    every = tables_like(table)
    for place in np.argwhere(table.hidden):
        hidden = table.hidden.copy()
        hidden[tuple(place)] = False
        if table.counts[tuple(place)] < 5 or failing(replace(table, hidden=hidden), every):
            yield replace(table, hidden=hidden)


def narrowed(table: Counts) -> Iterator[Counts]:
    """One published interval that leaves out a possible value."""
    assert table.lower is not None
    assert table.upper is not None
    for place in np.argwhere(table.hidden):
        at = tuple(place)
        for less in (1, 2):
            lower, upper = table.lower.copy(), table.upper.copy()
            lower[at] += less
            upper[at] -= less
            yield replace(table, lower=lower)
            yield replace(table, upper=upper)


def untrue(table: Counts) -> Iterator[Counts]:
    """One shown total that is no longer the sum of its parts."""
    for place in np.argwhere(~table.hidden):
        if 0 in place:
            for more in (1, -1, 7):
                counts = table.counts.copy()
                counts[tuple(place)] += more
                yield replace(table, counts=counts)


def by_quarter(table: Counts, count: int) -> Counts:
    """The table in each quarter, the later ones with larger counts and nothing hidden."""
    axes = (flat("quarter", *QUARTERS[:count]), *table.axes)
    leaves = np.stack([table.counts[1:, 1:] + 9 * number for number in range(count)])
    counts = full(axes, leaves)
    hidden = np.broadcast_to(table.hidden, counts.shape).copy()
    hidden[2:] = False
    return Counts(table.name, axes, counts, hidden)


def chain(folder: Path, table: Counts) -> tuple[Written, Written]:
    made = [Made(quarter_versions=dict.fromkeys(QUARTERS[:count], 1)) for count in (1, 2)]
    first = write(folder / "first", 1, [by_quarter(table, 1)], made=made[0])
    return first, write(folder / "second", 2, [by_quarter(table, 2)], [first], made[1])


def changed_bytes(path: Path, count: int, seed: int) -> Iterator[None]:
    """The file with one byte changed, each time another; mended in the end."""
    content = path.read_bytes()
    for place in np.random.default_rng(seed).choice(len(content), count, replace=False):
        path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        yield
    path.write_bytes(content)


def renamed(folder: Path, to: Path, number: int) -> None:
    """A copy with other bytes in its table and the hash mended."""
    shutil.copytree(folder, to)
    path = to / "tables" / "exits.parquet"
    path.write_bytes(path.read_bytes() + bytes([number]))
    manifest = json.loads((to / "manifest.json").read_text())
    manifest["tables"][0]["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    (to / "manifest.json").write_text(json.dumps(manifest))


@pytest.fixture(scope="module")
def tables() -> list[Counts]:
    return safe_tables()


def test_the_unchanged_are_proven(tables: list[Counts], tmp_path: Path) -> None:
    assert len(tables) >= 3, len(tables)
    for number, table in enumerate(tables):
        assert 0 < table.hidden.sum() <= 9
        assert audit(write(tmp_path / f"t{number}", 1, [table]).folder, []).proven
    first, second = chain(tmp_path / "chain", tables[0])
    assert audit(first.folder, []).proven
    assert audit(second.folder, [first.folder]).proven


def test_every_change_is_caught(tables: list[Counts], tmp_path: Path) -> None:
    missed: list[str] = []
    count = 0
    for number, table in enumerate(tables):
        for kind in (shown_again, narrowed, untrue):
            for changed in kind(table):
                count += 1
                folder = write(tmp_path / "changed", 1, [changed]).folder
                missed += [] if caught(folder) else [f"{kind.__name__} of table {number}"]
    first, second = chain(tmp_path / "chain", tables[0])
    for path, earlier in (
        (second.folder / "tables" / "exits.parquet", first.folder),
        (first.folder / "tables" / "exits.parquet", first.folder),
        (first.folder / "manifest.json", first.folder),
    ):
        for _ in changed_bytes(path, 150, len(str(path.name))):
            count += 1
            missed += [] if caught(second.folder, earlier) else [f"a byte of {path.name}"]
    for number in range(10):
        renamed(first.folder, tmp_path / f"renamed{number}", number)
        count += 1
        missed += [] if caught(second.folder, tmp_path / f"renamed{number}") else ["an earlier release replaced"]
    count += 1
    missed += [] if caught(second.folder) else ["an earlier release dropped"]
    assert missed == []
    assert count >= _LEAST
