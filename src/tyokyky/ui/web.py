"""What stands between a browser and Streamlit: security headers, closed doors, and a page that says its language."""

from collections.abc import Collection, Sequence
from importlib import resources
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tyokyky.ui.deep_link import Returning
from tyokyky.ui.mode import allowed_hosts_of, settings

LANGUAGE: Final = "fi"
SECURITY_HEADERS: Final[dict[str, str]] = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
        "manifest-src 'self'; media-src 'self' blob:; form-action 'self'; base-uri 'self'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cross-origin-opener-policy": "same-origin",
}
_ONLY_ENCRYPTED: Final = {"strict-transport-security": "max-age=31536000"}
# Counts of sessions and memory tell of others' work; the agent interface would read pages by a way of its own.
CLOSED: Final = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check")


class Guarded:
    """Refuses foreign host names, foreign origins and closed paths, and puts the security headers on every answer.

    A foreign `Host` on a loopback address is how a strange web page would read a local one (DNS rebinding). A foreign
    `Origin` of a web socket is a strange page that would speak in the name of whoever has signed in.
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str], *, is_encrypted: bool) -> None:
        self._app = app
        self._hosts = frozenset(hosts)
        self._headers = {**SECURITY_HEADERS, **(_ONLY_ENCRYPTED if is_encrypted else {})}
        self._is_encrypted = is_encrypted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers by itself what is refused; hands the rest on."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                headers.update(self._headers)
                if self._is_encrypted:
                    _secure_cookies(headers)
            await send(message)

        if self._is_refused(scope):
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1008})
                return
            await PlainTextResponse("Not found", status_code=404)(scope, receive, send_with_headers)
            return
        await self._app(scope, receive, send_with_headers)

    def _is_refused(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if scope["type"] == "websocket" and not _is_same_origin(headers.get("origin"), host):
            return True
        path: str = scope["path"]
        return _host_name(host) not in self._hosts or any(closed in path for closed in CLOSED)


def _host_name(host: str) -> str:
    return host[1 : host.find("]")] if host.startswith("[") else host.rsplit(":", 1)[0]


def _is_same_origin(origin: str | None, host: str) -> bool:
    """No browser leaves the origin of a web socket out; what is no browser has no cookies to misuse."""
    return origin is None or urlsplit(origin).netloc == host


def _secure_cookies(headers: MutableHeaders) -> None:
    """Streamlit never says that a cookie is for https alone."""
    cookies = headers.getlist("set-cookie")
    if cookies:
        del headers["set-cookie"]
    for cookie in cookies:
        headers.append("set-cookie", cookie if "secure" in cookie.lower().split("; ") else f"{cookie}; Secure")


class PageShell:
    """Rewrites the one HTML document of Streamlit: language, title, our style sheet and the guard of single keys."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Holds a document back until it is whole; everything else passes untouched."""
        if scope["type"] != "http" or "text/html" not in Headers(scope=scope).get("accept", ""):
            await self._app(scope, receive, send)
            return
        # A packed or a half document can not be rewritten.
        unwanted = (b"accept-encoding", b"range", b"if-none-match", b"if-modified-since")
        plain = {**scope, "headers": [pair for pair in scope["headers"] if pair[0] not in unwanted]}
        await self._app(plain, receive, _Rewriter(send))


class _Rewriter:
    """Collects the parts of one answer; sends a document rewritten and anything else as it came."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and "text/html" in Headers(raw=message["headers"]).get(
            "content-type", ""
        ):
            self._start = message
        elif self._start is None:
            await self._send(message)
        else:
            await self._collect(self._start, message)

    async def _collect(self, start: Message, message: Message) -> None:
        self._body += message.get("body", b"")
        if message.get("more_body", False):
            return
        body = in_own_words(self._body.decode()).encode()
        headers = MutableHeaders(raw=start["headers"])
        headers["content-length"] = str(len(body))
        headers["cache-control"] = "no-store"
        for validator in ("etag", "last-modified"):
            if validator in headers:
                del headers[validator]
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


def _asset(name: str) -> str:
    return resources.files("tyokyky.ui").joinpath("assets", name).read_text(encoding="utf-8")


def in_own_words(document: str) -> str:
    """Streamlit's document with our language, title, style sheet, key guard and words."""
    scripts = "".join(_asset(name) for name in ("keys.js", "words.js", "scrolling.js"))
    own = f"<style>{_asset('style.css')}</style><script>{scripts}</script></head>"
    return (
        document.replace('<html lang="en">', f'<html lang="{LANGUAGE}">', 1)
        .replace("<title>Streamlit</title>", "<title>Työkyky</title>", 1)
        .replace("</head>", own, 1)
    )


def main_script() -> Path:
    """The Streamlit entry, wherever the package is installed: never beside the pages (interface.md)."""
    return Path(__file__).resolve().parents[1] / "main.py"


def middleware() -> Sequence[Middleware]:
    """In the order in which a request meets them."""
    sign_in = settings().sign_in
    is_encrypted = sign_in is not None and sign_in.is_encrypted
    guarded = Middleware(Guarded, hosts=allowed_hosts_of(settings()), is_encrypted=is_encrypted)
    if sign_in is None:
        return [guarded, Middleware(PageShell)]
    return [guarded, Middleware(Returning, public_address=sign_in.public_address), Middleware(PageShell)]
