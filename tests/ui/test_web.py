"""What stands before Streamlit: headers, closed paths, foreign host names, and a document in Finnish."""

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from tyokyky.settings import LOOPBACK_HOSTS
from tyokyky.ui.web import SECURITY_HEADERS, Guarded, in_own_words, middleware

DOCUMENT = '<html lang="en"><head><title>Streamlit</title></head><body>ä</body></html>'
OWN_HOST = "127.0.0.1:8501"


def _document(_: object) -> Response:
    return HTMLResponse(DOCUMENT, headers={"etag": "x"})


def _data(_: object) -> Response:
    return PlainTextResponse("data")


def _cookies(_: object) -> Response:
    answer = PlainTextResponse("cookies")
    answer.set_cookie("own", "1", httponly=True)
    answer.set_cookie("other", "2", secure=True)
    return answer


ROUTES = [Route("/", _document), Route("/cookies", _cookies), Route("/{path:path}", _data)]
APP = Starlette(routes=ROUTES, middleware=middleware())
PUBLIC = "tyokyky.example.fi"
PUBLIC_APP = Guarded(Starlette(routes=ROUTES), {*LOOPBACK_HOSTS, PUBLIC}, is_encrypted=True)


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def _messages(kind: str, path: str, headers: dict[str, str], app: Any = APP) -> list[dict[str, Any]]:  # noqa: ANN401
    """All that the application sends for one request."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request"} if kind == "http" else {"type": "websocket.connect"}

    async def send(message: Any) -> None:  # noqa: ANN401 - ASGI's own signature
        sent.append(message)

    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": kind, "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b""}
    # A thread of its own: browser tests leave their event loop running in this one.
    with ThreadPoolExecutor(1) as own_thread:
        own_thread.submit(asyncio.run, app({**scope, "headers": raw, "root_path": ""}, receive, send)).result()
    return sent


def get(path: str, host: str = OWN_HOST, **headers: str) -> Answer:
    named = {"host": host, **{name.replace("_", "-"): value for name, value in headers.items()}}
    start, *bodies = _messages("http", path, named)
    heads = {name.decode(): value.decode() for name, value in start["headers"]}
    return Answer(start["status"], heads, b"".join(body.get("body", b"") for body in bodies))


def test_every_answer_has_the_security_headers() -> None:
    for path in ("/", "/static/a.js", "/_stcore/metrics"):
        answer = get(path)
        assert {name: answer.headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS


def test_policy_lets_nothing_out() -> None:
    policy = SECURITY_HEADERS["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in policy
    assert not re.search(r"https?:|\*|unsafe-eval", policy)


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/agent/openapi.json", "/sivu/_stcore/metrics"])
def test_closed_paths(path: str) -> None:
    assert get(path).status == 404


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8501", "127.0.0.1.evil.example", ""])
def test_foreign_host_names_are_refused(host: str) -> None:
    assert get("/", host=host).status == 404
    assert _messages("websocket", "/_stcore/stream", {"host": host}) == [{"type": "websocket.close", "code": 1008}]


@pytest.mark.parametrize("host", ["localhost:1", "[::1]:8501", "127.0.0.1"])
def test_own_host_names_are_answered(host: str) -> None:
    assert get("/", host=host).status == 200


def test_document_is_in_finnish_and_whole() -> None:
    answer = get("/", accept="text/html", accept_encoding="gzip")
    assert '<html lang="fi">' in answer.text
    assert "<title>Työkyky</title>" in answer.text
    assert answer.text.endswith("<body>ä</body></html>")
    assert int(answer.headers["content-length"]) == len(answer.body)
    assert "etag" not in answer.headers


def test_other_answers_pass_untouched() -> None:
    assert get("/static/a.js", accept="text/html").text == "data"


def test_own_words_come_once_and_before_the_end_of_the_head() -> None:
    document = in_own_words(DOCUMENT)
    assert document.count("</head>") == 1
    assert document.index("<style>") < document.index("</head>")
    assert "Streamlit</title>" not in document


@pytest.mark.parametrize("origin", ["https://evil.example", "null", f"https://{PUBLIC}:8443", f"https://{PUBLIC}.evil"])
def test_a_web_socket_from_a_strange_page_is_refused(origin: str) -> None:
    for host, app in ((OWN_HOST, APP), (PUBLIC, PUBLIC_APP)):
        sent = _messages("websocket", "/_stcore/stream", {"host": host, "origin": origin}, app)
        assert sent == [{"type": "websocket.close", "code": 1008}]


def test_the_public_host_is_answered_by_encrypted_cookies_alone() -> None:
    start = _messages("http", "/cookies", {"host": PUBLIC}, PUBLIC_APP)[0]
    cookies = [value.decode() for name, value in start["headers"] if name == b"set-cookie"]
    assert [cookie.lower().count("; secure") for cookie in cookies] == [1, 1]
    heads = dict(start["headers"])
    assert heads[b"strict-transport-security"] == b"max-age=31536000"
    for name, value in SECURITY_HEADERS.items():
        assert heads[name.encode()] == value.encode()
    assert _messages("http", "/", {"host": "evil.example"}, PUBLIC_APP)[0]["status"] == 404
    assert _messages("http", "/_stcore/metrics", {"host": PUBLIC}, PUBLIC_APP)[0]["status"] == 404


def test_this_machine_is_not_told_to_encrypt() -> None:
    start = _messages("http", "/cookies", {"host": OWN_HOST})[0]
    cookies = [value.decode() for name, value in start["headers"] if name == b"set-cookie"]
    assert ["secure" in cookie.lower() for cookie in cookies] == [False, True]
    assert b"strict-transport-security" not in dict(start["headers"])
