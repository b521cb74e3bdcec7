"""The form's pages as HTML: each takes what is to be shown and gives the whole document."""

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Final
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from tyokyky.domain.instruments import Item
from tyokyky.feedback.answering import DECLINED, LONGEST_COMMENT, NOT_APPLICABLE, Form, Progress, Refusal, choices_of
from tyokyky.form.words import Language, Words

OUT_OF_FORM: Final = "summary"
"""Where an answer that is changed from the summary goes back to."""
_WORDED_SCALE: Final = ("1", "2", "3", "4", "5")


@dataclass(frozen=True)
class Kiosk:
    """A shared device at a service point: every page goes back to the start when nobody does anything."""

    idle_seconds: int


@lru_cache
def _templates() -> Environment:
    # Everything that is put in a page is escaped, whoever wrote it.
    return Environment(autoescape=True, loader=PackageLoader("tyokyky.form"), undefined=StrictUndefined)


@lru_cache
def style() -> str:
    """The one style sheet."""
    return resources.files("tyokyky.form").joinpath("assets", "form.css").read_text(encoding="utf-8")


def address_of(form: Form, language: Language) -> str:
    """The link that opens a form from its beginning."""
    return f"/?{urlencode({**form.link, 'lang': language})}"


class Pages:
    """Draws the pages of one server."""

    def __init__(self, kiosk: Kiosk | None = None, comment_kept_days: int = 365) -> None:
        self._kiosk = kiosk
        self._comment_kept_days = comment_kept_days

    def _page(self, name: str, words: Words, form: Form | None, status: int = 200, **values: object) -> HTMLResponse:
        home = address_of(form, words.language) if form else ""
        document = (
            _templates()
            .get_template(f"{name}.html")
            .render(words=words, form=form, home=home, kiosk=self._kiosk if form else None, **values)
        )
        # On a phone one goes back by the browser's own button: a page that may not be kept would be an error there.
        kept = "no-store" if self._kiosk else "private, no-cache"
        return HTMLResponse(document, status_code=status, headers={"cache-control": kept})

    def start(self, words: Words, form: Form, *, asks_code: bool, error: str = "", status: int = 200) -> HTMLResponse:
        """Opening page: what is asked, by whom it is read, and a place for a code. `error` names a text."""
        links = [(language, Words(language), address_of(form, language)) for language in Language]
        return self._page("start", words, form, status, links=links, asks_code=asks_code, error=error)

    def step(
        self, words: Words, form: Form, progress: Progress, sealed: str, place: int, *, then: str = "", error: str = ""
    ) -> HTMLResponse:
        """One item. `place` counts from 0; `then` tells where the answer leads; `error` names a text."""
        item = form.items[place]
        return self._page(
            "step",
            words,
            form,
            422 if error else 200,
            asked=words.asked(item),
            choices=_choices(words, item),
            others=[(NOT_APPLICABLE, words("not_applicable")), (DECLINED, words("declined"))],
            chosen=progress.given.get(item.item_id, ""),
            place=place,
            sealed=sealed,
            then=then,
            error=error,
        )

    def summary(
        self, words: Words, form: Form, progress: Progress, sealed: str, *, error: str = "", status: int = 200
    ) -> HTMLResponse:
        """All answers before they are sent. `error` names a text."""
        answers = [(words.asked(item), _said(words, item, progress)) for item in form.items]
        return self._page(
            "summary",
            words,
            form,
            status,
            answers=answers,
            sealed=sealed,
            error=error,
            comment=progress.comment,
            longest=LONGEST_COMMENT,
            kept_days=self._comment_kept_days,
        )

    def thanks(self, words: Words, form: Form) -> HTMLResponse:
        """What is said when the answer is safe."""
        return self._page("thanks", words, form)

    def no_form(self, words: Words, refusal: Refusal) -> HTMLResponse:
        """A link that opens no form."""
        return self._page("notice", words, None, 404, title=words("no_form.title"), text=words(f"no_form.{refusal}"))

    def notice(self, words: Words, name: str, status: int, form: Form | None = None) -> HTMLResponse:
        """A page that only says something: `name.title` and `name.text`."""
        return self._page("notice", words, form, status, title=words(f"{name}.title"), text=words(f"{name}.text"))


def _choices(words: Words, item: Item) -> list[tuple[str, str]]:
    return [(choice, _choice(words, item, choice)) for choice in choices_of(item)]


def _choice(words: Words, item: Item, choice: str) -> str:
    """A five-step scale has words for each step; another has them for its ends."""
    steps = choices_of(item)
    if steps == _WORDED_SCALE:
        return words(f"agree.{choice}", number=choice)
    if choice in (steps[0], steps[-1]):
        return words("least" if choice == steps[0] else "most", number=choice)
    return choice


def _said(words: Words, item: Item, progress: Progress) -> str:
    value = progress.given.get(item.item_id, "")
    if value in (NOT_APPLICABLE, DECLINED):
        return words(value)
    return _choice(words, item, value) if value else words("no_answer")
