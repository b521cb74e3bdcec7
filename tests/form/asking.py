"""A browser without a screen: asks the form's application as a server would, and reads the pages that come."""

import asyncio
import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urlsplit

from starlette.types import ASGIApp

LINK = "/?form=own_items&unit=PH016TP1&service=KTT"
ITEM_COUNT = 16


@dataclass
class Page(HTMLParser):
    """One answer of the server."""

    status: int
    headers: dict[str, str]
    text: str
    hidden: dict[str, str] = field(default_factory=dict)
    choices: list[str] = field(default_factory=list)
    chosen: str = ""
    attributes: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.attributes.append((tag, values))
        if tag == "input" and values.get("type") == "hidden":
            self.hidden[values["name"]] = values["value"]
        if tag == "input" and values.get("type") == "radio":
            self.choices.append(values["value"])
            if "checked" in values:
                self.chosen = values["value"]

    @property
    def heading(self) -> str:
        """Text of the one main heading."""
        found = re.findall(r"<h1[^>]*>(.*?)</h1>", self.text, re.DOTALL)
        assert len(found) == 1, found
        return str(found[0])

    def of_tag(self, tag: str) -> list[dict[str, str]]:
        """Attributes of every element of a tag."""
        return [values for name, values in self.attributes if name == tag]


@dataclass
class Asker:
    """Someone at one address."""

    app: ASGIApp
    address: str = "192.0.2.1"

    def get(self, path: str) -> Page:
        """Opens an address."""
        return self._ask("GET", path, b"", {})

    def post(self, path: str, fields: Mapping[str, str], **headers: str) -> Page:
        """Sends a page."""
        body = urlencode(fields).encode()
        return self._ask("POST", path, body, {"content-type": "application/x-www-form-urlencoded", **headers})

    def post_bytes(self, path: str, body: bytes) -> Page:
        """Sends anything."""
        return self._ask("POST", path, body, {})

    def begin(self, link: str = LINK, **fields: str) -> Page:
        """Opens a link and begins."""
        start = self.get(link)
        assert start.status == 200, start.text
        return self.post("/begin", {**start.hidden, **fields})

    def answer(self, page: Page, value: str, go: str = "next") -> Page:
        """Answers the item on a page."""
        return self.post("/step", {**page.hidden, "answer": value, "go": go})

    def walk(self, *values: str, link: str = LINK, **fields: str) -> Page:
        """From the link to the summary; the last value is given to all items that are left."""
        page = self.begin(link, **fields)
        for place in range(ITEM_COUNT):
            page = self.answer(page, values[min(place, len(values) - 1)])
        return page

    def send(self, summary: Page, **headers: str) -> Page:
        """Sends what the summary shows."""
        return self.post("/send", summary.hidden, **headers)

    def _ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Page:
        parts = urlsplit(path)
        named = {"host": "form.test", **{name.replace("_", "-"): value for name, value in headers.items()}}
        scope: dict[str, Any] = {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "path": parts.path,
            "raw_path": parts.path.encode(),
            "query_string": parts.query.encode(),
            "root_path": "",
            "scheme": "http",
            "headers": [(name.encode(), value.encode()) for name, value in named.items()],
            "client": (self.address, 5000),
            "server": ("form.test", 80),
        }
        # A thread of its own: browser tests leave their event loop running in this one.
        with ThreadPoolExecutor(1) as own_thread:
            return own_thread.submit(asyncio.run, _asked(self.app, scope, body)).result()


async def _asked(app: ASGIApp, scope: dict[str, Any], body: bytes) -> Page:
    sent: list[Any] = []
    parts = [body[start : start + 10_000] for start in range(0, len(body), 10_000)] or [b""]

    async def receive() -> dict[str, Any]:
        part = parts.pop(0) if parts else b""
        return {"type": "http.request", "body": part, "more_body": bool(parts)}

    async def send(message: Any) -> None:  # noqa: ANN401 - messages of the server's protocol
        sent.append(message)

    try:
        await app(scope, receive, send)
    except ValueError:
        # After the page of a fault the fault goes on to the server, which has nothing to add.
        if not sent:
            raise
    start = next(message for message in sent if message["type"] == "http.response.start")
    text = b"".join(message.get("body", b"") for message in sent if message["type"] == "http.response.body")
    headers = {name.decode(): value.decode() for name, value in start["headers"]}
    return Page(start["status"], headers, text.decode())
