"""Themes that people have confirmed or changed, act by act, and how well two of them agree."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import polars as pl

from tyokyky.domain.errors import UserError
from tyokyky.domain.themes import Agreement, CoderPair, Theme
from tyokyky.settings import Settings
from tyokyky.store import query
from tyokyky.store.codevelopment import open_codevelopment
from tyokyky.store.connection import transaction

PACKAGE: Final = "tyokyky.feedback"
COMMENT_KEY: Final = ("controller", "response_id", "question")
_CODING: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    **dict.fromkeys(COMMENT_KEY, pl.String),
    "coder": pl.String,
    "coding_id": pl.Int64,
    "coded_at": pl.Datetime("us"),
    "theme_id": pl.String,
}


@dataclass(frozen=True)
class CommentKey:
    """What one comment is known by."""

    controller: str
    response_id: str
    question: str


def record_coding(
    settings: Settings, comment: CommentKey, coder: str, theme_ids: Iterable[str], themes: Iterable[Theme]
) -> None:
    """Writes down which themes a coder sees in a comment; an earlier act of the coder stays known but holds no more.

    Raises:
        UserError: a theme is not in the codebook, or the store is held by another or can not be written.
    """
    chosen = sorted(set(theme_ids))
    if not set(chosen) <= {theme.theme_id for theme in themes}:
        raise UserError("Teemaa ei ole koodikirjassa: valitse teema luettelosta.")
    act: dict[str, query.Value] = {
        "controller": comment.controller,
        "response_id": comment.response_id,
        "question": comment.question,
        "coder": coder,
        "coded_at": datetime.now(UTC).replace(tzinfo=None),
    }
    with open_codevelopment(settings.codevelopment_path, settings.wait_seconds) as store, transaction(store):
        coding_id = query.row(store, PACKAGE, "record_coding", act)["coding_id"]
        for theme_id in chosen:
            query.execute(store, PACKAGE, "record_mark", {"coding_id": coding_id, "theme_id": theme_id})


def latest_codings(settings: Settings) -> pl.DataFrame:
    """What each coder says now of each comment.

    Returns:
        controller, response_id, question, coder, coding_id, coded_at (UTC), theme_id; one row per comment × coder ×
        theme, theme_id null where the coder sees none.
    """
    if not settings.codevelopment_path.exists():
        return pl.DataFrame(schema=_CODING)  # who only reads makes no store
    with open_codevelopment(settings.codevelopment_path, settings.wait_seconds) as store:
        return query.frame(store, PACKAGE, "latest_coding")


def themes_per_comment(codings: pl.DataFrame) -> pl.DataFrame:
    """Themes that hold now: those of the latest act on each comment, whoever's it is.

    Returns:
        controller, response_id, question, theme_id (null where the comment was read and holds none), coder.
    """
    latest = codings.filter(pl.col("coding_id") == pl.col("coding_id").max().over(COMMENT_KEY))
    return latest.select(*COMMENT_KEY, "theme_id", "coder").sort(*COMMENT_KEY, "theme_id")


def agreements(settings: Settings) -> tuple[CoderPair, ...]:
    """How every two coders who have coded the same comments agree, theme by theme."""
    if not settings.codevelopment_path.exists():
        return ()
    with open_codevelopment(settings.codevelopment_path, settings.wait_seconds) as store:
        rows = query.frame(store, PACKAGE, "agreement")
    pairs: dict[tuple[str, str], list[tuple[str, Agreement]]] = {}
    for row in rows.iter_rows(named=True):
        counts = {name: row[name] for name in ("comment_count", "both_count", "first_only_count", "second_only_count")}
        pairs.setdefault((row["first_coder"], row["second_coder"]), []).append((row["theme_id"], Agreement(**counts)))
    return tuple(CoderPair(first, second, tuple(per_theme)) for (first, second), per_theme in pairs.items())
