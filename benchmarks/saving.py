"""What saving costs when many write at once: `python -m benchmarks.saving --sessions 50 --minutes 2`.

Sessions are threads of one process, as the dashboard's are; each saves a new concern and, every other time, one more
letter to one of ten actions that they share, trying again after a conflict. Printed: saves, seconds, what was lost or
doubled.
"""

import argparse
import random
import statistics
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from tyokyky.codevelopment.entries import latest_entries, save, versions
from tyokyky.domain.codevelopment import Action, Concern, Conflict
from tyokyky.settings import Settings

SECONDS_BETWEEN: Final = 10.0
SHARED_COUNT: Final = 10
CONCERN: Final = Concern("asia", theme_id="plan_missing", joint="KTT", heard_on=date(2025, 3, 1))


def session(settings: Settings, number: int, shared_ids: list[int], ends_at: float) -> list[float]:
    """Seconds that each save of one session took, until the time is up."""
    chance = random.Random(number)  # noqa: S311 - repeatable, of no secret
    taken: list[float] = []
    time.sleep(chance.uniform(0, SECONDS_BETWEEN))
    while time.monotonic() < ends_at:
        began = time.perf_counter()
        if len(taken) % 2:
            add_letter(settings, chance.choice(shared_ids), f"s{number}")
        else:
            name = f"{number} {len(taken)}"
            save(settings, replace(CONCERN, what=name), f"s{number}", act_id=name)
        taken.append(time.perf_counter() - began)
        time.sleep(max(0.0, SECONDS_BETWEEN - taken[-1]))
    return taken


def add_letter(settings: Settings, shared_id: int, editor: str) -> None:
    """One edit of the shared action, on top of whatever holds."""
    while True:
        latest = versions(settings, Action, shared_id)[-1]
        content = replace(latest.content, evidence=latest.content.evidence + "x")
        if not isinstance(save(settings, content, editor, shared_id, latest.version), Conflict):
            return


def main() -> None:
    """Runs the sessions and prints what came of them."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--sessions", type=int, default=50)
    asked.add_argument("--minutes", type=float, default=2.0)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.of_home(Path(folder))
        shared = [save(settings, Action(f"yhteinen {number}", "KTT"), "start") for number in range(SHARED_COUNT)]
        shared_ids = [one.entry_id for one in shared if not isinstance(one, Conflict)]
        ends_at = time.monotonic() + options.minutes * 60
        with ThreadPoolExecutor(options.sessions) as pool:
            runs = list(
                pool.map(lambda number: session(settings, number, shared_ids, ends_at), range(options.sessions))
            )
        names = [one.content.what for one in latest_entries(settings, Concern)]
        letters = sum(len(one.content.evidence) for one in latest_entries(settings, Action))
    made, edits = sum((len(run) + 1) // 2 for run in runs), sum(len(run) // 2 for run in runs)
    seconds = sorted(second for run in runs for second in run)
    p95 = seconds[int(0.95 * (len(seconds) - 1))]
    print(
        f"saves {len(seconds)}: median {statistics.median(seconds):.3f} s, p95 {p95:.3f} s, longest {seconds[-1]:.3f} s"
    )
    print(f"new entries {made}: lost {made - len(set(names))}, doubled {len(names) - len(set(names))}")
    print(f"edits of shared entries {edits}: lost {edits - letters}")


if __name__ == "__main__":
    main()
