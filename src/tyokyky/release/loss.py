"""What readers lose: how much of each table is protected, told without a single count."""

from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from tyokyky.domain.releases import TableLayout
from tyokyky.release.folders import ShownTable
from tyokyky.release.tables.counting import Counts

LEAST_RATE_BASE: Final = 20
"""A rate is worked out of shown counts, with at least so many exits whose outcome is known (privacy.md)."""
OUTCOME: Final = "outcome"
_Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class TableLoss:
    """Loss of one table. `rate_count`: rates of drop-off that the counts would give with n ≥ 20; 0 where it tells none.

    Attributes:
        small_count: protected because the count is small.
        other_count: protected for another reason: it would tell of everyone in a group, give a protected count back, or
            was protected before.
        changed_count: shown, but not the true count.
    """

    table: str
    cell_count: int
    small_count: int
    other_count: int
    changed_count: int
    rate_count: int
    hidden_rate_count: int


@dataclass(frozen=True)
class Loss:
    """Loss of a release under one engine."""

    engine: str
    tables: tuple[TableLoss, ...]

    def as_facts(self) -> list[dict[str, Any]]:
        """As `loss.json` holds it. It stays with the steward: numbers of hidden rates depend on what is hidden."""
        return [asdict(table) for table in self.tables]


def table_loss(table: ShownTable, true: Counts, n_min: int) -> TableLoss:
    """Loss of one table against its true counts."""
    hidden, small = ~table.shown, (true >= 1) & (true < n_min)
    rates, hidden_rates = _rates(table.layout, true, table.shown)
    return TableLoss(
        table=table.layout.name,
        cell_count=int(hidden.size),
        small_count=int((hidden & small).sum()),
        other_count=int((hidden & ~small).sum()),
        changed_count=int((table.shown & (table.counts != true)).sum()),
        rate_count=rates,
        hidden_rate_count=hidden_rates,
    )


def _rates(layout: TableLayout, counts: Counts, shown: _Flags) -> tuple[int, int]:
    axes = {dimension.name: axis for axis, dimension in enumerate(layout.dimensions)}
    if OUTCOME not in axes:
        return 0, 0
    axis, codes = axes[OUTCOME], layout.dimensions[axes[OUTCOME]].codes
    places = [codes.index("continued"), codes.index("dropped")]
    is_rate = counts.take(places, axis).sum(axis=axis) >= LEAST_RATE_BASE
    is_shown = shown.take(places, axis).all(axis=axis)
    return int(is_rate.sum()), int((is_rate & ~is_shown).sum())
