"""One path is what the slow twin says of the same person, and a list holds whom it should."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from tests.properties.doors import world_with_doors
from tests.properties.home import imported
from tests.reference.exits import exits
from tests.reference.one_path import Event, paths
from tests.reference.spells import spells
from tests.reference.world import World

from tyokyky.analysis.one_path import EVENT_COLUMNS, one_path
from tyokyky.domain.filters import Filters
from tyokyky.privacy.access_log import Access
from tyokyky.privacy.roles import WHOLE_COUNTY, Role, Scope
from tyokyky.reporting.mart import Mart, current_mart
from tyokyky.reporting.one_path import MOST_LISTED, OUTCOMES, Opener, PathQuestion, open_path, path_list

REASON = "Selvitetään miksi jatko katkesi"
TEAM = Opener(Role.TEAM, WHOLE_COUNTY, "team")


@pytest.fixture(scope="module")
def world() -> World:
    return world_with_doors(5, 150)


@pytest.fixture(scope="module")
def mart(world: World, tmp_path_factory: pytest.TempPathFactory) -> Mart:
    settings, _ = imported(tmp_path_factory.mktemp("paths"), world)
    return current_mart(settings)


def _event(row: dict[str, object]) -> Event:
    what = {
        "stay": "",
        "handover": row["handover"],
        "moment": f"{row['moment_code']}|{row['attended']}|{row['participation_level']}",
        "answer": f"{row['participation_level']}|{row['answer_group']}",
        "referral": row["from_service_code"] or "",
    }[str(row["event"])]
    return row["event"], row["start_day"], row["end_day"], row["service_code"], what  # type: ignore[return-value]


def test_every_path_is_the_twins(world: World, mart: Mart) -> None:
    with mart.connection(None) as connection:
        persons = connection.sql("SELECT DISTINCT person_key FROM spell WHERE part <> 'background'").pl()["person_key"]
        found = [Counter(_event(row) for row in one_path(connection, key).to_dicts()) for key in persons]
    expected = list(paths(world).values())
    assert len(found) > 100
    assert Counter(tuple(sorted(one.items(), key=str)) for one in found) == Counter(
        tuple(sorted(one.items(), key=str)) for one in expected
    )
    assert {event[0] for one in found for event in one} == {"stay", "handover", "referral", "moment", "answer"}


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_the_list_holds_the_paths_of_the_outcome_in_chances_order(world: World, mart: Mart, outcome: str) -> None:
    known = [one for one in exits(world) if one.linked and one.service == "STEP0"]
    dropped = {one.key for one in known if _is_dropped(one.gap_days, one.follow_up_days)}
    followed = {one.key for one in known if one.gap_days is not None and one.gap_days <= 90} - dropped
    expected = dropped if outcome == "dropped" else followed
    listed = path_list(mart, PathQuestion(Filters(service="STEP0"), outcome), TEAM)
    assert listed.height == (min(MOST_LISTED, len(expected)) if len(expected) >= 5 else 0)
    steps = Counter(spell.key for spell in spells(world) if spell.service.part != "background")
    assert not Counter(listed["step_count"]) - Counter(steps[key] for key in expected)
    assert listed["token"].to_list() == sorted(listed["token"])
    assert listed.columns == ["token", "services", "step_count"]


def _is_dropped(gap_days: int | None, follow_up_days: int) -> bool:
    return follow_up_days >= 90 and (gap_days is None or gap_days > 90)


def test_tokens_differ_from_question_to_question(mart: Mart) -> None:
    lists = [path_list(mart, PathQuestion(Filters(window_days=days), "dropped"), TEAM) for days in (90, 60)]
    assert all(one.height == MOST_LISTED for one in lists)
    assert not set(lists[0]["token"]) & set(lists[1]["token"])


def test_an_opened_path_tells_no_date_and_no_place_and_is_logged_first(mart: Mart) -> None:
    asked, log = PathQuestion(Filters(), "dropped"), list[Access]()
    token = path_list(mart, asked, TEAM)["token"][0]
    opening = open_path(mart, asked, token, f"  {REASON}\n", TEAM, log.append)
    assert opening.allowed
    assert tuple(opening.events.columns) == EVENT_COLUMNS
    assert not [kind for kind in opening.events.dtypes if kind in (pl.Date, pl.Datetime)]
    assert [(one.what, one.reason, one.row_count) for one in log] == [(f"path {token}", REASON, opening.events.height)]


def test_where_the_log_can_not_be_written_nothing_is_given(mart: Mart) -> None:
    def full(_: Access) -> None:
        raise OSError("full")

    asked = PathQuestion(Filters(), "dropped")
    token = path_list(mart, asked, TEAM)["token"][0]
    with pytest.raises(OSError, match="full"):
        open_path(mart, asked, token, REASON, TEAM, full)


@pytest.mark.parametrize("role", [Role.MANAGER, Role.COUNCIL, Role.STEWARD, None])
def test_other_roles_see_no_list_and_open_nothing(mart: Mart, role: Role | None) -> None:
    asked, log = PathQuestion(Filters(), "dropped"), list[Access]()
    token = path_list(mart, asked, TEAM)["token"][0]
    other = replace(TEAM, role=role)
    assert path_list(mart, asked, other).is_empty()
    opening = open_path(mart, asked, token, REASON, other, log.append)
    assert (opening.allowed, opening.events.is_empty()) == (False, True)
    assert [(one.allowed, one.row_count) for one in log] == [(False, None)]


def test_a_token_of_another_list_or_made_up_opens_nothing_and_is_not_repeated(mart: Mart) -> None:
    log = list[Access]()
    other = path_list(mart, PathQuestion(Filters(), "followed"), TEAM)["token"][0]
    for token in (other, "", "131052-308T"):
        assert not open_path(mart, PathQuestion(Filters(), "dropped"), token, REASON, TEAM, log.append).allowed
    assert {(one.what, one.reason, one.allowed) for one in log} == {("path unknown", "unknown path", False)}


def test_a_limited_team_is_listed_whole_paths_of_its_places_alone(world: World, mart: Mart) -> None:
    places: dict[object, set[str | None]] = {}
    for spell in spells(world):
        if spell.service.part != "background":
            places.setdefault(spell.key, set()).add(spell.municipality)
    municipality = Counter(code for codes in places.values() for code in codes if code).most_common(1)[0][0]
    dropped = {one.key for one in exits(world) if one.linked and _is_dropped(one.gap_days, one.follow_up_days)}
    inside = [key for key in dropped if places[key] == {municipality}]
    limited = replace(TEAM, scope=Scope(municipalities=frozenset({municipality})))
    listed = path_list(mart, PathQuestion(Filters(), "dropped"), limited)
    assert listed.height == (min(MOST_LISTED, len(inside)) if len(inside) >= 5 else 0)


def test_under_five_persons_there_is_no_list(mart: Mart) -> None:
    nobody = replace(TEAM, scope=Scope(municipalities=frozenset({"999"})))
    assert path_list(mart, PathQuestion(Filters(), "dropped"), nobody).is_empty()


def test_another_server_gives_other_tokens(mart: Mart, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = PathQuestion(Filters(), "dropped")
    here = path_list(mart, asked, TEAM)
    assert here.equals(path_list(mart, asked, TEAM))
    monkeypatch.setattr("tyokyky.reporting.one_path._secrets", dict[Path, bytes]())
    assert not set(here["token"]) & set(path_list(mart, asked, TEAM)["token"])
