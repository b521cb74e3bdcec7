"""What earlier releases hold fast: their codes, their quarters and the counts behind these."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from tyokyky.domain.releases import MUNICIPALITY, QUARTER, TOTAL
from tyokyky.release import hidden_counts
from tyokyky.release.desk import Desk
from tyokyky.release.folders import MANIFEST, ReleaseFolder, read_folder, sha256
from tyokyky.release.tables.municipalities import Places


@dataclass(frozen=True)
class Earlier:
    """Releases that are out, in their order."""

    folders: tuple[ReleaseFolder, ...]

    @property
    def facts(self) -> list[dict[str, str]]:
        """Every earlier release as a manifest names it."""
        return [{"id": one.release_id, "manifest_sha256": sha256(one.path / MANIFEST)} for one in self.folders]

    @property
    def versions(self) -> dict[str, int]:
        """Quarter → its newest version that is out."""
        found: dict[str, int] = {}
        for one in self.folders:
            found |= one.manifest["quarter_versions"]
        return found

    def codes_of(self, name: str) -> frozenset[str]:
        """Codes that a dimension has in any of them, its total left out."""
        return frozenset(code for one in self.folders for code in _codes_of(one.manifest, name) if code != TOTAL)

    @property
    def places(self) -> Places | None:
        """Municipalities as releases name them from the first on; null before the first."""
        for one in self.folders:
            codes = _codes_of(one.manifest, MUNICIPALITY)
            if codes:
                merged = one.manifest["merged"].get(MUNICIPALITY, {})
                return Places(tuple(codes[1:-1]), {group: tuple(held) for group, held in merged.items()})
        return None

    def source_of(self, table: str, quarter: str, version: int) -> ReleaseFolder | None:
        """The newest release that holds a quarter of a table in a version."""
        for one in reversed(self.folders):
            if one.manifest["quarter_versions"].get(quarter) == version and quarter in quarters_of(one, table):
                return one
        return None


def quarters_of(folder: ReleaseFolder, table: str) -> tuple[str, ...]:
    """Quarters of one of a release's tables; none where it has no such table."""
    for facts in folder.manifest["tables"]:
        if facts["name"] == table:
            return tuple(code for one in facts["dimensions"] if one["name"] == QUARTER for code in one["codes"][1:])
    return ()


def _codes_of(manifest: Mapping[str, Any], name: str) -> list[str]:
    for table in manifest["tables"]:
        for dimension in table["dimensions"]:
            if dimension["name"] == name:
                return list(dimension["codes"])
    return []


def earlier_releases(desk: Desk) -> Earlier:
    """The releases that are out, read back."""
    return Earlier(tuple(read_folder(desk.folder / entry.release) for entry in desk.published))


def frozen_leaves(desk: Desk, source: ReleaseFolder, table: str, quarter: str) -> pl.DataFrame:
    """True counts of a quarter as they were when it was published."""
    leaves = hidden_counts.kept(desk.settings, source.release_id, [table])[table]
    return leaves.filter(pl.col(QUARTER) == quarter)
