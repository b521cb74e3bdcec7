"""No byte of a release tells of a person, or of a number that it hides."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.council.reading import LANGUAGES, Reader
from tests.ingest.deliveries import CLIENT, COMMENT, CONTROLLER, PERIOD, RESPONSE, Home, changed
from tests.release_ledger.desks import approved, bytes_of, hand, quick

from tyokyky.domain.releases import TOTAL, Dimension, TableLayout
from tyokyky.domain.themes import CommentKey
from tyokyky.feedback.theme_codings import record_coding
from tyokyky.release import approval
from tyokyky.release.folders import ShownTable, hashes, read_folder, table_facts, write_tables
from tyokyky.release.tables.counting import with_totals
from tyokyky.release.tables.quarters import first_day, quarter_of
from tyokyky.reporting.deliveries import build
from tyokyky.settings import Settings
from tyokyky.store.themes import load_themes

NAME, CODE, SAID = "KANARIALINTU", "131052-308T", "Kanarialintu lauloi keväällä"
TODAY = datetime.now(UTC).date()
LONG_AGO = TODAY - timedelta(days=230)


def _axis(name: str, codes: str, *, discloses: bool = False) -> Dimension:
    return Dimension(name, (TOTAL, *codes), dict.fromkeys(codes, (TOTAL,)), discloses)


LAYOUT = TableLayout("t", "exits", "exit", (_axis("joint", "abc"), _axis("outcome", "xyz", discloses=True)))


def _leaves(seed: int) -> pl.DataFrame:
    drawn = np.random.default_rng(seed).integers(0, 12, 9)
    rows = [(joint, outcome, int(count)) for (joint, outcome), count in zip(_product(), drawn, strict=True)]
    return pl.DataFrame(rows, schema=["joint", "outcome", "count"], orient="row")


def _product() -> list[tuple[str, str]]:
    return [(joint, outcome) for joint in "abc" for outcome in "xyz"]


def _folder(path: Path, counts: np.ndarray, shown: np.ndarray) -> dict[str, str]:
    table = ShownTable(LAYOUT, counts, shown, np.where(shown, counts, 0), np.where(shown, counts, 9))
    write_tables(path, [table])
    return hashes(path)


@pytest.mark.parametrize("seed", range(20))
def test_two_data_sets_with_the_same_release_give_the_same_bytes(tmp_path: Path, seed: int) -> None:
    """Two joints and two outcomes trade a person round a square: every total stays, and the square is protected."""
    first = with_totals(LAYOUT, _leaves(seed))
    second = first.copy()
    for at, by in (((1, 1), 1), ((1, 2), -1), ((2, 1), -1), ((2, 2), 1)):
        second[at] += by
    shown = np.ones(LAYOUT.shape, np.bool_)
    shown[1:3, 1:3] = False
    assert (first != second).sum() == 4
    one, other = _folder(tmp_path / "one", first, shown), _folder(tmp_path / "other", second, shown)
    assert one == other
    assert table_facts(tmp_path / "one", LAYOUT) == table_facts(tmp_path / "other", LAYOUT)


def test_rows_stand_in_the_order_of_the_codes_and_say_what_is_shown(tmp_path: Path) -> None:
    counts = with_totals(LAYOUT, _leaves(3))
    shown = np.ones(LAYOUT.shape, np.bool_)
    shown[3, 2] = False
    _folder(tmp_path / "one", counts, shown)
    rows = pl.read_parquet(tmp_path / "one" / "tables" / "t.parquet")
    assert rows.columns == ["joint", "outcome", "count", "lower", "upper"]
    assert rows.select("joint", "outcome").rows() == list(LAYOUT.cells())
    assert rows.filter(joint="c", outcome="y").select("count", "lower", "upper").rows() == [(None, 0, 9)]
    told = rows.filter(pl.col("count").is_not_null())
    assert (told["count"] == told["lower"]).all()
    assert (told["count"] == told["upper"]).all()
    assert told.height == rows.height - 1


def test_the_same_county_twice_gives_the_same_folder_and_ledger(fresh_home: Path, tmp_path: Path) -> None:
    homes = []
    for name in ("one", "other"):
        shutil.copytree(fresh_home, tmp_path / name)
        settings = Settings.of_home(tmp_path / name)
        with quick():
            approval.publish(settings, approved(settings), hand())
        homes.append(settings)
    assert bytes_of(homes[0]) == bytes_of(homes[1])


@pytest.fixture(scope="module")
def canary_home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A county of twelve people called by the canary, who all said its words; eight of these are coded."""
    home = Home(Settings.of_home(tmp_path_factory.mktemp("canary") / "koti"))
    people = {f"V-{number}": f"{CODE}{NAME}{number}" for number in range(12)}
    # An earlier stay opens the first whole quarter.
    stays = [(LONG_AGO - timedelta(days=days), LONG_AGO - timedelta(days=days - 30)) for days in (400, 30)]
    periods = [
        changed(PERIOD, period_id=f"{who}-{start}", client_id=who, started_on=str(start), ended_on=str(end))
        for who in people.values()
        for start, end in stays
    ]
    forms = [
        changed(RESPONSE, response_id=form, client_id=who, answered_on=str(LONG_AGO)) for form, who in people.items()
    ]
    home.deliver([changed(CLIENT, client_id=who) for who in people.values()], TODAY)
    home.deliver(periods, TODAY)
    home.deliver(forms, TODAY)
    home.deliver([changed(COMMENT, response_id=form, text=f"{SAID} {form}") for form in people], TODAY)
    build(home.settings)
    themes = load_themes(home.settings)
    for form in [*people][:8]:
        key = CommentKey(CONTROLLER, form, COMMENT["question"])
        record_coding(home.settings, key, "tiimi", ["bouncing"], themes)
    return home.settings


