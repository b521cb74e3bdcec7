"""A newcomer's first minutes: the built wheel, an empty environment, the demo, the first figure in a browser.

`python -m tests.smoke` prints what it did and how long the first figure took; exit code 0 only if all of it held.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Final

from playwright.sync_api import Page, sync_playwright
from tests.browser.server import free_port

REPOSITORY: Final = Path(__file__).resolve().parents[1]
_LONGEST_START_SECONDS: Final = 90.0
_LONGEST_PAGE_MILLISECONDS: Final = 60_000
_BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome")
_FLAGS: Final = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
_FINDING: Final = "[class*='st-key-lead_'], [class*='st-key-finding_']"
_PICTURE: Final = ".js-plotly-plot"
_MANAGER: Final = ".st-key-choose_manager button"


def main() -> None:
    """Runs the whole; any step that does not hold ends it with what went wrong."""
    with tempfile.TemporaryDirectory(prefix="tyokyky-smoke-") as name:
        folder = Path(name)
        program = installed(folder)
        elsewhere = folder / "elsewhere"
        elsewhere.mkdir()
        environment = strangers_environment(folder)
        started = monotonic()
        run([program, "demo", "--no-serve", "--home", folder / "koti"], environment, elsewhere)
        with served(program, folder / "koti", environment, elsewhere) as place:
            sentence = first_figure(place)
            seconds = monotonic() - started
    print(f"first finding: {sentence}")
    print(f"from the start of the demo to the first figure: {seconds:.1f} s")


def installed(folder: Path) -> Path:
    """The command as the wheel installs it into an environment with nothing else in it."""
    own = dict(os.environ)
    run(["uv", "build", "--wheel", "--quiet", "--out-dir", folder / "dist", REPOSITORY], own, REPOSITORY)
    run(["uv", "venv", "--quiet", "--python", sys.executable, folder / "venv"], own, folder)
    python = folder / "venv" / "bin" / "python"
    wheel = next((folder / "dist").glob("*.whl"))
    run(["uv", "pip", "install", "--quiet", "--python", python, wheel], own, folder)
    print(f"installed {wheel.name}")
    return folder / "venv" / "bin" / "tyokyky"


def strangers_environment(folder: Path) -> dict[str, str]:
    """An environment with another home folder and nothing of ours or of Streamlit in it."""
    ours = ("TYOKYKY_", "STREAMLIT_", "PYTHON", "VIRTUAL_ENV", "UV_")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    stranger = folder / "stranger"
    stranger.mkdir()
    return {**inherited, "HOME": str(stranger)}


def run(command: list[str | Path], environment: Mapping[str, str], folder: Path) -> None:
    """Runs a command to its end; it must end well."""
    ended = subprocess.run(command, env=environment, cwd=folder, check=False)
    if ended.returncode != 0:
        raise SystemExit(f"smoke: {Path(command[0]).name} {command[1]} ended with {ended.returncode}")


@contextmanager
def served(program: Path, home: Path, environment: Mapping[str, str], folder: Path) -> Iterator[str]:
    """Address of the dashboard; it and the server that it started are stopped at the end."""
    port = free_port()
    command: list[str | Path] = [program, "serve", "--headless", "--port", str(port), "--home", home]
    server = subprocess.Popen(command, env=environment, cwd=folder)
    try:
        place = f"http://127.0.0.1:{port}"
        _wait_until_healthy(server, place)
        yield place
    finally:
        server.terminate()
        server.wait(timeout=30)
    if _answers(f"http://127.0.0.1:{port}"):
        raise SystemExit("smoke: the server outlived its command")


def _wait_until_healthy(server: "subprocess.Popen[bytes]", place: str) -> None:
    end = monotonic() + _LONGEST_START_SECONDS
    while server.poll() is None and monotonic() < end:
        if _answers(place):
            return
        sleep(0.1)  # a process that starts gives no event to wait for
    raise SystemExit("smoke: the dashboard did not start")


def _answers(place: str) -> bool:
    try:
        with urllib.request.urlopen(f"{place}/_stcore/health", timeout=2):  # noqa: S310
            return True
    except (urllib.error.URLError, OSError):
        return False


def first_figure(place: str) -> str:
    """Opens the overview, chooses the manager's role, and gives the sentence that stands with the first figure."""
    browser_path = next((found for name in _BROWSERS if (found := shutil.which(name))), None)
    if browser_path is None:
        raise SystemExit("smoke: no chromium on this machine: install the Debian package chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=_FLAGS)
        try:
            page = browser.new_page()
            page.set_default_timeout(_LONGEST_PAGE_MILLISECONDS)
            page.goto(place)
            return _seen_by_the_manager(page)
        finally:
            browser.close()


def _seen_by_the_manager(page: Page) -> str:
    page.locator(_MANAGER).click()
    page.locator(_PICTURE).first.wait_for(state="visible")
    sentence = page.locator(_FINDING).first.inner_text().strip()
    if not sentence.endswith(".") or not any(sign.isdigit() for sign in sentence):
        raise SystemExit(f"smoke: this is no finding: {sentence}")
    if page.locator("[data-testid='stException']").count():
        raise SystemExit("smoke: the page shows an error")
    return sentence


if __name__ == "__main__":
    main()
