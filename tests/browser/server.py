"""A server as a person starts it: the command itself, from a strange folder, on a free port."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_LONGEST_START_SECONDS = 180.0


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextmanager
def served(home: Path, folder: Path, *options: str, port: int = 0) -> Iterator[str]:
    """Address of a dashboard on a home; stopped at the end."""
    port = port or free_port()
    starter = [sys.executable, "-c", "from tyokyky.cli.main import main; main()"]
    command = [*starter, "serve", "--headless", f"--port={port}", f"--home={home}", *options]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("TYOKYKY_", "STREAMLIT_"))}
    server = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603
    place = f"http://127.0.0.1:{port}"
    try:
        _wait_for(server, place)
        yield place
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(server: subprocess.Popen[bytes], place: str) -> None:
    end = time.monotonic() + _LONGEST_START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{place}/_stcore/health", timeout=2):  # noqa: S310
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)  # a process that starts gives no event to wait for
    raise AssertionError("the dashboard did not start")
