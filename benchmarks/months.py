"""What it costs to know where people are by month: `python -m benchmarks.months --clients 1000000`.

The mart's own steps over generated persons and periods, without an import, then questions by place and by days.
"""

import argparse
import time
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

import duckdb
import polars as pl

from benchmarks.measure import REPEATS, median_processor_seconds
from tyokyky.analysis.mart import PACKAGE, run_step
from tyokyky.analysis.selection import filter_values
from tyokyky.domain.filters import Filters
from tyokyky.domain.question import Clock
from tyokyky.store import query

_SQL: Final = Path(__file__).parent / "sql"
_STEPS: Final = (
    "path_entry",
    "path_entry_count",
    "path_place",
    "known_month",
    "month_stay",
    "state_stay",
    "month_run",
    "month_change",
)
_QUESTIONS: Final = {
    "no limits": (Filters(), "whole", "base_kept"),
    "one municipality": (Filters(municipality="3"), "place", "base_kept"),
    "one unit": (Filters(unit="3-4"), "place", "base_kept"),
    "two years of starts": (Filters(since=date(2022, 1, 1), until=date(2023, 12, 31)), "cell", "base"),
}


def generated(client_count: int) -> duckdb.DuckDBPyConnection:
    """A scratch store of so many persons with one or two periods each."""
    connection = duckdb.connect()
    connection.execute("SET threads = 2")
    query.create(connection, "wanted", pl.DataFrame({"client_count": [client_count]}))
    _run(connection, "periods_of_clients")
    return connection


def _run(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    connection.execute((_SQL / f"{name}.sql").read_text(encoding="utf-8")).complete()


def step_seconds(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[float, float]]:
    """Seconds and processor seconds of each step of the build that is about months."""
    seconds = {}
    for step in _STEPS:
        start, processor = time.perf_counter(), time.process_time()
        run_step(connection, step)
        seconds[step] = time.perf_counter() - start, time.process_time() - processor
    return seconds


def question_seconds(connection: duckdb.DuckDBPyConnection, repeats: int = REPEATS) -> Iterator[tuple[str, float]]:
    """Median processor seconds of a question's statements by what limits it, one thread as a reader has."""
    _run(connection, "in_mart_order")
    connection.execute("SET threads = 1")
    for words, (filters, changes, base) in _QUESTIONS.items():
        for clock in Clock:
            values = {**filter_values(filters), "clock": clock.value}
            asked = [
                partial(query.frame, connection, PACKAGE, f"figure/occupation_{name}", values)
                for name in (changes, base)
            ]
            yield f"{words}, {clock.value}", sum(median_processor_seconds(each, repeats) for each in asked)


def told(client_count: int) -> Iterator[tuple[str, str]]:
    """What was measured and how much it was, line by line."""
    connection = generated(client_count)
    seconds = step_seconds(connection)
    for step, (wall, processor) in seconds.items():
        yield f"{client_count:,} clients, step {step}", f"{wall:.2f} s, {processor:.2f} s of processor"
    wall, processor = (sum(each) for each in zip(*seconds.values(), strict=True))
    yield f"{client_count:,} clients, the steps together", f"{wall:.2f} s, {processor:.2f} s of processor"
    for words, each in question_seconds(connection):
        yield f"{client_count:,} clients, occupation of {words}", f"{each * 1000:.1f} ms of processor"


def main() -> None:
    """Prints both."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.months", description=__doc__)
    parser.add_argument("--clients", type=int, default=1_000_000)
    for what, value in told(parser.parse_args().clients):
        print(f"{what:<60} {value}", flush=True)


if __name__ == "__main__":
    main()
