"""Figures' rows of product and twin under the same keys, to be held against each other."""

from typing import Any

import polars as pl
import pytest
from tests.reference.comparisons import Comparison
from tests.reference.differences import Group
from tests.reference.figures import DropOff

Key = tuple[Any, ...]
Rows = dict[Key, dict[str, Any]]
TOLERANCE = 1e-9

COUNTS = (
    "period_count",
    "spell_count",
    "person_count",
    "exit_count",
    "at_start_count",
    "dropped_count",
    "still_in_window_count",
    "not_yet_observable_count",
    "may_be_renewed_count",
    "not_linked_count",
)
SHARES = ("drop_off_share", "lower_share", "upper_share", "lower_clustered_share", "upper_clustered_share")
DIFFERENCES = (
    "difference_share",
    "difference_lower_share",
    "difference_upper_share",
    "p_holm",
    "adjusted_share",
    "adjusted_lower_share",
    "adjusted_upper_share",
    "adjusted_covered_share",
)


def rows_of(frame: pl.DataFrame, key: tuple[str, ...], columns: tuple[str, ...]) -> Rows:
    """Rows of a frame by their key; a key that stands twice is a fault."""
    rows = {tuple(row[name] for name in key): {name: row[name] for name in columns} for row in frame.to_dicts()}
    assert len(rows) == len(frame)
    return rows


def drop_off_row(row: DropOff) -> dict[str, Any]:
    """The twin's drop-off in the product's words."""
    limits = row.estimate.interval if row.estimate else (None, None)
    clustered = row.clustered_interval or (None, None)
    counts = {name: getattr(row, _TWIN_NAMES.get(name, name.removesuffix("_count"))) for name in COUNTS}
    shares = (row.estimate.drop_off if row.estimate else None, *limits, *clustered)
    return counts | dict(zip(SHARES, shares, strict=True)) | {"state": row.state}


_TWIN_NAMES = {"period_count": "periods", "spell_count": "spells", "person_count": "persons", "exit_count": "exits"}


def group_row(one: Group) -> dict[str, Any]:
    """A group's drop-off in the product's words."""
    limits = one.interval or (None, None)
    shares = (one.drop_off, *limits)
    return {"exit_count": one.exits} | dict(zip(SHARES[:3], shares, strict=True))


def difference_row(made: Comparison) -> dict[str, Any]:
    """How the two compared groups of a service and level differ, in the product's words."""
    lower, upper = made.difference_interval or (None, None)
    by = made.adjusted
    adjusted = (by.difference, *by.interval, by.covered_share) if by else (None,) * 4
    return dict(zip(DIFFERENCES, (made.difference, lower, upper, made.p_holm, *adjusted), strict=True))


def assert_same(product: Rows, twin: Rows) -> None:
    """Fails with the first cells that are not the same to 1e-9."""
    assert product.keys() == twin.keys()
    wrong = [
        (key, name, product[key][name], row[name])
        for key, row in twin.items()
        for name in row
        if not _same(product[key][name], row[name])
    ]
    assert wrong[:5] == []


def _same(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return bool(one == pytest.approx(other, abs=TOLERANCE, rel=0))
    return bool(one == other)
