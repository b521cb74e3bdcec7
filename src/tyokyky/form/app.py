"""The form's server: start, one item a page, summary, thanks. It opens no register and no mart, and sets no cookie."""

import logging
import time
import traceback
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from tyokyky.domain.answer_codes import mark_of
from tyokyky.domain.errors import UserError
from tyokyky.feedback.answering import Form, NoFormError, Progress, Refusal, find_form, may_be_given, sent_form
from tyokyky.form.desk import CodeState, Desk, Receipt
from tyokyky.form.fields import TooLargeError, fields_of
from tyokyky.form.guard import Guarded
from tyokyky.form.limits import network_of
from tyokyky.form.pages import OUT_OF_FORM, Kiosk, Pages, address_of, style
from tyokyky.form.seal import BrokenSealError, Seal, secret_of
from tyokyky.form.words import Language, Words
from tyokyky.settings import Settings
from tyokyky.store.codebook import load_code_book
from tyokyky.store.instruments import load_instruments

_LOG: Final = logging.getLogger("tyokyky.form")
_FINLAND: Final = ZoneInfo("Europe/Helsinki")
_LONGEST_FORM_SECONDS: Final = 12 * 60 * 60
_SEE_OTHER: Final = 303
_UNAVAILABLE: Final = 503
_TOO_MANY: Final = 429
_UNPROCESSABLE: Final = 422


def today() -> date:
    """The day in Finland: what an answer is dated by."""
    return datetime.now(UTC).astimezone(_FINLAND).date()


