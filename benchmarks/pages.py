"""What every figure costs on a built mart: its SQL, and the whole figure: `python -m benchmarks.pages HOME`.

SQL is all statements that the figure asks, the look at its codes included; the whole has protection and sentence too.
A reader has one thread, so that the SQL's processor time is what it would take on a machine that does nothing else.
"""

import argparse
import statistics
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import polars as pl

from benchmarks.measure import REPEATS
from tyokyky.domain.filters import Breakdown, Filters
from tyokyky.domain.question import Clock, Grain, Options
from tyokyky.reporting.figures import FIGURE_NAMES, figure
from tyokyky.reporting.mart import Mart, current_mart
from tyokyky.settings import Settings
from tyokyky.store import query
from tyokyky.store.connection import Connection

MUNICIPALITY: Final = Filters(municipality="398")
_OPTIONS: Final[dict[str, tuple[Options, ...]]] = {
    "occupation": (Options(), Options(clock=Clock.CALENDAR)),
    "flows": (Options(), Options(grain=Grain.MOMENT)),
    "variants": (Options(), Options(grain=Grain.MOMENT)),
}


@dataclass
class Spent:
    """Processor seconds spent in each statement of one run."""

    by_statement: dict[str, float] = field(default_factory=dict)

    @property
    def seconds(self) -> float:
        """Of all statements together."""
        return sum(self.by_statement.values())


@dataclass(frozen=True)
class Cost:
    """Median processor seconds of one figure's SQL and of its dearest statement; seconds of the whole figure."""

    sql_seconds: float
    whole_seconds: float
    dearest: str
    dearest_seconds: float


@contextmanager
def statements_timed() -> Iterator[Spent]:
    """Counts the seconds that statements take as long as the block lasts."""
    spent, asked = Spent(), query.frame

    def timed(
        connection: Connection, package: str, name: str, values: Mapping[str, query.Value] | None = None
    ) -> pl.DataFrame:
        start = time.process_time()
        answer = asked(connection, package, name, values)
        spent.by_statement[name] = spent.by_statement.get(name, 0.0) + time.process_time() - start
        return answer

    query.frame = timed
    try:
        yield spent
    finally:
        query.frame = asked


def cost(mart: Mart, name: str, asked: Filters, by: Breakdown | None, options: Options, repeats: int = REPEATS) -> Cost:
    """Medians over some runs, after one that is not counted."""
    runs, wholes = [], []
    for _ in range(repeats + 1):
        with statements_timed() as spent:
            start = time.perf_counter()
            figure(mart, name, asked, by, options)
            wholes.append(time.perf_counter() - start)
        runs.append(spent)
    medians = {
        each: statistics.median(run.by_statement.get(each, 0.0) for run in runs[1:]) for each in runs[0].by_statement
    }
    dearest = max(medians, key=lambda each: medians[each])
    sql_seconds = statistics.median(run.seconds for run in runs[1:])
    return Cost(sql_seconds, statistics.median(wholes[1:]), dearest, medians[dearest])


def costs(mart: Mart, names: tuple[str, ...], repeats: int = REPEATS) -> Iterator[tuple[str, Cost]]:
    """Every figure as its page asks for it first, and the same of one municipality."""
    for name in names:
        for options in _OPTIONS.get(name, (Options(),)):
            words = " ".join(str(getattr(options, each)) for each in options.given)
            for filtered, asked in (("", Filters()), ("one municipality", MUNICIPALITY)):
                yield " ".join(filter(None, (name, words, filtered))), cost(mart, name, asked, None, options, repeats)


def told(found: Cost) -> str:
    """One figure's cost in words."""
    sql, whole, dearest = (each * 1000 for each in (found.sql_seconds, found.whole_seconds, found.dearest_seconds))
    return f"SQL {sql:,.1f} ms, whole {whole:,.1f} ms, most {found.dearest} {dearest:,.1f} ms"


def main() -> None:
    """Prints the table of one home's mart."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("--figures", nargs="*", default=FIGURE_NAMES)
    parser.add_argument("--repeats", type=int, default=REPEATS)
    given = parser.parse_args()
    mart = current_mart(Settings.of_home(given.home))
    for name, found in costs(mart, tuple(given.figures), given.repeats):
        print(f"{name:<42} {told(found)}", flush=True)


if __name__ == "__main__":
    main()
