"""Encodings, separators, headers, dates, numbers and typed columns as registers write them."""

import io
from datetime import UTC, date, datetime

import polars as pl
import pytest
from tests.ingest.deliveries import AS_OF, MOMENT, PERIOD, RESPONSE, Home, Row, changed, csv_text, rules_of

from tyokyky.domain.errors import UserError
from tyokyky.ingest import ledger

FINNISH: Row = {
    "Asiakastunnus": "ASIAKAS-4711",
    "PALVELU": "Kuntouttava\u00a0työtoiminta",
    "Alkupäivä:": "7.1.2025",
    " Päättymispäivä ": "30.06.2025",
    "Yksikkö": "Jämsän työpaja",
    "Saattaen\u00a0vaihto": "Kyllä",
    "Sarake, jota ei tunneta": "131052-308T",
}


@pytest.mark.parametrize(("codec", "mark"), [("cp1252", b""), ("utf-8", b"\xef\xbb\xbf")])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_finnish_export_is_read_in_its_encodings(home: Home, codec: str, mark: bytes, line_end: str) -> None:
    text = csv_text([FINNISH, changed(FINNISH, **{"Alkupäivä:": "\u00a01.8.2025 ", " Päättymispäivä ": "-"})], ";")
    report = home.deliver(mark + text.replace("\n", line_end).encode(codec), source=home.source("finnish_register"))
    assert rules_of(report) == {"unit_code|unknown_code_kept": 2}
    rows = home.live("period").sort("started_on")
    assert rows["service_code"].to_list() == ["KTT", "KTT"]
    assert rows["started_on"].to_list() == [date(2025, 1, 7), date(2025, 8, 1)]
    assert rows["ended_on"].to_list() == [date(2025, 6, 30), None]
    assert rows["unit_code"].to_list() == ["Jämsän työpaja"] * 2
    assert rows["handover"].to_list() == ["escorted"] * 2


def test_wrong_byte_is_told_by_its_row_alone(home: Home) -> None:
    content = csv_text([FINNISH, FINNISH], ";").encode("cp1252") + b"ASIAKAS-4712;\x81"
    with pytest.raises(UserError, match=r"^Rivillä 4 on merkki") as refused:
        home.deliver(content, source=home.source("finnish_register"))
    assert "4712" not in str(refused.value)


def test_decimal_comma_and_finnish_words_of_answers(home: Home) -> None:
    row = {"Väittämä": "S1", "Vastauspäivä": "1.3.2025", "Pisteet": "3,5", "Palvelu": "KTT", "Vastaaja": "Asiakas",
           "Vaihe": "aikana", "Ei koske minua": "ei"}  # fmt: skip
    home.deliver(csv_text([row], ";").encode("cp1252"), source=home.source("finnish_register"))
    stored = home.live("response").row(0, named=True)
    assert (stored["score"], stored["respondent"], stored["phase"]) == (3.5, "client", "during")
    assert stored["not_applicable"] is False


@pytest.mark.parametrize(
    "written", ["3.2.2025 9:05", "3.2.2025 klo 9.05", "03.02.2025 09:05:00", "2025-02-03 09:05:00"]
)
def test_forms_of_a_timestamp(home: Home, written: str) -> None:
    row = {"Asiakastunnus": "ASIAKAS-1", "Ajankohta": written, "Tapahtuma": "Tapaaminen", "Toteutuma": "ei saapunut"}
    home.deliver(csv_text([row], ";").encode("cp1252"), source=home.source("finnish_register"))
    stored = home.live("moment").row(0, named=True)
    assert stored["occurred_at"] == datetime(2025, 2, 3, 9, 5)  # noqa: DTZ001 - local time, as in the register
    assert (stored["moment_code"], stored["attended"]) == ("meeting", "no_show")


def test_ragged_rows_go_to_quarantine_and_a_cut_last_line_is_warned_about(home: Home) -> None:
    lines = csv_text([changed(PERIOD, period_id=f"J-{n}", client_id=f"A-{n:05}") for n in range(4)]).splitlines()
    lines[2] += ",too,many"
    lines[3] = lines[3].rsplit(",", 3)[0]
    report = home.deliver("\n".join([*lines[:4], "", *lines[4:]]).encode())
    assert rules_of(report) == {"row|column_count": 2, "file|may_be_truncated": 1}
    assert report.batch_id is not None
    assert ledger.quarantine_by_rule(home.settings, report.batch_id)["row_numbers"].to_list() == [[3, 4]]
    assert report.rows_in == 4


