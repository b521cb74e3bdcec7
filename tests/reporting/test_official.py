"""Official figures beside ours in a tiny store: two rules that count the same stays differently, and overlap."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.homes import built, stay
from tests.reference.world import Period, Service

from tyokyky.domain.filters import Filters
from tyokyky.domain.names import CodeNames
from tyokyky.presentation import official as official_words
from tyokyky.presentation.sentences import sentence
from tyokyky.presentation.tables import table_of
from tyokyky.reporting.figures import exact_figure, figure
from tyokyky.reporting.mart import Mart, current_mart

SERVICES = (
    Service("KTT", "path", 17, 30),
    Service("THV", "path", 11, 30),
    Service("TYO", "outcome", 1, 0),
    Service("PT", "outcome", 2, 0),
    Service("REK", "background", 90, 30),
)
AS_OF = date(2026, 6, 30)


def periods() -> Iterator[Period]:
    """Four persons; all but the last are registered jobseekers all the time."""
    for person in ("A", "B", "C"):
        yield stay(person, "REK", "2023-01-01", None)
    # One stay that the register cuts in three: two of its periods end within the year before it does.
    yield stay("A", "KTT", "2024-10-01", "2025-01-31")
    yield stay("A", "KTT", "2025-02-01", "2025-05-31")
    yield stay("A", "KTT", "2025-06-01", "2025-09-30")
    # Carried on within the window, but not in a service three months after.
    yield stay("B", "KTT", "2025-01-01", "2025-03-31")
    yield stay("B", "THV", "2025-04-15", "2025-05-15")
    # An open job follows: no service by the register's rule, and a successor by ours.
    yield stay("C", "KTT", "2025-01-01", "2025-04-30")
    yield stay("C", "TYO", "2025-05-01", None)
    # A subsidised job is a service, and this person is no registered jobseeker.
    yield stay("D", "KTT", "2025-01-01", "2025-06-30")
    yield stay("D", "PT", "2025-07-01", None)


@pytest.fixture(scope="module")
def mart(tmp_path_factory: pytest.TempPathFactory) -> Mart:
    return current_mart(built(tmp_path_factory.mktemp("home"), *periods(), as_of=AS_OF, services=SERVICES))


def rows(mart: Mart, rule: str) -> list[dict[str, Any]]:
    table = exact_figure(mart, "official", Filters()).table
    return [row for row in table.to_dicts() if row["rule"] == rule]


def test_the_registers_rule_counts_periods(mart: Mart) -> None:
    (row,) = rows(mart, "register")
    # Ended in 2025: three of A, one each of B, C and D. In a service three months after: A after the first two, and D.
    assert (row["service"], row["year"], row["ended"], row["in_service"], row["unemployed"]) == ("KTT", 2025, 6, 3, 5)
    assert row["in_service_share"] == pytest.approx(3 / 6)
    assert row["unemployed_share"] == pytest.approx(5 / 6)
    assert row["state"] == ""


def test_the_two_shares_overlap(mart: Mart) -> None:
    (row,) = rows(mart, "register")
    # A is in a service and a registered jobseeker at once, twice.
    assert row["in_service"] + row["unemployed"] > row["ended"]
    assert row["in_service_share"] + row["unemployed_share"] > 1
    caveats = [caveat.key for caveat in exact_figure(mart, "official", Filters()).caveats]
    assert "caveat.official_overlap" in caveats


def test_spells_count_people_who_leave(mart: Mart) -> None:
    (row,) = rows(mart, "spell")
    # Four exits: B, C and D were carried on within 90 days, A was not.
    assert (row["year"], row["ended"], row["in_service"], row["unemployed"]) == (2025, 4, 3, None)
    assert row["in_service_share"] == pytest.approx(1 - exact_figure(mart, "drop-off", Filters()).table["drop_off"][1])
    finding = exact_figure(mart, "official", Filters()).finding
    assert "50,0 %" in sentence(finding, CodeNames()).replace("\N{NO-BREAK SPACE}", " ")
    assert "75,0 %" in sentence(finding, CodeNames()).replace("\N{NO-BREAK SPACE}", " ")


def test_published_numbers_are_of_our_service_alone_and_overlap_too(mart: Mart) -> None:
    published = rows(mart, "official")
    assert {row["service"] for row in published} == {"KTT"}
    of_2019 = next(row for row in published if row["year"] == 2019)
    assert (of_2019["ended"], of_2019["in_service"], of_2019["unemployed"]) == (96356, 87445, 22354)
    assert of_2019["in_service_share"] == pytest.approx(0.908, abs=5e-4)
    assert of_2019["unemployed_share"] == pytest.approx(0.232, abs=5e-4)
    assert of_2019["in_service_share"] + of_2019["unemployed_share"] > 1
    assert of_2019["source"] == "12ux:05"


def test_staff_see_published_numbers_and_not_our_few(mart: Mart) -> None:
    shown = figure(mart, "official", Filters()).table
    assert shown.filter(rule="official").equals(exact_figure(mart, "official", Filters()).table.filter(rule="official"))
    register = shown.filter(rule="register").row(0, named=True)
    assert (register["ended"], register["in_service"], register["unemployed"], register["state"]) == (
        6,
        None,
        None,
        "hidden",
    )
    spell = shown.filter(rule="spell").row(0, named=True)
    assert (spell["ended"], spell["in_service"], spell["in_service_share"], spell["state"]) == (
        None,
        None,
        None,
        "hidden",
    )


def test_a_year_that_is_not_yet_followed_is_left_out(tmp_path: Path) -> None:
    early = current_mart(built(tmp_path, *periods(), as_of=date(2026, 3, 15), services=SERVICES))
    assert rows(early, "register") == []
    assert rows(early, "spell") == []
    assert rows(early, "official") != []


def test_without_a_jobseekers_register_there_is_no_number_and_a_reason(tmp_path: Path) -> None:
    without = [period for period in periods() if period.service != "REK"]
    own = current_mart(built(tmp_path, *without, as_of=AS_OF, services=SERVICES))
    (row,) = rows(own, "register")
    assert (row["in_service"], row["unemployed"], row["unemployed_share"], row["state"]) == (3, None, None, "none")
    table = table_of(exact_figure(own, "official", Filters()), None, CodeNames())
    said = next(cells for cells in table.rows if "oma, rekisterin sääntö" in cells)
    assert said[table.headings.index("Työttömänä seurannassa")] == "∅ ei tapauksia"


def test_a_service_that_is_not_ours_has_no_rows(tmp_path: Path) -> None:
    other = current_mart(built(tmp_path, stay("A", "STEP", "2025-01-01", "2025-02-01")))
    assert exact_figure(other, "official", Filters()).table.is_empty()
    assert figure(other, "official", Filters()).finding.key == "finding.official.none"


def test_the_page_shows_the_newest_year_of_each_rule(mart: Mart) -> None:
    newest = official_words.newest(exact_figure(mart, "official", Filters())).table
    assert newest.select("rule", "year").rows() == [("register", 2025), ("spell", 2025), ("official", 2021)]
    table = table_of(official_words.newest(exact_figure(mart, "official", Filters())), None, CodeNames())
    assert [row[table.headings.index("Lähde")] for row in table.rows] == [
        "tämä aineisto",
        "tämä aineisto",
        "Tilastokeskus, taulukko 12ux, palvelu 05",
    ]
