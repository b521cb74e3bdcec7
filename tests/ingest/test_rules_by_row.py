"""Each rule marks the row that breaks it, and only that; errors go to quarantine, warnings are accepted."""

import pytest
from tests.ingest.deliveries import CLIENT, ITEM, MOMENT, PERIOD, RESPONSE, ROWS, Home, Row, changed, rules_of

from tyokyky.ingest import ledger
from tyokyky.ingest.rules import severity_of

ERRORS: list[tuple[Row, dict[str, str], set[str]]] = [
    (PERIOD, {"started_on": "7.1.2025"}, {"started_on|unreadable_date"}),
    (PERIOD, {"started_on": "2025-02-30"}, {"started_on|unreadable_date"}),
    (PERIOD, {"started_on": "0202-01-01"}, {"started_on|unreadable_date"}),
    (PERIOD, {"started_on": ""}, {"started_on|missing"}),
    (PERIOD, {"client_id": " "}, {"client_id|missing"}),
    (PERIOD, {"service_code": ""}, {"service_code|missing"}),
    (PERIOD, {"ended_on": "2025-01-06"}, {"ended_on|before_start"}),
    (PERIOD, {"started_on": "2026-07-01", "ended_on": ""}, {"started_on|after_data_as_of"}),
    (PERIOD, {"service_code": "XYZ"}, {"service_code|unknown_code"}),
    (PERIOD, {"started_on": "1999-01-01", "ended_on": "1999-06-30", "municipality_code": "", "end_reason_code": ""},
     {"service_code|unknown_code"}),
    (PERIOD, {"municipality_code": "98"}, {"municipality_code|unknown_code"}),
    (PERIOD, {"unit_code": "EI-OLE"}, {"unit_code|unknown_code"}),
    (PERIOD, {"end_reason_code": "77"}, {"end_reason_code|unknown_code"}),
    (PERIOD, {"handover": "perhaps"}, {"handover|unknown_value"}),
    (PERIOD, {"unit_code": "131052-308T"}, {"unit_code|identity_code", "unit_code|unknown_code"}),
    (PERIOD, {"unit_code": "x asiakas-4711"}, {"unit_code|client_identifier", "unit_code|unknown_code"}),
    (PERIOD, {"period_id": "J 131052-308t"}, {"period_id|identity_code"}),
    (CLIENT, {"birth_year": "1899"}, {"birth_year|out_of_range"}),
    (CLIENT, {"birth_year": "2027"}, {"birth_year|out_of_range"}),
    (CLIENT, {"birth_year": "85 v"}, {"birth_year|unreadable_number"}),
    (CLIENT, {"birth_year": "1985.5"}, {"birth_year|unreadable_number"}),
    (CLIENT, {"gender": "Maija"}, {"gender|unknown_value"}),
    (MOMENT, {"occurred_at": "2026-07-01 08:00:00"}, {"occurred_at|after_data_as_of"}),
    (MOMENT, {"occurred_at": "eilen"}, {"occurred_at|unreadable_date"}),
    (MOMENT, {"attended": "maybe"}, {"attended|unknown_value"}),
    (MOMENT, {"moment_code": "nothing"}, {"moment_code|unknown_code"}),
    (RESPONSE, {"score": "6"}, {"score|outside_scale"}),
    (RESPONSE, {"score": "0,5"}, {"score|unreadable_number", "score|score_or_not_applicable"}),
    (RESPONSE, {"score": "nan"}, {"score|unreadable_number", "score|score_or_not_applicable"}),
    (RESPONSE, {"item_id": "ZZ"}, {"item_id|unknown_item"}),
    (RESPONSE, {"not_applicable": "true"}, {"score|score_or_not_applicable"}),
    (RESPONSE, {"score": ""}, {"score|score_or_not_applicable"}),
    (RESPONSE, {"not_applicable": "perhaps"}, {"not_applicable|unreadable_flag"}),
    (RESPONSE, {"answered_on": "2026-07-01"}, {"answered_on|after_data_as_of"}),
    (ITEM, {"scale_max": "1"}, {"scale_max|out_of_range"}),
    (ITEM, {"level": "vibes"}, {"level|unknown_value"}),
    (ITEM, {"text_fi": "Kysy 131052-308T"}, {"text_fi|identity_code"}),
]  # fmt: skip


@pytest.mark.parametrize(("row", "cells", "rules"), ERRORS)
def test_error_sends_the_row_to_quarantine(home: Home, row: Row, cells: dict[str, str], rules: set[str]) -> None:
    other_id = {name: f"{row[name]}-B" for name in ("period_id", "moment_id", "response_id") if name in row}
    sound = changed(row, **(other_id or {next(iter(row)): "SOUND-1"}))
    home.deliver([PERIOD])
    report = home.deliver([sound, changed(row, **cells)])
    errors = {rule for rule in rules_of(report) if severity_of(rule) == "error"}
    assert errors == rules
    assert (report.rows_in, report.accepted, report.quarantined) == (2, 1, 1)
    assert report.batch_id is not None
    refused = ledger.quarantine_by_rule(home.settings, report.batch_id)
    assert set(refused["rule"]) == rules
    assert all(numbers == [3] for numbers in refused["row_numbers"].to_list())


@pytest.mark.parametrize("table", list(ROWS))
def test_sound_row_of_each_table_breaks_no_rule(home: Home, table: str) -> None:
    home.deliver([PERIOD])
    report = home.deliver([changed(ROWS[table], **{next(iter(ROWS[table])): "NEW-1"})])
    assert report.table == table
    expected = {"started_on|overlapping_periods": 1} if table == "period" else {}
    assert (report.accepted, rules_of(report)) == (1, expected)
    assert report.quarantined == 0


