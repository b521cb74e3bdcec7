"""One chromium and one demo server for all browser tests."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright
from tests.browser.server import served
from tests.browser.visit import LONGEST_MILLISECONDS
from tests.pages.county import county_home

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def _chromium() -> str:
    found = next((place for name in _NAMES if (place := shutil.which(name))), None)
    if found is None and os.environ.get("CI") == "true":
        pytest.fail("no chromium: install the Debian package chromium")
    if found is None:
        pytest.skip("no chromium on this machine: install the Debian package chromium")
    return found


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser."""
    place = _chromium()
    expect.set_options(timeout=LONGEST_MILLISECONDS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=place, args=_FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def demo_home(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Home of a small synthetic county; asked for only where there is a browser."""
    return county_home(tmp_path_factory)


@pytest.fixture(scope="session")
def demo(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a demo server."""
    with served(demo_home, tmp_path_factory.mktemp("elsewhere")) as place:
        yield place
