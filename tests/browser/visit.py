"""A visit with a browser: what was seen, what went wrong in the console, and whom the page tried to reach."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page, WebSocket, expect

LONGEST_MILLISECONDS = 60_000
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

    @property
    def words(self) -> str:
        """What can be read on the page beside the menu."""
        return self.page.locator("[data-testid=stMain]").inner_text()


@contextmanager
def visit(browser: Browser, place: str, width: int = 1280) -> Iterator[Visit]:
    """A visit in a context of its own."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    context.set_default_timeout(LONGEST_MILLISECONDS)
    made = Visit(context.new_page(), place)
    made.page.on("console", lambda said: made.errors.append(said.text) if said.type == "error" else None)
    made.page.on("pageerror", lambda error: made.errors.append(str(error)))
    made.page.on("request", lambda asked: _note_foreign(made, asked.url))
    made.page.on("websocket", lambda opened: _listen(made, opened))
    yield made
    context.close()


def _note_foreign(made: Visit, address: str) -> None:
    if not address.startswith((made.place, "data:", "blob:")):
        made.foreign.append(address)


def _listen(made: Visit, opened: WebSocket) -> None:
    if not opened.url.startswith(made.place.replace("http", "ws", 1)):
        made.foreign.append(opened.url)
    opened.on("framereceived", lambda payload: made.received.append(_bytes(payload)))


def _bytes(payload: str | bytes) -> bytes:
    return payload if isinstance(payload, bytes) else payload.encode()
