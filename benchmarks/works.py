"""Pieces of work that are measured in a process of their own: `python -m benchmarks.works NAME …`."""

import shutil
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb

from benchmarks.data import DATA_AS_OF
from benchmarks.measure import report
from tyokyky.privacy.roles import Scope
from tyokyky.reporting import deliveries
from tyokyky.reporting.mart import current_mart
from tyokyky.settings import Settings


def bare_read(csv: str) -> Callable[[], None]:
    """The limit: DuckDB's own reader into a table."""
    connection = duckdb.connect()
    return lambda: connection.execute("CREATE TABLE period AS SELECT * FROM read_csv($csv)", {"csv": csv}).complete()


def import_file(csv: str, home: str) -> Callable[[], None]:
    """Reads, maps, pseudonymises, checks and records one file in an empty home."""
    shutil.rmtree(home, ignore_errors=True)
    settings = Settings.of_home(Path(home))
    day = date.fromisoformat(DATA_AS_OF)

    def work() -> None:
        deliveries.deliver_all(settings, [Path(csv)], "canonical_csv", day, builds=False)

    return work


def build(home: str) -> Callable[[], None]:
    """A mart of what the register holds."""
    settings = Settings.of_home(Path(home))

    def work() -> None:
        deliveries.build(settings)

    return work


def open_part(home: str, municipality: str, chain_gap_days: str) -> Callable[[], None]:
    """The store of a reader whose scope is one municipality; '' for each service's own tolerance."""
    scope = Scope(municipalities=frozenset({municipality}))
    part = current_mart(Settings.of_home(Path(home))).seen_by(scope)
    return lambda: part.connection(int(chain_gap_days) if chain_gap_days else None).close()


def main() -> None:
    """Runs the work that the command line names."""
    works: dict[str, Callable[..., Callable[[], None]]] = {
        "bare_read": bare_read,
        "import_file": import_file,
        "build": build,
        "open_part": open_part,
    }
    report(works[sys.argv[1]](*sys.argv[2:]))


if __name__ == "__main__":
    main()
