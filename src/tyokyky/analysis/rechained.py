"""The mart's exits at another chaining tolerance: the same steps, run on demand beside the mart."""

from pathlib import Path

from tyokyky.analysis.mart import PACKAGE, run_chained_steps
from tyokyky.store import query
from tyokyky.store.connection import Connection, lock_down, open_beside


def open_rechained(mart_path: Path, chain_gap_days: int, memory_limit: str) -> Connection:
    """A store in memory whose exits are chained by `chain_gap_days`, with everything else read from the mart.

    Its tables hide those of the mart by the same names, so every question is asked in the same words. Locked down.
    """
    connection = open_beside(mart_path, memory_limit)
    query.execute(connection, PACKAGE, "mart/look_through")
    run_chained_steps(connection, chain_gap_days)
    lock_down(connection)
    return connection
