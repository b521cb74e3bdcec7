"""Excel workbooks: what stands in the cells is what comes in, whatever kind of cell it is."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import pytest
from tests.ingest.deliveries import AS_OF, MOMENT, PERIOD, RESPONSE, ROWS, Home, changed, csv_text, rules_of
from tests.ingest.workbooks import remade, with_sheet, workbook

from tyokyky.domain.errors import UserError
from tyokyky.ingest import ledger
from tyokyky.ingest.delivery import import_file
from tyokyky.ingest.report import DeliveryReport
from tyokyky.ingest.sources import Source
from tyokyky.ingest.workbook import read_sheet
from tyokyky.settings import Settings


@pytest.fixture
def source(home: Home) -> Source:
    return home.source("canonical_xlsx")


@pytest.mark.parametrize("table", sorted(ROWS))
def test_a_workbook_of_texts_says_what_the_csv_says(home: Home, tmp_path: Path, source: Source, table: str) -> None:
    report = home.deliver(workbook([ROWS[table]]), source=source)
    other = Home(Settings.of_home(tmp_path / "other"))
    other.settings.keys_folder.parent.mkdir(parents=True)
    home.settings.keys_folder.rename(other.settings.keys_folder)
    other.deliver([ROWS[table]])
    assert (report.table, report.accepted, report.quarantined) == (table, 1, 0)
    assert home.live(table).equals(other.live(table))


def test_native_days_numbers_and_texts_in_one_column(home: Home, source: Source) -> None:
    rows: list[dict[str, object]] = [
        {**PERIOD, "period_id": 7, "client_id": 471101, "started_on": date(2025, 1, 7), "ended_on": None},
        {**PERIOD, "period_id": "007", "client_id": "000471101", "started_on": "2025-01-08",
         "ended_on": date(2025, 6, 30)},
        {**PERIOD, "period_id": 8.0, "client_id": "471101", "ended_on": "",
         "started_on": datetime.fromisoformat("2025-01-09T23:59")},
    ]  # fmt: skip
    report = home.deliver(workbook(rows), source=source)
    assert rules_of(report) == {"started_on|overlapping_periods": 1}
    live = home.live("period").sort("started_on")
    assert live["period_id"].to_list() == ["7", "007", "8"]
    assert live["started_on"].to_list() == [date(2025, 1, 7), date(2025, 1, 8), date(2025, 1, 9)]
    assert live["ended_on"].to_list() == [None, date(2025, 6, 30), None]
    first, padded, third = live["client_id"].to_list()
    assert first == third != padded  # typed text keeps its zeros and is another identifier


def test_moments_and_flags_as_the_spreadsheet_keeps_them(home: Home, source: Source) -> None:
    rows: list[dict[str, object]] = [
        {**MOMENT, "occurred_at": datetime.fromisoformat("2025-02-03T09:30"), "critical": True},
        {**MOMENT, "moment_id": "T-2", "occurred_at": "2025-02-03 10:30", "critical": "ei"},
        {**MOMENT, "moment_id": "T-3", "occurred_at": date(2025, 2, 3), "critical": None},
    ]  # fmt: skip
    assert home.deliver(workbook(rows), source=source).accepted == 3
    live = home.live("moment").sort("moment_id")
    assert [moment.isoformat() for moment in live["occurred_at"]] == [
        "2025-02-03T09:30:00", "2025-02-03T10:30:00", "2025-02-03T00:00:00",
    ]  # fmt: skip
    assert live["critical"].to_list() == [True, False, None]


def test_numbers_native_and_with_a_decimal_comma(home: Home, source: Source) -> None:
    own = source.model_copy(update={"decimal_mark": ","})
    rows: list[dict[str, object]] = [{**RESPONSE, "score": 3.5}, {**RESPONSE, "response_id": "V-2", "score": "3,5"}]
    assert home.deliver(workbook(rows), source=own).accepted == 2
    assert home.live("response")["score"].to_list() == [3.5, 3.5]


def test_a_bare_number_is_no_day(home: Home, source: Source) -> None:
    report = home.deliver(workbook([{**PERIOD, "started_on": 45664}]), source=source)
    assert rules_of(report) == {"started_on|unreadable_date": 1}


def test_finnish_forms_in_text_cells(home: Home, source: Source) -> None:
    own = source.model_copy(update={"date_forms": ("d.m.yyyy",)})
    rows: list[dict[str, object]] = [{**PERIOD, "started_on": "7.1.2025", "ended_on": date(2025, 6, 30)}]
    home.deliver(workbook(rows), source=own)
    assert home.live("period").select("started_on", "ended_on").rows() == [(date(2025, 1, 7), date(2025, 6, 30))]


def _refused_rows(home: Home, report: DeliveryReport) -> list[int]:
    assert report.batch_id is not None
    return [int(row) for row in ledger.quarantine_by_rule(home.settings, report.batch_id)["row_numbers"].explode()]


@pytest.mark.parametrize("first_row", [0, 3])
def test_row_numbers_are_the_spreadsheets_and_empty_rows_are_none(home: Home, source: Source, first_row: int) -> None:
    blank: dict[str, object] = dict.fromkeys(PERIOD)
    rows: list[Mapping[str, object]] = [
        PERIOD,
        blank,
        {**PERIOD, "period_id": "J-2", "started_on": "x"},
        dict.fromkeys(PERIOD, " "),
        blank,
    ]
    report = home.deliver(workbook(rows, first_row=first_row), source=source)
    assert (report.rows_in, report.accepted, report.quarantined) == (2, 1, 1)
    assert _refused_rows(home, report) == [first_row + 4]


def test_sheet_by_name_else_the_first(home: Home, source: Source) -> None:
    content = workbook([PERIOD], Toinen=[MOMENT], Tyhjä=[])
    assert home.check(content, source).table == "period"
    assert home.check(content, source.model_copy(update={"sheet": "Toinen"})).table == "moment"
    with pytest.raises(UserError, match="taulukkoa Kolmas"):
        home.check(content, source.model_copy(update={"sheet": "Kolmas"}))
    with pytest.raises(UserError, match="yhtään riviä"):
        home.check(content, source.model_copy(update={"sheet": "Tyhjä"}))


def test_a_title_above_the_header_is_not_guessed_away(home: Home, source: Source) -> None:
    rows = with_sheet(
        workbook([PERIOD]),
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>Jaksot 4711</t></is></c></row>'
        b'<row r="2"><c r="A2" t="inlineStr"><is><t>period_id</t></is></c></row>'
        b'<row r="3"><c r="A3"><v>1</v></c></row>',
    )
    with pytest.raises(UserError, match="ei tunnistettu") as refused:
        home.deliver(rows, source=source)
    assert "4711" not in str(refused.value)


def test_formulas_give_their_values_and_failed_ones_nothing(tmp_path: Path) -> None:
    content = with_sheet(
        workbook([PERIOD]),
        b'<row r="1"><c r="B1" t="inlineStr"><is><t>a</t></is></c><c r="C1" t="inlineStr"><is><t>b</t></is></c></row>'
        b'<row r="2"><c r="B2"><f>1+1</f><v>2</v></c><c r="C2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>',
    )
    sheet = read_sheet(content, None, Settings.of_home(tmp_path))
    assert sheet.headers == ("a", "b")
    assert sheet.rows.rows() == [(2, "2", None)]


def test_cells_without_a_place_follow_each_other(tmp_path: Path) -> None:
    content = with_sheet(
        workbook([PERIOD]),
        b'<row><c t="inlineStr"><is><t>a</t></is></c><c t="inlineStr"><is><t>b</t></is></c></row>'
        b"<row><c><v>1</v></c><c><v>2</v></c></row>",
    )
    sheet = read_sheet(content, None, Settings.of_home(tmp_path))
    assert (sheet.headers, sheet.rows.rows()) == (("a", "b"), [(2, "1", "2")])


def test_text_stays_text_whatever_it_looks_like(home: Home, source: Source) -> None:
    touchpoint = '=HYPERLINK("http://x")\t<b>\x01'
    home.deliver(workbook([{**MOMENT, "touchpoint": touchpoint}]), source=source)
    assert home.live("moment")["touchpoint"].to_list() == [touchpoint]


def test_the_same_workbook_twice_and_a_csv_after_it(home: Home, source: Source) -> None:
    content = workbook([{**PERIOD, "started_on": date(2025, 1, 7)}])
    first = home.deliver(content, source=source)
    assert home.deliver(content, source=source).same_as_batch == first.batch_id
    assert home.deliver([PERIOD]).unchanged == 1
    assert home.deliver([changed(PERIOD, ended_on="2025-05-31")]).accepted == 1


def test_a_workbook_from_a_path(home: Home, source: Source, tmp_path: Path) -> None:
    path = tmp_path / "jaksot.XLSX"
    path.write_bytes(remade(workbook([PERIOD]), lambda name, text: text))
    assert import_file(home.settings, path, source, AS_OF).accepted == 1


def test_a_file_of_another_kind_is_named(home: Home, source: Source) -> None:
    with pytest.raises(UserError, match="kind on xlsx"):
        home.deliver(workbook([PERIOD]))
    with pytest.raises(UserError, match="ei ole Excel"):
        home.deliver(csv_text([PERIOD]).encode(), source=source)
