"""What is older than the settings keep goes from every store, by its own day, and nothing older remains."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.feedback.sendings import sending
from tests.ingest.deliveries import CLIENT, COMMENT, MOMENT, PERIOD, REFERRAL, RESPONSE, Home, changed
from tests.operation.rights_home import stored_texts

from tyokyky.domain.errors import InternalError
from tyokyky.feedback.queue import IMPORTED_FOLDER, QueueWriter, read_queue
from tyokyky.ingest import retention as register_retention
from tyokyky.ingest.retention import first_kept_day
from tyokyky.privacy import access_log
from tyokyky.reporting import rights
from tyokyky.reporting.rights import retention
from tyokyky.settings import SETTINGS_FILE, Settings

TODAY = first_kept_day(0)
KEPT = 100
OLD, YOUNG = TODAY - timedelta(days=KEPT + 1), TODAY - timedelta(days=KEPT)
TABLES = ("client", "period", "referral", "moment", "response", "quarantine", "coding")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """An empty home that keeps everything a hundred days."""
    monkeypatch.setattr(rights, "rebuild_alone", lambda *_: None)
    folder = tmp_path / "koti"
    folder.mkdir()
    kept = ", ".join(f"{table} = {KEPT}" for table in TABLES)
    (folder / SETTINGS_FILE).write_text(f"comment_kept_days = {KEPT}\nkept_days = {{ {kept} }}\n", encoding="utf-8")
    return Home(Settings.of_home(folder))


def deleted(home: Home) -> dict[str, int]:
    return {one.table: one.deleted_count for one in retention(home.settings) if one.deleted_count}


def test_each_table_goes_by_its_own_day(home: Home) -> None:
    linked = home.source(linked_answers_permitted=True)
    start = OLD - timedelta(days=30)
    for name, day in (("old", OLD), ("young", YOUNG)):
        text, person = day.isoformat(), f"ASIAKAS-{name}"
        ended = {"started_on": start.isoformat(), "ended_on": text, "client_id": person, "period_id": f"J-{name}"}
        home.deliver([changed(PERIOD, **ended)], as_of=day)
        home.deliver([changed(REFERRAL, referred_on=text, client_id=person, referral_id=f"O-{name}")], as_of=day)
        home.deliver(
            [changed(MOMENT, occurred_at=f"{text} 23:59:00", client_id=person, moment_id=f"T-{name}")], as_of=day
        )
        answer = changed(RESPONSE, answered_on=text, client_id=person, response_id=f"V-{name}")
        home.deliver([answer], as_of=day, source=linked)
        home.deliver([changed(CLIENT, client_id=person)], as_of=day)
    home.deliver([changed(COMMENT, response_id="V-young", text="Tämä jää.")], as_of=YOUNG)
    assert deleted(home) == {"period": 1, "referral": 1, "moment": 1, "response": 1, "client": 1}
    left = {
        table: home.live(table).height for table in ("client", "period", "referral", "moment", "response", "comment")
    }
    assert set(left.values()) == {1}
    assert "old" not in stored_texts(home)["register.duckdb"]
    assert deleted(home) == {}
    assert [entry["what"] for entry in access_log.entries(home.settings.access_log_path)] == ["retention"] * 2


def test_an_open_period_is_as_old_as_the_last_delivery_that_told_of_it(home: Home) -> None:
    rows = [
        changed(PERIOD, period_id=f"J-{n}", started_on="2020-01-01", ended_on="", end_reason_code="") for n in (1, 2)
    ]
    home.deliver(rows, as_of=OLD)
    home.deliver(rows[:1], as_of=YOUNG)
    assert deleted(home) == {"period": 1}
    assert home.live("period")["period_id"].to_list() == ["J-1"]


def test_an_earlier_version_does_not_come_to_life_again(home: Home) -> None:
    """The newest word says that the period ended long ago: a version that said otherwise goes with it."""
    start = (OLD - timedelta(days=40)).isoformat()
    for end, as_of in ((YOUNG, YOUNG), (OLD, YOUNG + timedelta(days=1))):
        home.deliver([changed(PERIOD, started_on=start, ended_on=end.isoformat())], as_of=as_of)
    assert deleted(home) == {"period": 2}
    assert home.live("period").is_empty()


def test_a_superseded_version_goes_by_its_own_day_and_the_newest_stays(home: Home) -> None:
    start = (OLD - timedelta(days=40)).isoformat()
    for end, as_of in ((OLD, OLD), (YOUNG, YOUNG)):
        home.deliver([changed(PERIOD, started_on=start, ended_on=end.isoformat())], as_of=as_of)
    assert deleted(home) == {"period": 1}
    assert home.live("period")["ended_on"].to_list() == [YOUNG]


def test_a_client_stays_as_long_as_anything_about_them(home: Home) -> None:
    home.deliver([CLIENT, changed(CLIENT, client_id="ASIAKAS-alone")], as_of=OLD)
    home.deliver([changed(PERIOD, ended_on="", started_on=OLD.isoformat(), end_reason_code="")], as_of=YOUNG)
    assert deleted(home) == {"client": 1}
    assert home.live("client").height == 1


def test_forms_go_from_the_queue_and_from_what_was_imported(home: Home) -> None:
    folder = home.settings.queue_folder
    for place in (folder, folder / IMPORTED_FOLDER):
        writer = QueueWriter(place)
        for number, day in enumerate((OLD, YOUNG)):
            writer.append(replace(sending(number), answered_on=day))
    home.deliver([changed(CLIENT)], as_of=YOUNG)
    assert deleted(home) == {"queue": 2}
    for place in (folder, folder / IMPORTED_FOLDER):
        assert [one.answered_on for one in read_queue(place).sent] == [YOUNG]


def test_what_would_remain_stops_it_and_nothing_changes(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    home.deliver([changed(REFERRAL, referred_on=OLD.isoformat())], as_of=YOUNG)
    before = home.settings.register_path.read_bytes()
    monkeypatch.setattr(register_retention, "drop_versions", lambda *_: None)
    with pytest.raises(InternalError, match="referral"):
        retention(home.settings)
    assert home.settings.register_path.read_bytes() == before


def test_five_years_are_kept_unless_a_home_says_otherwise(tmp_path: Path) -> None:
    kept = Settings.of_home(tmp_path).kept_days
    assert {getattr(kept, table) for table in TABLES} == {1826}
    assert date(2026, 1, 1) - timedelta(days=1826) == date(2021, 1, 1)
