"""The council's server: pages of published releases and their tables. It is given one folder and opens no other."""

import logging
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from tyokyky.council.exports import csv_of
from tyokyky.council.guard import Guarded
from tyokyky.council.names import load_names
from tyokyky.council.pages import Size, View, empty_page, notice_page, page_of, style
from tyokyky.council.shelf import ShelfKeeper
from tyokyky.council.words import Language

_LOG: Final = logging.getLogger("tyokyky.council")
_NOT_FOUND: Final = 404


class CouncilSite:
    """Handlers of one folder of releases."""

    def __init__(self, folder: Path) -> None:
        self._keeper = ShelfKeeper(folder)

    async def page(self, request: Request) -> Response:
        """The newest release, or the one asked for."""
        return await run_in_threadpool(self._page, _view(request))

    def _page(self, view: View) -> Response:
        shelf = self._keeper.shelf()
        if view.release and shelf.find(view.release) is None:
            return HTMLResponse(notice_page(view, "no_release"), _NOT_FOUND)
        release = shelf.find(view.release) or next(iter(shelf.releases), None)
        return HTMLResponse(page_of(shelf, release, view) if release else empty_page(shelf, view))

    async def table(self, request: Request) -> Response:
        """One table as it was published, as CSV."""
        return await run_in_threadpool(self._table, request.path_params["release"], request.path_params["name"])

    def _table(self, release_id: str, name: str) -> Response:
        release = self._keeper.shelf().find(release_id)
        table = next((one for one in release.tables if one.name == name), None) if release else None
        if table is None:
            raise HTTPException(_NOT_FOUND)
        # The name has the letters of a table's name alone: the reader has checked it.
        named = {"content-disposition": f'attachment; filename="{release_id}-{name}.csv"'}
        return Response(csv_of(table), media_type="text/csv; charset=utf-8", headers=named)

    async def no_page(self, request: Request, error: Exception) -> Response:
        """An address that is no page."""
        return HTMLResponse(notice_page(_view(request), "no_page"), _NOT_FOUND)

    async def fault(self, request: Request, error: Exception) -> Response:
        """Our mistake: the kind of error and its place go to the log, never what a file holds."""
        last = traceback.extract_tb(error.__traceback__)[-1]
        _LOG.error("%s, %s:%s", type(error).__name__, Path(last.filename).name, last.lineno)
        return HTMLResponse(notice_page(_view(request), "fault"), 500)


def _view(request: Request) -> View:
    asked: Callable[[str], str] = lambda name: request.query_params.get(name, "")  # noqa: E731
    return View(Language.of(asked("lang")), Size.of(asked("size")), asked("release"))


async def _style(request: Request) -> Response:
    return PlainTextResponse(style(), media_type="text/css")


async def _health(request: Request) -> Response:
    return PlainTextResponse("ok")


def council_app(folder: Path, *, is_at_home: bool) -> ASGIApp:
    """The application of a folder of releases; the folder may be empty or not yet there.

    `is_at_home`: it listens on this machine alone, and answers to this machine's names alone.
    """
    # What is read besides releases is read now.
    load_names()
    style()
    site = CouncilSite(folder)
    routes = [
        Route("/", site.page),
        Route("/table/{release}/{name}.csv", site.table),
        Route("/council.css", _style),
        Route("/health", _health),
    ]
    answers = {HTTPException: site.no_page, Exception: site.fault}
    return Guarded(Starlette(routes=routes, exception_handlers=answers), is_at_home=is_at_home)
