"""State occupation: in which service, in none, or past a neutral ending people are by month (definitions, 8)."""

from datetime import date
from typing import Final

import numpy as np
import polars as pl

from tyokyky.analysis.selection import PACKAGE, filter_values
from tyokyky.domain.estimates import Counts
from tyokyky.domain.filters import Filters
from tyokyky.domain.occupation import LAST_PATH_MONTH, NEUTRAL_STATE, NO_SERVICE_STATE
from tyokyky.domain.question import Clock
from tyokyky.store import query
from tyokyky.store.connection import Connection

_BITS: Final = 60
"""Months in one word of `month_state`."""
_MONTHS_IN_YEAR: Final = 12
_FIRST_YEAR: Final = 1970


def occupation(connection: Connection, filters: Filters, clock: Clock) -> pl.DataFrame:
    """Where people are, month by month (ADR 0028): services by rank, then neutral, then none.

    `Clock.PATH`: months 0–36 after the start of each person's path. `Clock.CALENDAR`: calendar months, of all whom
    the deliveries know. The filters say where and when the path began: `service` the first path service,
    `municipality` and `unit` those of its first period, `since` and `until` the day; window and tolerance play no part.

    Returns:
        One row per month × state that anybody is ever in, or `no_service`: month (number, or `2025-01`), state,
        person_count, observable_count, share (null where nobody is observable).
    """
    values = {**filter_values(filters), "clock": clock.value}
    base = query.frame(connection, PACKAGE, "figure/occupation_base", values)
    months, observable = (_of_path if clock is Clock.PATH else _of_calendar)(connection, base)
    cells = query.frame(connection, PACKAGE, _statement(filters), values)
    states = _states(connection, cells["state"].unique().to_list())
    counts = _counts(cells, states, months)
    return _rows(
        months, clock, (*states, NO_SERVICE_STATE), np.vstack([counts, observable - counts.sum(axis=0)]), observable
    )


def _statement(filters: Filters) -> str:
    limits = (filters.since, filters.until, filters.service, filters.municipality, filters.unit)
    return "figure/occupation_whole" if limits == (None,) * len(limits) else "figure/occupation_cell"


def _of_path(_: Connection, base: pl.DataFrame) -> tuple[range, Counts]:
    """Months since the start, and how many persons can be known in each."""
    months = range(LAST_PATH_MONTH + 1)
    of_path = base.filter("has_path")
    place = np.arange(len(months))[:, None]
    known = (of_path["first_month"].to_numpy() <= place) & (place <= of_path["last_month"].to_numpy())
    return months, np.asarray((known * of_path["person_count"].to_numpy()).sum(axis=1), dtype=np.int64)


def _of_calendar(connection: Connection, base: pl.DataFrame) -> tuple[range, Counts]:
    """Calendar months, in each of which everybody can be known."""
    known = query.row(connection, PACKAGE, "figure/known_month")
    first, last = known["first_month"], known["last_month"]
    months = range(0) if first is None or last is None else range(first, last + 1)
    return months, np.full(len(months), int(base["person_count"].sum()), dtype=np.int64)


def _states(connection: Connection, found: list[str]) -> tuple[str, ...]:
    """The services that anybody is in, furthest along first, then the neutral ending."""
    ranked = query.frame(connection, PACKAGE, "figure/visible_service")["service_code"].to_list()
    return tuple(state for state in (*ranked, NEUTRAL_STATE) if state in set(found))


def _counts(cells: pl.DataFrame, states: tuple[str, ...], months: range) -> Counts:
    """Persons per state and month, from how many have which bits."""
    counts = np.zeros((len(states), len(months)), dtype=np.int64)
    for (word, state), rows in cells.group_by("word", "state", maintain_order=True):
        bits, persons = rows["months"].to_numpy(), rows["person_count"].to_numpy()
        for place, month in enumerate(months):
            if month // _BITS == word:
                counts[states.index(str(state)), place] += int(persons[(bits >> (month % _BITS)) & 1 == 1].sum())
    return counts


def _rows(months: range, clock: Clock, states: tuple[str, ...], counts: Counts, observable: Counts) -> pl.DataFrame:
    named = pl.Series(
        "month",
        [month if clock is Clock.PATH else _month_name(month) for month in months],
        dtype=pl.Int64 if clock is Clock.PATH else pl.String,
    )
    grid = pl.DataFrame({"month": named, "observable_count": observable}).join(
        pl.DataFrame({"state": states}, schema={"state": pl.String}), how="cross", maintain_order="left_right"
    )
    person_count = pl.Series(counts.T.ravel(), dtype=pl.Int64)
    return grid.with_columns(person_count=person_count).with_columns(
        share=pl.when(pl.col("observable_count") > 0).then(pl.col("person_count") / pl.col("observable_count"))
    )


def _month_name(month: int) -> str:
    return f"{date(_FIRST_YEAR + month // _MONTHS_IN_YEAR, month % _MONTHS_IN_YEAR + 1, 1):%Y-%m}"
