"""Which exits a figure is of: the filters and the breakdown, bound to the one statement that picks them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from tyokyky.domain.filters import UNKNOWN, Breakdown, Filters, Key
from tyokyky.domain.participation import GROUPS
from tyokyky.store import query
from tyokyky.store.connection import Connection
from tyokyky.store.query import Value

PACKAGE: Final = "tyokyky.analysis"
SERVICE: Final = "service_code"
BREAKDOWN: Final = "breakdown_value"
KEPT: Final[Mapping[str, str]] = {
    "exit_cell": "figure/exit_cell_kept",
    "repeated_person": "figure/repeated_person_kept",
    "exit_pair": "figure/exit_pair_kept",
    "level_cell": "figure/level_cell_kept",
    "stratum_life_table": "figure/stratum_life_table_kept",
}
"""Statements that give the same answer from what was counted when the mart was built (ADR 0013)."""
_KEPT_KEYS: Final = (None, Key.MUNICIPALITY, Key.UNIT)


def filter_values(filters: Filters) -> dict[str, Value]:
    """The filters by the names that the statements bind them by."""
    return {
        "window_days": filters.window_days,
        "since": filters.since,
        "until": filters.until,
        "service": filters.service,
        "municipality": filters.municipality,
        "unit": filters.unit,
    }


@dataclass(frozen=True)
class Selection:
    """The exits of one figure: every question asked of them is bound to the same filters and breakdown.

    The chaining tolerance is not among the values: another tolerance is another set of exits (see `rechained`).
    """

    connection: Connection
    filters: Filters
    breakdown: Breakdown | None

    @property
    def is_kept(self) -> bool:
        """Whether the exits were counted at the build: of all days, by no key or by place."""
        key = self.breakdown.key if self.breakdown else None
        return not self.filters.has_days and key in _KEPT_KEYS

    def ask(self, name: str, values: Mapping[str, Value] | None = None) -> pl.DataFrame:
        """Answer of one statement of `sql/figure` about these exits."""
        bound = filter_values(self.filters) | {"breakdown": self.breakdown.name if self.breakdown else ""}
        statement = KEPT[name] if self.is_kept and name in KEPT else f"figure/{name}"
        return query.frame(self.connection, PACKAGE, statement, bound | dict(values or {}))


def select_exits(connection: Connection, filters: Filters, breakdown: Breakdown | None) -> Selection:
    """The exits of a figure; defines on this connection the words by which its questions read them."""
    query.execute(connection, PACKAGE, "figure/selected_exit")
    return Selection(connection, filters, breakdown)


def breakdown_order(breakdown: Breakdown | None, value: str) -> tuple[int, str]:
    """Sort key of a breakdown's values: groups in their own order, others by code, what is unknown last."""
    if breakdown is not None and breakdown.measure is not None:
        return GROUPS[breakdown.measure].index(value), value
    return int(value == UNKNOWN), value
