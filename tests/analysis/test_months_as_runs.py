"""Months as runs and changes: what the bits of a person's months say, told as first and last and added up again."""

import numpy as np
import polars as pl
import pytest

from tyokyky.analysis.mart import run_step
from tyokyky.store import query
from tyokyky.store.connection import Connection, open_in_memory

WORD = 60


def state_rows(months: dict[int, set[int]]) -> pl.DataFrame:
    """Rows of `month_state` of persons in one state."""
    rows = [
        ("calendar", word, "A", sum(1 << (month % WORD) for month in months[person] if month // WORD == word), person)
        for person in months
        for word in sorted({month // WORD for month in months[person]})
    ]
    columns = {"clock": pl.String, "word": pl.Int32, "state": pl.String, "months": pl.Int64, "person_key": pl.Int32}
    return pl.DataFrame(rows, schema=columns, orient="row")


def runs_of(connection: Connection, months: dict[int, set[int]]) -> list[tuple[int, int, int]]:
    query.create(connection, "month_state", state_rows(months))
    run_step(connection, "month_run")
    found = connection.sql("SELECT person_key, from_month, to_month FROM month_run ORDER BY ALL").pl()
    return list(found.iter_rows())


@pytest.mark.parametrize(
    ("months", "runs"),
    [
        ({0}, [(0, 0)]),
        ({59}, [(59, 59)]),
        (set(range(60)), [(0, 59)]),
        ({1, 2, 5, 7, 8}, [(1, 2), (5, 5), (7, 8)]),
        ({58, 59, 60, 61}, [(58, 59), (60, 61)]),
        (set(range(0, 60, 2)), [(month, month) for month in range(0, 60, 2)]),
        ({0, 59, 119}, [(0, 0), (59, 59), (119, 119)]),
    ],
)
def test_bits_are_told_as_first_and_last_month(months: set[int], runs: list[tuple[int, int]]) -> None:
    with open_in_memory() as connection:
        assert runs_of(connection, {7: months}) == [(7, first, last) for first, last in runs]


@pytest.mark.parametrize("seed", range(5))
def test_changes_added_up_are_the_persons_of_each_month(seed: int) -> None:
    drawn = np.random.default_rng(seed)
    months = {person: set(drawn.choice(150, drawn.integers(1, 121), replace=False).tolist()) for person in range(40)}
    places = {person: str(drawn.choice(["", "S1", "S2"])) for person in months}
    with open_in_memory() as connection:
        runs_of(connection, months)
        entries = pl.DataFrame(
            {
                "person_key": pl.Series(list(places), dtype=pl.Int32),
                "service_code": list(places.values()),
                "municipality_code": "M",
                "unit_code": "unknown",
            }
        )
        query.create(connection, "path_entry", entries)
        query.create(connection, "path_entry_count", entries.drop("person_key").unique(maintain_order=True))
        run_step(connection, "path_place")
        run_step(connection, "month_change")
        for service, limit in ((None, set(places.values())), ("S1", {"S1"})):
            values = {"clock": "calendar", "service": service, "municipality": None, "unit": None}
            changes = dict(
                query.frame(connection, "tyokyky.analysis", "figure/occupation_place", values)
                .select("month", "change")
                .iter_rows()
            )
            person_count = 0
            for month in range(151):
                person_count += changes.get(month, 0)
                assert person_count == sum(month in months[one] and places[one] in limit for one in months)
        whole = connection.sql("SELECT sum(change) AS left_over FROM month_change_whole").pl()
        assert int(whole["left_over"][0]) == 0
