"""Measures the product and its peers on the same data in one run: `python -m benchmarks [--rows N] [--small]`.

Prints medians of five runs, peak memory, and ratios. A measurement, not a test: it fails only when something breaks.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import clicks, months, pages, paths, releases
from benchmarks.data import write_periods
from benchmarks.measure import REPEATS, command_seconds, in_own_process
from tyokyky.demo.opening import open_county
from tyokyky.reporting.figures import FIGURE_NAMES
from tyokyky.reporting.mart import current_mart
from tyokyky.settings import Settings
from tyokyky.store import query

SMALL_ROW_COUNT = 20_000
DEFAULT_ROW_COUNT = 1_000_000
SMALL_DEMO_CLIENTS = 1_000
DEMO_CLIENTS = 6_000


def say(name: str, value: str) -> None:
    print(f"{name:<58} {value}", flush=True)


def measure_import(folder: Path, row_count: int, repeats: int) -> Path:
    """Import beside DuckDB's bare reader, then the build."""
    csv, home = write_periods(folder / "periods.csv", row_count), folder / "home"
    bare = in_own_process("bare_read", str(csv), repeats=repeats)
    ours = in_own_process("import_file", str(csv), str(home), repeats=repeats)
    built = in_own_process("build", str(home), repeats=repeats)
    say(f"{row_count:,} period rows, bare read_csv into a table", f"{bare.seconds:.2f} s")
    say("import", f"{ours.seconds:.2f} s, {ours.peak_megabytes:,.0f} MB, {bare.seconds / ours.seconds:.2f} of bare")
    say("build", f"{built.seconds:.2f} s, {built.peak_megabytes:,.0f} MB")
    say("import + build", f"{ours.seconds + built.seconds:.2f} s")
    return home


def measure_clicks(home: Path, repeats: int) -> None:
    """SQL and figures from the mart."""
    mart = current_mart(Settings.of_home(home))
    group_count, ours, lifelines = clicks.thousand_groups(mart, repeats)
    say(f"drop-off with intervals, {group_count:,} groups", f"{ours * 1000:.0f} ms")
    if lifelines is not None:
        say("the same with lifelines, one fit a group", f"{lifelines:.1f} s, {lifelines / ours:,.0f} times ours")
    for name, each in clicks.sql_seconds(mart, repeats).items():
        middle, slowest = statistics.median(each) * 1000, max(each) * 1000
        say(f"a drop-off click's SQL, {name}: median and slowest", f"{middle:.0f} ms, {slowest:.0f} ms")
    for name in ("drop-off", "destinations", "curve", "participation"):
        say(f"figure {name}, median over the clicks", f"{clicks.figure_seconds(mart, name, repeats) * 1000:.0f} ms")


def measure_part(home: Path, repeats: int) -> None:
    """The store of a reader limited to the municipality with the most exits, once per generation and tolerance."""
    with current_mart(Settings.of_home(home)).connection(None) as connection:
        [(largest, inside, whole)] = query.frame(connection, "benchmarks", "largest_municipality").rows()
    for words, gap in (("each service's own tolerance", ""), ("tolerance of 14 days", "14")):
        opened = in_own_process("open_part", str(home), largest, gap, repeats=repeats)
        told = f"{opened.seconds:.2f} s, {opened.peak_megabytes:,.0f} MB, {inside / whole:.0%} of {whole:,} exits"
        say(f"a part of the area made ready, {words}", told)


def measure_command(home: Path, folder: Path, repeats: int) -> None:
    """The command line beside the bare interpreter."""
    environment = {**os.environ, "TYOKYKY_HOME": str(home)}
    bare = command_seconds([sys.executable, "-c", "pass"], environment, folder, repeats)
    command = str(Path(sys.executable).with_name("tyokyky"))
    asked = [command, "figures", "drop-off", "--by", "municipality", "--format", "json"]
    ours = command_seconds(asked, environment, folder, repeats)
    say("tyokyky figures drop-off --by municipality", f"{ours:.2f} s, {ours - bare:.2f} s beyond the interpreter")


def measure_demo(folder: Path, clients: int, repeats: int) -> None:
    """A synthetic county from nothing to a built mart."""
    taken = []
    for number in range(repeats):
        start = time.perf_counter()
        open_county(folder / f"demo-{number}", clients=clients, seed=1)
        taken.append(time.perf_counter() - start)
    say(f"demo of {clients:,} clients, generated, imported and built", f"{statistics.median(taken):.1f} s")


def measure_pages(home: Path, repeats: int) -> None:
    """Every figure, without limits and of one municipality."""
    mart = current_mart(Settings.of_home(home))
    for name, found in pages.costs(mart, FIGURE_NAMES, repeats):
        say(f"figure {name}", pages.told(found))


def measure_paths(folder: Path, event_count: int, repeats: int) -> None:
    """Where people are by month, flows and variants on generated rows; `benchmarks.paths` has the peers beside."""
    for what, value in months.told(event_count):
        say(what, value)
    events = paths.write_events(folder / "events.parquet", event_count)
    for question, seconds in paths.ours(events, repeats).items():
        say(f"{event_count:,} events, {question}", f"{seconds * 1000:,.1f} ms")


def main() -> None:
    """Runs all measurements."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rows", type=int, default=DEFAULT_ROW_COUNT, help="register periods")
    parser.add_argument("--repeats", type=int, default=REPEATS)
    parser.add_argument("--small", action="store_true", help=f"{SMALL_ROW_COUNT:,} rows, each measured once")
    given = parser.parse_args()
    rows, repeats = (SMALL_ROW_COUNT, 1) if given.small else (given.rows, given.repeats)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        home = measure_import(folder, rows, repeats)
        measure_clicks(home, repeats)
        measure_part(home, repeats)
        measure_pages(home, repeats)
        measure_paths(folder, rows, repeats)
        measure_command(home, folder, repeats)
        measure_demo(folder, SMALL_DEMO_CLIENTS if given.small else DEMO_CLIENTS, repeats)
    releases.measure(releases.SMALL if given.small else releases.FOLLOWING)


if __name__ == "__main__":
    main()
