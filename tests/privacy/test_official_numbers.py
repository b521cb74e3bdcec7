"""Our counts beside the official ones: few are withheld, the years by spells as the drop-off by year withholds them."""

from typing import Any

import polars as pl
import pytest
from tests.privacy.random_tables import OneExit, counted

from tyokyky.privacy.official_numbers import protect_official
from tyokyky.privacy.small_numbers import HIDDEN, protect_drop_off


def row(rule: str, year: int, ended: int, in_service: int, unemployed: int | None, **more: object) -> dict[str, Any]:
    counts = {"ended_count": ended, "in_service_count": in_service, "unemployed_count": unemployed}
    return {"service_code": "S", "year": year, "rule": rule, **counts, "state": "" if unemployed else "none", **more}


def spell_row(year: int, followed: int, dropped: int) -> dict[str, Any]:
    fates = ["NEXT"] * followed + ["dropped"] * dropped
    counts = counted(str(year), [OneExit("", number, fate, 1) for number, fate in enumerate(fates)])
    return row("spell", year, followed + dropped, followed, None, **counts) | {"state": counts["state"]}


def shown(*rows: dict[str, Any]) -> list[dict[str, Any]]:
    # Every table has rows of all three rules, as those of the figure do.
    exact = pl.DataFrame([*rows, spell_row(1999, 20, 20)], infer_schema_length=None)
    return protect_official(exact, "official", "spell").to_dicts()[:-1]


def test_what_is_published_is_no_secret() -> None:
    published = row("official", 2021, 3, 2, 1)
    assert {name: shown(published)[0][name] for name in published} == published


@pytest.mark.parametrize(
    ("counts", "seen"),
    [
        ((40, 30, 20), (40, 30, 20)),
        ((4, 4, 4), (None, None, None)),
        ((40, 3, 20), (40, None, 20)),
        ((40, 37, 20), (40, None, 20)),
        ((40, 40, 38), (40, 40, None)),
        ((40, 0, 40), (40, 0, 40)),
    ],
)
def test_few_periods_of_a_part_or_of_its_rest(counts: tuple[int, int, int], seen: tuple[int | None, ...]) -> None:
    found = shown(row("register", 2025, *counts))[0]
    assert (found["ended_count"], found["in_service_count"], found["unemployed_count"]) == seen
    assert found["state"] == (HIDDEN if None in seen else "")


def test_no_jobseekers_register_is_none_and_not_hidden() -> None:
    found = shown(row("register", 2025, 40, 30, None))[0]
    assert (found["in_service_count"], found["state"]) == (30, "none")


def test_years_by_spells_are_those_of_the_drop_off_by_year() -> None:
    years = [spell_row(2023, 30, 3), spell_row(2024, 30, 9), spell_row(2025, 30, 20)]
    found = protect_official(pl.DataFrame(years, infer_schema_length=None), "official", "spell")
    frame = pl.DataFrame(years).drop("ended_count", "in_service_count", "unemployed_count")
    by_year = protect_drop_off(frame, ("service_code",))
    assert by_year["dropped_count"].to_list() == [None, None, 20]
    assert found["in_service_count"].to_list() == [None, None, 30]
    assert found["drop_off_share"].to_list() == by_year["drop_off_share"].to_list()
    assert found["state"].to_list() == [HIDDEN, HIDDEN, ""]
