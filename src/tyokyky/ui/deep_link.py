"""Back to the page that was asked for once its reader has signed in: Streamlit itself leads to the front page."""

from http.cookies import CookieError, SimpleCookie
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tyokyky.ui.providers import CALLBACK_PATH
from tyokyky.ui.registry import PAGES

COOKIE: Final = "tyokyky_return"
_LOGIN, _LOGOUT = "/auth/login", "/auth/logout"
_KEPT_SECONDS: Final = 600
_LONGEST: Final = 1000
_OWN_PATHS: Final = frozenset({"/", *(f"/{entry.name}" for entry in PAGES)})
_REDIRECTS: Final = (302, 303, 307)


def own_path(address: str | None, public_address: str) -> str | None:
    """Path and choices of an address of ours; null for a strange origin, an unknown page or anything unusual.

    `address`: whole, as in a `Referer`, or a path alone.
    """
    if not address or len(address) > _LONGEST or not address.isascii() or not address.isprintable() or "\\" in address:
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    origin = f"{parts.scheme}://{parts.netloc}" if parts.scheme or parts.netloc else public_address
    if origin != public_address or parts.path not in _OWN_PATHS:
        return None
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


class Returning:
    """Remembers at sign-in, in a short-lived cookie, the page of ours that led to it, and leads back there."""

    def __init__(self, app: ASGIApp, public_address: str) -> None:
        self._app = app
        self._public_address = public_address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Adds to the answers of signing in and out; everything else passes untouched."""
        if scope["type"] != "http" or scope["path"] not in (_LOGIN, _LOGOUT, CALLBACK_PATH):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)

        async def send_with_place(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] in _REDIRECTS:
                self._lead(scope["path"], headers, MutableHeaders(raw=message["headers"]))
            await send(message)

        await self._app(scope, receive, send_with_place)

    def _lead(self, path: str, asked: Headers, answer: MutableHeaders) -> None:
        if path == _LOGIN:
            place = own_path(asked.get("referer"), self._public_address)
            if place is not None:
                answer.append("set-cookie", _cookie(quote(place, safe=""), _KEPT_SECONDS))
            return
        answer.append("set-cookie", _cookie("", 0))
        place = own_path(_kept(asked), self._public_address) if path == CALLBACK_PATH else None
        if place is not None and answer.get("location") == "/":
            answer["location"] = place


def _cookie(value: str, seconds: int) -> str:
    return f"{COOKIE}={value}; Path={CALLBACK_PATH}; Max-Age={seconds}; HttpOnly; SameSite=Lax"


def _kept(asked: Headers) -> str | None:
    try:
        kept = SimpleCookie(asked.get("cookie", "")).get(COOKIE)
    except CookieError:
        return None
    return unquote(kept.value) if kept else None
