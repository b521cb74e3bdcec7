"""Runs a piece of work in a process of its own, several times, and tells medians and peak memory."""

import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

REPEATS = 5


@dataclass(frozen=True)
class Measured:
    """Median seconds of the work itself, and the greatest peak memory of its process."""

    seconds: float
    peak_megabytes: float


def in_own_process(work: str, *arguments: str, repeats: int = REPEATS) -> Measured:
    """Runs `benchmarks.works:<work>` in fresh interpreters; what it prepares first is not timed."""
    command = [sys.executable, "-m", "benchmarks.works", work, *arguments]
    answers = [
        json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout) for _ in range(repeats)
    ]
    return Measured(
        statistics.median(answer["seconds"] for answer in answers),
        max(answer["peak_megabytes"] for answer in answers),
    )


def report(work: Callable[[], None]) -> None:
    """Times one piece of work and prints its seconds and the process's peak memory as JSON."""
    start = time.perf_counter()
    work()
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak_megabytes": peak}))


def median_seconds(work: Callable[[], object], repeats: int = REPEATS) -> float:
    """Median seconds of work in this process, after one run that is not counted."""
    work()
    taken = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def median_processor_seconds(work: Callable[[], object], repeats: int = REPEATS) -> float:
    """Median processor seconds of work in this process, after one run that is not counted."""
    work()
    taken = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def command_seconds(command: list[str], environment: dict[str, str], folder: Path, repeats: int = REPEATS) -> float:
    """Median seconds of a whole command, interpreter included."""
    return median_seconds(
        lambda: subprocess.run(command, env=environment, cwd=folder, capture_output=True, check=True), repeats
    )
