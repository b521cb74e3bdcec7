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
    base = query.frame(connection, PACKAGE, _base(filters), values)
    months, observable = (_of_path if clock is Clock.PATH else _of_calendar)(connection, base)
    changes = query.frame(connection, PACKAGE, _changes(filters), values)
    states = _states(connection, changes["state"].unique().to_list())
    counts = _counts(changes, states, months)
    return _rows(
        months, clock, (*states, NO_SERVICE_STATE), np.vstack([counts, observable - counts.sum(axis=0)]), observable
    )


def _base(filters: Filters) -> str:
    """Days of the start are told from persons; places are counted at the build."""
    return "figure/occupation_base" if filters.has_days else "figure/occupation_base_kept"


def _changes(filters: Filters) -> str:
    if filters.has_days:
        return "figure/occupation_cell"
    places = (filters.service, filters.municipality, filters.unit)
    return "figure/occupation_whole" if places == (None,) * len(places) else "figure/occupation_place"


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


def _counts(changes: pl.DataFrame, states: tuple[str, ...], months: range) -> Counts:
    """Persons per state and month: what changes from month to month, added up from the first one on."""
    counts = np.zeros((len(states), months.stop), dtype=np.int64)
    known = changes.filter(pl.col("month") < months.stop)
    numbered = pl.DataFrame({"state": states}, schema={"state": pl.String}).with_row_index("place")
    placed = known.join(numbered, on="state", how="inner")
    np.add.at(counts, (placed["place"].to_numpy(), placed["month"].to_numpy()), placed["change"].to_numpy())
    return np.asarray(counts.cumsum(axis=1)[:, months.start :], dtype=np.int64)


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
