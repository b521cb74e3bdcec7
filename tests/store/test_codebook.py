"""Code lists: what is shipped, what a home adds or replaces, and what is refused in clear words without cell values."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tyokyky.domain.codes import LAST_DAY, Code, CodeBook, EndReason
from tyokyky.domain.errors import UserError
from tyokyky.domain.journeys import EndReasonGroup, Part
from tyokyky.domain.participation import Level, Plane
from tyokyky.settings import Settings
from tyokyky.store.codebook import load_code_book, shipped_code_book

CELL = "131052-308T"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "codes").mkdir()
    return tmp_path


def book_of(home: Path) -> CodeBook:
    return load_code_book(Settings.of_home(home))


def written(home: Path, name: str, text: str) -> Path:
    (home / "codes" / name).write_text(text, encoding="utf-8")
    return home


def refusal(home: Path) -> str:
    with pytest.raises(UserError) as refused:
        book_of(home)
    assert CELL not in str(refused.value)
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__ or refused.value.__context__ is None
    return str(refused.value)


# Shipped.


def on(codes: tuple[Code, ...], day: date) -> dict[str, Code]:
    return {code.code: code for code in codes if code.valid_from <= day <= code.valid_until}


def test_every_service_of_the_design_is_shipped_with_its_part() -> None:
    services = {service.code: service for service in shipped_code_book().services}
    parts = {part: {code for code, service in services.items() if service.part == part} for part in Part}
    path = "KTT THV IPS TKT SOSK SOSO PTA PO TTT TPA TYV VAL KOK MON KELA NUOR JARJ"
    assert parts[Part.PATH] == set(path.split())
    assert parts[Part.OUTCOME] == {"TYO", "PT", "KOUL"}
    assert parts[Part.NEUTRAL] == {"ELAKE", "MUUTTO", "KUOLLUT", "VAPAA"}
    assert parts[Part.BACKGROUND] == {"REK"}
    assert len({service.rank for service in services.values()}) == len(services)


@pytest.mark.parametrize(
    ("code", "days"), [("KTT", 30), ("PTA", 14), ("TPA", 14), ("TTT", 0), ("TYO", 0), ("KOUL", 30)]
)
def test_chain_gaps_are_those_of_the_design(code: str, days: int) -> None:
    assert {service.chain_gap_days for service in shipped_code_book().services if service.code == code} == {days}


@pytest.mark.parametrize("code", ["TYV", "VAL", "KOK", "REK"])
def test_employment_services_changed_their_organiser_but_not_their_code(code: str) -> None:
    before, after = (service for service in shipped_code_book().services if service.code == code)
    assert (before.organiser, before.valid_until) == ("TE-toimisto", date(2024, 12, 31))
    assert (after.organiser, after.valid_from, after.valid_until) == ("työllisyysalue", date(2025, 1, 1), LAST_DAY)


def test_ten_municipalities_make_the_county_since_iitti_joined() -> None:
    def county(day: date) -> set[str]:
        municipalities = shipped_code_book().municipalities
        return {m.code for m in municipalities if m.county_code == "09" and m.valid_from <= day <= m.valid_until}

    assert len(county(date(2021, 1, 1))) == 10
    assert county(date(2021, 1, 1)) - county(date(2020, 12, 31)) == {"142"}
    assert len([m for m in shipped_code_book().municipalities if m.county_code == "15"]) == 22


def test_not_renewing_the_job_search_is_lost_only_from_employment_services() -> None:
    of_code = [reason for reason in shipped_code_book().end_reasons if reason.code == "10"]
    groups = {reason.service_code: reason.group for reason in of_code}
    assert groups == {"": EndReasonGroup.UNKNOWN, "TYV": EndReasonGroup.LOST, "REK": EndReasonGroup.LOST}


def test_every_group_of_end_reasons_has_a_reason() -> None:
    assert {reason.group for reason in shipped_code_book().end_reasons} == set(EndReasonGroup)


def test_every_level_has_evidence_on_both_planes_and_meetings_are_none() -> None:
    moments = shipped_code_book().moments
    assert {(m.level, m.plane) for m in moments if m.level} == {(level, plane) for level in Level for plane in Plane}
    assert next(m for m in moments if m.code == "meeting").level is None


def test_units_lie_in_municipalities_of_the_county() -> None:
    book = shipped_code_book()
    county = {m.code for m in book.municipalities if m.county_code == "09"}
    assert {unit.municipality_code for unit in book.units} == county


def test_everything_has_a_name_in_three_languages() -> None:
    book = shipped_code_book()
    lists = (book.services, book.end_reasons, book.units, book.municipalities, book.counties, book.moments, book.roles)
    for codes in lists:
        assert codes
        for code in codes:
            assert code.name_fi
            assert code.name_sv
            assert code.name_en


# The home's own.


def test_a_home_without_codes_has_the_shipped_ones(tmp_path: Path) -> None:
    assert book_of(tmp_path) == shipped_code_book()


def test_a_code_of_the_home_replaces_all_shipped_rows_of_it_and_others_are_added(home: Path) -> None:
    written(home, "services.csv", "code,name_fi,part\nTYV,oma nimi,background\nUUSI,uusi palvelu,outcome\n")
    services = [service for service in book_of(home).services if service.code in ("TYV", "UUSI", "KTT")]
    own = {service.code: service for service in services if service.code != "KTT"}
    assert [service.code for service in services].count("TYV") == 1
    assert [service.code for service in services].count("KTT") == 2
    assert (own["TYV"].name_fi, own["TYV"].part, own["TYV"].valid_until) == ("oma nimi", Part.BACKGROUND, LAST_DAY)
    assert (own["UUSI"].part, own["UUSI"].chain_gap_days) == (Part.OUTCOME, 30)


def test_codes_stay_text_and_a_byte_order_mark_and_blank_lines_are_borne(home: Path) -> None:
    text = "\ufeffcode,name_fi,county_code\n\n007, Pikkukunta ,09\n,,\n"
    added = [m for m in book_of(written(home, "municipalities.csv", text)).municipalities if m.code == "007"]
    assert [(m.name_fi, m.county_code) for m in added] == [("Pikkukunta", "09")]


def test_a_service_may_name_the_controller_that_usually_follows(home: Path) -> None:
    text = "code,name_fi,part,usual_next_controller\nKTT,kuntouttava työtoiminta,path,työllisyysalue\n"
    service = next(s for s in book_of(written(home, "services.csv", text)).services if s.code == "KTT")
    assert service.usual_next_controller == "työllisyysalue"


def test_a_moment_with_a_level_alone_is_of_the_own_service(home: Path) -> None:
    added = book_of(written(home, "moments.csv", "code,name_fi,level\noma,oma hetki,decision\n")).moments[-1]
    assert (added.level, added.plane) == (Level.DECISION, Plane.OWN)


def test_one_reason_may_mean_different_things_in_different_services(home: Path) -> None:
    text = "code,name_fi,group,service_code\nX,syy,unknown,\nX,syy,lost,KTT\n"
    added = [reason for reason in book_of(written(home, "end_reasons.csv", text)).end_reasons if reason.code == "X"]
    assert added == [
        EndReason("X", "syy", group=EndReasonGroup.UNKNOWN),
        replace(added[0], group=EndReasonGroup.LOST, service_code="KTT"),
    ]


# Refused.


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("services.csv", f"code,name_fi\nA,{CELL}\n", "codes/services.csv puuttuu sarake part"),
        (
            "services.csv",
            f"code,name_fi,part\nA,a,{CELL}\n",
            "rivillä 2 sarakkeen part arvo ei kelpaa: valitse jokin",
        ),
        ("services.csv", f"code,name_fi,part,rank\nA,a,path,1\nB,b,path,{CELL}\n", "rivillä 3 sarakkeen rank"),
        ("services.csv", "code,name_fi,part,chain_gap_days\nA,a,path,-1\n", "chain_gap_days arvo ei kelpaa: anna kok"),
        (
            "units.csv",
            f"code,name_fi,valid_from\nA,a,{CELL}\n",
            "rivillä 2 sarakkeen valid_from arvo ei kelpaa: anna p",
        ),
        ("units.csv", f"code,name_fi\n,{CELL}\n", "rivillä 2 sarake code on tyhjä"),
        ("units.csv", f"code,name_fi,{CELL}\nA,a,b\n", "3. saraketta ei tunneta"),
        ("units.csv", "code,name_fi,name_fi\nA,a,b\n", "sarake name_fi kahdesti"),
        ("units.csv", f"code,name_fi\nA,a,{CELL}\n", "rivillä 2 on väärä määrä sarakkeita"),
        ("units.csv", "", "puuttuu sarake code"),
        ("units.csv", f'code,name_fi\nA,"{CELL}', "ei ole luettavissa"),
        ("units.csv", f"code,name_fi\nA,a\nA,{CELL}\n", "rivin 3 voimassaolo"),
        ("units.csv", "code,name_fi,valid_from,valid_until\nA,a,2024-01-01,2023-01-01\n", "rivin 2 voimassaolo"),
        (
            "units.csv",
            "code,name_fi,valid_from,valid_until\nA,a,2024-01-01,2024-12-31\nA,a,2020-01-01,2024-01-01\n",
            "rivin 2 voimassaolo",
        ),
        ("moments.csv", f"code,name_fi,level\nA,a,{CELL}\n", "information, action, planning, decision, evaluation"),
    ],
)
def test_a_mistake_is_told_by_file_line_and_column(home: Path, name: str, text: str, told: str) -> None:
    assert told in refusal(written(home, name, text))


def test_a_file_that_is_not_utf_8_is_told(home: Path) -> None:
    (home / "codes" / "units.csv").write_bytes("code,name_fi\nA,Äänekoski\n".encode("cp1252"))
    assert "UTF-8" in refusal(home)


def test_validities_that_follow_each_other_are_not_refused(home: Path) -> None:
    text = "code,name_fi,valid_from,valid_until\nA,a,2020-01-01,2023-12-31\nA,b,2024-01-01,\n"
    assert [unit.name_fi for unit in book_of(written(home, "units.csv", text)).units if unit.code == "A"] == ["a", "b"]
