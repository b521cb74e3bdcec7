"""The synthetic comments: ours, of nobody, leaning on what is planted, and moving nothing else in the county."""

import re
from pathlib import Path

import polars as pl
import pytest
from tests.demo.county_reader import texts

from tyokyky.codevelopment.entries import latest_entries
from tyokyky.demo import County, generate
from tyokyky.demo.comment_words import NO_THEME, CommentWords
from tyokyky.demo.county import _streams
from tyokyky.demo.opening import open_county
from tyokyky.domain.codevelopment import Work
from tyokyky.domain.errors import UserError
from tyokyky.domain.filters import Breakdown, Filters
from tyokyky.domain.themes import CommentKey, NewCoding
from tyokyky.feedback.theme_codings import agreements, latest_codings, record_codings
from tyokyky.privacy.free_text import cleaned
from tyokyky.reporting.figures import exact_figure
from tyokyky.reporting.mart import current_mart
from tyokyky.settings import Settings
from tyokyky.store.themes import shipped_themes

WORDS = CommentWords.shipped()
THREE_STANDARD_ERRORS = 3.3
SENTENCES = [(theme, sentence) for theme in WORDS.themes for sentence in WORDS.sentences(theme)]


@pytest.fixture(scope="module")
def county() -> County:
    return generate(3000, seed=1)


def sheets_of(county: County) -> pl.DataFrame:
    """One row a sheet, with the comment on it where there is one."""
    sheets = texts(county.response).unique("response_id", keep="first", maintain_order=True)
    return sheets.join(county.comment, on="response_id", how="left")


def theme_of(text: str) -> set[str]:
    """Themes whose sentences stand in a comment, by a plain search."""
    return {theme for theme, sentence in SENTENCES if sentence in text}


def test_every_theme_of_the_codebook_has_sentences_of_its_own() -> None:
    assert set(WORDS.themes) == {NO_THEME, *(theme.theme_id for theme in shipped_themes())}
    assert min(len(WORDS.sentences(theme)) for theme in WORDS.themes) >= 6
    said = [sentence for _, sentence in SENTENCES] + list(WORDS.openings)
    assert len(set(said)) == len(said)


def test_no_sentence_names_anyone_or_holds_what_the_door_removes() -> None:
    said = pl.Series([*(sentence for _, sentence in SENTENCES), *WORDS.openings])
    assert cleaned(said).texts.equals(said)
    inside = [word for sentence in said for word in re.findall(r"\w+", sentence.split(" ", 1)[-1]) if word.istitle()]
    after_a_stop = {word for sentence in said for word in re.findall(r"[.:?] (\w+)", sentence)}
    assert [word for word in inside if word not in after_a_stop] == []
    assert not said.str.contains(r"\d").any()


@pytest.mark.parametrize("name", ["planned", "unplanned"])
def test_weights_are_of_themes_that_have_sentences(name: str) -> None:
    assert set(WORDS.values["weights"][name]) <= set(WORDS.themes) - {NO_THEME, "bouncing"}
    assert WORDS.weights(name).sum() == pytest.approx(1)


def test_part_of_the_clients_own_sheets_have_a_comment(county: County) -> None:
    sheets = sheets_of(county)
    commented = sheets.filter(pl.col("text").is_not_null())
    assert commented.height == county.comment.height == county.comment["response_id"].n_unique()
    assert 0.03 <= commented.height / sheets.height <= 0.06
    assert set(commented["respondent"]) == {"client"}
    assert commented["client_id"].null_count() > 0
    assert all(theme_of(text) for text in county.comment["text"])


def test_the_same_seed_says_the_same_and_another_seed_does_not() -> None:
    first, again, other = (generate(300, seed) for seed in (4, 4, 5))
    assert first.comment.equals(again.comment)
    assert first.codings == again.codings
    assert not first.comment.equals(other.comment)


def test_comments_move_no_other_draw() -> None:
    fewer, more = (_streams(3, count) for count in (8, 9))
    assert [one.random() for one in fewer] == [one.random() for one in more[:8]]


