"""The mart by its steps: what it holds, what another tolerance runs, and what a life table counts."""

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.homes import built, stay

from tyokyky.analysis import mart, state
from tyokyky.analysis.code_tables import code_names, services
from tyokyky.analysis.life_tables import to_arrays
from tyokyky.analysis.quality import quality
from tyokyky.analysis.rechained import open_rechained
from tyokyky.analysis.selection import breakdown_order
from tyokyky.analysis.steps import STEPS, steps_of
from tyokyky.domain.codes import CodeBook, Service
from tyokyky.domain.errors import UserError
from tyokyky.domain.figures import METHOD_VERSION
from tyokyky.domain.filters import Breakdown, Filters
from tyokyky.settings import Settings
from tyokyky.store import generations, query
from tyokyky.store.connection import Connection, open_locked_down

PACKAGE = "tyokyky.analysis"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Two stays with ten days between them and a job after the second."""
    return built(
        tmp_path_factory.mktemp("mart") / "koti",
        stay("a", "STEP", "2024-01-01", "2024-03-31", unit="U1"),
        stay("a", "STEP", "2024-04-11", "2024-06-30", unit="U1"),
        stay("a", "JOB", "2024-07-01", None),
    )


@pytest.fixture(scope="module")
def mart_path(settings: Settings) -> Path:
    current = generations.current(settings.marts_folder)
    assert current is not None
    return current.path


def exits(connection: Connection) -> list[tuple[object, ...]]:
    columns = ("service_code", "ended_on", "kind", "gap_days", "period_count", "chain_gap_days")
    rows = query.frame(connection, PACKAGE, "figure/visible_service")["service_code"].to_list()
    assert rows == ["JOB", "STEP"]
    found = connection.sql("SELECT * FROM service_exit ORDER BY ended_on").pl().select(columns)
    return [(row[0], row[1].isoformat(), *row[2:]) for row in found.iter_rows()]


def test_exits_at_each_services_own_tolerance(mart_path: Path) -> None:
    connection = open_locked_down(mart_path)
    assert exits(connection) == [("STEP", "2024-06-30", "outcome", 0, 2, 30)]
    connection.close()


@pytest.mark.parametrize("chain_gap_days", [9, 10])
def test_another_tolerance_runs_the_same_steps(mart_path: Path, chain_gap_days: int) -> None:
    connection = open_rechained(mart_path, chain_gap_days, "500MB")
    whole = ("STEP", "2024-06-30", "outcome", 0)
    cut = ("STEP", "2024-03-31", "return", 10, 1, 9)
    assert exits(connection) == ([(*whole, 2, 10)] if chain_gap_days == 10 else [cut, (*whole, 1, 9)])
    connection.close()


def test_build_tells_its_steps_in_order(settings: Settings) -> None:
    told: list[tuple[str, float]] = []
    mart.build(settings, progress=lambda step, share: told.append((step, share)))
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    steps = [step for step, _ in told]
    assert [step for step in steps if step in mart.CHAINED_STEPS] == list(mart.CHAINED_STEPS)


def test_mart_says_what_it_is(mart_path: Path) -> None:
    connection = open_locked_down(mart_path)
    facts = state.mart_state(connection)
    assert (facts.synthetic, facts.is_empty) == (False, False)
    assert query.row(connection, PACKAGE, "figure/mart_state")["method_version"] == METHOD_VERSION
    sources = state.source_states(connection)
    assert [(source.controller, source.in_use, source.behind_days) for source in sources] == [("county", True, 0)]
    assert not sources[0].is_far_behind
    assert state.unknown_filters(connection, Filters(service="STEP", unit="U1", municipality="unknown")) == ()
    assert state.unknown_filters(connection, Filters(service="U1", unit="STEP")) == ("service", "unit")
    assert quality(connection).columns == ["batch", "rule", "severity", "rows"]
    connection.close()


def test_steps_are_told_for_every_figure() -> None:
    for name in STEPS:
        assert [step for step, _ in steps_of(name)] == list(STEPS[name])
    assert steps_of("drop_off") == steps_of("drop-off")
    with pytest.raises(UserError, match="drop-off, destinations"):
        steps_of("nothing")


def test_life_table_places_counts_by_group_day_and_kind() -> None:
    rows = pl.DataFrame(
        [(0, 0, "JOB", 2), (0, 3, "", 5), (1, 3, "JOB", 1), (1, 2, "STEP", 4)],
        schema={"group": pl.UInt32, "day": pl.Int64, "successor_service_code": pl.String, "exit_count": pl.Int64},
        orient="row",
    )
    table = to_arrays(rows, 2, 3, ("STEP", "JOB"))
    assert table.followed.shape == (2, 4, 2)
    assert (table.followed[0, 0, 1], table.followed[1, 3, 1], table.followed[1, 2, 0]) == (2, 1, 4)
    assert int(table.followed.sum()) == 7
    assert np.array_equal(table.censored, [[0, 0, 0, 5], [0, 0, 0, 0]])
    assert table.at_start.tolist() == [7, 5]


def test_breakdown_values_stand_in_their_own_order() -> None:
    level = Breakdown.parse("experience:planning")
    groups = ["no_answer", "realised", "not"]
    assert sorted(groups, key=lambda one: breakdown_order(level, one)) == ["realised", "not", "no_answer"]
    by_unit = Breakdown.parse("unit")
    units = ["unknown", "zz", "aa"]
    assert sorted(units, key=lambda one: breakdown_order(by_unit, one)) == ["aa", "zz", "unknown"]


def test_code_tables_keep_every_validity_and_the_newest_name() -> None:
    first = Service("S", "vanha", valid_from=date(2020, 1, 1), valid_until=date(2022, 12, 31))
    book = CodeBook(services=(first, Service("S", "uusi", valid_from=date(2023, 1, 1))))
    assert services(book)["valid_from"].to_list() == [date(2020, 1, 1), date(2023, 1, 1)]
    assert code_names(book).select("code", "name_fi").rows() == [("S", "uusi")]
