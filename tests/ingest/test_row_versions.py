"""What holds after corrections, full deliveries, late deliveries and undoing."""

from datetime import date

import pytest
from tests.ingest.deliveries import AS_OF, CLIENT, PERIOD, Home, Row, changed, files_below

from tyokyky.domain.errors import UserError
from tyokyky.ingest import ledger
from tyokyky.store.register import open_register, revision

MAY, JUNE, JULY = date(2026, 5, 31), date(2026, 6, 30), date(2026, 7, 31)


def period(number: int, ended_on: str = "", started_on: str = "2026-01-07") -> Row:
    return changed(
        PERIOD, period_id=f"J-{number}", client_id=f"B-{number:04}", started_on=started_on, ended_on=ended_on,
        end_reason_code="",
    )  # fmt: skip


def holding(home: Home) -> dict[str, str | None]:
    """Ends of the periods that hold, by id."""
    rows = home.live("period").select("period_id", "ended_on").rows()
    return {period_id: ended_on and ended_on.isoformat() for period_id, ended_on in rows}


def register_revision(home: Home) -> int:
    with open_register(home.settings.register_path, 5.0) as register:
        return revision(register)


def test_same_file_again_changes_nothing_and_says_so(home: Home) -> None:
    first = home.deliver([period(1), period(2)])
    before = register_revision(home)
    again = home.deliver([period(1), period(2)])
    assert (again.batch_id, again.same_as_batch, again.unchanged, again.accepted) == (None, first.batch_id, 2, 0)
    assert register_revision(home) == before
    assert ledger.batches(home.settings).height == 1


def test_same_bytes_of_another_day_or_source_are_a_delivery_of_their_own(home: Home) -> None:
    home.deliver([period(1)], MAY)
    report = home.deliver([period(1)], JUNE)
    assert (report.batch_id, report.unchanged, report.same_as_batch) == (2, 1, None)


def test_open_period_delivered_again_with_its_end_is_the_same_period(home: Home) -> None:
    without_id = {key: cell for key, cell in period(1).items() if key != "period_id"}
    home.deliver([without_id], MAY)
    report = home.deliver([changed(without_id, ended_on="2026-06-15")], JUNE)
    assert report.accepted == 1
    live = home.live("period")
    assert live.height == 1
    assert live["ended_on"].to_list() == [date(2026, 6, 15)]
    pseudonym = live["client_id"].item()
    assert live["period_id"].item() == f"{pseudonym}|KTT|2026-01-07|PH016TP1"


def test_older_delivery_that_comes_late_does_not_win(home: Home) -> None:
    home.deliver([period(1, "2026-06-15")], JUNE)
    home.deliver([period(1)], MAY)
    assert holding(home) == {"J-1": "2026-06-15"}
    ledger.undo_batch(home.settings, 1)
    assert holding(home) == {"J-1": None}


def test_later_batch_of_the_same_day_wins(home: Home) -> None:
    home.deliver([period(1)], JUNE)
    home.deliver([period(1, "2026-06-15")], JUNE)
    assert holding(home) == {"J-1": "2026-06-15"}


def test_figures_as_they_were_known_then(home: Home) -> None:
    home.deliver([period(1), period(2)], MAY)
    home.deliver([period(1, "2026-06-15")], JUNE)
    known = home.live_as_of("period", 1).select("period_id", "ended_on").rows()
    assert sorted(known) == [("J-1", None), ("J-2", None)]
    assert holding(home) == {"J-1": "2026-06-15", "J-2": None}


def test_full_delivery_closes_what_it_no_longer_tells_of(home: Home) -> None:
    full = home.source(delivery="full")
    home.deliver([period(1), period(2), period(3)], MAY, full)
    report = home.deliver([period(1), changed(period(2), handover="perhaps")], JUNE, full)
    assert (report.closed, report.unchanged, report.quarantined) == (1, 1, 1)
    assert set(holding(home)) == {"J-1", "J-2"}  # a refused row is not missing
    assert set(home.live_as_of("period", 1)["period_id"]) == {"J-1", "J-2", "J-3"}
    home.deliver([period(1), period(2), period(3)], JULY, full)
    assert set(holding(home)) == {"J-1", "J-2", "J-3"}


def test_full_delivery_closes_nothing_outside_its_coverage_or_of_other_sources(home: Home) -> None:
    home.deliver([period(1, started_on="2025-12-31"), period(2)], MAY, home.source(delivery="full"))
    home.deliver([period(9)], MAY, home.source().model_copy(update={"name": "other"}))
    covered = home.source(delivery="full", covered_from=date(2026, 1, 1))
    assert home.deliver([period(3)], JUNE, covered).closed == 1
    assert set(holding(home)) == {"J-1", "J-3", "J-9"}


def test_incremental_delivery_closes_nothing(home: Home) -> None:
    home.deliver([period(1), period(2)], MAY)
    assert home.deliver([period(1, "2026-06-15")], JUNE).closed == 0
    assert set(holding(home)) == {"J-1", "J-2"}


