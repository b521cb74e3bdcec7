"""The power may go at any moment of publishing: there is a whole release or none, and the next act sees which."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.release_ledger.desks import FIRST, SECOND, bytes_of, hand, quick

from tyokyky.domain.errors import UserError
from tyokyky.release import approval, ledger
from tyokyky.release.desk import STAGED, alone, look
from tyokyky.release.folders import hashes
from tyokyky.settings import Settings

_STEPS = ("shutil.copytree", "shutil.copyfile", "os.write", "os.fsync", "pathlib.Path.rename", "pathlib.Path.replace")


class PowerCutError(BaseException):
    """Nothing in the program may catch it, as nothing catches the power."""


@pytest.fixture
def cut_at(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], list[int]]]:
    """Cuts the power before the n-th step that touches the disk; tells how many there were."""

    def cut(place: int) -> list[int]:
        count = [0]

        def before(step: Callable[..., Any]) -> Callable[..., Any]:
            def counted(*given: Any, **named: Any) -> Any:  # noqa: ANN401
                count[0] += 1
                if count[0] == place:
                    raise PowerCutError
                return step(*given, **named)

            return counted

        for name in _STEPS:
            owner, _, step = name.rpartition(".")
            target = {"shutil": shutil, "os": os, "pathlib.Path": Path}[owner]
            monkeypatch.setattr(target, step, before(getattr(target, step)))
        return count

    yield cut


def _is_whole_or_absent(settings: Settings) -> bool:
    """Whether SECOND is out; where it is, it is what the ledger says to the byte."""
    out = {entry.release: entry for entry in look(settings).published}
    folder = settings.home / "releases" / SECOND
    if SECOND not in out:
        assert not folder.exists()
        return False
    assert hashes(folder) == out[SECOND].facts["files"]
    return True


def test_at_every_moment_of_publishing(
    published_home: Path, tmp_path: Path, cut_at: Callable[[int], list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    outcomes = []
    for place in range(1, 400, 3):
        home = tmp_path / f"home{place}"
        shutil.copytree(published_home / "releases", home / "releases")
        settings = Settings(home=home)
        first = hashes(home / "releases" / FIRST)
        with quick(), monkeypatch.context():
            count = cut_at(place)
            try:
                approval.publish(settings, SECOND, hand())
                ended = True
            except PowerCutError:
                ended = False
            monkeypatch.undo()
        assert hashes(home / "releases" / FIRST) == first
        with alone(settings):  # the next act finishes or clears away what was left
            pass
        outcomes.append(_is_whole_or_absent(settings))
        assert not list((home / "releases" / "plans").glob(f"*{STAGED}"))
        shutil.rmtree(home)
        if ended:
            assert count[0] < place
            break
    assert outcomes[0] is False
    assert outcomes[-1] is True
    assert outcomes == sorted(outcomes)
    assert len(outcomes) > 5


def test_a_killed_process_leaves_no_half_release(published: Settings) -> None:
    """The same with a real process that is killed between the ledger and the folder."""
    script = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from tests.release_ledger.desks import SECOND, hand, quick\n"
        "from tyokyky.release import approval\n"
        "from tyokyky.settings import Settings\n"
        "rename = Path.rename\n"
        "def killed(path, target):\n"
        "    if Path(target).name == SECOND: os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return rename(path, target)\n"
        "Path.rename = killed\n"
        "with quick(): approval.publish(Settings.of_home(Path(sys.argv[1])), SECOND, hand())\n"
    )
    repository = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-c", script, str(published.home)]
    ended = subprocess.run(command, cwd=repository, check=False, env={**os.environ, "PYTHONPATH": "."})  # noqa: S603
    assert ended.returncode == -signal.SIGKILL
    assert not (published.home / "releases" / SECOND).exists()
    assert [entry.release for entry in look(published).published] == [FIRST, SECOND]
    with alone(published):
        pass
    assert _is_whole_or_absent(published)


def test_a_full_disk_in_the_middle_publishes_nothing(published: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    before = bytes_of(published)

    def no_room(*_: object, **__: object) -> None:
        raise UserError("Levy on täynnä.")

    monkeypatch.setattr(ledger, "append", no_room)
    with pytest.raises(UserError):
        approval.publish(published, SECOND, hand())
    monkeypatch.undo()
    with alone(published):
        pass
    assert bytes_of(published) == before
