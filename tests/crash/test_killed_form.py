"""kill −9 at random moments of sending and of importing the queue: what was thanked for is there, once."""

import random
import subprocess
import sys
import threading
import time
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from typing import Final

import pytest
from tests.feedback.sendings import sending
from tests.form.serving import is_thanked, start_form, summary_of
from tests.ingest.deliveries import Home

from tyokyky.feedback.queue import IMPORTED_FOLDER, QueueWriter, read_queue
from tyokyky.reporting.answer_queue import import_queue
from tyokyky.settings import Settings

KILLED_FORMS: Final = 4
KILLED_IMPORTS: Final = 14
_STEPS: Final = ("read", "check", "compare", "record", "done")
_IMPORT: Final = """
import sys
from pathlib import Path
from tyokyky.reporting import answer_queue
from tyokyky.reporting.deliveries import Notices
from tyokyky.settings import Settings

print("started", flush=True)
answer_queue.import_queue(
    Settings.of_home(Path(sys.argv[1])), Notices(progress=lambda step, share: print(step, flush=True))
)
"""


def _send_until_killed(port: int, summary: dict[str, str], thanked: list[str], number: int) -> None:
    with suppress(OSError, HTTPException):
        if is_thanked(port, summary):
            thanked.append(f"{number}")


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(KILLED_FORMS))
def test_a_killed_form_keeps_what_it_thanked_for(seed: int, tmp_path: Path) -> None:
    chosen = random.Random(seed)  # noqa: S311 - a moment, not a secret
    settings = Settings.of_home(tmp_path / "koti")
    served = start_form(settings.home)
    summaries = [summary_of(served.port, score=1 + number % 5) for number in range(12)]
    thanked: list[str] = []
    senders = [
        threading.Thread(target=_send_until_killed, args=(served.port, summary, thanked, number))
        for number, summary in enumerate(summaries)
    ]
    for sender in senders:
        sender.start()
    time.sleep(chosen.uniform(0.0, 0.06))
    served.process.kill()
    for sender in senders:
        sender.join()
    served.process.communicate()
    assert len(thanked) <= len(read_queue(settings.queue_folder).sent) <= len(summaries)
    _send_all_again(settings, summaries)


def _send_all_again(settings: Settings, summaries: list[dict[str, str]]) -> None:
    """Who saw no thanks sends the same page again: every answer is there once."""
    again = start_form(settings.home)
    assert all(is_thanked(again.port, summary) for summary in summaries)
    again.process.kill()
    again.process.communicate()
    home = Home(settings)
    report = import_queue(settings)
    assert report.sent_count == len(summaries)
    assert home.live("response").height == len(summaries) * 16


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(KILLED_IMPORTS))
def test_a_killed_import_of_the_queue_loses_and_doubles_nothing(seed: int, tmp_path: Path) -> None:
    chosen = random.Random(seed)  # noqa: S311 - a moment, not a secret
    home = Home(Settings.of_home(tmp_path / "koti"))
    writer = QueueWriter(home.settings.queue_folder)
    for number in range(60):
        writer.append(sending(number))
    _kill_import(home, _STEPS[seed % len(_STEPS)], chosen.uniform(0, 0.05))
    folder = home.settings.queue_folder
    waiting, aside = read_queue(folder), read_queue(folder / IMPORTED_FOLDER)
    assert len(waiting.sent) + len(aside.sent) == 60
    writer.append(sending(60))
    import_queue(home.settings)
    rows = home.live("response")
    assert rows.height == rows.select("response_id", "item_id").n_unique() == 61 * 3
    assert read_queue(folder).sent == ()
    assert len(read_queue(folder / IMPORTED_FOLDER).sent) == 61


def _kill_import(home: Home, step: str, delay_seconds: float) -> None:
    """Kills an import a moment after it has told a step; one that was quicker has ended by itself."""
    command = [sys.executable, "-c", _IMPORT, str(home.settings.home)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own program
    assert child.stdout is not None
    assert any(line.strip() == step for line in child.stdout), "the import ended before the step"
    with suppress(subprocess.TimeoutExpired):
        child.wait(timeout=delay_seconds)
    child.kill()
    child.communicate()


def test_the_dead_import_before_the_move_is_mended_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The moment that random kills may miss: after the transaction, before the files are aside."""
    home = Home(Settings.of_home(tmp_path / "koti"))
    QueueWriter(home.settings.queue_folder).append(sending(1))
    with monkeypatch.context() as patched:
        patched.setattr("tyokyky.feedback.queue._move_aside", _die)
        with pytest.raises(KeyboardInterrupt):
            import_queue(home.settings)
    assert home.live("response").height == 3
    assert len(read_queue(home.settings.queue_folder).sent) == 1
    assert import_queue(home.settings).sent_count == 1
    assert home.live("response").height == 3
    assert read_queue(home.settings.queue_folder).sent == ()


def _die(*arguments: object) -> None:
    raise KeyboardInterrupt
