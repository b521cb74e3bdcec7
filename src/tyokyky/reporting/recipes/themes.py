"""The figure of what is talked about in the comments that somebody has read."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from tyokyky.analysis import themes
from tyokyky.domain.filters import COMMENT_KEYS
from tyokyky.domain.messages import Message
from tyokyky.domain.question import Question
from tyokyky.domain.themes import ThemeKind
from tyokyky.feedback.theme_codings import COMMENT_KEY, latest_codings, themes_per_comment
from tyokyky.privacy.theme_numbers import protect_themes
from tyokyky.reporting.answer_findings import is_of_answers
from tyokyky.reporting.recipes.recipe import Beside, Recipe
from tyokyky.reporting.shapes import Shape
from tyokyky.settings import Settings
from tyokyky.store import codevelopment
from tyokyky.store.themes import load_themes


def _beside(settings: Settings) -> Mapping[str, pl.DataFrame]:
    """Themes that hold now, and the codebook in its order."""
    codebook = load_themes(settings)
    return {
        themes.CODING: themes_per_comment(latest_codings(settings)).select(*COMMENT_KEY, "theme_id"),
        themes.THEME: pl.DataFrame(
            {
                "theme_id": [theme.theme_id for theme in codebook],
                "kind": [theme.kind.value for theme in codebook],
                "place": range(len(codebook)),
            },
            schema={"theme_id": pl.String, "kind": pl.String, "place": pl.Int64},
        ),
    }


def find_themes(shown: pl.DataFrame) -> Message:
    """The problem that the largest share of a service's read comments tells of; else what works; else why none is."""
    if shown.is_empty():
        return Message("finding.themes.none")
    if shown.filter(pl.col("comment_count").is_null() | (pl.col("comment_count") > 0)).is_empty():
        return Message("finding.themes.unread", {"unread_count": shown["unread_count"][0]})
    known = shown.filter(pl.col("share") > 0)
    if known.is_empty():
        return Message("finding.hidden" if shown["theme_count"].null_count() else "finding.themes.nothing")
    is_problem = pl.col("kind") == ThemeKind.PROBLEM.value
    order = known.sort(~is_problem, -pl.col("share"), -pl.col("theme_count"), "service_code", "theme_id")
    first = order.row(0, named=True)
    return Message(
        "finding.themes",
        {
            "theme_code": first["theme_id"],
            "service_code": first["service_code"],
            "theme_count": first["theme_count"],
            "comment_count": first["comment_count"],
            "share": first["share"],
        },
    )


def _caveats(shown: pl.DataFrame, exact: pl.DataFrame) -> list[Message]:
    """How many comments nobody has read: they are in no number."""
    if exact.is_empty() or exact["unread_count"][0] == 0 or (exact["comment_count"] == 0).all():
        return []
    return [Message("caveat.themes_unread", {"count": shown["unread_count"][0]})]


def _protect(exact: pl.DataFrame, asked: Question) -> pl.DataFrame:
    return protect_themes(exact, adds_up=asked.by is not None)


RECIPES: Final = {
    "themes": Recipe(
        shape=Shape(
            {
                "service": "service_code",
                "theme": "theme_id",
                "kind": "kind",
                "by": "breakdown_value",
                "n": "theme_count",
                "comments": "comment_count",
                "share": "share",
            }
        ),
        compute=lambda connection, asked: themes.themes(connection, asked.filters, asked.by),
        protect=_protect,
        find=lambda shown, _: find_themes(shown),
        is_of=lambda _, asked, __: is_of_answers(asked.filters),
        caveats=_caveats,
        keys=COMMENT_KEYS,
        beside=Beside(_beside, lambda settings: codevelopment.mark_of(settings.codevelopment_path)),
    ),
}
