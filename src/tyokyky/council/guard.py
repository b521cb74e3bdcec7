"""What stands between a browser and the releases: security headers, reading only, and no strange host names at home."""

from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SECURITY_HEADERS: Final[dict[str, str]] = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; img-src data:; form-action 'none'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})


class Guarded:
    """Adds the headers; answers only what reads; at home refuses the name of another host.

    A foreign `Host` on a loopback address is how a strange web page would read a local one (DNS rebinding).
    """

    def __init__(self, app: ASGIApp, *, is_at_home: bool) -> None:
        self._app = app
        self._is_at_home = is_at_home

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, or refuses it."""
        if scope["type"] != "http":
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                headers.update(SECURITY_HEADERS)
                headers.setdefault("cache-control", "no-cache")
            await send(message)

        if self._is_at_home and _host_of(scope) not in LOOPBACK:
            await PlainTextResponse("Not found", status_code=404)(scope, receive, send_with_headers)
        elif scope["method"] not in ("GET", "HEAD"):
            await PlainTextResponse("Method not allowed", status_code=405)(scope, receive, send_with_headers)
        else:
            await self._app(scope, receive, send_with_headers)


def _host_of(scope: Scope) -> str:
    host = Headers(scope=scope).get("host", "")
    return host[1 : host.find("]")] if host.startswith("[") else host.rsplit(":", 1)[0]
