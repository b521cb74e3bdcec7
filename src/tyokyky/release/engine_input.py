"""A release and those before it as the engines take them: arrays of counts, bounds and places, made of manifests."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from tyokyky.domain.releases import MUNICIPALITY, CellKey, Engine, Policy, TableLayout, cell_key
from tyokyky.release.earlier import Earlier
from tyokyky.release.folders import ReleaseFolder
from tyokyky.release.protect.lattice import EarlierRelease
from tyokyky.release.tables.counting import Counts

PROTECTED = -1
"""What stands in an array in the place of a count that a release protects."""


def earlier_of(earlier: Earlier) -> tuple[EarlierRelease, ...]:
    """Releases that are out as the engines take them, in their order."""
    return tuple(
        EarlierRelease(one.release_id, _shown_counts(one), one.manifest["quarter_versions"], bounds_of(one.manifest))
        for one in earlier.folders
    )


def _shown_counts(folder: ReleaseFolder) -> dict[TableLayout, Counts]:
    return {layout: counts_of(layout, folder.tables[layout.name]) for layout in folder.layouts}


def counts_of(layout: TableLayout, rows: pl.DataFrame) -> Counts:
    """Published rows as an array; PROTECTED where a count is hidden."""
    counts = rows["count"].fill_null(PROTECTED).to_numpy().astype(np.int64)
    shaped: Counts = counts.reshape(layout.shape)
    return shaped


def bounds_of(manifest: Mapping[str, Any]) -> dict[CellKey, int]:
    """Numbers anyone may know that bound a cell from above."""
    versions = manifest["quarter_versions"]
    return {
        cell_key(one["measure"], one["cell"], manifest["id"], versions): int(one["at_most"])
        for one in manifest["upper_bounds"]
    }


def people_of(manifest: Mapping[str, Any]) -> dict[str, int]:
    """Inhabitants of municipalities, and of groups of them where those of every member are known."""
    people: dict[str, int] = dict(manifest["populations"])
    for group, held in manifest["merged"].get(MUNICIPALITY, {}).items():
        if all(code in people for code in held):
            people[group] = sum(people[code] for code in held)
    return people


def policy_of(manifest: Mapping[str, Any], engine: Engine) -> Policy:
    """The policy with the engine that is chosen."""
    return Policy(**{**manifest["policy"], "engine": engine})
