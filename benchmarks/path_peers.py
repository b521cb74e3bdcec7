"""A peer's flows and variants, timed in an environment that holds the peer: see `benchmarks.paths`."""

import json
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import pandas as pd


def seconds(work: Callable[[], object], repeats: int) -> float:
    """Median seconds after one run that is not counted."""
    work()
    taken = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def pm4py(events: pd.DataFrame, repeats: int) -> dict[str, float]:
    """Directly-follows graph and variants of a formatted data frame."""
    import pm4py as peer  # noqa: PLC0415 - each environment holds one peer

    columns = {"case_id": "person_key", "activity_key": "moment_code", "timestamp_key": "occurred_at"}
    log = peer.format_dataframe(events, **columns)
    return {
        "flows": seconds(lambda: peer.discover_dfg(log), repeats),
        "variants": seconds(lambda: peer.get_variants(log), repeats),
    }


def retentioneering(events: pd.DataFrame, repeats: int) -> dict[str, float]:
    """Counts of transitions of an event stream."""
    from retentioneering import Eventstream  # noqa: PLC0415 - each environment holds one peer

    schema = {"path_cols": ["person_key"], "event_col": "moment_code", "timestamp_col": "occurred_at"}
    stream = Eventstream(events, schema=schema)
    return {"flows": seconds(lambda: stream.transition_graph_data(edge_weight="count"), repeats)}


def main() -> None:
    """Prints the seconds as JSON."""
    name, path, repeats = sys.argv[1:]
    peers: dict[str, Callable[[Any, int], dict[str, float]]] = {"pm4py": pm4py, "retentioneering": retentioneering}
    print(json.dumps(peers[name](pd.read_parquet(path), int(repeats))))


if __name__ == "__main__":
    main()
