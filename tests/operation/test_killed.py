"""kill −9 at the very step that puts a file in place: all is as it was, and the same act once more does the rest."""

import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from tests.ingest.deliveries import CONTROLLER, Home, files_below
from tests.operation.rights_home import GONE, pseudonym_of, rows_of, stored_texts

from tyokyky.domain.errors import UserError
from tyokyky.feedback.theme_codings import latest_codings
from tyokyky.privacy.pseudonyms import open_key_ring
from tyokyky.reporting import keys, rights
from tyokyky.reporting.backup import restore
from tyokyky.settings import Settings

_CHILD: Final = """
import os, signal, sys
from pathlib import Path
from tyokyky.reporting import backup, keys, rights
from tyokyky.settings import Settings

home, action, killed_by, nth, archive = sys.argv[1:]
left = int(nth)
do = getattr(Path, killed_by)

def until_killed(path, *more):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return do(path, *more)

setattr(Path, killed_by, until_killed)
rights.rebuild_alone = keys.rebuild_alone = lambda *_: None
settings = Settings.of_home(Path(home))
{
    "forget": lambda: rights.forget(settings, "hyvinvointialue", "ASIAKAS-4711", "asiakkaan oma pyyntö"),
    "rotate": lambda: keys.rotate_keys(settings, "avain on voinut vuotaa"),
    "backup": lambda: backup.back_up(settings, Path(archive)),
    "restore": lambda: backup.restore(settings, Path(archive)),
}[action]()
"""


@pytest.fixture
def home(home_of_two: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setattr(rights, "rebuild_alone", lambda *_: None)
    monkeypatch.setattr(keys, "rebuild_alone", lambda *_: None)
    shutil.copytree(home_of_two.settings.home, tmp_path / "koti")
    return Home(Settings.of_home(tmp_path / "koti"))


def kill(home: Path, action: str, killed_by: str, nth: int, archive: Path) -> None:
    """Runs an action in a process of its own that kills itself at the nth change of a file's name."""
    command = [sys.executable, "-c", _CHILD, str(home), action, killed_by, str(nth), str(archive)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own program
    assert ended.returncode == -signal.SIGKILL, ended.stderr


def test_a_killed_forgetting_is_finished_by_the_next(home: Home, tmp_path: Path) -> None:
    """Killed when the codings have gone and the new register has not yet taken the old one's place."""
    before = home.live("period")
    kill(home.settings.home, "forget", "replace", 2, tmp_path)
    assert latest_codings(home.settings).height == 1
    assert home.live("period").equals(before)
    gone = pseudonym_of(home.settings, GONE)
    rights.forget(home.settings, CONTROLLER, GONE, "asiakkaan oma pyyntö")
    assert home.live("period").height == before.height // 2
    assert [name for name, text in stored_texts(home).items() if gone in text] == []
    assert list(home.settings.home.glob("*.rewrit*")) == []


def test_a_killed_change_of_keys_is_finished_by_the_next(home: Home, tmp_path: Path) -> None:
    """Killed when every pseudonym has been renewed and the keys have not yet been put in place."""
    kill(home.settings.home, "rotate", "replace", 4, tmp_path)
    assert len(open_key_ring(home.settings.keys_folder).keys) == 1
    with pytest.raises(UserError, match="keys rotate"):
        home.deliver(rows_of(GONE)[0])
    keys.rotate_keys(home.settings, "avain on voinut vuotaa")
    assert len(open_key_ring(home.settings.keys_folder).keys) == 2
    assert pseudonym_of(home.settings, GONE) in home.live("period")["client_id"].to_list()
    assert latest_codings(home.settings).height == 2


def test_a_killed_backup_leaves_no_file_of_its_name_and_a_killed_restore_no_home(home: Home, tmp_path: Path) -> None:
    archive, new = tmp_path / "koti.tar", Settings.of_home(tmp_path / "uusi")
    kill(home.settings.home, "backup", "hardlink_to", 1, archive)
    assert not archive.exists()
    left = list(tmp_path.glob(".koti.tar.*"))
    assert [path.stat().st_mode & 0o777 for path in left] == [0o600]
    left[0].rename(archive)  # killed at the last moment, it was whole
    kill(new.home, "restore", "replace", 1, archive)
    assert not new.home.exists()
    restore(new, archive)
    assert set(files_below(new.home)) >= {"register.duckdb", "access_log.jsonl", "queue/codes.txt"}
