"""Sources: the shipped ones, the home's own in their place, and mistakes told by file and key."""

from datetime import date
from pathlib import Path

import pytest
from tests.ingest.deliveries import Home

from tyokyky.domain.codes import Code
from tyokyky.domain.errors import UserError
from tyokyky.ingest.code_rules import valid_on
from tyokyky.ingest.delivery import import_file
from tyokyky.ingest.sources import load_source, source_names
from tyokyky.settings import Settings, shipped_folder
from tyokyky.store.codebook import load_code_book
from tyokyky.store.instruments import load_instruments
from tyokyky.store.tables import TABLES

import polars as pl  # isort: skip

SOUND = """
title_fi = "Oma"
controller = "kunta"
kind = "csv"
[tables.client.columns]
client_id = ["Asiakas"]
gender = ["Sukupuoli"]
"""


def test_shipped_sources_are_sound(home: Home) -> None:
    assert source_names(home.settings) == [
        "canonical_csv",
        "canonical_parquet",
        "canonical_xlsx",
        "finnish_register",
        "form_queue",
        "webropol_own_items",
        "xes",
    ]
    for name in source_names(home.settings):
        assert load_source(home.settings, name).name == name
    for name in ("canonical_csv", "canonical_parquet", "canonical_xlsx"):
        source = load_source(home.settings, name)
        assert source.linked_answers_permitted
        assert source.controller == "hyvinvointialue"
        assert set(source.tables) == set(TABLES)


def test_source_of_the_home_replaces_the_shipped_one(home: Home) -> None:
    folder = home.settings.home / "sources"
    folder.mkdir(parents=True)
    (folder / "finnish_register.toml").write_text(SOUND, encoding="utf-8")
    assert load_source(home.settings, "finnish_register").controller == "kunta"
    assert load_source(home.settings, str(folder / "finnish_register.toml")).title_fi == "Oma"


@pytest.mark.parametrize(("mistake", "named"), [
    ('controller = ""\n', "controller"),
    ('encoding = "latin9"\n', "encoding"),
    ('date_forms = ["mm/dd/yy"]\n', "date_forms"),
    ('open_codes = ["moment"]\n', "open_codes"),
    ("seprator = ';'\n", "seprator"),
    ('kind = "xls"\n', "kind"),
    ('sheet = ""\n', "sheet"),
    ('delivery = "all"\n', "delivery"),
    ('[tables.person.columns]\nclient_id = ["A"]\n', "tables.person"),
    ('[tables.period.columns]\nstarted = ["A"]\n', "started"),
    ('[tables.period.columns]\nstarted_on = "A"\n', "started_on"),
])  # fmt: skip
def test_mistake_is_told_by_file_and_key(home: Home, tmp_path: Path, mistake: str, named: str) -> None:
    path = tmp_path / "oma.toml"
    key = mistake.partition(" ")[0]
    kept = "\n".join(line for line in SOUND.splitlines() if not line.startswith(f"{key} "))
    path.write_text(kept + "\n" + mistake if mistake.startswith("[") else mistake + kept, encoding="utf-8")
    with pytest.raises(UserError, match=rf"oma\.toml.*{named}") as refused:
        load_source(home.settings, str(path))
    assert "\n" not in str(refused.value)


WIDE = """
title_fi = "Kysely"
controller = "kunta"
kind = "csv"
[tables.response.columns]
answered_on = ["Vastausaika"]
[wide]
"""
ITEMS = '[wide.items]\nS1 = ["Olin mukana."]\n'


