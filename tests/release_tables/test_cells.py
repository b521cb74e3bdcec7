"""Cells of a release against the same counted person by person in plain Python."""

import random
from collections import Counter
from datetime import date, timedelta
from typing import Final

import polars as pl
import pytest
from tests.homes import SERVICES, stay
from tests.properties.home import imported
from tests.reference.world import Answer, Client, Delivery, Item, Period, Service, World

from tyokyky.release.tables.county import County, cells_of, county_of, open_mart
from tyokyky.release.tables.layouts import ANSWERS, EXITS, THEMES
from tyokyky.release.tables.quarters import quarter_of
from tyokyky.settings import Settings

SINCE, UNTIL, WINDOW_DAYS = date(2025, 1, 1), date(2025, 11, 30), 90
AS_OF = date(2025, 12, 31)
FAR: Final = Service("FAR", "path", 12, 30, "elsewhere")
"""A service whose usual next register is not joined."""
ITEMS: Final = (
    Item("T1", "information"),
    Item("T2", "information"),
    Item("S1", "planning"),
    Item("D1", "planning", "development"),
)
DAY: Final = date(2025, 2, 3)
BANDS: Final = (([1, 2], "low"), ([2, 2], "low"), ([2, 3], "middle"), ([3, 3], "middle"), ([3, 4], "high"))
"""Scores of two items and the band of their mean: cut half-way."""
PLACES: Final = ("016", "081", "111", "142", "316")


def _periods() -> tuple[Period, ...]:
    """Up to two stays a person, far enough apart that nothing is chained; the second in another service."""
    drawn = random.Random(1)  # noqa: S311 - journeys, not secrets
    periods = [stay("far", "FAR", "2025-01-05", "2025-02-01"), stay("far", "JOB", "2025-02-02", None)]
    for person in range(120):
        start = date(2024, 12, 1) + timedelta(days=drawn.randrange(280))
        end = start + timedelta(days=drawn.randrange(5, 120))
        municipality = drawn.choice(["398", "098", None])
        periods.append(stay(person, "STEP", str(start), str(end), municipality=municipality))
        after = end + timedelta(days=1 + drawn.choice([0, 1, 30, 89, 90, 91, 150]))
        if drawn.random() < 0.7 and after <= AS_OF:
            periods.append(stay(person, drawn.choice(["JOB", "OTHER"]), str(after), None))
    return tuple(periods)


def _answers() -> tuple[Answer, ...]:
    banded = [
        Answer(f"b{number}", item, DAY, None, "STEP", score, municipality=PLACES[number])
        for number, (scores, _) in enumerate(BANDS)
        for item, score in zip(("T1", "T2"), scores, strict=True)
    ]
    return (
        *banded,
        Answer("r1", "T1", DAY, "far", "FAR", 4, municipality="398"),
        Answer("r1", "S1", DAY, "far", "FAR", not_applicable=True, municipality="398"),
        Answer("r2", "S1", DAY, None, "STEP", 4, municipality="098"),
        Answer("r3", "T1", DAY, None, "STEP", 5, respondent="professional"),
        Answer("r4", "D1", DAY, None, "STEP", 5),
    )


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    periods = _periods()
    clients = tuple(Client(person, 1985, "female", "398") for person in dict.fromkeys(p.person for p in periods))
    delivery = Delivery("county", AS_OF, periods, clients, (), _answers())
    home = tmp_path_factory.mktemp("cells") / "home"
    return imported(home, World((*SERVICES, FAR), (delivery,), ITEMS))[0]


@pytest.fixture(scope="module")
def cells(settings: Settings) -> dict[str, pl.DataFrame]:
    with open_mart(settings) as mart:
        return cells_of(mart, settings, SINCE, UNTIL, WINDOW_DAYS)


@pytest.fixture(scope="module")
def county(settings: Settings) -> County:
    with open_mart(settings) as mart:
        return county_of(mart, settings)


def _outcome(one: Period, end: date, periods: tuple[Period, ...]) -> str:
    later = [p for p in periods if p.person == one.person and p.start > one.start and p.start <= AS_OF]
    gap_days = min(((p.start - end).days - 1 for p in later), default=None)
    if gap_days is not None and gap_days <= WINDOW_DAYS:
        return "continued"
    return "dropped" if (AS_OF - end).days - 1 >= WINDOW_DAYS else "open"


def test_exits_are_those_of_plain_python(cells: dict[str, pl.DataFrame]) -> None:
    periods, expected = _periods(), Counter[tuple[str, ...]]()
    for one in periods:
        if one.service == "STEP" and one.end is not None and SINCE <= one.end <= UNTIL:
            # A municipality that no period tells is the client's.
            place = one.municipality or "398"
            expected[_outcome(one, one.end, periods), quarter_of(one.end), place] += 1
    by = ["outcome", "quarter", "municipality"]
    found = cells[EXITS].filter(joint="STEP").group_by(by).agg(pl.col("count").sum())
    assert {tuple(row[:-1]): row[-1] for row in found.iter_rows()} == dict(expected)
    assert set(found["outcome"]) == {"continued", "dropped", "open"}


def test_an_exit_whose_next_register_is_not_joined_is_open_whatever_followed(cells: dict[str, pl.DataFrame]) -> None:
    assert cells[EXITS].filter(joint="FAR").select("outcome", "count").rows() == [("open", 1)]


def _form(cells: dict[str, pl.DataFrame], municipality: str) -> tuple[object, ...]:
    names = ("quarter", "answer_information", "answer_planning", "answer_action", "count")
    [row] = cells[ANSWERS].filter(municipality=municipality).select(names).rows()
    return row


def test_a_form_stands_once_in_a_band_of_every_level(cells: dict[str, pl.DataFrame]) -> None:
    """A level only marked not applicable, and one not asked, have codes of their own."""
    assert _form(cells, "398") == ("2025Q1", "high", "not_applicable", "no_answer", 1)
    assert _form(cells, "098") == ("2025Q1", "no_answer", "high", "no_answer", 1)


def test_professionals_and_the_other_plane_are_left_out(cells: dict[str, pl.DataFrame]) -> None:
    assert "unknown" not in cells[ANSWERS]["municipality"]
    assert cells[ANSWERS]["count"].sum() == len(BANDS) + 2


@pytest.mark.parametrize("number", range(len(BANDS)))
def test_bands_are_cut_half_way(cells: dict[str, pl.DataFrame], number: int) -> None:
    assert _form(cells, PLACES[number])[1] == BANDS[number][1]


def test_what_nobody_has_read_is_no_theme(cells: dict[str, pl.DataFrame]) -> None:
    assert cells[THEMES].is_empty()


def test_the_county_is_told_by_registers_and_lists(county: County) -> None:
    assert county.observed_until == county.data_cut == AS_OF
    assert county.joints == ("FAR", "OTHER", "STEP")
    assert county.chain_gap_days == 30
    assert county.populations["781"] == 3400
    assert "179" not in county.populations


def test_the_mart_is_opened_for_reading_alone(settings: Settings) -> None:
    with open_mart(settings) as mart, pytest.raises(Exception, match="read-only"):
        mart.execute("DELETE FROM click_exit").complete()