def test_row_numbers_are_records_where_cells_hold_line_breaks(home: Home) -> None:
    bad = changed(MOMENT, touchpoint="kaksi\nriviä", moment_id="T-2")
    report = home.deliver([bad, changed(MOMENT, attended="x")])
    assert report.batch_id is not None
    assert ledger.quarantine_by_rule(home.settings, report.batch_id)["row_numbers"].to_list() == [[3]]
    assert home.live("moment")["touchpoint"].to_list() == ["kaksi\nriviä"]


def _parquet(frame: pl.DataFrame) -> bytes:
    packed = io.BytesIO()
    frame.write_parquet(packed)
    return packed.getvalue()


def test_typed_parquet_is_read_as_it_is(home: Home) -> None:
    frame = pl.DataFrame(
        {
            "period_id": [1, 2, 3],
            "client_id": [471101.0, 471102.0, None],
            "service_code": pl.Series(["KTT", "THV", "KTT"], dtype=pl.Categorical),
            "started_on": [date(2025, 1, 7), date(2025, 1, 8), date(2025, 1, 9)],
            "ended_on": [datetime(2025, 6, 29, 22, 30, tzinfo=UTC), None, None],
            "handover": ["none", None, None],
        }
    )
    report = home.deliver(_parquet(frame), source=home.source("canonical_parquet"))
    assert rules_of(report) == {"client_id|missing": 1}
    rows = home.live("period").sort("period_id")
    assert rows["ended_on"].to_list() == [date(2025, 6, 30), None]  # half past midnight in Finland
    csv_home_rows = [changed(PERIOD, period_id="9", client_id="471101", started_on="2025-08-01", ended_on="")]
    home.deliver(csv_home_rows)
    assert home.live("period")["client_id"].n_unique() == 2  # 471101.0 is 471101


def test_typed_flags_and_numbers_of_parquet(home: Home) -> None:
    frame = pl.DataFrame([{**RESPONSE, "client_id": None, "score": 4, "not_applicable": False}])
    frame = frame.with_columns(pl.col("answered_on").str.to_date())
    report = home.deliver(_parquet(frame), source=home.source("canonical_parquet"))
    assert (report.accepted, report.rules) == (1, ())
    assert home.live("response")["score"].to_list() == [4.0]


def test_made_ids_tell_events_apart_and_not_by_their_order(home: Home) -> None:
    base = {key: cell for key, cell in MOMENT.items() if key != "moment_id"}
    rows = [base, changed(base, attended="no_show"), base]
    first = home.deliver(rows)
    assert (first.accepted, first.unchanged) == (2, 1)
    again = home.deliver([rows[1], rows[0]])
    assert (again.accepted, again.unchanged) == (0, 2)


def test_unlinked_answers_that_are_alike_are_all_kept(home: Home) -> None:
    base = {key: cell for key, cell in RESPONSE.items() if key not in ("response_id", "client_id")}
    report = home.deliver([base, base, changed(base, item_id="S2"), changed(base, item_id="S2", score="2")])
    assert (report.accepted, report.unchanged) == (4, 0)
    assert home.live("response")["response_id"].n_unique() == 2


def test_day_of_extraction_comes_from_the_caller_before_the_column(home: Home) -> None:
    source = home.source(data_as_of="poimittu")
    rows = [{**PERIOD, "poimittu": "2026-05-31"}]
    assert home.deliver(rows, None, source).data_as_of == date(2026, 5, 31)
    assert home.deliver(rows, AS_OF, source).data_as_of == AS_OF
    with pytest.raises(UserError, match="vaihtelee"):
        home.deliver([*rows, {**PERIOD, "poimittu": "2026-06-01"}], None, source)


def test_day_of_extraction_is_needed_and_not_ahead(home: Home) -> None:
    with pytest.raises(UserError, match="--as-of"):
        home.deliver([PERIOD], None)
    with pytest.raises(UserError, match="tulevaisuudessa"):
        home.deliver([PERIOD], date(2999, 1, 1))


def test_missing_needed_column_is_named_by_what_is_expected(home: Home) -> None:
    rows = [{key: cell for key, cell in PERIOD.items() if key != "started_on"}]
    with pytest.raises(UserError, match="period: started_on"):
        home.deliver(rows)
