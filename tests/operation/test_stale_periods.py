"""Open periods past their usual length: warned about, listed, closed by rule as a delivery that can be taken back."""

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from tests.ingest.deliveries import AS_OF, PERIOD, Home, Row, changed, rules_of

from tyokyky.domain.errors import UserError
from tyokyky.ingest import ledger
from tyokyky.privacy import access_log
from tyokyky.reporting import stale_periods as reporting
from tyokyky.reporting.mart import current_mart
from tyokyky.reporting.stale_periods import close_stale, stale_list
from tyokyky.settings import SETTINGS_FILE, Settings
from tyokyky.store.register import open_register

WHY = "lähde vahvisti että päättyminen puuttuu"
START = date(2025, 1, 1)


def ended(count: int, service: str = "TYV") -> list[Row]:
    """Ended periods of 1, 2, … days."""
    whole = changed(PERIOD, service_code=service, started_on="2025-01-01", planned_end_on="")
    ends = [(START + timedelta(days=number)).isoformat() for number in range(count)]
    return [changed(whole, period_id=f"E-{n}", client_id=f"A-{n}", ended_on=end) for n, end in enumerate(ends)]


def still_open(days: int, number: int = 0, **cells: str) -> Row:
    """A period open for so many days on the day of extraction, both ends counted."""
    started = (AS_OF - timedelta(days=days - 1)).isoformat()
    row = changed(PERIOD, period_id=f"O-{number}", client_id=f"B-{number}", service_code="TYV", started_on=started)
    return {**row, "ended_on": "", "end_reason_code": "", "planned_end_on": "", **cells}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setattr(reporting, "build_if_behind", lambda *_: None)
    return Home(Settings.of_home(tmp_path / "koti"))


def test_a_period_longer_than_the_99th_percentile_is_warned_about(home: Home) -> None:
    """Of lengths 1–100 days the 99th percentile, the higher of two observed, is 100."""
    checked = home.check([*ended(100), still_open(100, 1), still_open(101, 2)])
    assert rules_of(checked)["ended_on|stale_open"] == 1
    report = home.deliver([*ended(100), still_open(100, 1), still_open(101, 2)])
    assert rules_of(report)["ended_on|stale_open"] == 1
    (row,) = stale_list(home.settings, WHY).to_dicts()
    told = {name: row[name] for name in ("batch_id", "row_number", "service_code", "open_days", "usual_days")}
    assert told == {"batch_id": 1, "row_number": 103, "service_code": "TYV", "open_days": 101, "usual_days": 100}
    assert "client_id" not in row


def test_fewer_than_a_hundred_ended_periods_tell_nothing(home: Home) -> None:
    report = home.deliver([*ended(99), still_open(4000, 1)])
    assert "ended_on|stale_open" not in rules_of(report)
    assert stale_list(home.settings, WHY).is_empty()


def test_only_services_that_people_are_led_on_from_have_a_usual_length(home: Home) -> None:
    """A job, a pension or a registration as jobseeker may well last for ever."""
    on_job = [changed(row, service_code="TYO") for row in (*ended(100, "TYO"), still_open(400, 1))]
    assert "ended_on|stale_open" not in rules_of(home.deliver(on_job))


def test_a_register_that_is_younger_than_two_usual_lengths_tells_nothing(home: Home) -> None:
    """Long periods can not have ended yet: the ended ones are the short ones."""
    young = [changed(row, started_on="2026-02-01", ended_on=(date(2026, 2, 1) + timedelta(days=n)).isoformat())
             for n, row in enumerate(ended(100))]  # fmt: skip
    assert "ended_on|stale_open" not in rules_of(home.deliver([*young, still_open(140, 1)]))
    first = changed(young[0], period_id="E-first", started_on="2025-10-01", ended_on="2025-10-01")
    assert rules_of(home.deliver([first]))  # the volume
    assert stale_list(home.settings, WHY).height == 1


def test_the_homes_own_length_stands_before_what_has_been(home: Home, tmp_path: Path) -> None:
    (home.settings.home).mkdir()
    (home.settings.home / SETTINGS_FILE).write_text("usual_open_days = { TYV = 30 }\n", encoding="utf-8")
    own = Home(Settings.of_home(home.settings.home))
    report = own.deliver([*ended(100), still_open(30, 1), still_open(31, 2)])
    assert rules_of(report)["ended_on|stale_open"] == 1