class FormSite:
    """Handlers of one home's form. Questionnaires and codes of services and units are read once, at the start."""

    def __init__(self, settings: Settings, kiosk: Kiosk | None = None) -> None:
        self._instruments = load_instruments(settings)
        self._book = load_code_book(settings)
        self._seal = Seal(secret_of(settings.queue_folder), _LONGEST_FORM_SECONDS)
        self._desk = Desk(settings)
        self._pages = Pages(kiosk, settings.comment_kept_days)

    def _form(self, link: Mapping[str, str]) -> Form:
        return find_form(self._instruments, self._book, link, today())

    async def start(self, request: Request) -> Response:
        """The page a link or QR code opens."""
        words = _words(request)
        try:
            form = self._form(request.query_params)
        except NoFormError as error:
            return self._pages.no_form(words, error.refusal)
        return self._pages.start(words, form, asks_code=self._desk.codes.exist)

    async def begin(self, request: Request) -> Response:
        """From the start to the first item, with a code or without."""
        fields = await fields_of(request)
        words, form = Words(Language.of(fields.get("lang", ""))), self._form(fields)
        typed = fields.get("code", "").strip()
        mark = mark_of(typed) if typed else ""
        if mark:
            state = self._desk.state_of(mark, _address(request))
            if state is not CodeState.GOOD:
                status = _TOO_MANY if state is CodeState.TOO_OFTEN else _UNPROCESSABLE
                return self._pages.start(words, form, asks_code=True, error=f"code.{state}", status=status)
        return self._step(Progress.begun(form, words.language, int(time.time()), mark), form, 0)

    async def step(self, request: Request) -> Response:
        """Takes the answer of one item and shows the next, an earlier one or the summary."""
        fields = await fields_of(request)
        progress = self._seal.opened(fields.get("sealed", ""), int(time.time()))
        form = self._form(progress.link)
        if fields.get("change"):
            # The box stands on the same page: what is in it comes along. Too much of it is told when it is sent.
            progress = progress.written(fields.get("comment", progress.comment))
            return self._step(progress, form, _place(fields["change"], form), then=OUT_OF_FORM)
        place, then, value = _place(fields.get("place", ""), form), fields.get("then", ""), fields.get("answer", "")
        item = form.items[place]
        if may_be_given(item, value):
            progress = progress.answered(item, value)
        if fields.get("go") == "back":
            return self._before(progress, form, place)
        if not may_be_given(item, value):
            return self._step(progress, form, place, then=then, error="choose")
        following = progress.first_open(form) if then == OUT_OF_FORM else place + 1
        return self._step(progress, form, following)

    def _before(self, progress: Progress, form: Form, place: int) -> Response:
        """One item back; from the first one to the start, where nothing of the answers is left."""
        if place == 0:
            return RedirectResponse(address_of(form, Language.of(progress.language)), _SEE_OTHER)
        return self._step(progress, form, place - 1)

    def _step(self, progress: Progress, form: Form, place: int, *, then: str = "", error: str = "") -> Response:
        words, sealed = Words(Language.of(progress.language)), self._seal.closed(progress)
        if place >= len(form.items):
            return self._pages.summary(words, form, progress, sealed)
        return self._pages.step(words, form, progress, sealed, place, then=then, error=error)

    async def send(self, request: Request) -> Response:
        """Hands the answers in; thanks only when they are on the disk. What could not be taken stays on the page."""
        fields = await fields_of(request)
        progress = self._seal.opened(fields.get("sealed", ""), int(time.time()))
        progress = progress.written(fields.get("comment", progress.comment))
        form, words = self._form(progress.link), Words(Language.of(progress.language))
        if progress.is_too_long:
            return self._again(words, form, progress, "comment_too_long", _UNPROCESSABLE)
        if not progress.says_something:
            return self._again(words, form, progress, "empty", _UNPROCESSABLE)
        try:
            receipt = await self._desk.take(sent_form(form, progress, today()), _address(request))
        except UserError:
            return self._again(words, form, progress, "not_stored", _UNAVAILABLE)
        if receipt is Receipt.TOO_OFTEN:
            return self._again(words, form, progress, "too_often", _TOO_MANY)
        if receipt is Receipt.CODE_USED:
            return self._again(words, form, replace(progress, code_mark=""), "code_used", _UNPROCESSABLE)
        return RedirectResponse(f"/thanks{address_of(form, words.language)[1:]}", _SEE_OTHER)

    def _again(self, words: Words, form: Form, progress: Progress, error: str, status: int) -> Response:
        sealed = self._seal.closed(progress)
        return self._pages.summary(words, form, progress, sealed, error=error, status=status)

    async def thanks(self, request: Request) -> Response:
        """Thanks; a page of its own, so that loading it again sends nothing again."""
        words = _words(request)
        return self._pages.thanks(words, self._form(request.query_params))

    async def no_form(self, request: Request, error: Exception) -> Response:
        """A form that is not there (any more), or an address that is no page to open."""
        refusal = error.refusal if isinstance(error, NoFormError) else Refusal.FORM
        return self._pages.no_form(_words(request), refusal)

    async def expired(self, request: Request, error: Exception) -> Response:
        """A page that was left open too long, or was changed."""
        return self._pages.notice(_words(request), "expired", 400)

    async def too_large(self, request: Request, error: Exception) -> Response:
        """More than a page of the form sends."""
        return self._pages.notice(_words(request), "too_large", 413)

    async def fault(self, request: Request, error: Exception) -> Response:
        """Our mistake: the kind of error and its place go to the log, never what was answered."""
        last = traceback.extract_tb(error.__traceback__)[-1]
        _LOG.error("%s, %s:%s", type(error).__name__, Path(last.filename).name, last.lineno)
        return self._pages.notice(_words(request), "fault", 500)


def _words(request: Request) -> Words:
    return Words(Language.of(request.query_params.get("lang", "")))


def _place(text: str, form: Form) -> int:
    """Place of an item as a page tells it; the first one where it tells none."""
    place = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
    return place if place < len(form.items) else 0


def _address(request: Request) -> str:
    return network_of(request.client.host) if request.client else ""


async def _style(request: Request) -> Response:
    return PlainTextResponse(style(), media_type="text/css")


async def _health(request: Request) -> Response:
    return PlainTextResponse("ok")


def form_app(settings: Settings, kiosk: Kiosk | None = None) -> ASGIApp:
    """The application of a home's form.

    Raises:
        UserError: a questionnaire, a code list or the queue's folder of the home is not fit.
    """
    site = FormSite(settings, kiosk)
    routes = [
        Route("/", site.start),
        Route("/begin", site.begin, methods=["POST"]),
        Route("/step", site.step, methods=["POST"]),
        Route("/send", site.send, methods=["POST"]),
        Route("/thanks", site.thanks),
        Route("/form.css", _style),
        Route("/health", _health),
    ]
    answers = {
        NoFormError: site.no_form,
        HTTPException: site.no_form,
        BrokenSealError: site.expired,
        TooLargeError: site.too_large,
        Exception: site.fault,
    }
    # The guard stands outside everything, so that the page of a fault carries its headers too.
    return Guarded(Starlette(routes=routes, exception_handlers=answers))
