"""A reader whose scope is a part of the area: every figure is of the part, and nobody outside it moves any number."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import duckdb
import polars as pl
import pytest

from tyokyky.analysis.scoped import open_scoped
from tyokyky.domain.errors import UserError
from tyokyky.domain.filters import Breakdown, Filters, Key
from tyokyky.domain.question import Grain, Options, Question
from tyokyky.privacy.roles import WHOLE_COUNTY, Scope
from tyokyky.reporting.choices import filter_choices
from tyokyky.reporting.figures import FIGURE_NAMES, exact_figure, figure
from tyokyky.reporting.mart import Mart, current_mart
from tyokyky.reporting.recipes import RECIPES
from tyokyky.settings import Settings
from tyokyky.store import query
from tyokyky.store.connection import Connection

OF_PLACES = [name for name in FIGURE_NAMES if name != "quality"]
MUNICIPALITY, OTHER, UNIT = "398", "111", "PH398TP1"
PART = Scope(municipalities=frozenset({MUNICIPALITY, OTHER}))
PERSONS_OUTSIDE = """
DELETE FROM {table} WHERE person_key NOT IN (
    SELECT person_key FROM spell WHERE municipality_code IN ('398', '111')
    UNION SELECT person_key FROM period WHERE municipality_code IN ('398', '111')
    UNION SELECT person_key FROM placed_entry
    WHERE place_key IN (SELECT place_key FROM path_place WHERE municipality_code IN ('398', '111'))
    UNION SELECT person_key FROM referral_start WHERE municipality_code IN ('398', '111')
    UNION SELECT person_key FROM moment_step WHERE municipality_code::VARCHAR IN ('398', '111')
)
"""
KEPT = (
    "service_flow", "service_variant", "month_change", "month_change_whole", "counted_exit", "repeated_person_count",
    "exit_pair_count", "level_count", "stratum_count", "response_count", "switch_place", "spell_place",
    "ended_period_count",
)  # fmt: skip
"""Tables of sums over everyone: a part that read one of them would be empty here."""
ROWS_OUTSIDE = "DELETE FROM {table} WHERE municipality_code IS NULL OR municipality_code NOT IN ('398', '111')"


@pytest.fixture(scope="module")
def mart(demo_settings: Settings) -> Mart:
    return current_mart(demo_settings)


def of(**codes: str) -> Scope:
    return Scope(**{kind: frozenset({code}) for kind, code in codes.items()})


@pytest.mark.parametrize("name", OF_PLACES)
def test_a_part_is_what_the_same_filter_shows_of_the_whole(name: str, mart: Mart) -> None:
    own = exact_figure(mart.seen_by(of(municipalities=MUNICIPALITY, units=UNIT)), name, Filters())
    assert_same(own.table, exact_figure(mart, name, Filters(municipality=MUNICIPALITY, unit=UNIT)).table, name)


@pytest.mark.parametrize("name", ["drop-off", "funnel", "referrals"])
def test_another_tolerance_is_of_the_part_too(name: str, mart: Mart) -> None:
    own = exact_figure(mart.seen_by(of(municipalities=MUNICIPALITY)), name, Filters(chain_gap_days=14))
    assert_same(own.table, exact_figure(mart, name, Filters(chain_gap_days=14, municipality=MUNICIPALITY)).table, name)


def assert_same(own: pl.DataFrame, filtered: pl.DataFrame, name: str) -> None:
    """Excess is over the whole area, which for a part's reader is the part: nothing is more than itself."""
    if name == "gaps":
        own, filtered = own.drop("excess"), filtered.drop("excess")
    assert own.equals(filtered), name


def test_two_municipalities_add_up(mart: Mart) -> None:
    both = counted(mart.seen_by(PART), Filters())
    apart = [counted(mart, Filters(municipality=code)) for code in (MUNICIPALITY, OTHER)]
    services = set(both)
    assert services == set(apart[0]) | set(apart[1])
    assert both == {service: sum(one.get(service, 0) for one in apart) for service in services}
    assert sum(both.values()) < sum(counted(mart, Filters()).values())


def counted(mart: Mart, filters: Filters) -> dict[str, int]:
    return dict(exact_figure(mart, "drop-off", filters).table.select("service", "exits").iter_rows())


