"""A reader without a browser: asks the council's application as a server would."""

import asyncio
import html
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from starlette.types import ASGIApp

from tyokyky.council.app import council_app

LANGUAGES = ("selko", "fi", "sv", "en")


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The document."""
        return self.body.decode()

    @property
    def words(self) -> str:
        """What a reader reads: no tags, one space between words."""
        return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", self.text)))


@dataclass(frozen=True)
class Reader:
    """Someone who reads a folder of releases."""

    app: ASGIApp

    @classmethod
    def of(cls, folder: Path, *, is_at_home: bool = True) -> "Reader":
        """A reader of a folder."""
        return cls(council_app(folder, is_at_home=is_at_home))

    def get(self, path: str = "/", host: str = "127.0.0.1:8602", method: str = "GET") -> Answer:
        """Opens an address."""
        parts = urlsplit(path)
        scope: dict[str, Any] = {
            "type": "http", "http_version": "1.1", "method": method, "path": parts.path, "root_path": "",
            "raw_path": parts.path.encode(), "query_string": parts.query.encode(), "scheme": "http",
            "headers": [(b"host", host.encode())], "client": ("127.0.0.1", 5000), "server": ("127.0.0.1", 8602),
        }  # fmt: skip
        # A thread of its own: browser tests leave their event loop running in this one.
        with ThreadPoolExecutor(1) as own_thread:
            return own_thread.submit(asyncio.run, _asked(self.app, scope)).result()


async def _asked(app: ASGIApp, scope: dict[str, Any]) -> Answer:
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:  # noqa: ANN401 - messages of the server's protocol
        sent.append(message)

    await app(scope, receive, send)
    start = next(message for message in sent if message["type"] == "http.response.start")
    body = b"".join(message.get("body", b"") for message in sent if message["type"] == "http.response.body")
    return Answer(start["status"], {name.decode(): value.decode() for name, value in start["headers"]}, body)
