"""Referrals at the door: what is accepted, what is refused and why, and what a draft of a source knows of them."""

from datetime import date
from io import BytesIO
from pathlib import Path

import polars as pl
import pytest
from tests.ingest.deliveries import CLIENT, REFERRAL, Home, Row, changed, csv_text, rules_of
from tests.ingest.workbooks import workbook

from tyokyky.ingest.rules import reason_of
from tyokyky.ingest.source_draft import draft_source
from tyokyky.ingest.sources import load_source
from tyokyky.store import query
from tyokyky.store.register import open_register

WITHOUT_ID: Row = {column: cell for column, cell in REFERRAL.items() if column != "referral_id"}
FINNISH: Row = {
    "Lähetteen tunnus": "L-1",
    "Asiakasnumero": "4711",
    "Ohjattu palveluun": "tuettu työhönvalmennus",
    "Ohjauspäivä": "20.5.2025",
    "Ohjaava palvelu": "kuntouttava työtoiminta",
    "Ohjaava yksikkö": "Työpaja Itä",
    "Kunta": "016",
}


def test_a_referral_is_held_as_delivered(home: Home) -> None:
    report = home.deliver([REFERRAL])
    assert (report.table, report.accepted, report.quarantined) == ("referral", 1, 0)
    held = home.live("referral").row(0, named=True)
    assert (held["to_service_code"], held["referred_on"]) == ("THV", date(2025, 5, 20))
    assert (held["from_service_code"], held["unit_code"], held["municipality_code"]) == ("KTT", "PH016TP1", "016")
    assert held["client_id"] != REFERRAL["client_id"]


def test_a_person_without_a_row_of_their_own_is_accepted_and_known_from_then_on(home: Home) -> None:
    assert home.deliver([REFERRAL]).accepted == 1
    pseudonym = home.live("referral").select("client_id")
    with (
        open_register(home.settings.register_path, 5.0) as register,
        query.visible_as(register, "candidate", pseudonym),
    ):
        assert query.frame(register, "tyokyky.store", "register/known_clients").height == 1
    assert home.deliver([CLIENT]).accepted == 1
    assert home.live("client")["client_id"].to_list() == pseudonym["client_id"].to_list()


@pytest.mark.parametrize(
    ("cells", "rule"),
    [
        ({"client_id": ""}, "client_id|missing"),
        ({"to_service_code": ""}, "to_service_code|missing"),
        ({"referred_on": ""}, "referred_on|missing"),
        ({"referred_on": "toukokuussa"}, "referred_on|unreadable_date"),
        ({"referred_on": "2026-07-01"}, "referred_on|after_data_as_of"),
        ({"to_service_code": "XYZ"}, "to_service_code|unknown_code"),
        ({"from_service_code": "XYZ"}, "from_service_code|unknown_code"),
        ({"unit_code": "PH000XX9"}, "unit_code|unknown_code"),
        ({"municipality_code": "999"}, "municipality_code|unknown_code"),
        ({"referral_id": "O-131052-308T"}, "referral_id|identity_code"),
    ],
)
def test_a_mistaken_row_is_refused_with_its_reason(home: Home, cells: dict[str, str], rule: str) -> None:
    report = home.deliver([changed(REFERRAL, **cells), changed(REFERRAL, referral_id="O-2")])
    assert (report.accepted, report.quarantined) == (1, 1)
    assert rule in rules_of(report)
    assert reason_of(rule).partition(": ")[2]
    assert home.live("referral")["referral_id"].to_list() == ["O-2"]


def test_the_day_of_extraction_itself_is_no_later_day(home: Home) -> None:
    assert home.deliver([changed(REFERRAL, referred_on="2026-06-30")]).accepted == 1


def test_a_code_holds_on_the_day_of_the_referral(home: Home) -> None:
    (home.settings.home / "codes").mkdir(parents=True)
    (home.settings.home / "codes" / "services.csv").write_text(
        "code,name_fi,part,rank,valid_from,valid_until\nTHV,Valmennus,path,12,2025-06-01,2026-12-31\n", encoding="utf-8"
    )
    report = home.deliver([REFERRAL, changed(REFERRAL, referral_id="O-2", referred_on="2025-06-01")])
    assert rules_of(report) == {"to_service_code|unknown_code": 1}
    assert home.live("referral")["referral_id"].to_list() == ["O-2"]


