"""Comments as staff read and code them: what the program suggests, what a person has confirmed, and who agrees."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl

from tyokyky.domain.errors import UserError
from tyokyky.domain.filters import Filters
from tyokyky.domain.themes import CoderPair, CommentKey, Theme
from tyokyky.feedback import theme_codings
from tyokyky.feedback.theme_codings import COMMENT_KEY
from tyokyky.privacy.roles import Role, Scope
from tyokyky.reporting.comments import comments_with_keys
from tyokyky.reporting.mart import Mart
from tyokyky.store.themes import load_themes

COMMENTS_PER_PAGE: Final = 10
_Themes = tuple[str, ...]


@dataclass(frozen=True)
class Reader:
    """Who reads: the role and what it covers, and the name that the access log and the codings know."""

    role: Role | None
    scope: Scope
    name: str


@dataclass(frozen=True)
class ReadableComment:
    """One open comment, with what is known of the response it was given in.

    `comment_key` holds within its mart. `suggested` are theme ids that the words hint at; `own` are those that the
    reader has confirmed (null: not coded yet, empty: coded as holding none); `held` are those of the latest coding,
    shown only to a reader who has coded the comment, so that readers judge apart.
    """

    comment_key: int
    text: str
    question: str | None
    service_code: str | None
    unit_code: str | None
    channel: str | None
    respondent: str | None
    answered_on: date | None
    suggested: _Themes
    own: _Themes | None
    held: _Themes | None
    coder_count: int


@dataclass(frozen=True)
class CommentPage:
    """One page of the comments, newest first, and how many there are and have been read in all."""

    comments: tuple[ReadableComment, ...]
    comment_count: int
    read_count: int

    @property
    def page_count(self) -> int:
        """Pages there are, at least one."""
        return max(1, -(-self.comment_count // COMMENTS_PER_PAGE))


def read_page(mart: Mart, filters: Filters, reader: Reader, page_number: int = 0) -> CommentPage:
    """A page of open comments inside the reader's scope; the first is 0. The caller logs it before showing it.

    Raises:
        UserError: the role may not read comments, its scope covers nothing, or the codings can not be read.
    """
    found = comments_with_keys(mart, filters, reader.role, reader.scope)
    found = found.with_columns(question_key=pl.col("question").fill_null(""))
    codings = theme_codings.latest_codings(mart.settings)
    key = ("controller", "response_id", "question_key")
    coded = codings.select("controller", "response_id", question_key="question").unique()
    read_count = found.join(coded, on=list(key), how="semi").height
    rows = found.slice(page_number * COMMENTS_PER_PAGE, COMMENTS_PER_PAGE).to_dicts()
    themes = load_themes(mart.settings)
    by_comment = _codings_of(codings)
    comments = tuple(
        _readable(row, by_comment.get(tuple(row[name] for name in key), []), themes, reader) for row in rows
    )
    return CommentPage(comments, found.height, read_count)


_Coding = tuple[int, str, _Themes]
"""Number of the act, coder, themes."""


def _codings_of(codings: pl.DataFrame) -> dict[tuple[str, ...], list[_Coding]]:
    """What each coder says now, comment by comment, the latest act last."""
    acts = codings.group_by(*COMMENT_KEY, "coding_id", "coder").agg(pl.col("theme_id").drop_nulls().sort())
    found: dict[tuple[str, ...], list[_Coding]] = {}
    for *comment, coding_id, coder, theme_ids in acts.sort("coding_id").iter_rows():
        found.setdefault(tuple(comment), []).append((coding_id, coder, tuple(theme_ids)))
    return found


def _readable(
    row: Mapping[str, Any], codings: list[_Coding], themes: tuple[Theme, ...], reader: Reader
) -> ReadableComment:
    own = next((theme_ids for _, coder, theme_ids in codings if coder == reader.name), None)
    told = ("comment_key", "text", "question", "service_code", "unit_code", "channel", "respondent", "answered_on")
    return ReadableComment(
        **{name: row[name] for name in told},
        suggested=_suggested(row["text"], themes),
        own=own,
        held=codings[-1][2] if own is not None else None,
        coder_count=len(codings),
    )


def _suggested(text: str, themes: tuple[Theme, ...]) -> _Themes:
    from tyokyky.feedback.theme_suggestions import suggested_themes  # noqa: PLC0415 - its word lists take seconds

    return suggested_themes(text, themes)


def code_comment(mart: Mart, comment_key: int, reader: Reader, theme_ids: Iterable[str]) -> None:
    """Writes down which themes the reader sees in a comment of this mart.

    Raises:
        UserError: the reader may not read that comment, a theme is not in the codebook, or nothing can be written.
    """
    found = comments_with_keys(mart, Filters(), reader.role, reader.scope).filter(pl.col("comment_key") == comment_key)
    if found.is_empty():
        raise UserError("Kommenttia ei ole tai se ei kuulu rajaukseesi: avaa kommentit uudelleen.")
    row = found.row(0, named=True)
    key = CommentKey(row["controller"], row["response_id"], row["question"] or "")
    theme_codings.record_coding(mart.settings, key, reader.name, theme_ids, load_themes(mart.settings))


def theme_ids(mart: Mart) -> tuple[str, ...]:
    """Ids of the codebook's themes in its order."""
    return tuple(theme.theme_id for theme in load_themes(mart.settings))


def agreements(mart: Mart) -> tuple[CoderPair, ...]:
    """How every two coders who have coded the same comments agree, theme by theme.

    Raises:
        UserError: the codings can not be read.
    """
    return theme_codings.agreements(mart.settings)
