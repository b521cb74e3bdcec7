"""The council's pages as HTML. Each is a pure function of the releases, the language and the size of the text."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from operator import attrgetter
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined

from tyokyky.council import pictures
from tyokyky.council.changing import changed_of
from tyokyky.council.falling import falls_of
from tyokyky.council.findings import BANDS
from tyokyky.council.hearing import voices_of
from tyokyky.council.parts import Speaker
from tyokyky.council.reader import Release
from tyokyky.council.saying import done_of, said_of, stated_of
from tyokyky.council.shelf import Shelf
from tyokyky.council.words import Language, Words


class Size(StrEnum):
    """Size of the text."""

    NORMAL = "normal"
    LARGE = "large"

    @classmethod
    def of(cls, text: str) -> "Size":
        """The one asked for; normal for anything else."""
        return cls(text) if text in list(cls) else cls.NORMAL


@dataclass(frozen=True)
class View:
    """How a page is wanted. It travels in links, so that nothing needs to be kept of a reader."""

    language: Language = Language.PLAIN
    size: Size = Size.NORMAL
    release: str = ""

    def link(self, *, language: Language | None = None, size: Size | None = None, release: str | None = None) -> str:
        """The address of the same page with something changed; what is as usual is left out."""
        asked = {
            "release": self.release if release is None else release,
            "lang": language or self.language,
            "size": size or self.size,
        }
        usual = {"release": "", "lang": Language.PLAIN, "size": Size.NORMAL}
        query = urlencode({name: value for name, value in asked.items() if value != usual[name]})
        return f"/?{query}" if query else "/"


@lru_cache
def _templates() -> Environment:
    # Everything that is put in a page is escaped, whoever wrote it.
    return Environment(autoescape=True, loader=PackageLoader("tyokyky.council"), undefined=StrictUndefined)


@lru_cache
def style(*, is_framed: bool = True) -> str:
    """The style sheet of the pages, or of their content alone."""
    assets = resources.files("tyokyky.council").joinpath("assets")
    names = ("frame.css", "council.css") if is_framed else ("council.css",)
    return "".join(assets.joinpath(name).read_text(encoding="utf-8") for name in names)


def page_of(shelf: Shelf, release: Release, view: View) -> str:
    """The whole page of a release."""
    return _drawn("release.html", view, **_content(shelf, release, view.language), shelf=shelf, release=release)


def body_of(shelf: Shelf, release: Release, language: Language) -> str:
    """The same content without the frame of a page of its own, for another page to hold; its drawings are images."""
    content = _content(shelf, release, language) | {"draw": attrgetter("image")}
    return _drawn("content.html", View(language), **content, shelf=shelf, release=release)


def empty_page(shelf: Shelf, view: View) -> str:
    """What is shown before the first release."""
    return _drawn("empty.html", view, shelf=shelf)


def notice_page(view: View, name: str) -> str:
    """A page that only says something: `name.title` and `name.text`."""
    return _drawn("notice.html", view, name=name)


def _drawn(template: str, view: View, **values: object) -> str:
    others = [(language, Words(language)) for language in Language]
    return _templates().get_template(template).render(view=view, words=Words(view.language), others=others, **values)


def _content(shelf: Shelf, release: Release, language: Language) -> dict[str, object]:
    speaker, before = Speaker(Words(language), release), shelf.before(release)
    return {
        "falls": falls_of(speaker),
        "voices": voices_of(speaker),
        "said": said_of(speaker),
        "done": done_of(speaker),
        "stated": stated_of(speaker),
        "changed": changed_of(speaker, before),
        "draw": attrgetter("inline"),
        "has_earlier": before is not None,
        "keys": [(pictures.key(kind), band) for kind, band in enumerate(BANDS)],
    }
