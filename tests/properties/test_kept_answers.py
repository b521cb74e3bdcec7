"""What the build counted is what the rows say: each kept answer beside that of the exits themselves."""

from collections.abc import Iterator
from datetime import date
from itertools import product

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from tests.properties.catalogue import MUNICIPALITIES, UNITS
from tests.properties.doors import world_with_doors
from tests.properties.home import imported

from tyokyky.analysis.selection import BREAKDOWN, KEPT, PACKAGE, SERVICE, Selection, filter_values, select_exits
from tyokyky.domain.filters import Breakdown, Filters
from tyokyky.reporting.mart import current_mart
from tyokyky.store import query
from tyokyky.store.connection import Connection
from tyokyky.store.query import Value

KEYS = (None, Breakdown.parse("municipality"), Breakdown.parse("unit"))
STRATUM = (SERVICE, "level", BREAKDOWN, "unit_code", "age_band")


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    settings, _ = imported(tmp_path_factory.mktemp("kept"), world_with_doors(3, 250))
    with current_mart(settings).connection(None) as opened:
        select_exits(opened, Filters(), None)
        yield opened


def asked() -> list[Filters]:
    places = product((None, MUNICIPALITIES[0], "unknown"), (None, UNITS[0], "unknown"))
    of_places = [Filters(municipality=municipality, unit=unit) for municipality, unit in places]
    return [*of_places, Filters(window_days=1, service="STEP0"), Filters(window_days=366), Filters(window_days=30)]


def both(selection: Selection, name: str, values: dict[str, Value] | None = None) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The kept answer, and that of the rows themselves."""
    assert selection.is_kept
    breakdown = selection.breakdown.name if selection.breakdown else ""
    bound = filter_values(selection.filters) | {"breakdown": breakdown} | (values or {})
    rows = query.frame(selection.connection, PACKAGE, f"figure/{name}", bound)
    return selection.ask(name, values), rows


def test_the_answers_tell_something(connection: Connection) -> None:
    selection = Selection(connection, Filters(), None)
    for name, values in _questions():
        assert all(not frame.is_empty() for frame in both(selection, name, values))


def _questions() -> list[tuple[str, dict[str, Value]]]:
    cells: list[tuple[str, dict[str, Value]]] = [("exit_cell", {"by_successor": one}) for one in (False, True)]
    levels: list[tuple[str, dict[str, Value]]] = [
        ("level_cell", {"measure": one}) for one in ("experience", "evidence", "unit_feedback")
    ]
    return [*cells, ("repeated_person", {}), ("exit_pair", {}), *levels]


@pytest.mark.parametrize("filters", asked(), ids=str)
def test_kept_counts_are_those_of_the_exits(connection: Connection, filters: Filters) -> None:
    for by, (name, values) in product(KEYS, _questions()):
        if name == "level_cell" and by is not None:
            continue
        kept, rows = both(Selection(connection, filters, by), name, values)
        assert_frame_equal(kept, rows)


@pytest.mark.parametrize("filters", asked(), ids=str)
def test_kept_strata_are_those_of_the_exits(connection: Connection, filters: Filters) -> None:
    for measure, first, second in (("experience", "not", "realised"), ("evidence", "no", "yes")):
        values: dict[str, Value] = {"measure": measure, "first_group": first, "second_group": second}
        kept, rows = both(Selection(connection, filters, None), "stratum_life_table", values)
        for told in (_weights, _days):
            assert_frame_equal(told(kept, filters), told(rows, filters))


def _weights(tables: pl.DataFrame, _: Filters) -> pl.DataFrame:
    return tables.group_by(STRATUM).agg(pl.col("weight_count").sum()).sort(STRATUM)


def _days(tables: pl.DataFrame, filters: Filters) -> pl.DataFrame:
    lists = ("days", "are_followed", "exit_counts")
    told = tables.select(*STRATUM, *lists).explode(*lists).drop_nulls()
    told = told.with_columns(pl.col("are_followed") & (pl.col("days") <= filters.window_days))
    day = pl.min_horizontal("days", pl.lit(filters.window_days)).cast(pl.Int64)
    key = (*STRATUM, "days", "are_followed")
    return told.with_columns(days=day).group_by(key).agg(pl.col("exit_counts").sum()).sort(key)


@pytest.mark.parametrize("filters", asked(), ids=str)
def test_kept_shares_switches_and_flows_are_those_of_the_rows(connection: Connection, filters: Filters) -> None:
    for name in ("response_share", "switch_count", "service_flow"):
        kept, rows = (
            query.frame(connection, PACKAGE, f"figure/{each}", filter_values(filters))
            for each in (name, f"{name}_kept")
        )
        if name == "switch_count":  # rows of nobody, and of all services where one is asked, are not shown
            kept, rows = (_of_somebody(frame, filters) for frame in (kept, rows))
        assert_frame_equal(kept, rows)


def _of_somebody(frame: pl.DataFrame, filters: Filters) -> pl.DataFrame:
    shown = pl.lit(filters.service is None) | (pl.col(SERVICE) != "")
    return frame.filter((pl.col("person_count") > 0) & shown)


def test_days_and_other_keys_are_asked_of_the_exits(connection: Connection) -> None:
    assert not Selection(connection, Filters(since=date(2024, 1, 1)), None).is_kept
    assert not Selection(connection, Filters(), Breakdown.parse("year")).is_kept
    assert set(KEPT) == {name for name, _ in _questions()} | {"stratum_life_table"}
