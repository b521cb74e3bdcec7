"""An identity provider for tests: a process of its own, with people whose claims are known."""

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from tests.browser.server import free_port

_LONGEST_START_SECONDS = 30.0


@contextmanager
def provided(people: Sequence[dict[str, Any]], token_seconds: int) -> Iterator[int]:
    """Port of a provider whose tokens hold for so many seconds; each of the people signs in by one button."""
    port = free_port()
    options = [f"--user-claims={json.dumps(one)}" for one in people]
    # Its libraries warn of one another's old names, which is no matter of ours.
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", f"--port={port}"]
    provider = subprocess.Popen(  # noqa: S603
        [*command, f"--token-max-age={token_seconds}", *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(provider, port)
        yield port
    finally:
        provider.terminate()
        provider.wait(timeout=20)


def _wait_for(provider: subprocess.Popen[bytes], port: int) -> None:
    end = time.monotonic() + _LONGEST_START_SECONDS
    while time.monotonic() < end and provider.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/.well-known/openid-configuration", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)  # a process that starts gives no event to wait for
    raise AssertionError("the provider did not start")
