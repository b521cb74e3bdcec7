"""Several processes that save at once: nothing is lost, nothing stands twice, a kill takes nothing confirmed."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from tests.architecture.source_code import REPOSITORY
from tests.codevelopment.entry_examples import CONCERN

from tyokyky.codevelopment.entries import latest_entries, save, versions
from tyokyky.domain.codevelopment import Concern, Saved
from tyokyky.settings import Settings

WRITERS = ("a", "b", "c")
SAVES = 2


def _start(settings: Settings, writer: str, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.codevelopment.writing_process", str(settings.home), writer, str(count)]
    return subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True)  # noqa: S603


def _kept(line: str) -> str:
    return line.removeprefix("kept ").strip()


def _shared(settings: Settings) -> int:
    saved = save(settings, replace(CONCERN, what="yhteinen "), "start")
    assert isinstance(saved, Saved)
    return saved.entry_id


def test_of_processes_that_save_at_once_none_loses_or_doubles_anything(tmp_path: Path) -> None:
    settings = Settings.of_home(tmp_path)
    shared = _shared(settings)
    running = [_start(settings, writer, SAVES) for writer in WRITERS]
    said = [process.communicate(timeout=300)[0] for process in running]
    assert [process.returncode for process in running] == [0, 0, 0]
    assert all(text.endswith("end\n") for text in said)
    own = [one.content.what for one in latest_entries(settings, Concern) if one.entry_id != shared]
    assert sorted(own) == sorted(f"{writer} {number}" for writer in WRITERS for number in range(SAVES))
    kept = versions(settings, Concern, shared)
    assert [one.version for one in kept] == list(range(1, len(WRITERS) * SAVES + 2))
    assert sorted(kept[-1].content.what) == sorted("yhteinen " + "".join(WRITERS) * SAVES)
    for earlier, later in pairwise(kept):
        assert later.content.what == earlier.content.what + later.saved_by


def test_what_was_confirmed_outlives_a_kill_and_the_store_goes_on(tmp_path: Path) -> None:
    settings = Settings.of_home(tmp_path)
    _shared(settings)
    with _start(settings, "a", 1000) as process:
        assert process.stdout is not None
        confirmed = [_kept(process.stdout.readline()) for _ in range(3)]
        os.kill(process.pid, signal.SIGKILL)
        confirmed += [_kept(line) for line in process.stdout.read().splitlines()]
    own = [one.content.what for one in latest_entries(settings, Concern)][1:]
    assert len(set(own)) == len(own)
    assert own[: len(confirmed)] == confirmed
    assert len(own) <= len(confirmed) + 1
    number = len(confirmed) - 1
    again = save(settings, replace(CONCERN, what=f"a {number}"), "a", act_id=f"a-{number}")
    assert isinstance(again, Saved)
    assert len(latest_entries(settings, Concern)) == len(own) + 1
