"""A part of the area as a store of its own, so that no figure can count anyone outside it (ADR 0039)."""

from collections.abc import Collection
from pathlib import Path
from typing import Final

import polars as pl

from tyokyky.analysis.mart import PACKAGE, keep_answers, run_chained_steps, run_step
from tyokyky.store import query
from tyokyky.store.connection import Connection, lock_down, open_beside, taking_part_of_whole

_COUNTED_AGAIN: Final = (
    "ended_period_count",
    "month_change",
    "spell_place",
    "counted_exit",
    "repeated_person_count",
    "exit_pair_count",
    "level_count",
    "response_count",
    "switch_place",
    "service_flow",
)
"""Steps whose tables are sums over persons: made anew of the part's own."""
_ANSWERED_AGAIN: Final = ("moment_path", "service_path")


def open_scoped(
    mart_path: Path,
    municipalities: Collection[str] | None,
    units: Collection[str] | None,
    chain_gap_days: int | None,
    memory_limit: str,
) -> Connection:
    """A store in memory that holds what the municipalities and units hold, and nothing else of the mart.

    `None` covers all municipalities, or all units; a place must be covered by both. Its tables have the names and
    columns of the mart's, so every question is asked in the same words. Locked down, and cut off from the mart's file.
    """
    connection = open_beside(mart_path, memory_limit)
    with taking_part_of_whole(connection) as leave_whole:
        query.execute(connection, PACKAGE, "mart/look_through")
        if chain_gap_days is None:
            query.execute(connection, PACKAGE, "mart/look_through_exits")
        else:
            run_chained_steps(connection, chain_gap_days)
        leave_whole()
        query.create(connection, "coverage", _coverage(municipalities, units))
        query.execute(connection, PACKAGE, "mart/within_scope")
    for step in _COUNTED_AGAIN:
        run_step(connection, step)
    for step in _ANSWERED_AGAIN:
        keep_answers(connection, step)
    lock_down(connection)
    return connection


def _coverage(municipalities: Collection[str] | None, units: Collection[str] | None) -> pl.DataFrame:
    lists = [None if codes is None else sorted(codes) for codes in (municipalities, units)]
    kind = pl.List(pl.String)
    return pl.DataFrame([lists], schema={"municipalities": kind, "units": kind}, orient="row")