def test_what_the_register_holds_counts_with_the_delivery(home: Home) -> None:
    home.deliver(ended(100))
    assert rules_of(home.deliver([still_open(101)]))["ended_on|stale_open"] == 1


def test_closing_is_a_delivery_of_its_own_and_taking_it_back_opens_again(home: Home) -> None:
    home.deliver([*ended(100), still_open(150, 1), still_open(200, 2, planned_end_on="2026-05-01"), still_open(50, 3)])
    before = home.live("period").sort("period_id")
    assert close_stale(home.settings, "TYV", WHY) == [(2, 2)]
    live = {row["period_id"]: row for row in home.live("period").to_dicts()}
    first_day = AS_OF - timedelta(days=149)
    assert live["O-1"]["ended_on"] == first_day + timedelta(days=99)
    assert live["O-2"]["ended_on"] == date(2026, 5, 1)
    assert live["O-3"]["ended_on"] is None
    assert {live[one]["end_reason_code"] for one in ("O-1", "O-2")} == {None}
    newest = ledger.batches(home.settings).row(0, named=True)
    assert (newest["delivery_kind"], newest["file_label"]) == ("rule", f"sääntö: {WHY}")
    with open_register(home.settings.register_path, 5.0) as register:
        versions = register.execute("SELECT count(*) FROM period WHERE period_id = 'O-1'").fetchall()
    assert versions == [(2,)]
    assert home.live_as_of("period", 1).sort("period_id").equals(before)
    ledger.undo_batch(home.settings, 2)
    assert home.live("period").sort("period_id").equals(before)
    assert stale_list(home.settings, WHY).height == 2


def test_a_source_that_tells_it_open_again_or_ended_has_the_last_word(home: Home) -> None:
    home.deliver([*ended(100), still_open(150, 1)])
    close_stale(home.settings, "TYV", WHY)
    later = AS_OF + timedelta(days=1)
    report = home.deliver([still_open(150, 1)], as_of=later)
    assert (report.accepted, rules_of(report)["ended_on|stale_open"]) == (1, 1)
    close_stale(home.settings, "TYV", WHY)
    home.deliver([changed(still_open(150, 1), ended_on=later.isoformat())], as_of=later + timedelta(days=1))
    assert home.live("period").row(by_predicate=_is("O-1"), named=True)["ended_on"] == later


def _is(period_id: str) -> pl.Expr:
    return pl.col("period_id") == period_id


def test_nothing_to_close_and_bad_reasons_change_nothing(home: Home) -> None:
    home.deliver([*ended(100), still_open(150, 1)])
    assert close_stale(home.settings, "KTT", WHY) == []
    for reason in ("", "yksi", "asiakas 131052-308T on kuollut jo"):
        with pytest.raises(UserError, match="Syy ei kelpaa"):
            close_stale(home.settings, "TYV", reason)
    with pytest.raises(UserError, match="aineistovastaavalle"):
        close_stale(home.settings.model_copy(update={"steward": "someone else"}), "TYV", WHY)
    assert ledger.batches(home.settings).height == 1
    kinds = [(entry["kind"], entry["allowed"]) for entry in access_log.entries(home.settings.access_log_path)]
    assert kinds == [("import", True), ("import", False)]


def test_the_next_delivery_is_compared_with_a_delivery_and_not_with_the_rule(home: Home) -> None:
    rows = [*ended(100), still_open(150, 1)]
    home.deliver(rows)
    close_stale(home.settings, "TYV", WHY)
    report = home.deliver(rows, as_of=AS_OF + timedelta(days=1))
    assert "file|volume" not in rules_of(report)


def test_figures_change_only_by_it_and_the_quality_figure_tells(tmp_path: Path) -> None:
    home = Home(Settings.of_home(tmp_path / "koti"))
    home.deliver([*ended(100), still_open(150, 1)])
    close_stale(home.settings, "TYV", WHY)
    with current_mart(home.settings).connection(None) as mart:
        exits = mart.execute("SELECT count(*), max(follow_up_days) FROM service_exit").fetchall()
        rules = mart.execute("SELECT rule, row_count FROM rule_count WHERE batch_id = 2").fetchall()
        until = mart.execute("SELECT observed_until FROM observation").fetchall()
    assert exits[0][0] == 101
    assert rules == [("ended_on|closed_by_rule", 1)]
    assert until == [(AS_OF,)]
