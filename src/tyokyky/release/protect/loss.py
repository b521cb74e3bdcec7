"""What readers lose by protection, table by table."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from tyokyky.domain.releases import TOTAL, TableLayout
from tyokyky.release.protect.lattice import UNKNOWN, Counts

RATE_BASE: Final = 20
"""Least base of a rate that a release tells."""


@dataclass(frozen=True, slots=True)
class Loss:
    """Loss of one table.

    Attributes:
        table: its name.
        cell_count: all cells, totals included.
        hidden_count: of them protected.
        rate_count: cells of a dimension that discloses, whose total over it is at least 20.
        hidden_rate_count: of them those whose count or total is protected.
        changed_mean: mean absolute difference of published and true counts, over the shown cells.
    """

    table: str
    cell_count: int
    hidden_count: int
    rate_count: int
    hidden_rate_count: int
    changed_mean: float

    @property
    def hidden_share(self) -> float:
        """Share of cells protected."""
        return self.hidden_count / self.cell_count if self.cell_count else 0.0

    @property
    def hidden_rate_share(self) -> float:
        """Share of rates that cannot be told."""
        return self.hidden_rate_count / self.rate_count if self.rate_count else 0.0


def loss_of(layout: TableLayout, true: Counts, published: Counts) -> Loss:
    """Loss of one table; `published` has −1 where a cell is protected."""
    hidden = published == UNKNOWN
    rates, hidden_rates = 0, 0
    for axis, dimension in enumerate(layout.dimensions):
        if dimension.discloses and TOTAL in dimension.codes:
            at = dimension.codes.index(TOTAL)
            enough = _spread(true, axis, at) >= RATE_BASE
            lost = hidden | _spread(hidden, axis, at)
            others = np.arange(len(dimension.codes)) != at
            rates += int(np.compress(others, enough, axis).sum())
            hidden_rates += int(np.compress(others, enough & lost, axis).sum())
    changed = np.abs(true - published)[~hidden]
    mean = float(changed.mean()) if changed.size else 0.0
    return Loss(layout.name, true.size, int(hidden.sum()), rates, hidden_rates, mean)


def _spread(values: npt.NDArray[Any], axis: int, at: int) -> npt.NDArray[Any]:
    return np.broadcast_to(np.expand_dims(values.take(at, axis), axis), values.shape)