WARNINGS: list[tuple[Row, dict[str, str], str]] = [
    (PERIOD, {"ended_on": "2026-07-01"}, "ended_on|end_after_data_as_of"),
    (PERIOD, {"started_on": "2025-04-02"}, "ended_on|under_law_length"),
    (PERIOD, {"started_on": "2023-05-01"}, "ended_on|over_law_length"),
    (PERIOD, {"started_on": "2023-05-01", "ended_on": ""}, "ended_on|over_law_length"),
    (MOMENT, {"occurred_at": "2025-07-01"}, "occurred_at|outside_periods"),
    (MOMENT, {"client_id": "JOKU-MUU"}, "occurred_at|outside_periods"),
]


@pytest.mark.parametrize(("row", "cells", "rule"), WARNINGS)
def test_warning_accepts_the_row(home: Home, row: Row, cells: dict[str, str], rule: str) -> None:
    home.deliver([PERIOD])
    bad = changed(row, **{next(iter(row)): "UUSI-1"}, **cells)
    report = home.deliver([bad])
    assert rule in rules_of(report)
    assert (report.accepted, report.quarantined) == (1, 0)


def test_period_of_exactly_three_months_is_within_the_law(home: Home) -> None:
    lengths = [("A", "2025-01-01", "2025-03-31"), ("B", "2025-01-01", "2025-03-30")]
    rows = [changed(PERIOD, period_id=name, client_id=f"{name}-9999", started_on=start, ended_on=end)
            for name, start, end in lengths]  # fmt: skip
    assert rules_of(home.deliver(rows)) == {"ended_on|under_law_length": 1}


def test_end_after_extraction_is_kept_as_a_plan(home: Home) -> None:
    home.deliver([changed(PERIOD, ended_on="2026-07-01")])
    stored = home.live("period").row(0, named=True)
    assert stored["ended_on"] is None
    assert stored["planned_end_on"].isoformat() == "2026-07-01"


def test_overlap_is_sought_in_the_file_and_in_the_register(home: Home) -> None:
    long = changed(PERIOD, started_on="2024-01-01", ended_on="2025-12-31")
    inside = changed(PERIOD, period_id="J-2", started_on="2024-05-01", ended_on="2024-08-31")
    after = changed(PERIOD, period_id="J-3", started_on="2026-01-01", ended_on="2026-04-30")
    other = changed(PERIOD, period_id="J-4", service_code="THV", started_on="2024-05-01", ended_on="2024-08-31")
    assert rules_of(home.deliver([inside, after, other, long]))["started_on|overlapping_periods"] == 1
    later = changed(PERIOD, period_id="J-5", started_on="2025-01-01", ended_on="2025-06-30")
    assert rules_of(home.deliver([later]))["started_on|overlapping_periods"] == 1


def test_open_code_list_keeps_unknown_codes_with_a_warning(home: Home) -> None:
    source = home.source(open_codes=("units",))
    report = home.deliver([changed(PERIOD, unit_code="PAIKALLINEN")], source=source)
    assert rules_of(report) == {"unit_code|unknown_code_kept": 1}
    assert home.live("period")["unit_code"].to_list() == ["PAIKALLINEN"]


def test_linked_answer_needs_permission(home: Home) -> None:
    home.deliver([PERIOD])
    closed = home.source(linked_answers_permitted=False)
    anonymous = changed(RESPONSE, response_id="V-2", client_id="")
    report = home.deliver([RESPONSE, anonymous], source=closed)
    assert rules_of(report) == {"client_id|linked_without_permission": 1}
    assert report.accepted == 1
    refusing = [{**RESPONSE, "response_id": f"W-{word}", "linking_permitted": word} for word in ("ei", "kyllä", "")]
    assert rules_of(home.deliver(refusing)) == {"client_id|linked_without_permission": 1}


def test_one_id_with_two_contents_refuses_both_rows(home: Home) -> None:
    twins = [PERIOD, changed(PERIOD, ended_on="2025-05-31"), changed(PERIOD, period_id="J-2", client_id="B-22222")]
    report = home.deliver(twins)
    assert rules_of(report) == {"period_id|same_id_different_content": 2}
    assert (report.accepted, report.quarantined, report.unchanged) == (1, 2, 0)


def test_repeated_row_counts_as_unchanged(home: Home) -> None:
    report = home.deliver([PERIOD, PERIOD, PERIOD])
    assert (report.rows_in, report.accepted, report.unchanged, report.quarantined) == (3, 1, 2, 0)


def test_refused_row_adds_no_warnings(home: Home) -> None:
    report = home.deliver([changed(PERIOD, started_on="2025-04-02", handover="perhaps")])
    assert set(rules_of(report)) == {"handover|unknown_value"}


def test_volume_far_from_the_last_delivery_is_warned_about(home: Home) -> None:
    many = [changed(PERIOD, period_id=f"J-{n}", client_id=f"A-{n:05}") for n in range(50)]
    home.deliver(many)
    assert "file|volume" not in rules_of(home.deliver(many[:25]))
    few = [changed(many[0], handover="perhaps"), *many[1:12]]
    assert rules_of(home.deliver(few))["file|volume"] == 1


def test_value_of_a_closed_list_that_looks_like_the_own_identifier_is_no_alarm(home: Home) -> None:
    report = home.deliver([changed(PERIOD, client_id="PH016TP1")])
    assert (report.accepted, report.rules) == (1, ())
