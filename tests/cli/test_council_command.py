"""`tyokyky council` as it is started: what its process opens, loads and says."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.council.release_folders import exits, themes, write_release
from tests.form.serving import free_port

_STARTER = "from tyokyky.cli.main import main; main()"
_WATCHER = """
import sys, atexit
notes = open({notes!r}, "a", buffering=1)
def note(event, arguments):
    if event in ("open", "os.open", "sqlite3.connect", "os.listdir", "os.scandir"):
        notes.write(f"{{event}} {{arguments[0]}}\\n")
sys.addaudithook(note)
atexit.register(lambda: notes.write("loaded " + " ".join(sorted(sys.modules)) + "\\n"))
"""
SECRET_PLACES = (
    "register.duckdb", "codevelopment.duckdb", "marts/1.duckdb", "marts/current.json", "keys/pseudonym.json",
    "keys/answer_codes.jsonl", "queue/2026-01-01-a.jsonl", "statements/0123456789abcdef.json", "tyokyky.toml",
    "access_log.jsonl", "codes/services.csv", "releases/plans/2026-12-31-1/manifest.json",
)  # fmt: skip


@dataclass(frozen=True)
class Served:
    """A running council view and what it did."""

    home: Path
    port: int
    process: "subprocess.Popen[str]"
    notes: Path

    def get(self, path: str, host: str = "") -> tuple[int, str]:
        """Status and text of an address."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET", path, headers={"host": host} if host else {})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def open_files(self) -> list[str]:
        """What the process holds open now (Linux)."""
        folder = Path(f"/proc/{self.process.pid}/fd")
        return [str(entry.readlink()) for entry in folder.iterdir() if entry.is_symlink()] if folder.is_dir() else []


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A home that has everything, and its council view."""
    folder = tmp_path_factory.mktemp("command")
    home, notes = folder / "koti", folder / "opened.txt"
    for name in SECRET_PLACES:
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text("secret", encoding="utf-8")
    write_release(home / "releases", [exits("municipality", {"398": 2, "016": 1}), themes()])
    port = free_port()
    starter = f"{_WATCHER.format(notes=str(notes))}\n{_STARTER}"
    command = [sys.executable, "-c", starter, "council", f"--port={port}", f"--home={home}"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TYOKYKY_")}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)  # noqa: S603
    made = Served(home, port, process, notes)
    _wait_for(made)
    yield made
    if process.poll() is None:
        process.kill()
        process.communicate(timeout=20)


def _wait_for(served: Served) -> None:
    end = time.monotonic() + 60.0
    while time.monotonic() < end and served.process.poll() is None:
        try:
            served.get("/health")
        except OSError:
            time.sleep(0.05)  # a process that starts gives no event to wait for
        else:
            return
    raise AssertionError("the council view did not start")


def test_it_opens_releases_and_nothing_else_of_the_home(served: Served) -> None:
    paths = ["/", "/?lang=sv&size=large", "/table/2026-09-30-1/themes.csv", "/nowhere", "/?release=plans"]
    answers = [served.get(path) for path in paths]
    assert [status for status, _ in answers] == [200, 200, 200, 404, 404]
    assert "10 ihmisestä 3 putosi." in answers[0][1]
    assert [path for path in served.open_files() if str(served.home) in path] == []
    assert served.get("/", host="evil.test")[0] == 404
    served.process.send_signal(signal.SIGINT)
    said, _ = served.process.communicate(timeout=20)
    assert served.process.returncode == 0
    assert said.count("\n") == 1, "nothing of who read what"
    assert f"http://127.0.0.1:{served.port}/" in said
    *opened, loaded = served.notes.read_text(encoding="utf-8").splitlines()
    at_home = [line.partition(" ")[2] for line in opened if str(served.home) in line]
    release = f"{served.home}/releases/2026-09-30-1"
    assert any(path.startswith(f"{release}/tables/") for path in at_home), "the watcher sees nothing"
    allowed = re.compile(rf"{re.escape(str(served.home))}/releases(/2026-09-30-1(/.*)?)?")
    assert [path for path in at_home if not allowed.fullmatch(path)] == []
    assert [line for line in opened if line.endswith((".duckdb", ".jsonl")) or "/keys/" in line] == []
    modules = loaded.split()[1:]
    assert "tyokyky.council.app" in modules
    forbidden = ("duckdb", "streamlit", "plotly", "tyokyky.store", "tyokyky.settings", "tyokyky.privacy")
    assert [name for name in modules if name.startswith(forbidden)] == []


def test_a_taken_port_is_told(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [sys.executable, "-c", _STARTER, "council", f"--port={port}", f"--home={tmp_path}"]
        said = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    assert said.returncode == 2
    assert said.stderr.count("\n") == 1, said.stderr
    assert "portti" in said.stderr
