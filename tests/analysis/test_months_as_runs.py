"""Stays as days in one state, and as months: what days in no order of rank say, told once and added up again."""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from tyokyky.analysis.mart import run_step
from tyokyky.store import query
from tyokyky.store.connection import Connection, open_in_memory

FIRST = date(2019, 12, 20)
STATES = {"A": 10, "B": 20, "C": 20, "neutral": 100_000}
Stay = tuple[int, str, date, date]


def drawn_stays(seed: int, persons: int = 30) -> list[Stay]:
    """Up to six stays a person, many at once: of one state, of one rank, within each other, day after day."""
    drawn = np.random.default_rng(seed)
    stays = []
    for person in range(persons):
        for _ in range(int(drawn.integers(1, 7))):
            start = FIRST + timedelta(days=int(drawn.choice([0, 1, 11, 12, 13, *range(20, 200, 7)])))
            days = int(drawn.choice([0, 0, 1, 10, 11, 12, 30, 31, 90]))
            stays.append((person, str(drawn.choice(list(STATES))), start, start + timedelta(days=days)))
    return stays


def state_of(stays: list[Stay], person: int, day: date) -> str | None:
    here = [(STATES[state], state) for who, state, first, last in stays if who == person and first <= day <= last]
    return min(here)[1] if here else None


def days_between(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def shown(connection: Connection, stays: list[Stay]) -> list[Stay]:
    """Rows of `state_stay` made of `month_stay`."""
    rows = [(number, who, state, STATES[state], first, last) for number, (who, state, first, last) in enumerate(stays)]
    columns = ["stay_key", "person_key", "state", "service_rank", "started_on", "last_day"]
    query.create(connection, "month_stay", pl.DataFrame(rows, schema=columns, orient="row"))
    run_step(connection, "state_stay")
    return list(connection.sql("SELECT * FROM state_stay ORDER BY ALL").pl().iter_rows())


@pytest.mark.parametrize("seed", range(4))
def test_each_day_of_a_person_has_the_state_of_the_smallest_rank_once(seed: int) -> None:
    stays = drawn_stays(seed)
    with open_in_memory() as connection:
        told = [
            (who, day, state)
            for who, state, first, last in shown(connection, stays)
            for day in days_between(first, last)
        ]
    days = {(who, day) for who, _, first, last in stays for day in days_between(first, last)}
    assert sorted(told) == sorted((who, day, str(state_of(stays, who, day))) for who, day in days)


def test_a_stay_within_another_parts_it() -> None:
    day = [FIRST + timedelta(days=number) for number in range(10)]
    with open_in_memory() as connection:
        found = shown(connection, [(1, "B", day[0], day[9]), (1, "A", day[3], day[5]), (1, "B", day[7], day[8])])
    assert [(state, first, last) for _, state, first, last in found if state == "A"] == [("A", day[3], day[5])]
    of_b = sorted(one for _, state, first, last in found if state == "B" for one in days_between(first, last))
    assert of_b == [*day[:3], *day[6:]]


@pytest.mark.parametrize("seed", range(3))
def test_changes_added_up_are_the_persons_of_each_month(seed: int) -> None:
    stays, drawn = drawn_stays(seed), np.random.default_rng(seed)
    places = {person: str(drawn.choice(["S1", "S2"])) for person in sorted({who for who, *_ in stays})}
    with open_in_memory() as connection:
        shown(connection, stays)
        _place(connection, stays, places)
        for step in ("path_place", "month_run", "month_change"):
            run_step(connection, step)
        for service, limit in ((None, {"S1", "S2"}), ("S1", {"S1"})):
            values = {"clock": "calendar", "service": service, "municipality": None, "unit": None}
            changes = query.frame(connection, "tyokyky.analysis", "figure/occupation_place", values).rows()
            for number in range(1, 12):
                last_day = date(2020, number + 1, 1) - timedelta(days=1)
                month = 50 * 12 + number - 1
                for state in STATES:
                    counted = sum(change for code, begun, change in changes if code == state and begun <= month)
                    there = [one for one in places if places[one] in limit and state_of(stays, one, last_day) == state]
                    assert counted == len(there)
        whole = connection.sql("SELECT sum(change) AS left_over FROM month_change_whole").pl()
        assert int(whole["left_over"][0]) == 0


def _place(connection: Connection, stays: list[Stay], places: dict[int, str]) -> None:
    """Every path begins on its person's first day; all its months are known."""
    entries = pl.DataFrame(
        {
            "person_key": list(places),
            "started_on": [min(first for who, _, first, _ in stays if who == person) for person in places],
            "service_code": list(places.values()),
            "municipality_code": "M",
            "unit_code": "unknown",
            "first_month": 0,
            "last_month": 36,
        }
    )
    query.create(connection, "path_entry", entries)
    query.create(connection, "path_entry_count", entries)