@pytest.fixture(scope="module")
def without_others(mart: Mart, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same mart with everyone who has nothing in the part taken out, and answers from elsewhere too."""
    copy = tmp_path_factory.mktemp("part") / "mart.duckdb"
    shutil.copy(mart.path, copy)
    with duckdb.connect(copy) as store:
        columns = store.sql("SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal").fetchall()
        tables = {column: [table for table, name in columns if name == column] for _, column in columns}
        # What the statement asks of who is inside goes last.
        asked = ("moment_step", "referral_start", "placed_entry", "period", "spell")
        for table in (*(one for one in tables["person_key"] if one not in asked), *asked):
            store.execute(PERSONS_OUTSIDE.format(table=table))
        for table in ("feedback_form", "feedback_cell", "active_quarter", "comment", "path_place", "path_entry_count"):
            store.execute(ROWS_OUTSIDE.format(table=table))
        store.execute("DELETE FROM month_run WHERE place_key NOT IN (SELECT place_key FROM path_place)")
        for kept in KEPT:
            store.execute(f"DELETE FROM {kept}")  # noqa: S608 - names of this test's own
    return copy


@pytest.fixture(scope="module")
def two_stores(mart: Mart, without_others: Path) -> Iterator[tuple[Connection, Connection]]:
    opened = [open_scoped(path, PART.municipalities, None, None, "1GB") for path in (mart.path, without_others)]
    yield opened[0], opened[1]
    for store in opened:
        store.close()


@pytest.mark.parametrize("name", OF_PLACES)
def test_people_outside_move_no_number(name: str, mart: Mart, two_stores: tuple[Connection, Connection]) -> None:
    recipe = RECIPES[name]
    frames = recipe.beside.read(mart.settings) if recipe.beside else {}
    asked = [Question(Filters(), Breakdown(key)) for key in (Key.MUNICIPALITY, Key.UNIT) if key in recipe.keys]
    if name.startswith("compare"):
        asked = [Question(Filters(), Breakdown(Key.MUNICIPALITY), Options(pair=(MUNICIPALITY, OTHER)))]
    for question in asked or [Question(Filters())]:
        found = []
        for store in two_stores:
            with ExitStack() as seen:
                for word, frame in frames.items():
                    seen.enter_context(query.visible_as(store, word, frame))
                found.append(recipe.compute(store, question))
        assert found[0].equals(found[1])
        assert not found[0].is_empty() or name in ("signals", "themes")


def test_a_part_reaches_neither_the_mart_nor_the_whole(two_stores: tuple[Connection, Connection]) -> None:
    for statement in ("SELECT count(*) FROM mart.spell", "SELECT count(*) FROM whole.spell"):
        with pytest.raises(duckdb.Error):
            two_stores[0].sql(statement)
    with pytest.raises(duckdb.Error):
        two_stores[0].execute("ATTACH ':memory:' AS other; SET enable_external_access = true")


@pytest.mark.parametrize(
    ("scope", "limits"),
    [
        (of(municipalities=MUNICIPALITY), {"municipality": OTHER}),
        (of(municipalities=MUNICIPALITY), {"municipality": "unknown"}),
        (of(units=UNIT), {"unit": "PH111TP1"}),
        (of(municipalities=MUNICIPALITY, units=UNIT), {"municipality": MUNICIPALITY, "unit": "PH111TP1"}),
    ],
)
def test_a_place_outside_is_refused_in_every_figure(scope: Scope, limits: dict[str, str], mart: Mart) -> None:
    for name in OF_PLACES:
        with pytest.raises(UserError, match="alueesi"):
            figure(mart.seen_by(scope), name, Filters(**limits))  # type: ignore[arg-type]


def test_what_no_part_can_be_told_of_is_refused(mart: Mart) -> None:
    with pytest.raises(UserError, match="kokonaisia toimituksia"):
        figure(mart.seen_by(PART), "quality", Filters())
    with pytest.raises(UserError, match="ei ole yksikköä"):
        figure(mart.seen_by(of(units=UNIT)), "flows", Filters(), options=Options(Grain.MOMENT))
    assert not figure(mart.seen_by(PART), "flows", Filters(), options=Options(Grain.MOMENT)).table.is_empty()


def test_a_figure_of_a_part_says_so(mart: Mart) -> None:
    assert "caveat.scope" in [one.key for one in figure(mart.seen_by(PART), "drop-off", Filters()).caveats]
    assert "caveat.scope" not in [one.key for one in figure(mart, "drop-off", Filters()).caveats]


def test_choices_and_breakdowns_name_only_places_inside(mart: Mart) -> None:
    assert set(filter_choices(mart.seen_by(PART)).municipalities) == {MUNICIPALITY, OTHER}
    assert filter_choices(mart.seen_by(of(units=UNIT))).units == (UNIT,)
    table = figure(mart.seen_by(PART), "drop-off", Filters(service="KTT"), Breakdown(Key.MUNICIPALITY)).table
    assert set(table["municipality"]) <= {MUNICIPALITY, OTHER}


def test_a_scope_does_not_stick_to_the_mart(mart: Mart) -> None:
    part = mart.seen_by(PART)
    assert counted(part.seen_by(WHOLE_COUNTY), Filters()) == counted(mart, Filters()) != counted(part, Filters())
    assert mart.scope == WHOLE_COUNTY
