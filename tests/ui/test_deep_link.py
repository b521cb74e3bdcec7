"""Back to the page that was asked for: addresses of ours only, in a cookie that lives for the sign-in alone."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from tyokyky.ui.deep_link import COOKIE, Returning, own_path
from tyokyky.ui.registry import PAGES

OURS = "https://tyokyky.example.fi"
LINK = "/drop_off?ikkuna=180+p%C3%A4iv%C3%A4%C3%A4&palvelu=TYV"


@pytest.mark.parametrize("page", ["/", *(f"/{entry.name}" for entry in PAGES)])
def test_every_page_of_ours_can_be_returned_to(page: str) -> None:
    assert own_path(f"{OURS}{page}", OURS) == page
    assert own_path(f"{page}?kunta=Lahti", OURS) == f"{page}?kunta=Lahti"


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "https://evil.example/drop_off",
        "http://tyokyky.example.fi/drop_off",
        "https://tyokyky.example.fi:8443/drop_off",
        "https://tyokyky.example.fi.evil.example/drop_off",
        "https://tyokyky.example.fi@evil.example/drop_off",
        "//evil.example/drop_off",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "https:/drop_off",
        "/drop_off/../../x",
        "/drop_off\r\nSet-Cookie: a=b",
        "/drop_off?a=b\nLocation: x",
        "/drop_off?ä",
        "/nowhere",
        "/oauth2callback?code=1",
        "/auth/logout",
        "drop_off",
        "/drop_off?" + "x" * 1000,
        "https://[/drop_off",
    ],
)
def test_nothing_else_can(address: str | None) -> None:
    assert own_path(address, OURS) is None


def _login(_: object) -> Response:
    return RedirectResponse("https://login.example/authorize", status_code=302)


def _home(_: object) -> Response:
    return RedirectResponse("/", status_code=302)


def _page(_: object) -> Response:
    return PlainTextResponse("page")


APP = Starlette(
    routes=[
        Route("/auth/login", _login),
        Route("/auth/logout", _home),
        Route("/oauth2callback", _home),
        Route("/{path:path}", _page),
    ],
    middleware=[Middleware(Returning, public_address=OURS)],
)


def headers(path: str, **asked: str) -> dict[str, list[str]]:
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request"}

    async def send(message: Any) -> None:  # noqa: ANN401 - ASGI's own signature
        sent.append(message)

    raw = [(name.encode(), value.encode("latin-1")) for name, value in asked.items()]
    scope = {"type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b""}
    # A thread of its own: browser tests leave their event loop running in this one.
    with ThreadPoolExecutor(1) as own_thread:
        own_thread.submit(asyncio.run, APP({**scope, "headers": raw, "root_path": ""}, receive, send)).result()
    found: dict[str, list[str]] = {}
    for name, value in sent[0]["headers"]:
        found.setdefault(name.decode(), []).append(value.decode("latin-1"))
    return found


def test_the_page_that_led_to_signing_in_is_returned_to_once() -> None:
    kept = headers("/auth/login", referer=f"{OURS}{LINK}")
    assert kept["location"] == ["https://login.example/authorize"]
    cookie = kept["set-cookie"][0]
    for word in ("Path=/oauth2callback", "Max-Age=600", "HttpOnly", "SameSite=Lax"):
        assert word in cookie
    back = headers("/oauth2callback", cookie=f"other=1; {cookie.partition(';')[0]}")
    assert back["location"] == [LINK]
    assert "Max-Age=0" in back["set-cookie"][0]


@pytest.mark.parametrize("referer", [None, "https://evil.example/drop_off", f"{OURS}/nowhere"])
def test_a_strange_page_is_not_remembered(referer: str | None) -> None:
    asked = {} if referer is None else {"referer": referer}
    assert "set-cookie" not in headers("/auth/login", **asked)


@pytest.mark.parametrize(
    "value", ["https%3A%2F%2Fevil.example", "%2F%2Fevil.example", "%2F%5Cevil", "%0d%0aX:1", '"', ""]
)
def test_a_cookie_that_somebody_else_has_set_leads_nowhere(value: str) -> None:
    assert headers("/oauth2callback", cookie=f"{COOKIE}={value}")["location"] == ["/"]


def test_signing_out_forgets_it_and_other_pages_are_left_alone() -> None:
    out = headers("/auth/logout", cookie=f"{COOKIE}=%2Fdrop_off")
    assert out["location"] == ["/"]
    assert "Max-Age=0" in out["set-cookie"][0]
    assert "set-cookie" not in headers("/drop_off", referer=f"{OURS}{LINK}")
