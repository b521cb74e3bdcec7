"""The rows of every breakdown, the no-answer row among them, add up to all exits, whatever the filters."""

import random
from datetime import date, timedelta

import polars as pl
import pytest
from tests.properties.catalogue import MUNICIPALITIES, UNITS
from tests.properties.generator import PATH
from tests.properties.stores import Store

from tyokyky.domain.filters import ONLY_OF_ANSWERS, UNKNOWN, Breakdown, Filters, Key
from tyokyky.domain.participation import GROUPS, ExperienceGroup, Level, Measure
from tyokyky.reporting.figures import exact_figure
from tyokyky.reporting.mart import Mart, current_mart
from tyokyky.settings import Settings

NOT_OF_EXITS = (Key.SERVICE, Key.TO, Key.EXPERIENCE, Key.EVIDENCE, *ONLY_OF_ANSWERS)
OTHER_KEYS = [key for key in Key if key not in NOT_OF_EXITS]
ADDED_UP = ("exits", "at_start", "dropped", "still_in_window", "not_yet_observable", "may_be_renewed")
ASKED_SEEDS = range(6)


def drawn_filters(seed: int) -> Filters:
    """Any combination of filters; the first is none at all."""
    if seed == 0:
        return Filters()
    drawn = random.Random(seed)  # noqa: S311 - test data, nothing secret
    since = drawn.choice((None, date(2024, 9, 1) + timedelta(days=drawn.randrange(300))))
    until = drawn.choice((None, date(2025, 7, 1) + timedelta(days=drawn.randrange(150))))
    return Filters(
        window_days=drawn.choice((1, 30, 90, 365)),
        chain_gap_days=drawn.choice((None, None, 0, 60)),
        since=since,
        until=until,
        service=drawn.choice((None, None, drawn.choice(PATH).code)),
        municipality=drawn.choice((None, None, drawn.choice((*MUNICIPALITIES, UNKNOWN)))),
        unit=drawn.choice((None, None, drawn.choice((*UNITS, UNKNOWN)))),
    )


@pytest.fixture(scope="module")
def mart(store: Store) -> Mart:
    return current_mart(Settings(home=store.mart_path.parents[1]))


@pytest.fixture(params=ASKED_SEEDS, ids=lambda seed: f"filters{seed}")
def filters(request: pytest.FixtureRequest) -> Filters:
    return drawn_filters(request.param)


def wholes(mart: Mart, filters: Filters) -> dict[str, tuple[int, ...]]:
    """The counts of each service that has exits."""
    table = exact_figure(mart, "drop-off", filters).table.filter(pl.col("exits") > 0)
    return {row["service"]: tuple(row[name] for name in ADDED_UP) for row in table.to_dicts()}


def summed(table: pl.DataFrame) -> dict[str, tuple[int, ...]]:
    added = table.group_by("service").agg(pl.col(name).sum() for name in ADDED_UP)
    return {row["service"]: tuple(row[name] for name in ADDED_UP) for row in added.to_dicts()}


@pytest.mark.parametrize("key", OTHER_KEYS)
def test_rows_of_a_key_add_up(mart: Mart, filters: Filters, key: Key) -> None:
    assert summed(exact_figure(mart, "drop-off", filters, Breakdown(key)).table) == wholes(mart, filters)


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("key", [Key.EXPERIENCE, Key.EVIDENCE])
def test_groups_of_participation_add_up(mart: Mart, filters: Filters, key: Key, level: Level) -> None:
    breakdown = Breakdown(key, level)
    table = exact_figure(mart, "drop-off", filters, breakdown).table
    assert summed(table) == wholes(mart, filters)
    assert set(table[breakdown.name]) <= set(GROUPS[Measure(key)])


def test_participation_adds_up_on_every_level_of_both_measures(mart: Mart, filters: Filters) -> None:
    table = exact_figure(mart, "participation", filters).table
    exits = {service: counts[0] for service, counts in wholes(mart, filters).items()}
    for measure in Measure:
        for level in Level:
            rows = table.filter((pl.col("measure") == measure) & (pl.col("level") == level))
            added = rows.group_by("service").agg(pl.col("exits").sum(), pl.col("group"))
            assert dict(zip(added["service"], added["exits"], strict=True)) == exits
            assert all(tuple(found) == GROUPS[measure] for found in added["group"])


def test_silent_rows_of_three_figures_are_the_same_exits(mart: Mart, filters: Filters) -> None:
    silent = ExperienceGroup.NO_ANSWER.value
    of_silence = exact_figure(mart, "silence", filters).table
    compared = exact_figure(mart, "participation", filters).table.filter(pl.col("group") == silent)
    for level in Level:
        by = Breakdown(Key.EXPERIENCE, level)
        broken_down = exact_figure(mart, "drop-off", filters, by).table.filter(pl.col(by.name) == silent)
        found = dict(zip(broken_down["service"], broken_down["exits"], strict=True))
        rows = compared.filter(pl.col("level") == level)
        assert {row["service"]: row["exits"] for row in rows.to_dicts() if row["exits"]} == found
        rows = of_silence.filter(pl.col("level") == level)
        assert {row["service"]: row["no_answer"] for row in rows.to_dicts() if row["no_answer"]} == found


def test_filters_tried_differ_and_find_exits(mart: Mart) -> None:
    found = [wholes(mart, drawn_filters(seed)) for seed in ASKED_SEEDS]
    assert sum(bool(counts) for counts in found) >= 4
    assert len({str(counts) for counts in found}) >= 4
    names = ("since", "until", "service", "municipality", "unit")
    assert all(any(getattr(drawn_filters(seed), name) for seed in ASKED_SEEDS) for name in names)
