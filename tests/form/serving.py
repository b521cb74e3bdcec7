"""The form as a steward starts it: the command itself, in a process of its own, on a free port."""

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from tests.form.asking import ITEM_COUNT, LINK

_LONGEST_START_SECONDS = 180.0
_STARTER = "from tyokyky.cli.main import main; main()"


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@dataclass(frozen=True)
class Served:
    """A running form."""

    process: "subprocess.Popen[str]"
    port: int

    @property
    def place(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"


def start_form(home: Path, *options: str, watching: Path | None = None) -> Served:
    """Starts the form of a home; `watching` names a file in which it notes every file it opens."""
    port = free_port()
    starter = _STARTER if watching is None else f"{_WATCHER.format(notes=str(watching))}\n{_STARTER}"
    command = [sys.executable, "-c", starter, "form", f"--port={port}", f"--home={home}", *options]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TYOKYKY_")}
    environment["TYOKYKY_FORM_SENDS_PER_MINUTE"] = "100000"
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)  # noqa: S603
    served = Served(process, port)
    _wait_for(served)
    return served


_WATCHER = """
import sys
notes = open({notes!r}, "a", buffering=1)
def note(event, arguments):
    if event in ("open", "os.open", "sqlite3.connect"):
        notes.write(str(arguments[0]) + "\\n")
sys.addaudithook(note)
"""


def _wait_for(served: Served) -> None:
    end = time.monotonic() + _LONGEST_START_SECONDS
    while time.monotonic() < end and served.process.poll() is None:
        try:
            asked(served.port, "GET", "/health")
        except OSError:
            time.sleep(0.05)  # a process that starts gives no event to wait for
        else:
            return
    raise AssertionError("the form did not start")


@contextmanager
def served_form(home: Path, *options: str, watching: Path | None = None) -> Iterator[Served]:
    """A running form, stopped at the end."""
    served = start_form(home, *options, watching=watching)
    try:
        yield served
    finally:
        served.process.terminate()
        served.process.communicate(timeout=20)


def asked(port: int, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, str, str]:
    """Status, text and place to go on to, of one request over a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        headers = {"content-type": "application/x-www-form-urlencoded"}
        connection.request(method, path, urlencode(fields) if fields else None, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), answer.getheader("location", "")
    finally:
        connection.close()


def hidden_of(page: str) -> dict[str, str]:
    """Hidden fields of a page; their values need no unescaping."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"&]*)">', page))


def summary_of(port: int, score: int = 4) -> dict[str, str]:
    """Walks from the link to the summary; its hidden fields."""
    _, page, _ = asked(port, "GET", LINK)
    _, page, _ = asked(port, "POST", "/begin", hidden_of(page))
    for _ in range(ITEM_COUNT):
        status, page, _ = asked(port, "POST", "/step", {**hidden_of(page), "answer": str(score), "go": "next"})
        assert status == 200, page
    return hidden_of(page)


def is_thanked(port: int, summary: dict[str, str]) -> bool:
    """Sends a summary; whether thanks were said."""
    status, _, place = asked(port, "POST", "/send", summary)
    return status == 303 and urlsplit(place).path == "/thanks"
