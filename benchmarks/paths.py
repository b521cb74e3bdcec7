"""Flows and variants beside pm4py and retentioneering, on the same events and cores: `python -m benchmarks.paths`.

    uv run python -m benchmarks.paths --events 1000000 [--repeats 3] [--without-peers]

Each is timed from its own loaded form: ours from the mart's steps, the peers from their data frame or event stream.
Below, "from unsorted events" is one plain DuckDB window over a table in no order. The peers (pm4py is AGPL) are asked
in environments of their own, made by `uv run --no-project --with`; they stand in none of our groups.
"""

import argparse
import json
import os
import subprocess
import tempfile
from datetime import date
from pathlib import Path
from typing import Any, Final

import duckdb
import numpy as np
import polars as pl

from benchmarks.measure import median_seconds
from tyokyky.analysis import paths
from tyokyky.analysis.mart import run_step
from tyokyky.domain.filters import Filters
from tyokyky.domain.question import Grain
from tyokyky.store import query

_PEERS: Final = {"pm4py": "pm4py==2.7.23", "retentioneering": "retentioneering==5.2.4"}
_SCRIPT: Final = Path(__file__).with_name("path_peers.py")
_UNSORTED: Final = Path(__file__).parent / "sql" / "flows_of_unsorted_events.sql"
_CODE_COUNT: Final = 20
_EVENTS_OF_A_PERSON: Final = 7
_PATH_COUNT: Final = 3_000
_SECONDS: Final = 4 * 365 * 86_400


def write_events(path: Path, event_count: int) -> Path:
    """So many events in random order, seven a person, of twenty codes; persons share some thousands of paths."""
    rng = np.random.default_rng(1)
    person_count = event_count // _EVENTS_OF_A_PERSON
    usual = np.minimum(rng.geometric(0.2, (_PATH_COUNT, _EVENTS_OF_A_PERSON)) - 1, _CODE_COUNT - 1)
    chosen = np.minimum(rng.geometric(5 / _PATH_COUNT, person_count) - 1, _PATH_COUNT - 1)
    second = np.sort(rng.integers(0, _SECONDS, (person_count, _EVENTS_OF_A_PERSON)), axis=1)
    person = np.repeat(np.arange(person_count, dtype=np.int32), _EVENTS_OF_A_PERSON)
    frame = pl.DataFrame({"person_key": person, "code": usual[chosen].ravel(), "second": second.ravel()})
    shuffled = frame.sample(fraction=1.0, shuffle=True, seed=1)
    shuffled.select(
        "person_key",
        moment_code=pl.format("step_{}", pl.col("code").cast(pl.String).str.zfill(2)),
        occurred_at=pl.datetime(2022, 1, 1, time_unit="us") + pl.duration(seconds="second"),
    ).write_parquet(path)
    return path


def loaded(path: Path) -> duckdb.DuckDBPyConnection:
    """The events as they stand in a mart, with the steps that a build makes of them."""
    connection = duckdb.connect()
    connection.execute("SET threads = 2")
    query.create(connection, "event", pl.read_parquet(path))
    text = (_UNSORTED.parent / "moments_of_events.sql").read_text(encoding="utf-8")
    connection.execute(text).complete()
    for step in ("moment_step", "moment_path"):
        run_step(connection, step)
    return connection


def ours(path: Path, repeats: int) -> dict[str, float]:
    """Seconds of our questions: whole figures as kept, from the steps under a filter, and pairs from scratch."""
    connection = loaded(path)
    span = Filters(since=date(2020, 1, 1))  # a limit that leaves nothing out, so that all steps are gone through
    window = _UNSORTED.read_text(encoding="utf-8")
    return {
        "flows": median_seconds(lambda: paths.flows(connection, Filters(), Grain.MOMENT), repeats),
        "variants": median_seconds(lambda: paths.variants(connection, Filters(), Grain.MOMENT), repeats),
        "flows of a span": median_seconds(lambda: paths.flows(connection, span, Grain.MOMENT), repeats),
        "variants of a span": median_seconds(lambda: paths.variants(connection, span, Grain.MOMENT), repeats),
        "unsorted": median_seconds(lambda: connection.sql(window).pl(), repeats),
    }


def peer(name: str, path: Path, repeats: int) -> dict[str, Any]:
    """Seconds of a peer's questions, measured in its own environment."""
    command = ["uv", "run", "--no-project", "--python", "3.11", "--with", _PEERS[name], "--with", "pyarrow"]
    environment = {**os.environ, "RETENTIONEERING_NO_TRACK": "1", "OMP_NUM_THREADS": "2", "POLARS_MAX_THREADS": "2"}
    asked = [*command, "python", str(_SCRIPT), name, str(path), str(repeats)]
    done = subprocess.run(asked, capture_output=True, text=True, check=True, cwd=path.parent, env=environment)
    answer: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return answer


def main() -> None:
    """Runs all measurements on the same events."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.paths", description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--without-peers", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = write_events(Path(folder) / "events.parquet", given.events)
        own = ours(path, given.repeats)
        for question, seconds in own.items():
            print(f"{given.events:,} events, ours, {question:<12} {seconds * 1000:,.1f} ms", flush=True)
        for name in () if given.without_peers else _PEERS:
            for question, seconds in peer(name, path, given.repeats).items():
                ratio = f"{seconds / own[question]:,.0f} times ours"
                if question == "flows":
                    ratio += f", {seconds / own['flows of a span']:,.0f} times from the steps"
                    ratio += f", {seconds / own['unsorted']:.1f} times from unsorted events"
                print(f"{given.events:,} events, {name}, {question:<12} {seconds:,.2f} s, {ratio}", flush=True)


if __name__ == "__main__":
    main()
