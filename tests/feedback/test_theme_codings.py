"""Codings are kept act by act, hold by the latest, and survive several coders at once."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl
import pytest

from tyokyky.domain.errors import UserError
from tyokyky.domain.themes import Agreement, CommentKey
from tyokyky.feedback.theme_codings import (
    agreements,
    latest_codings,
    record_coding,
    themes_per_comment,
)
from tyokyky.settings import Settings
from tyokyky.store.themes import shipped_themes

THEMES = shipped_themes()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.of_home(tmp_path)


def comment(number: int) -> CommentKey:
    return CommentKey("kunta", f"V-{number}", "Perustelut")


def held(settings: Settings) -> set[tuple[str, str | None]]:
    rows = themes_per_comment(latest_codings(settings))
    return set(rows.select("response_id", "theme_id").iter_rows())


def test_a_coding_holds_with_all_its_themes(settings: Settings) -> None:
    record_coding(settings, comment(1), "tiimi", ["timing", "bouncing", "timing"], THEMES)
    assert held(settings) == {("V-1", "bouncing"), ("V-1", "timing")}


def test_the_latest_act_holds_and_the_earlier_stays_in_the_store(settings: Settings) -> None:
    record_coding(settings, comment(1), "tiimi", ["bouncing"], THEMES)
    record_coding(settings, comment(1), "tiimi", ["timing"], THEMES)
    assert held(settings) == {("V-1", "timing")}
    assert latest_codings(settings)["coding_id"].to_list() == [2]


def test_a_comment_read_without_a_theme_is_told_from_one_not_read(settings: Settings) -> None:
    record_coding(settings, comment(1), "tiimi", [], THEMES)
    assert held(settings) == {("V-1", None)}


def test_of_two_coders_the_later_holds_and_both_are_kept(settings: Settings) -> None:
    record_coding(settings, comment(1), "a", ["bouncing"], THEMES)
    record_coding(settings, comment(1), "b", ["access"], THEMES)
    assert held(settings) == {("V-1", "access")}
    assert set(latest_codings(settings)["coder"]) == {"a", "b"}


def test_same_id_of_two_controllers_is_two_comments(settings: Settings) -> None:
    record_coding(settings, CommentKey("kunta", "V-1", ""), "a", ["bouncing"], THEMES)
    record_coding(settings, CommentKey("kela", "V-1", ""), "a", ["access"], THEMES)
    rows = themes_per_comment(latest_codings(settings))
    assert set(rows.select("controller", "theme_id").iter_rows()) == {("kunta", "bouncing"), ("kela", "access")}


def test_a_theme_outside_the_codebook_is_refused_and_nothing_is_written(settings: Settings) -> None:
    with pytest.raises(UserError, match="koodikirjassa"):
        record_coding(settings, comment(1), "tiimi", ["bouncing", "unheard_of"], THEMES)
    assert latest_codings(settings).is_empty()


def test_nothing_coded_is_an_empty_answer(settings: Settings) -> None:
    assert latest_codings(settings).is_empty()
    assert agreements(settings) == ()


def test_coders_at_once_lose_nothing(settings: Settings) -> None:
    def code(number: int) -> None:
        record_coding(settings, comment(number), f"c{number % 3}", ["bouncing"], THEMES)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(code, range(24)))
    codings = latest_codings(settings)
    assert codings["coding_id"].n_unique() == 24
    assert codings["response_id"].n_unique() == 24


def test_agreement_of_two_coders_is_counted_comment_by_comment(settings: Settings) -> None:
    """Of ten comments: both see it in 4, the first alone in 1, the second alone in 2, neither in 3."""
    first = [1, 2, 3, 4, 5]
    second = [1, 2, 3, 4, 6, 7]
    for number in range(1, 11):
        record_coding(settings, comment(number), "a", ["trust"] if number in first else [], THEMES)
        record_coding(settings, comment(number), "b", ["trust"] if number in second else [], THEMES)
    record_coding(settings, comment(99), "a", ["trust"], THEMES)
    (pair,) = agreements(settings)
    assert (pair.first, pair.second) == ("a", "b")
    assert pair.per_theme == (("trust", Agreement(10, 4, 1, 2)),)
    assert dict(pair.per_theme)["trust"].neither_count == 3


def test_agreement_follows_the_latest_acts(settings: Settings) -> None:
    for themes in (["trust"], ["heard"]):
        record_coding(settings, comment(1), "a", themes, THEMES)
    record_coding(settings, comment(1), "b", ["heard"], THEMES)
    (pair,) = agreements(settings)
    assert pair.per_theme == (("heard", Agreement(1, 1, 0, 0)),)


@pytest.mark.parametrize(
    ("counts", "kappa"),
    [
        # The common textbook table: 20 yes–yes, 5 yes–no, 10 no–yes, 15 no–no.
        (Agreement(50, 20, 5, 10), 0.4),
        # Same observed agreement, other habits: chance does more of it.
        (Agreement(100, 45, 15, 25), 0.1304347826),
        (Agreement(100, 25, 35, 5), 0.2592592593),
        (Agreement(10, 5, 0, 0), 1.0),
        (Agreement(10, 0, 5, 5), -1.0),
    ],
)
def test_kappa(counts: Agreement, kappa: float) -> None:
    assert counts.kappa == pytest.approx(kappa, abs=1e-9)


@pytest.mark.parametrize("counts", [Agreement(0, 0, 0, 0), Agreement(7, 7, 0, 0), Agreement(7, 0, 0, 0)])
def test_kappa_is_not_made_up_where_there_is_nothing_to_tell_apart(counts: Agreement) -> None:
    assert counts.kappa is None


def test_frames_have_their_columns(settings: Settings) -> None:
    record_coding(settings, comment(1), "a", [], THEMES)
    codings = latest_codings(settings)
    expected = ["controller", "response_id", "question", "coder", "coding_id", "coded_at", "theme_id"]
    assert codings.columns == expected
    assert codings.schema["coded_at"] == pl.Datetime("us")
