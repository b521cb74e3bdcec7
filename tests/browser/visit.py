"""A visit with a browser: what was seen, what went wrong in the console, and whom the page tried to reach."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, Page, TimeoutError, WebSocket, expect

LONGEST_MILLISECONDS = 60_000
_TRIES = 6
READY = "[data-testid=stApp][data-test-script-state=notRunning]"


@dataclass
class Visit:
    """One page of the browser with what it has done."""

    page: Page
    place: str
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    received: list[bytes] = field(default_factory=list)

    def open(self, path: str) -> None:
        """Goes to an address and waits until Streamlit has drawn it."""
        self.page.goto(f"{self.place}{path}")
        self.settle()

    def settle(self) -> None:
        """Waits until the script has run and something stands on the page."""
        self.page.locator(READY).wait_for()
        self.page.locator("h1").first.wait_for()
        self.page.locator(READY).wait_for()

    def choose(self, role: str) -> None:
        """Chooses a role on the page that asks for one."""
        self.page.get_by_role("button", name=f"Jatka: {role}").click()
        self.page.get_by_role("heading", name="Kenenä katsot palvelua?").wait_for(state="detached")
        self.settle()

    def reads(self, said: str | re.Pattern[str]) -> None:
        """Waits until this can be read beside the menu: what a script has written is drawn a while later."""
        expect(self.page.get_by_test_id("stMain")).to_contain_text(said, use_inner_text=True)

    def choices(self, label: str) -> list[str]:
        """What a list offers, opened; a page that is drawn again meanwhile closes it, and then it is opened again."""
        options = self.page.get_by_role("option")
        for _ in range(_TRIES):
            self.page.get_by_role("combobox", name=label).click()
            with suppress(TimeoutError):
                options.first.wait_for(timeout=LONGEST_MILLISECONDS / _TRIES)
            if found := options.all_inner_texts():
                return found
        raise AssertionError(f"the list {label} stays closed")

    def pick(self, label: str, option: str) -> None:
        """Chooses from a list."""
        assert option in self.choices(label)
        self.page.get_by_role("option", name=option).click()

    @property
    def words(self) -> str:
        """What can be read on the page beside the menu."""
        return self.page.locator("[data-testid=stMain]").inner_text()


_pages: dict[tuple[int, int], Page] = {}
"""The page of a browser and a width: what Streamlit brings to the browser is read once, which is half of a visit."""


@contextmanager
def visit(browser: Browser, place: str, width: int = 1280) -> Iterator[Visit]:
    """A visit that nothing is left of: cookies and what the page keeps are taken away at its end."""
    key = id(browser), width
    page = _pages[key] = _pages.get(key) or _new_page(browser, width)
    made = Visit(page, place)
    heard: dict[str, Callable[[Any], None]] = {
        "console": lambda said: made.errors.append(said.text) if said.type == "error" else None,
        "pageerror": lambda error: made.errors.append(str(error)),
        "request": lambda asked: _note_foreign(made, asked.url),
        "websocket": lambda opened: _listen(made, opened),
    }
    for name, hear in heard.items():
        page.on(name, hear)  # type: ignore[call-overload]
    try:
        yield made
    except BaseException:
        # What went wrong may have left the page in any state.
        _pages.pop(key).context.close()
        raise
    for name, hear in heard.items():
        page.remove_listener(name, hear)
    _leave(page)


def _new_page(browser: Browser, width: int) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(LONGEST_MILLISECONDS)
    return context.new_page()


def _leave(page: Page) -> None:
    page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    page.goto("about:blank")
    page.context.clear_cookies()


def _note_foreign(made: Visit, address: str) -> None:
    if not address.startswith((made.place, "data:", "blob:")):
        made.foreign.append(address)


def _listen(made: Visit, opened: WebSocket) -> None:
    if not opened.url.startswith(made.place.replace("http", "ws", 1)):
        made.foreign.append(opened.url)
    opened.on("framereceived", lambda payload: made.received.append(_bytes(payload)))


def _bytes(payload: str | bytes) -> bytes:
    return payload if isinstance(payload, bytes) else payload.encode()
