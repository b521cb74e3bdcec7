"""Open comments of the synthetic county: what is said leans on the planted causes. No comment is of a person.

A comment at the weak joint tells of being bounced with probability bouncing_weak, any other with bouncing_other. What
the rest tell of is drawn by whether planning was realised. In a null county neither place nor planning matters.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.random import Generator
from numpy.typing import NDArray

from tyokyky.demo.columns import IntArray, drawn, ids
from tyokyky.demo.comment_words import BOUNCING, NO_THEME, CommentWords
from tyokyky.demo.planting import Booleans
from tyokyky.demo.scene import Scene
from tyokyky.demo.sheets import OWN_ITEMS, item_ids_of
from tyokyky.domain.instruments import Respondents

Texts = NDArray[np.object_]
_NONE: Final = 0
"""Number of NO_THEME."""


@dataclass(frozen=True)
class Comments:
    """Comments in the order of their sheets, with what they were made to tell of."""

    response_id: pl.Series
    text: pl.Series
    day: IntArray
    themes: tuple[frozenset[str], ...]
    """Theme ids of each comment; empty for one that holds none."""

    @property
    def frame(self) -> pl.DataFrame:
        """Table of comments in canonical columns."""
        return pl.DataFrame({"response_id": self.response_id, "text": self.text})


def draw_comments(scene: Scene, answers: pl.DataFrame, rng: Generator) -> Comments:
    """Comments on part of the clients' own sheets, linked and anonymous alike.

    `answers`: the county's answers with sheet, spell, respondent, item_id and answered_on.
    """
    words = CommentWords.shipped()
    sheets = _own_sheets(answers)
    chosen = sheets.filter(pl.Series(rng.random(sheets.height) < words.number("amounts", "share")))
    first = _first_themes(scene, words, chosen["spell"].to_numpy(), rng)
    second = _second_themes(scene, words, chosen["spell"].to_numpy(), first, rng)
    told = [{words.themes[one], words.themes[two]} - {NO_THEME} for one, two in zip(first, second, strict=True)]
    return Comments(
        response_id=ids("R", chosen["sheet"].to_numpy() + 1, 8),
        text=_texts(words, first, second, rng),
        day=chosen["answered_on"].cast(pl.Int32).to_numpy(),
        themes=tuple(frozenset(themes) for themes in told),
    )


def _own_sheets(answers: pl.DataFrame) -> pl.DataFrame:
    """One row a sheet of the own items that a client filled in, in the order of their numbers."""
    of_client = answers.filter(
        pl.col("respondent").cast(pl.String) == Respondents.CLIENT.value,
        pl.col("item_id").cast(pl.String).is_in(item_ids_of(OWN_ITEMS)),
    )
    return of_client.group_by("sheet").agg(pl.first("spell", "answered_on")).sort("sheet")


def _first_themes(scene: Scene, words: CommentWords, spell: IntArray, rng: Generator) -> IntArray:
    at_weak_joint = np.zeros(spell.size, dtype=np.bool_) if scene.planting.null else _at_weak_joint(scene, spell)
    shares = [words.number("planted", f"bouncing_{name}") for name in ("weak", "other")]
    bounced = rng.random(spell.size) < np.where(at_weak_joint, *shares)
    silent = rng.random(spell.size) < words.number("amounts", "neutral_share")
    by_planning = _by_planning(scene, words, spell, rng)
    return np.where(bounced, words.themes.index(BOUNCING), np.where(silent, _NONE, by_planning))


def _at_weak_joint(scene: Scene, spell: IntArray) -> Booleans:
    knobs, spells = scene.knobs, scene.journeys.spells
    of_service = spells.service[spell] == knobs.service_number(knobs.weak_service)
    return np.asarray(of_service & scene.clients.weak_place[spells.client[spell]], dtype=np.bool_)


def _by_planning(scene: Scene, words: CommentWords, spell: IntArray, rng: Generator) -> IntArray:
    uniform, planned = rng.random(spell.size), scene.journeys.spells.planned[spell]
    if scene.planting.null:
        planned = rng.random(spell.size) < scene.planting.planned_share
    when_planned, when_not = (drawn(words.weights(name), uniform) for name in ("planned", "unplanned"))
    return np.where(planned, when_planned, when_not)


def _second_themes(scene: Scene, words: CommentWords, spell: IntArray, first: IntArray, rng: Generator) -> IntArray:
    """A second theme for part of the comments; being bounced comes alone, so that its share stays as planted."""
    second = _by_planning(scene, words, spell, rng)
    has = rng.random(spell.size) < words.number("amounts", "second_theme_share")
    has &= (first != _NONE) & (first != words.themes.index(BOUNCING)) & (second != first)
    return np.where(has, second, _NONE)


def _texts(words: CommentWords, first: IntArray, second: IntArray, rng: Generator) -> pl.Series:
    opened = (rng.random(first.size) < words.number("amounts", "opened_share")) & (first != _NONE)
    opening = _chosen(words.openings, first.size, rng)
    begin = np.where(opened, opening + " ", "")
    end = np.where(second != _NONE, " " + _sentences(words, second, rng), "")
    return pl.Series("text", (begin + _sentences(words, first, rng) + end).tolist(), dtype=pl.String)


def _sentences(words: CommentWords, theme: IntArray, rng: Generator) -> Texts:
    """A sentence for each theme number."""
    said = np.empty(theme.size, dtype=object)
    for number, name in enumerate(words.themes):
        rows = np.flatnonzero(theme == number)
        said[rows] = _chosen(words.sentences(name), rows.size, rng)
    return said


def _chosen(sentences: Sequence[str], count: int, rng: Generator) -> Texts:
    return np.array(sentences, dtype=object)[rng.integers(len(sentences), size=count)]