def test_the_second_reader_comes_first_and_the_newest_wait(county: County) -> None:
    first, second = WORDS.coders
    coders = [coding.coder for coding in county.codings]
    assert coders == [second] * coders.count(second) + [first] * coders.count(first)
    assert 0.2 < coders.count(second) / coders.count(first) < 0.6
    day = dict(sheets_of(county).select("response_id", "answered_on").iter_rows())
    read = {coding.comment.response_id for coding in county.codings}
    until = WORDS.values["coding"]["coded_until"]
    assert read == {comment for comment in county.comment["response_id"] if day[comment] <= until}
    assert 0 < county.comment.height - len(read) < len(read)


def test_the_first_reader_sees_what_the_words_say(county: County) -> None:
    said = dict(county.comment.iter_rows())
    codings = [coding for coding in county.codings if coding.coder == WORDS.coders[0]]
    assert [coding.theme_ids for coding in codings] == [
        frozenset(theme_of(said[coding.comment.response_id]) - {NO_THEME}) for coding in codings
    ]


def _share(shares: pl.DataFrame) -> tuple[float, int]:
    comments = int(shares["comments"].sum())
    return int(shares["n"].sum()) / comments, comments


@pytest.mark.parametrize("seed", [2, 3])
def test_bouncing_is_found_again_where_it_is_planted(tmp_path: Path, seed: int) -> None:
    settings, county = open_county(tmp_path / "home", clients=1500, seed=seed)
    truth = county.truth
    table = exact_figure(current_mart(settings), "themes", Filters(), Breakdown.parse("municipality")).table
    told = table.filter(pl.col("theme") == "bouncing", pl.col("municipality") != "unknown")
    weak = (pl.col("service") == truth.service) & pl.col("municipality").is_in(truth.weak_municipalities)
    for stated, rows in (
        (truth.bouncing_share_weak, told.filter(weak)),
        (truth.bouncing_share_other, told.filter(~weak)),
    ):
        found, count = _share(rows)
        assert abs(found - stated) < THREE_STANDARD_ERRORS * (stated * (1 - stated) / count) ** 0.5
    assert _share(told.filter(weak))[0] > _share(told.filter(~weak))[0]
    _readers_agree_in_part(settings)


def _readers_agree_in_part(settings: Settings) -> None:
    (pair,) = agreements(settings)
    assert (pair.first, pair.second) == WORDS.coders
    kappas = [agreement.kappa for _, agreement in pair.per_theme if agreement.kappa is not None]
    assert any(kappa < 1 for kappa in kappas)
    assert sum(kappas) / len(kappas) > 0.5


def test_in_a_null_county_bouncing_is_as_common_everywhere() -> None:
    county = generate(3000, seed=6, null=True)
    stated = county.truth.bouncing_share_weak
    assert stated == county.truth.bouncing_share_other
    told = sum("bouncing" in theme_of(text) for text in county.comment["text"]) / county.comment.height
    assert abs(told - stated) < THREE_STANDARD_ERRORS * (stated * (1 - stated) / county.comment.height) ** 0.5


def test_codings_and_works_of_an_earlier_county_give_way(tmp_path: Path) -> None:
    settings, earlier = open_county(tmp_path / "home", clients=60, seed=2)
    assert latest_codings(settings).height > 0
    works = [one.content for one in latest_entries(settings, Work)]
    settings, later = open_county(tmp_path / "home", clients=40, seed=3)
    assert earlier.codings != later.codings
    known = latest_codings(settings)
    assert set(known["response_id"]) == {coding.comment.response_id for coding in later.codings}
    assert known["coding_id"].max() == len(later.codings)
    assert [one.content for one in latest_entries(settings, Work)] == works
    assert len(works) == 2


def test_many_acts_are_written_all_or_none(tmp_path: Path) -> None:
    settings = Settings.of_home(tmp_path)
    keys = [CommentKey("kunta", f"V-{number}", "") for number in range(3)]
    right = [NewCoding(key, "koodaaja A", frozenset({"timing"})) for key in keys]
    with pytest.raises(UserError, match="koodikirjassa"):
        record_codings(settings, [*right, NewCoding(keys[0], "koodaaja A", frozenset({"vieras"}))], shipped_themes())
    assert latest_codings(settings).is_empty()
    record_codings(settings, [], shipped_themes())
    assert latest_codings(settings).is_empty()
    record_codings(settings, [*right, NewCoding(keys[0], "koodaaja A", frozenset())], shipped_themes())
    held = latest_codings(settings).select("response_id", "theme_id").rows()
    assert sorted(held, key=str) == [("V-0", None), ("V-1", "timing"), ("V-2", "timing")]
