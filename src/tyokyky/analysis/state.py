"""What a mart is and what it can see: its observation end, its sources, the names of its codes."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from tyokyky.analysis.selection import PACKAGE, filter_values
from tyokyky.domain.filters import Filters
from tyokyky.domain.names import CodeNames
from tyokyky.store import query
from tyokyky.store.connection import Connection

WARNED_BEHIND_DAYS: Final = 100
"""A source further behind the newest is warned about by name (definitions, section 3)."""


@dataclass(frozen=True)
class MartState:
    """One mart's own facts."""

    synthetic: bool
    observed_until: date | None
    is_empty: bool
    as_of_batch: int | None
    """The delivery after which things were known so; null for what is known now."""


@dataclass(frozen=True)
class SourceState:
    """A source that has delivered. `behind_days`: behind the newest source in use; null when none delivers periods."""

    source: str
    controller: str
    link_group: str
    data_as_of: date
    covered_from: date | None
    in_use: bool
    behind_days: int | None

    @property
    def is_far_behind(self) -> bool:
        """Whether to warn about it by name."""
        return self.in_use and (self.behind_days or 0) > WARNED_BEHIND_DAYS


def mart_state(connection: Connection) -> MartState:
    """The mart's own facts."""
    row = query.row(connection, PACKAGE, "figure/mart_state")
    return MartState(bool(row["synthetic"]), row["observed_until"], bool(row["is_empty"]), row["as_of_batch"])


def source_states(connection: Connection) -> tuple[SourceState, ...]:
    """Sources that have delivered, by name."""
    rows = query.frame(connection, PACKAGE, "figure/source_state").drop("delivers_periods")
    return tuple(SourceState(**row) for row in rows.iter_rows(named=True))


def code_names(connection: Connection) -> CodeNames:
    """Names of services, units, municipalities and moments."""
    rows = query.frame(connection, PACKAGE, "figure/code_name")
    return CodeNames({(row[0], row[1]): (row[2], row[3], row[4]) for row in rows.iter_rows()})


def choices(connection: Connection) -> dict[str, tuple[str, ...]]:
    """Values that some exit has, by kind: service, municipality, unit, quarter, year; in the order of their codes."""
    rows = query.frame(connection, PACKAGE, "figure/choice")
    found: dict[str, list[str]] = {"service": [], "municipality": [], "unit": [], "quarter": [], "year": []}
    for kind, code in rows.iter_rows():
        found[kind].append(code)
    return {kind: tuple(codes) for kind, codes in found.items()}


def visible_services(connection: Connection) -> tuple[str, ...]:
    """Services that figures can see, furthest along first."""
    return tuple(query.frame(connection, PACKAGE, "figure/visible_service")["service_code"])


def unknown_filters(connection: Connection, filters: Filters) -> tuple[str, ...]:
    """Which of service, municipality and unit are limited to a code that neither a code list nor the data know."""
    row = query.row(connection, PACKAGE, "figure/known_code", filter_values(filters))
    return tuple(name for name, is_known in row.items() if not is_known)
