"""Many open forms at once: `python -m benchmarks.form_load --minutes 5`.

Each of the forms walks from the link to the summary and sends once per interval. In the end what was thanked for is
compared with the queue and, after an import, with the register: none lost, none doubled.
"""

import argparse
import statistics
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.form.asking import ITEM_COUNT, LINK
from tests.form.serving import asked, is_thanked, served_form, summary_of
from tests.ingest.deliveries import Home

from tyokyky.feedback.queue import read_queue
from tyokyky.reporting.answer_queue import import_queue
from tyokyky.settings import Settings


@dataclass
class Readings:
    """Seconds of every first page and every send, and which sendings were thanked for."""

    first_pages: list[float] = field(default_factory=list)
    sends: list[float] = field(default_factory=list)
    walks: list[float] = field(default_factory=list)
    thanked: list[str] = field(default_factory=list)
    refused_count: int = 0
    guard: threading.Lock = field(default_factory=threading.Lock)


def _answerer(port: int, start: float, end: float, interval: float, readings: Readings) -> None:
    turn = start
    while turn < end:
        time.sleep(max(0.0, turn - time.monotonic()))
        began = time.monotonic()
        asked(port, "GET", LINK)
        opened = time.monotonic()
        summary = summary_of(port)
        walked = time.monotonic()
        was_thanked = is_thanked(port, summary)
        sent = time.monotonic()
        with readings.guard:
            readings.first_pages.append(opened - began)
            readings.walks.append(walked - opened)
            readings.sends.append(sent - walked)
            readings.thanked += [summary["sealed"]] if was_thanked else []
            readings.refused_count += not was_thanked
        turn += interval


def _told(name: str, seconds: list[float]) -> str:
    ordered = sorted(seconds)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    median = statistics.median(ordered)
    return f"{name}: median {median * 1000:.1f} ms, p95 {p95 * 1000:.1f} ms, slowest {ordered[-1] * 1000:.1f} ms"


def main() -> None:
    """Runs the load and prints what was measured."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--minutes", type=float, default=5.0)
    options.add_argument("--forms", type=int, default=50)
    options.add_argument("--interval", type=float, default=10.0, help="seconds between two sends of one form")
    given = options.parse_args()
    readings = Readings()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.of_home(Path(folder) / "koti")
        with served_form(settings.home) as served:
            start = time.monotonic() + 1
            forms = [
                threading.Thread(
                    target=_answerer,
                    args=(
                        served.port,
                        start + number * given.interval / given.forms,
                        start + given.minutes * 60,
                        given.interval,
                        readings,
                    ),
                )
                for number in range(given.forms)
            ]
            for one in forms:
                one.start()
            for one in forms:
                one.join()
        _tell(settings, readings)


def _tell(settings: Settings, readings: Readings) -> None:
    queue = read_queue(settings.queue_folder)
    print(_told("first page", readings.first_pages))
    print(_told("send", readings.sends))
    print(_told(f"start and {ITEM_COUNT} items", readings.walks))
    print(f"thanked {len(readings.thanked)}, refused {readings.refused_count}, in the queue {len(queue.sent)}")
    began = time.monotonic()
    import_queue(settings)
    rows = Home(settings).live("response")
    answers, items = rows["response_id"].n_unique(), rows.height
    print(f"in the register {answers} answers, {items} rows, imported in {time.monotonic() - began:.1f} s")
    is_exact = len(readings.thanked) == len(queue.sent) == answers and items == answers * ITEM_COUNT
    print("none lost, none doubled" if is_exact and not queue.broken_count else "NOT THE SAME")


if __name__ == "__main__":
    main()