def test_one_id_with_two_contents_is_refused_twice_and_with_one_content_counts_once(home: Home) -> None:
    clash = home.deliver([REFERRAL, changed(REFERRAL, to_service_code="TYV")])
    assert (clash.accepted, rules_of(clash)) == (0, {"referral_id|same_id_different_content": 2})
    same = home.deliver([REFERRAL, REFERRAL])
    assert (same.accepted, same.unchanged) == (1, 1)


def test_without_an_id_person_services_day_and_unit_tell_referrals_apart(home: Home) -> None:
    others = [
        changed(WITHOUT_ID, **cells)
        for cells in (
            {"client_id": "ASIAKAS-12"},
            {"to_service_code": "TYV"},
            {"referred_on": "2025-05-21"},
            {"from_service_code": ""},
            {"unit_code": ""},
        )
    ]
    assert home.deliver([WITHOUT_ID, *others]).accepted == 6
    assert home.live("referral")["referral_id"].n_unique() == 6
    again = home.deliver([WITHOUT_ID])
    assert (again.accepted, again.unchanged) == (0, 1)
    corrected = home.deliver([changed(WITHOUT_ID, municipality_code="398")])
    assert (corrected.accepted, home.live("referral").height) == (1, 6)


def test_what_a_full_delivery_no_longer_tells_is_closed(home: Home) -> None:
    source = home.source(delivery="full")
    home.deliver([REFERRAL, changed(REFERRAL, referral_id="O-2")], source=source)
    home.deliver([REFERRAL], source=source)
    assert home.live("referral")["referral_id"].to_list() == ["O-1"]


def test_parquet_and_workbook_bring_the_same_row_as_csv(home: Home) -> None:
    packed = BytesIO()
    pl.DataFrame([REFERRAL]).with_columns(pl.col("referred_on").str.to_date()).write_parquet(packed)
    assert home.deliver([REFERRAL]).accepted == 1
    assert home.deliver(packed.getvalue(), source=home.source("canonical_parquet")).unchanged == 1
    assert home.deliver(workbook([REFERRAL]), source=home.source("canonical_xlsx")).unchanged == 1


def test_a_finnish_register_tells_of_referrals_in_its_own_words(home: Home) -> None:
    content = csv_text([FINNISH], ";").encode("windows-1252")
    report = home.deliver(content, source=home.source("finnish_register"))
    assert (report.table, report.accepted) == ("referral", 1)
    held = home.live("referral").row(0, named=True)
    assert (held["to_service_code"], held["from_service_code"]) == ("THV", "KTT")
    assert (held["referred_on"], held["unit_code"]) == (date(2025, 5, 20), "Työpaja Itä")


@pytest.mark.parametrize(
    ("row", "columns"),
    [
        (FINNISH, {"referral_id", "client_id", "to_service_code", "referred_on", "from_service_code", "unit_code"}),
        (
            {"Klient-ID": "4711", "Hänvisad till": "THV", "Remissdatum": "2025-05-20", "Remitterande enhet": "X"},
            {"client_id", "to_service_code", "referred_on", "unit_code"},
        ),
        (
            {"Client ID": "4711", "Referred to": "THV", "Referral date": "2025-05-20", "Referring service": "KTT"},
            {"client_id", "to_service_code", "referred_on", "from_service_code"},
        ),
    ],
)
def test_a_draft_knows_the_words_in_three_languages(home: Home, tmp_path: Path, row: Row, columns: set[str]) -> None:
    home.settings.home.mkdir(parents=True, exist_ok=True)
    file = tmp_path / "ohjaukset.csv"
    file.write_text(csv_text([row], ";"), encoding="utf-8")
    drafted = tmp_path / "oma.toml"
    drafted.write_text(draft_source(home.settings, file), encoding="utf-8")
    table = load_source(home.settings, str(drafted)).tables["referral"]
    assert columns <= set(table.columns)
