"""Random comments and codings: the figure's counts are those of the plain twin, for every key and filter."""

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.reference.themes import Act, Comment, counted

from tyokyky.analysis import themes
from tyokyky.domain.filters import Breakdown, Filters, Key
from tyokyky.domain.themes import CommentKey
from tyokyky.feedback.theme_codings import latest_codings, record_coding, themes_per_comment
from tyokyky.settings import Settings
from tyokyky.store import query
from tyokyky.store.connection import open_in_memory
from tyokyky.store.themes import shipped_themes

THEMES = shipped_themes()[:4]
KINDS = {theme.theme_id: theme.kind.value for theme in THEMES}
FIRST_DAY = date(2025, 11, 1)
FILTERS: list[dict[str, Any]] = [
    {},
    {"service": "KTT"},
    {"municipality": "unknown"},
    {"unit": "U1"},
    {"since": date(2025, 12, 15)},
    {"until": date(2026, 1, 15), "municipality": "398"},
]


def comments_of(rng: random.Random) -> list[Comment]:
    made = []
    for number in range(rng.choice((0, 3, 40, 90))):
        day = FIRST_DAY + timedelta(days=rng.randrange(120)) if rng.random() < 0.9 else None
        key = (rng.choice(("hva", "kela")), f"V-{number % 30}", ("", "Perustelut")[number >= 30])
        service, place = rng.choice(("KTT", "THV", None)), rng.choice(("398", "111", None))
        made.append(Comment(key, service, place, rng.choice(("U1", None)), rng.choice(("survey", None)), day))
    return list({one.key: one for one in made}.values())


def acts_of(rng: random.Random, comments: list[Comment]) -> list[Act]:
    choices = [*KINDS, "dropped_theme"]
    return [
        Act(rng.choice(comments).key, rng.choice("ab"), frozenset(rng.sample(choices, rng.randrange(3))))
        for _ in range(rng.choice((0, 5, 60)) if comments else 0)
    ]


def frames(comments: list[Comment], acts: list[Act]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The mart's comments, and what the store of codings would say of each."""
    text = pl.String
    names = ("controller", "response_id", "question", "service_code", "municipality_code", "unit_code", "channel",
             "respondent", "phase")  # fmt: skip
    schema = dict.fromkeys(names, text)
    rows = [(*one.key[:2], one.key[2] or None, one.service, one.municipality, one.unit, one.channel, None, None,
             one.answered_on) for one in comments]  # fmt: skip
    codings = [
        (*act.key, act.coder, number, theme) for number, act in enumerate(acts) for theme in (act.themes or {None})
    ]
    known = {"controller": text, "response_id": text, "question": text, "coder": text}
    made = pl.DataFrame(codings, {**known, "coding_id": pl.Int64, "theme_id": text}, orient="row")
    last = pl.col("coding_id") == pl.col("coding_id").max().over("controller", "response_id", "question", "coder")
    return pl.DataFrame(rows, {**schema, "answered_on": pl.Date}, orient="row"), made.filter(last)


@pytest.mark.parametrize("seed", range(12))
def test_counts_are_those_of_the_twin(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - test data
    comments = comments_of(rng)
    acts = acts_of(rng, comments)
    comment, codings = frames(comments, acts)
    codebook = pl.DataFrame({"theme_id": list(KINDS), "kind": list(KINDS.values()), "place": range(len(KINDS))})
    held = themes_per_comment(codings).drop("coder")
    with open_in_memory() as store:
        query.create(store, "comment", comment)
        with query.visible_as(store, themes.CODING, held), query.visible_as(store, themes.THEME, codebook):
            for by in (None, Key.MUNICIPALITY, Key.UNIT, Key.CHANNEL, Key.QUARTER, Key.YEAR):
                for wanted in FILTERS:
                    found = themes.themes(store, Filters(**wanted), Breakdown(by) if by else None)
                    expected, unread = counted(comments, acts, KINDS, by, wanted)
                    assert rows_of(found) == expected
                    assert set(found["unread_count"]) <= {unread}


def rows_of(found: pl.DataFrame) -> dict[tuple[str, str, str, str], tuple[int, int]]:
    rows = {}
    for row in found.to_dicts():
        key = (row["service_code"], row["theme_id"], row["kind"], row["breakdown_value"])
        assert key not in rows
        rows[key] = (row["theme_count"], row["comment_count"])
        assert row["share"] == (row["theme_count"] / row["comment_count"] if row["comment_count"] else None)
    return rows


def test_the_store_holds_what_the_twin_holds(tmp_path: Path) -> None:
    rng = random.Random(5)  # noqa: S311 - test data
    settings = Settings.of_home(tmp_path)
    acts = [
        Act(
            ("hva", f"V-{rng.randrange(4)}", ""), rng.choice("ab"), frozenset(rng.sample(list(KINDS), rng.randrange(3)))
        )
        for _ in range(15)
    ]
    for act in acts:
        record_coding(settings, CommentKey(*act.key), act.coder, act.themes, THEMES)
    by_hand = {
        (*act.key[1:2], theme) for act in {act.key: act for act in acts}.values() for theme in act.themes or {None}
    }
    held = themes_per_comment(latest_codings(settings))
    assert set(held.select("response_id", "theme_id").iter_rows()) == by_hand
