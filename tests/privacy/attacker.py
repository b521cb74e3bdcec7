"""An attacker who sees every table of one selection and knows how its counts add up."""

from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl
from tests.privacy.random_tables import SUCCESSORS

Cell = tuple[str, str]
"""Value of the breakdown ('' = all) and column, or the successor whose count it is."""
Relation = tuple[Cell, tuple[Cell, ...]]
"""A count and the counts it is the sum of."""

_ADDED_UP: Final = (
    "period_count",
    "spell_count",
    "exit_count",
    "person_count",
    "at_start_count",
    "dropped_count",
    "still_in_window_count",
    "not_yet_observable_count",
    "may_be_renewed_count",
    "not_linked_count",
    *SUCCESSORS,
)


_ZERO_MAY_BE_WITHHELD: Final = ("dropped_count", "not_yet_observable_count", "still_in_window_count")


def cells(drop_offs: pl.DataFrame, destinations: pl.DataFrame) -> dict[Cell, int | None]:
    """Every count of two tables by its cell; null where withheld."""
    seen: dict[Cell, int | None] = {}
    for row in drop_offs.to_dicts():
        seen |= {(row["breakdown_value"], name): value for name, value in row.items() if name.endswith("_count")}
    for row in destinations.to_dicts():
        seen[row["breakdown_value"], row["successor_service_code"]] = row["successor_count"]
    return seen


def relations(values: Sequence[str]) -> list[Relation]:
    """All sums that hold: within each row, and of the values of the breakdown to the whole."""
    found: list[Relation] = []
    for value in ("", *values):
        parts = ("at_start_count", "not_yet_observable_count", "not_linked_count")
        found.append(((value, "exit_count"), tuple((value, part) for part in parts)))
        base = ("dropped_count", "still_in_window_count", *SUCCESSORS)
        found.append(((value, "at_start_count"), tuple((value, part) for part in base)))
        found.append(((value, "spell_count"), ((value, "exit_count"),)))
        renewed = ("still_in_window_count", "not_yet_observable_count")
        found.append(((value, "may_be_renewed_count"), tuple((value, part) for part in renewed)))
    found += [(("", name), tuple((value, name) for value in values)) for name in _ADDED_UP]
    return found


def given_back(seen: Mapping[Cell, int | None], sums: Sequence[Relation]) -> dict[Cell, int]:
    """Withheld counts that follow from those shown: a lone unknown of a sum, again and again."""
    known = {cell: value for cell, value in seen.items() if value is not None}
    found: dict[Cell, int] = {}
    while True:
        new = _next(known, sums)
        if new is None:
            return found
        known |= new
        found |= new


def _next(known: Mapping[Cell, int], sums: Sequence[Relation]) -> dict[Cell, int] | None:
    for whole, parts in sums:
        unknown = [cell for cell in (whole, *parts) if cell not in known]
        if len(unknown) == 1:
            rest = sum(known[part] for part in parts if part in known)
            return {unknown[0]: rest if unknown[0] == whole else known[whole] - rest}
        gaps = [part for part in parts if part not in known]
        if not gaps or any(name in _ZERO_MAY_BE_WITHHELD for _, name in gaps):
            continue
        if whole in known and known[whole] - sum(known[p] for p in parts if p in known) == len(gaps):
            # What is withheld is at least one where zeros are shown.
            return dict.fromkeys(gaps, 1)
    return None
