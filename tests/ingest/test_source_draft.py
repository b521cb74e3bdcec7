"""Drafts of sources: imported with as they stand, and silent about what the cells say."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import polars as pl
import pytest
from tests.ingest.deliveries import AS_OF, MOMENT, PERIOD, ROWS, Home, Row, changed, csv_text, rules_of
from tests.ingest.wide_files import ITEM_TEXTS, UGLY, WideText, header_of

from tyokyky.domain.errors import UserError
from tyokyky.ingest.report import DeliveryReport
from tyokyky.ingest.source_draft import draft_source
from tyokyky.ingest.sources import Source, load_source


def drafted(home: Home, folder: Path, content: bytes) -> tuple[str, Source]:
    """The draft of a file, and the source that it makes without a hand on it."""
    (folder / "tiedosto").write_bytes(content)
    text = draft_source(home.settings, folder / "tiedosto")
    (folder / "luonnos.toml").write_text(text, encoding="utf-8")
    return text, load_source(home.settings, str(folder / "luonnos.toml"))


def imported(home: Home, folder: Path, content: bytes, **changes: object) -> DeliveryReport:
    source = drafted(home, folder, content)[1].model_copy(update=changes)
    return home.deliver(content, AS_OF, source)


def said(home: Home) -> pl.DataFrame:
    columns = ("item_id", "answered_on", "score", "not_applicable", "service_code", "municipality_code", "channel")
    return home.live("response").select(columns).sort(pl.all())


def test_an_ugly_questionnaire_comes_in_by_its_draft_as_counted_by_hand(home: Home, tmp_path: Path) -> None:
    assert len(UGLY.headers) >= 40
    report = imported(home, tmp_path, UGLY.written())
    assert (report.rows_in, report.accepted, report.quarantined, report.unchanged) == (27, 27, 0, 0)
    assert rules_of(report) == {"file|no_answers": 1, "file|unread_columns": 1}
    rows = home.live("response")
    assert rows["response_id"].n_unique() == 4
    # T1: 5, 1 and 3, and one whom it does not concern. All items: 8 answers of threes besides those of the third.
    assert sorted(rows.filter(pl.col("item_id") == "T1")["score"].drop_nulls()) == [1, 3, 5]
    assert rows.filter(pl.col("item_id") == "T1")["not_applicable"].sum() == 1
    assert rows["score"].sum() == 5 + 4 + 5 + 2 + 1 + 4 + 2 + 16 * 3 + 3 + 5
    assert rows.filter(pl.col("service_code") == "KTT").height == 8


def test_a_draft_reads_what_the_shipped_source_reads(home: Home, tmp_path: Path) -> None:
    imported(home, tmp_path, UGLY.written())
    shipped = Home(home.settings.model_copy(update={"home": tmp_path / "toinen"}))
    shipped.deliver(UGLY.written(), AS_OF, shipped.source("webropol_own_items"))
    assert said(home).equals(said(shipped))


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_encoding_and_separator_are_found(home: Home, tmp_path: Path, codec: str, separator: str) -> None:
    text = UGLY.renamed(header_of("R3"), ITEM_TEXTS["R3"])
    report = imported(home, tmp_path, text.written(codec, separator))
    assert (report.accepted, report.quarantined) == (27, 0)


def test_a_draft_shows_headers_and_no_cell(home: Home, tmp_path: Path) -> None:
    marked = [tuple(f"solu{n}x{at}" if cell else "" for at, cell in enumerate(row)) for n, row in enumerate(UGLY.rows)]
    text, _ = drafted(home, tmp_path, WideText(UGLY.headers, tuple(marked)).written())
    assert "solu" not in text
    assert text.splitlines()[1].startswith("# Vastaajien tunnisteet pätevät lähteen sisällä")
    assert '# Ei tunnistettu: sarake 6, "Kieliversio"' in text
    text, _ = drafted(
        home, tmp_path, csv_text([changed(PERIOD, client_id="131052-308T", unit_code="Oma talo")]).encode()
    )
    for cell in ("131052-308T", "Oma talo", "J-1", "2025-01-07"):
        assert cell not in text


def test_moved_and_missing_columns(home: Home, tmp_path: Path) -> None:
    text, _ = drafted(home, tmp_path, UGLY.moved().without(header_of("S1")).written())
    assert "# Ei tiedostossa: S1 (own_items)" in text
    assert imported(home, tmp_path, UGLY.moved().without(header_of("S1")).written()).accepted == 25


@pytest.mark.parametrize(
    ("header", "taken"),
    [
        ("Sain tietoa palvelusta silloin kun tarvitsin sitä", True),
        ("Osallisuus: Sain tietoa palveluista silloin, kun tarvitsin sitä.", True),
        ("En saanut tietoa palveluista silloin, kun tarvitsin sitä.", False),
        ("Sain tietoa palveluista silloin, kun en tarvinnut sitä.", False),
        ("Mistä sait tietoa palveluista?", False),
    ],
)
def test_likeness_of_a_question_is_for_a_person_to_check(home: Home, tmp_path: Path, header: str, taken: bool) -> None:
    text, source = drafted(home, tmp_path, UGLY.renamed(header_of("T1"), header).written())
    assert source.wide is not None
    assert ("T1" in source.wide.items) == taken
    line = next(one for one in text.splitlines() if header in one)
    assert line.endswith("# tarkista: onko sama väittämä") if taken else line.startswith("# Ei tunnistettu")


def test_a_likely_column_gives_way_to_the_item_itself(home: Home, tmp_path: Path) -> None:
    text = UGLY.renamed("Tila", "Palautteeni muutti jotain")
    _, source = drafted(home, tmp_path, text.written())
    assert source.wide is not None
    assert source.wide.items["R3"] == ("Palautteeni muutti jotakin.",)


@pytest.mark.parametrize("table", list(ROWS))
def test_files_of_every_table_come_in_by_their_draft(home: Home, tmp_path: Path, table: str) -> None:
    rows = [ROWS[table]]
    report = imported(home, tmp_path, csv_text(rows).encode(), linked_answers_permitted=True)
    assert (report.table, report.accepted, report.quarantined) == (table, 1, 0)


FINNISH = {"Asiakasnumero": "A-1", "Palvelu": "Kuntouttava työtoiminta", "Aloituspäivä": "7.1.2025", "Lopetuspäivä": "",
           "Yksikkö": "Oma talo", "Kotikunta": "Asikkala"}  # fmt: skip
SWEDISH = {"Klientnummer": "A-1", "Tjänst": "arbetsverksamhet i rehabiliteringssyfte", "Startdatum": "07.01.2025",
           "Slutdatum": "-", "Enhet": "PH016TP1", "Kommunkod": "016"}  # fmt: skip
ENGLISH = {"Client ID": "A-1", "Service": "rehabilitative work activity", "Start date": "2025-01-07", "End date": "",
           "Unit": "PH016TP1", "Municipality": "Asikkala"}  # fmt: skip


@pytest.mark.parametrize(
    ("row", "warned"), [(FINNISH, {"unit_code|unknown_code_kept": 1}), (SWEDISH, {}), (ENGLISH, {})]
)
def test_periods_in_three_languages(home: Home, tmp_path: Path, row: Row, warned: dict[str, int]) -> None:
    report = imported(home, tmp_path, csv_text([row], ";").encode())
    assert rules_of(report) == warned
    stored = home.live("period").row(0, named=True)
    assert (stored["service_code"], stored["municipality_code"], str(stored["started_on"])) == (
        "KTT",
        "016",
        "2025-01-07",
    )


def test_columns_without_a_known_header_are_told_by_their_cells(home: Home, tmp_path: Path) -> None:
    rows = [{"Päättyi": "", "Henkilö": code, "Mikä": "THV", "Milloin": "3.2.2025", "Kunta": "398"} for code in CODES]
    text, source = drafted(home, tmp_path, csv_text(rows, ";").encode())
    columns = source.tables["period"].columns
    assert columns["client_id"] == ("Henkilö",)
    assert columns["service_code"] == ("Mikä",)
    assert columns["started_on"] == ("Milloin",)
    for header in ("Henkilö", "Mikä", "Milloin"):
        assert next(one for one in text.splitlines() if f'"{header}"' in one).endswith("# tarkista")
    assert not [code for code in CODES if code in text]
    assert imported(home, tmp_path, csv_text(rows, ";").encode()).accepted == 2


CODES = ("131052-308T", "010190-900P")


def test_two_columns_of_one_kind_are_left_to_a_person(home: Home, tmp_path: Path) -> None:
    rows = [{"Asiakas": "A-1", "Palvelu": "KTT", "Kunta": "398", "Eka": "1.1.2025", "Toka": "2.1.2025"}]
    text, source = drafted(home, tmp_path, csv_text(rows).encode())
    assert "started_on" not in source.tables["period"].columns
    assert "# Puuttuu: started_on. Lisää otsikko." in text
    assert '# Ei tunnistettu: sarake 4, "Eka"' in text


def test_answers_row_by_row_with_scores_known_by_their_cells(home: Home, tmp_path: Path) -> None:
    rows = [
        {"Kysymystunnus": item, "Vastattu": "1.3.2026 klo 9.05", "Luku": str(n)}
        for n, item in enumerate(["S1", "S2"], 4)
    ]
    report = imported(home, tmp_path, csv_text(rows).encode())
    assert (report.table, report.accepted) == ("response", 2)
    assert home.live("response").sort("item_id")["score"].to_list() == [4.0, 5.0]


def test_parquet_and_the_day_of_extraction(home: Home, tmp_path: Path) -> None:
    packed = BytesIO()
    frame = pl.DataFrame([{**MOMENT, "Poimintapäivä": "2026-06-30"}])
    frame.with_columns(pl.col("occurred_at").str.to_datetime()).write_parquet(packed)
    text, source = drafted(home, tmp_path, packed.getvalue())
    assert 'kind = "parquet"' in text
    report = home.deliver(packed.getvalue(), None, source)
    assert (report.table, report.accepted, report.data_as_of) == ("moment", 1, AS_OF)


def test_decimal_comma_is_found(home: Home, tmp_path: Path) -> None:
    rows = [{"item_id": "S1", "answered_on": "2026-03-01", "score": "3,5"}]
    imported(home, tmp_path, csv_text(rows, ",").encode())
    assert home.live("response")["score"].to_list() == [3.5]


def test_verbal_answers_are_left_out_of_other_scales(home: Home, tmp_path: Path) -> None:
    folder = home.settings.home / "instruments"
    folder.mkdir(parents=True)
    items = "".join(
        f'[[items]]\nitem_id = "N{n}"\ntext_fi = "Asia {n} sujui"\nlevel = "action"\nplane = "own"\nscale_min = 1\n'
        "scale_max = 4\n" for n in (1, 2)
    )  # fmt: skip
    (folder / "oma.toml").write_text(f'instrument_id = "oma"\nname_fi = "Oma"\n{items}', encoding="utf-8")
    rows = [{"Vastausaika": "1.3.2026 9:05", "Asia 1 sujui": "4", "Asia 2 sujui:": "2"}]
    text, source = drafted(home, tmp_path, csv_text(rows).encode())
    assert source.wide is not None
    assert source.wide.answers == {}
    assert "[wide.answers]. Asteikko" in text
    assert imported(home, tmp_path, csv_text(rows).encode()).accepted == 2


@pytest.mark.parametrize(
    ("lines", "said_of_it"),
    [
        (["131052-308T;KTT;1.1.2025", "131052-308T;KTT;1.2.2025"], "henkilötunnus"),
        (["Aamu;KTT;1.1.2025", "Ilta;KTT;1.2.2025"], "alle kaksi"),
        (["Asiakas", "A-1"], "alle kaksi"),
        (["Asiakas;Palvelu"], "yhtään riviä"),
        (['Asiakas;"Palvelu', "A-1;KTT"], "lainausmerkki"),
    ],
)
def test_files_of_which_no_draft_can_be_made(home: Home, tmp_path: Path, lines: Sequence[str], said_of_it: str) -> None:
    path = tmp_path / "x.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(UserError, match=said_of_it) as refused:
        draft_source(home.settings, path)
    assert not [cell for cell in ("131052", "Aamu", "A-1") if cell in str(refused.value)]


def test_headers_that_look_like_cells_are_told_by_their_place(home: Home, tmp_path: Path) -> None:
    rows = [{"Asiakas": "A-1", "Palvelu": "KTT", "Alku": "1.1.2025", "040 123 4567": "", "7.5.1985": "", "a@b.fi": ""}]
    text, _ = drafted(home, tmp_path, csv_text(rows).encode())
    assert "# Ei tunnistettu: sarake 4\n# Ei tunnistettu: sarake 5\n# Ei tunnistettu: sarake 6\n" in text


def test_odd_headers_are_written_so_that_they_load(home: Home, tmp_path: Path) -> None:
    odd = 'Muu "sarake" \\ # [x] = \t1'
    rows = [{"Asiakas": "A-1", "Palvelu": "KTT", "Alku": "1.1.2025", odd: "x", "Päät\ntymispäivä\x7f": ""}]
    text, source = drafted(home, tmp_path, csv_text(rows).encode())
    assert source.tables["period"].columns["started_on"] == ("Alku",)
    assert '# Ei tunnistettu: sarake 4, "Muu \\"sarake\\" \\\\ # [x] = 1"' in text
