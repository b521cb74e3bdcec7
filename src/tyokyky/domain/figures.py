"""What a figure is: a table with its sentence, its caveats, what it is of, and the version of the method."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import polars as pl

from tyokyky.domain.filters import Filters
from tyokyky.domain.messages import Message

METHOD_VERSION = "1"
"""Raised whenever a definition or its computation changes a number (CHANGELOG: Numbers that change)."""


class State(StrEnum):
    """Why there is no number (definitions, section 9); they look and read different."""

    NONE = "none"
    HIDDEN = "hidden"
    NOT_YET = "not_yet"
    NOT_LINKED = "not_linked"
    FAULT = "fault"


@dataclass(frozen=True)
class Figure:
    """A figure as it leaves the reporting door.

    `table` has exactly the columns that data.md lists for `name` (proportions 0–1, unrounded; null where withheld or
    missing; where the table has a `state` column it is empty or names why there is no number).
    """

    name: str
    table: pl.DataFrame
    filters: Filters
    finding: Message
    caveats: tuple[Message, ...]
    is_of: Message
    services_seen: tuple[str, ...]
    observed_until: date | None
    synthetic: bool
    method_version: str = METHOD_VERSION


def latest_quarter(table: pl.DataFrame, column: str) -> str | None:
    """The newest quarter of a table in which a column has a number; null where it has none at all."""
    known = table.drop_nulls(column)["quarter"]
    return None if known.is_empty() else str(known.max())