def test_late_full_delivery_does_not_close_what_a_newer_one_tells(home: Home) -> None:
    full = home.source(delivery="full")
    home.deliver([period(1), period(2)], JUNE, full)
    home.deliver([period(1)], MAY, full)
    assert set(holding(home)) == {"J-1", "J-2"}


def test_undone_delivery_leaves_what_held_before(home: Home) -> None:
    full = home.source(delivery="full")
    home.deliver([period(1), period(2)], MAY, full)
    before = holding(home)
    home.deliver([period(1, "2026-06-15"), period(3), changed(period(4), handover="x")], JUNE, full)
    counted = register_revision(home)
    ledger.undo_batch(home.settings, 2)
    assert holding(home) == before
    assert register_revision(home) == counted + 1
    assert ledger.quarantine_by_rule(home.settings, 2).is_empty()
    assert ledger.batch_rules(home.settings, 2)["rule"].to_list() == ["handover|unknown_value"]
    assert ledger.batches(home.settings)["state"].to_list() == ["undone", "accepted"]


def test_undoing_keeps_rows_that_a_later_delivery_brought_again(home: Home) -> None:
    home.deliver([period(1), period(2)], MAY)
    home.deliver([period(1), period(3)], JUNE)
    ledger.undo_batch(home.settings, 1)
    assert set(holding(home)) == {"J-1", "J-3"}
    ledger.undo_batch(home.settings, 2)
    assert holding(home) == {}


def test_undoing_twice_or_what_is_not_there_is_refused(home: Home) -> None:
    with pytest.raises(UserError, match="ei ole"):
        ledger.undo_batch(home.settings, 1)
    home.deliver([period(1)])
    ledger.undo_batch(home.settings, 1)
    with pytest.raises(UserError, match="jo peruttu"):
        ledger.undo_batch(home.settings, 1)
    with pytest.raises(UserError, match="ei ole"):
        ledger.batch_rules(home.settings, 7)


def test_undone_file_can_be_delivered_again(home: Home) -> None:
    home.deliver([period(1)])
    ledger.undo_batch(home.settings, 1)
    assert home.deliver([period(1)]).batch_id == 2


def test_dry_run_tells_what_the_import_will_and_stores_nothing(home: Home) -> None:
    home.deliver([period(1), period(2)], MAY)
    rows = [period(1), period(2, "2026-06-15"), changed(period(3), handover="x")]
    before = register_revision(home)
    dry = home.check(rows)
    assert register_revision(home) == before
    wet = home.deliver(rows, AS_OF)
    assert (dry.accepted, dry.quarantined, dry.unchanged, dry.rules) == (1, 1, 1, wet.rules)
    assert (wet.accepted, wet.quarantined, wet.unchanged) == (1, 1, 1)


def test_controllers_do_not_touch_each_other(home: Home) -> None:
    other = home.source(controller="kunta", delivery="full").model_copy(update={"name": "kunta_csv"})
    home.deliver([period(1)])
    report = home.deliver([period(1, "2026-06-15")], source=other)
    assert (report.accepted, report.closed) == (1, 0)
    assert holding(home) == {"J-1": None}
    own, theirs = home.live("period"), home.live("period", "kunta")
    assert own["client_id"].item() != theirs["client_id"].item()


def test_another_key_is_refused(home: Home) -> None:
    home.deliver([CLIENT])
    for path in home.settings.keys_folder.iterdir():
        path.unlink()
    before = files_below(home.settings.home)
    with pytest.raises(UserError, match="palauta kansio keys"):
        home.deliver([changed(CLIENT, client_id="TOINEN-1")])
    assert files_below(home.settings.home)["register.duckdb"] == before["register.duckdb"]
    assert home.live("client").height == 1


def test_rows_are_sorted_into_the_ledger_with_their_origin(home: Home) -> None:
    home.deliver([period(1)], source=home.source(covered_from=date(2024, 1, 1), in_use_for=("path", "outcome")))
    batch = ledger.batches(home.settings).row(0, named=True)
    assert batch["covered_from"] == date(2024, 1, 1)
    assert batch["in_use_for"] == "path,outcome"
    assert batch["link_group"] == "hyvinvointialue"
    row = home.live("period").row(0, named=True)
    assert row["row_id"] == (1 << 32) + 2


def test_a_later_full_delivery_keeps_saying_what_an_undone_one_said(home: Home) -> None:
    full = home.source(delivery="full")
    home.deliver([period(1), period(2)], MAY, full)
    home.deliver([period(1)], JUNE, full)
    home.deliver([period(1, ended_on="2026-07-15")], JULY, full)
    ledger.undo_batch(home.settings, 2)
    assert holding(home) == {"J-1": "2026-07-15"}


def test_a_full_delivery_closes_nothing_of_a_client_whose_row_is_refused(home: Home) -> None:
    full = home.source(delivery="full")
    home.deliver([period(1), period(2), period(3)], MAY, full)
    report = home.deliver([period(1), changed(period(2), period_id="", started_on="32.1.2026")], JUNE, full)
    assert (report.quarantined, report.closed) == (1, 1)
    assert set(holding(home)) == {"J-1", "J-2"}
