"""A process of its own that saves entries and says after each that it is kept; the tests start it, and may kill it."""

import sys
from dataclasses import replace
from pathlib import Path

from tests.codevelopment.entry_examples import CONCERN

from tyokyky.codevelopment.entries import latest_entries, save
from tyokyky.domain.codevelopment import Concern, Conflict
from tyokyky.settings import Settings


def _write(settings: Settings, writer: str, count: int) -> None:
    """So many concerns of its own, and a letter to the one that all share, tried again after each conflict."""
    for number in range(count):
        saved = save(settings, _named(CONCERN, f"{writer} {number}"), writer, act_id=f"{writer}-{number}")
        _say(f"kept {saved.latest.entry_id if isinstance(saved, Conflict) else saved.content.what}")
        while True:
            shared = latest_entries(settings, Concern)[0]
            content = _named(shared.content, shared.content.what + writer)
            if not isinstance(save(settings, content, writer, shared.entry_id, shared.version), Conflict):
                break
    _say("end")


def _named(concern: Concern, what: str) -> Concern:
    return replace(concern, what=what)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    _write(Settings.of_home(Path(sys.argv[1])), sys.argv[2], int(sys.argv[3]))