@pytest.fixture(scope="module")
def canary_release(canary_home: Settings) -> Path:
    with quick():
        return approval.publish(canary_home, approved(canary_home), hand())


def test_no_byte_tells_of_a_person(canary_home: Settings, canary_release: Path) -> None:
    everything = [path for path in (canary_home.home / "releases").rglob("*") if path.is_file()]
    assert canary_release / "manifest.json" in everything
    for word in (NAME, CODE, "Kanarialintu", "V-1", "tiimi"):
        assert [path.name for path in everything if word.encode() in path.read_bytes()] == []


def test_no_answer_to_the_council_tells_of_a_person(canary_release: Path) -> None:
    reader, tables = Reader.of(canary_release.parent), read_folder(canary_release).tables
    paths = [*(f"/?lang={one}" for one in LANGUAGES), *(f"/table/{canary_release.name}/{name}.csv" for name in tables)]
    answers = {path: reader.get(path) for path in paths}
    assert {one.status for one in answers.values()} == {200}
    for word in (NAME, CODE, "Kanarialintu", "V-1", "tiimi"):
        assert [path for path, one in answers.items() if word.encode() in one.body + repr(one.headers).encode()] == []


def test_the_canary_was_counted(canary_release: Path) -> None:
    tables = read_folder(canary_release).tables
    exits = tables["exits_by_joint"].filter(pl.col("quarter") == quarter_of(LONG_AGO))
    assert exits.filter(joint="KTT", outcome="dropped")["count"].to_list() == [12]
    said = tables["themes"].filter(theme="bouncing", quarter=quarter_of(LONG_AGO))
    assert said["count"].to_list() == [8]
    forms = tables["answers_planning"].filter(quarter=quarter_of(LONG_AGO))
    assert forms.filter(answer_planning="_total")["count"].to_list() == [12]


def test_a_quarter_whose_comments_may_have_expired_has_no_themes(canary_release: Path) -> None:
    oldest = min(read_folder(canary_release).tables["themes"]["quarter"].unique())
    assert first_day(oldest) >= TODAY - timedelta(days=365)
    assert min(read_folder(canary_release).tables["exits_by_age_band"]["quarter"].unique()) < oldest
