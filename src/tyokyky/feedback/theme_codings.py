"""Themes that people have confirmed or changed, act by act, and how well two of them agree."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Final

import polars as pl

from tyokyky.domain.errors import UserError
from tyokyky.domain.themes import Agreement, CoderPair, CommentKey, NewCoding, Theme
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


def record_coding(
    settings: Settings, comment: CommentKey, coder: str, theme_ids: Iterable[str], themes: Iterable[Theme]
) -> None:
    """Writes down which themes a coder sees in a comment; an earlier act of the coder stays known but holds no more.

    Raises:
        UserError: a theme is not in the codebook, or the store is held by another or can not be written.
    """
    record_codings(settings, [NewCoding(comment, coder, frozenset(theme_ids))], themes)


def record_codings(settings: Settings, codings: Sequence[NewCoding], themes: Iterable[Theme]) -> None:
    """Writes down many acts in their order, all or none; the last on a comment holds.

    Raises:
        UserError: a theme is not in the codebook, or the store is held by another or can not be written.
    """
    known = {theme.theme_id for theme in themes}
    if any(not coding.theme_ids <= known for coding in codings):
        raise UserError("Teemaa ei ole koodikirjassa: valitse teema luettelosta.")
    if not codings:
        return
    with open_codevelopment(settings.codevelopment_path, settings.wait_seconds) as store, transaction(store):
        numbers = query.frame(store, PACKAGE, "next_coding_ids", {"count": len(codings)})["coding_id"].to_list()
        with query.visible_as(store, "act", _acts(codings, numbers)):
            query.execute(store, PACKAGE, "record_coding")
        with query.visible_as(store, "mark", _marks(codings, numbers)):
            query.execute(store, PACKAGE, "record_mark")


def _acts(codings: Sequence[NewCoding], numbers: Sequence[int]) -> pl.DataFrame:
    keys = [coding.comment for coding in codings]
    return pl.DataFrame(
        {
            "coding_id": numbers,
            **{name: [getattr(key, name) for key in keys] for name in COMMENT_KEY},
            "coder": [coding.coder for coding in codings],
        }
    ).with_columns(coded_at=pl.lit(datetime.now(UTC).replace(tzinfo=None)))


def _marks(codings: Sequence[NewCoding], numbers: Sequence[int]) -> pl.DataFrame:
    rows = [
        (number, theme) for number, coding in zip(numbers, codings, strict=True) for theme in sorted(coding.theme_ids)
    ]
    return pl.DataFrame(rows, schema={"coding_id": pl.Int64, "theme_id": pl.String}, orient="row")


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