@pytest.mark.parametrize(("mistake", "named"), [
    (WIDE, "wide.items"),
    (WIDE + 'comment = ["Perustelut"]\n' + ITEMS, "wide.comment"),
    (WIDE + ITEMS + 'S2 = ["1. olin\u00a0mukana *"]\n', "wide.items"),
    (WIDE + ITEMS + 'S2 = ["*"]\n', "wide.items"),
    (WIDE + 'comments = ["Olin mukana"]\n' + ITEMS, "wide.items"),
    (WIDE + 'not_applicable = ["Ei"]\n' + ITEMS + "[wide.answers]\nei = 1\n", "wide.answers"),
    (WIDE + ITEMS + '[wide.answers]\nei = "yksi"\n', "wide.answers.ei"),
    (WIDE + ITEMS + '[wide.constants]\nclient_id = "x"\n', "wide.constants: client_id"),
    (WIDE.replace("answered_on", "phase") + ITEMS, "tables.response: answered_on"),
    (WIDE.replace("[wide]", 'score = ["Pisteet"]\n[wide]') + ITEMS, "tables.response: score"),
    (WIDE.replace("response", "moment").replace("answered_on", "occurred_at") + ITEMS, "tables"),
])  # fmt: skip
def test_mistake_in_a_wide_source_is_told_by_its_key(home: Home, tmp_path: Path, mistake: str, named: str) -> None:
    path = tmp_path / "kysely.toml"
    path.write_text(mistake, encoding="utf-8")
    with pytest.raises(UserError, match=rf"kysely\.toml.*{named}"):
        load_source(home.settings, str(path))


def test_shipped_wide_source_asks_the_own_items_in_three_languages(home: Home) -> None:
    source = load_source(home.settings, "webropol_own_items")
    assert source.wide is not None
    own = next(one for one in load_instruments(home.settings) if one.instrument_id == "own_items")
    assert source.wide.items == {item.item_id: (item.text_fi, item.text_sv, item.text_en) for item in own.items}
    assert len(source.wide.items) == 16
    assert not source.linked_answers_permitted


def test_shipped_wide_source_names_municipalities_as_the_code_list_does(home: Home) -> None:
    named = load_source(home.settings, "webropol_own_items").tables["response"].values["municipality_code"]
    book = load_code_book(home.settings)
    known = {name: one.code for one in book.municipalities for name in (one.name_fi, one.name_sv) if name}
    assert {name: known[name] for name in named} == named
    assert set(named.values()) == {one.code for one in book.municipalities}


def test_missing_and_broken_source_files(home: Home, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="canonical_csv"):
        load_source(home.settings, "ei_ole")
    with pytest.raises(UserError, match="ei voitu lukea"):
        load_source(home.settings, str(tmp_path / "ei.toml"))
    (tmp_path / "x.toml").write_text("a = [", encoding="utf-8")
    with pytest.raises(UserError, match="ei ole kelvollista"):
        load_source(home.settings, str(tmp_path / "x.toml"))


def test_validity_with_gaps_and_with_a_change_of_organiser() -> None:
    entries = [
        Code("A", "a", valid_from=date(2020, 1, 1), valid_until=date(2022, 12, 31)),
        Code("A", "a", valid_from=date(2023, 1, 1), valid_until=date(2023, 12, 31)),
        Code("A", "a", valid_from=date(2025, 1, 1)),
    ]
    days = [date(2019, 12, 31), date(2020, 1, 1), date(2022, 12, 31), date(2023, 1, 1), date(2024, 6, 1),
            date(2025, 1, 1), None]  # fmt: skip
    expected = [False, True, True, True, False, True, True]
    assert valid_on(pl.Series(["A"] * 7), pl.Series(days, dtype=pl.Date), entries).to_list() == expected
    assert valid_on(pl.Series(["B", None], dtype=pl.String), pl.Series(days[:2]), entries).to_list() == [False, False]


MVAD = Path(__file__).resolve().parents[3] / "shared" / "data"


@pytest.mark.real
@pytest.mark.skipif(not MVAD.is_dir(), reason="needs ../shared/data")
def test_example_home_takes_both_mvad_files_as_they_are(tmp_path: Path) -> None:
    example = shipped_folder() / "examples" / "mvad"
    for path in example.rglob("*"):
        if path.is_file():
            copy = tmp_path / path.relative_to(example)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    settings = Settings.of_home(tmp_path)
    source = load_source(settings, "mvad")
    for name, table, rows in (("mvad_asiakkaat.csv", "client", 712), ("mvad_jaksot.csv", "period", 2019)):
        report = import_file(settings, MVAD / name, source, date(1999, 6, 30))
        assert (report.table, report.accepted, report.rules) == (table, rows, ())
