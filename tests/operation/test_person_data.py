"""A person is told all that is stored about them and who has looked at it, and nothing of others."""

import io
import json
import shutil
import sys
from pathlib import Path

import pytest
from tests.homes import tyokyky
from tests.ingest.deliveries import CONTROLLER, Home
from tests.operation.rights_home import GONE, STAYS, pseudonym_of

from tyokyky.domain.errors import UserError
from tyokyky.domain.filters import Filters
from tyokyky.privacy import access_log
from tyokyky.privacy.access_log import Access, Opened, record
from tyokyky.privacy.roles import WHOLE_COUNTY, Role
from tyokyky.reporting import keys, one_path
from tyokyky.reporting.deliveries import build
from tyokyky.reporting.mart import current_mart
from tyokyky.reporting.one_path import Opener, PathQuestion, open_path, path_list
from tyokyky.reporting.person_data import OWN_TEXT, person_log, write_person
from tyokyky.settings import Settings

WHY = "asiakkaan oma tietopyyntö"
OPENER = Opener(Role.TEAM, WHOLE_COUNTY, "team (worker)")


@pytest.fixture(scope="module")
def whole(home_of_two: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A built home of two persons, whose paths the team can open though they are few."""
    folder = tmp_path_factory.mktemp("person") / "koti"
    shutil.copytree(home_of_two.settings.home, folder)
    home = Home(Settings.of_home(folder))
    build(home.settings)
    return home


@pytest.fixture
def home(whole: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setattr(one_path, "SMALLEST_SHOWN_COUNT", 1)
    shutil.copytree(whole.settings.home, tmp_path / "koti")
    return Home(Settings.of_home(tmp_path / "koti"))


def open_every_path(home: Home, reason: str) -> list[str]:
    """Opens each path of the list as a team would; gives the lines' marks in that order."""
    mart = current_mart(home.settings)
    asked = PathQuestion(Filters(service="KTT"), "followed")

    def log(access: Access) -> None:
        record(home.settings.access_log_path, access)

    for token in path_list(mart, asked, OPENER)["token"]:
        open_path(mart, asked, token, reason, OPENER, log)
    return [entry["concerns"] for entry in access_log.entries(home.settings.access_log_path)]


def test_the_log_of_one_person_tells_openings_of_that_path_and_no_other(home: Home) -> None:
    marks = open_every_path(home, "katkoksen syyn selvitys")
    assert len(set(marks)) == 2
    for person in (GONE, STAYS):
        told = person_log(home.settings, CONTROLLER, person, WHY)
        opened = told.filter(told["kind"] == "path")
        assert opened["who"].to_list() == ["team (worker)"]
        assert opened["reason"].to_list() == ["katkoksen syyn selvitys"]
        assert opened["concerned"].to_list() == ["person"]
        assert told.filter(told["kind"] == "rights")["what"].to_list() == [f"person log {CONTROLLER}"]


def test_a_refused_opening_is_told_too(home: Home) -> None:
    open_every_path(home, "yksi")
    told = person_log(home.settings, CONTROLLER, GONE, WHY)
    assert told.filter(told["kind"] == "path")["allowed"].to_list() == [False]


def test_openings_of_many_are_told_as_such_and_pages_are_not(home: Home) -> None:
    for kind in (Opened.EXPORT, Opened.COMMENTS, Opened.PAGE, Opened.FIGURE):
        record(home.settings.access_log_path, Access("team", kind, "something", "a reason"))
    told = person_log(home.settings, CONTROLLER, GONE, WHY)
    many = told.filter(told["concerned"] == "many")
    assert many["kind"].to_list() == ["export", "comments"]


def test_the_log_knows_a_person_over_a_change_of_keys(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "rebuild_alone", lambda *_: None)
    open_every_path(home, "katkoksen syyn selvitys")
    keys.rotate_keys(home.settings, "avain on voinut vuotaa")
    told = person_log(home.settings, CONTROLLER, GONE, WHY)
    assert told.filter(told["kind"] == "path").height == 1


def test_neither_the_log_nor_the_mart_holds_a_pseudonym_or_an_identifier(home: Home) -> None:
    open_every_path(home, "katkoksen syyn selvitys")
    person_log(home.settings, CONTROLLER, GONE, WHY)
    content = home.settings.access_log_path.read_bytes()
    for person in (GONE, STAYS):
        assert person.encode() not in content
        assert pseudonym_of(home.settings, person).encode() not in content
    with current_mart(home.settings).connection(None) as mart:
        columns = mart.execute("SELECT data_type FROM duckdb_columns() WHERE table_name = 'person_mark'").fetchall()
    assert columns == [("INTEGER",), ("UUID",)]


def test_all_that_is_stored_is_written_for_the_owner_alone_without_the_pseudonym(home: Home, tmp_path: Path) -> None:
    output = tmp_path / "tiedot.json"
    counts = write_person(home.settings, CONTROLLER, GONE, WHY, output)
    told = json.loads(output.read_text(encoding="utf-8"))
    assert output.stat().st_mode & 0o777 == 0o600
    expected = {
        "client": 1,
        "period": 2,
        "referral": 1,
        "moment": 1,
        "response": 7,
        "comment": 1,
        "coding": 1,
        "queue": 2,
    }
    assert {table: count for table, count in counts.items() if table != "access_log"} == expected
    assert told["comment"][0]["text"] == "Kommentti 4711 omin sanoin."
    assert told["period"][0]["client_id"] == OWN_TEXT
    assert told["period"][0]["source"] == "canonical_csv"
    text = output.read_text(encoding="utf-8")
    assert "4712" not in text
    assert pseudonym_of(home.settings, GONE) not in text
    with pytest.raises(UserError, match="olemassa"):
        write_person(home.settings, CONTROLLER, GONE, WHY, output)


def test_only_the_steward_asks(home: Home, tmp_path: Path) -> None:
    other = home.settings.model_copy(update={"steward": "someone else"})
    for ask in (
        lambda: person_log(other, CONTROLLER, GONE, WHY),
        lambda: write_person(other, CONTROLLER, GONE, WHY, tmp_path / "x.json"),
    ):
        with pytest.raises(UserError, match="aineistovastaavalle"):
            ask()
    assert not (tmp_path / "x.json").exists()


def test_the_identifier_comes_from_standard_input_and_is_no_argument(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:

    asked = (
        "person",
        "show",
        "--controller",
        CONTROLLER,
        "--output",
        tmp_path / "x.json",
        "--home",
        home.settings.home,
    )
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{GONE}\n"))
    shown = tyokyky(*asked)
    assert shown.code == 0
    assert "period 2" in shown.text
    assert GONE not in shown.text + shown.err
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    tyokyky("person", "log", "--controller", CONTROLLER, "--home", home.settings.home).assert_refused("Vakiosyöte")
    refused = tyokyky("forget", GONE, "--controller", CONTROLLER, "--home", home.settings.home)
    assert refused.code == 2
    assert GONE not in refused.err
