"""Exits by their unit's anonymous score equal the twin's to 1e-9, and every band of a level adds up to all exits."""

import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from tests.homes import AS_OF, CONTROLLER, SERVICES, built, stay
from tests.properties.catalogue import COUNTY, ITEMS, UNITS
from tests.properties.figure_rows import Rows, assert_same, group_row, rows_of
from tests.properties.generator import PATH, generated_world
from tests.properties.home import imported
from tests.properties.product import opened
from tests.properties.stores import Store
from tests.reference.figures import Selection, drop_offs
from tests.reference.unit_feedback import BANDS, heard, unit_feedback
from tests.reference.world import Answer, Delivery, Item, World

from tyokyky.analysis import unit_feedback as product
from tyokyky.domain.filters import Filters
from tyokyky.reporting.figures import exact_figure, figure
from tyokyky.reporting.mart import current_mart

KEY = ("service_code", "level", "breakdown_value")
COLUMNS = ("exit_count", "drop_off_share", "lower_share", "upper_share")
SINCE = Selection(since=date(2025, 4, 1), unit="U1")


def anonymous(rng: random.Random, number: int) -> list[Answer]:
    """One form: some items answered by nobody known about a service in a unit; tastes differ by unit and quarter."""
    day = date(2024, 9, 1) + timedelta(days=rng.randrange(450))
    unit, service = rng.choice((*UNITS, None)), rng.choice(PATH).code
    taste = (hash_of(unit) + day.month // 4) % 3
    form = []
    for item in rng.sample(ITEMS, rng.choice((1, 2, 4))):
        span = item.scale_max - item.scale_min
        score = item.scale_min + min(span, max(0, round(span * (taste / 2 + rng.uniform(-0.3, 0.3)))))
        score = item.scale_min + item.scale_max - score if item.reversed else score
        skipped = rng.random() < 0.1
        respondent = "client" if rng.random() < 0.9 else "professional"
        answer = Answer(f"A{number}", item.item_id, day, None, service, None if skipped else score, skipped, respondent)
        form.append(replace(answer, unit=unit))
    return form


def hash_of(unit: str | None) -> int:
    return 0 if unit is None else int(unit[1:])


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A generated store with anonymous forms besides its linked answers."""
    rng = random.Random(51)  # noqa: S311 - test data, nothing secret
    world = generated_world(51, 300)
    answers = tuple(answer for number in range(900) for answer in anonymous(rng, number))
    *before, county = [delivery for delivery in world.deliveries if delivery.controller == COUNTY]
    others = [delivery for delivery in world.deliveries if delivery.controller != COUNTY]
    more = replace(county, answers=(*county.answers, *answers))
    world = replace(world, deliveries=(*before, more, *others))
    _, generation = imported(tmp_path_factory.mktemp("anonymous"), world)
    return Store(world, generation.path)


def frame_of(store: Store, filters: Filters) -> pl.DataFrame:
    with opened(store.mart_path, filters.chain_gap_days) as connection:
        return product.unit_feedback(connection, filters)


@pytest.mark.parametrize(
    ("window_days", "chain", "selection"),
    [(90, None, Selection()), (30, 0, Selection()), (180, None, SINCE), (90, None, Selection(service="STEP14"))],
)
def test_every_band_equals_the_twin(store: Store, window_days: int, chain: int | None, selection: Selection) -> None:
    frame = frame_of(store, Filters(window_days=window_days, chain_gap_days=chain, **vars(selection)))
    twin: Rows = {
        key: group_row(made) for key, made in unit_feedback(store.world, window_days, chain, selection).items()
    }
    assert_same(rows_of(frame, KEY, COLUMNS), twin)


def test_bands_of_a_level_add_up_to_all_exits(store: Store) -> None:
    added = frame_of(store, Filters()).group_by("service_code", "level").agg(pl.col("exit_count").sum())
    whole = {service: row.exits for service, row in drop_offs(store.world, 90).items() if row.exits}
    assert {(row["service_code"], row["exit_count"]) for row in added.to_dicts()} == set(whole.items())


def test_every_band_and_every_reason_for_none_was_generated(store: Store) -> None:
    rows = frame_of(store, Filters()).group_by("breakdown_value").agg(pl.col("exit_count").sum())
    found = dict(rows.iter_rows())
    assert set(found) == set(BANDS)
    assert min(found.values()) > 5
    assert any(0 < len(one.forms) < 5 for one in heard(store.world).values())


def forms(count: int, score: int, day: str, **changes: str | None) -> list[Answer]:
    about = {"service": "STEP", "unit": "U1", "respondent": "client"} | changes
    return [
        Answer(f"{day}{score}{n}{changes}", "S1", date.fromisoformat(day), None, score=score, **about)  # type: ignore[arg-type]
        for n in range(count)
    ]


TOLD = {
    "the quarter before": (forms(5, 1, "2025-03-31"), "low"),
    "its first day": (forms(5, 5, "2025-01-01"), "high"),
    "just three quarters": (forms(5, 4, "2025-02-01"), "high"),
    "just half": (forms(5, 3, "2025-02-01"), "middle"),
    "four forms": (forms(4, 1, "2025-02-01"), "no_answers"),
    "the exit's own quarter": (forms(5, 1, "2025-04-01"), "no_answers"),
    "half a year before": (forms(5, 1, "2024-12-31"), "no_answers"),
    "another unit": (forms(5, 1, "2025-02-01", unit="U2"), "no_answers"),
    "another service": (forms(5, 1, "2025-02-01", service="OTHER"), "no_answers"),
    "professionals": (forms(5, 1, "2025-02-01", respondent="professional"), "no_answers"),
    "no unit": (forms(5, 1, "2025-02-01", unit=None), "no_answers"),
}


@pytest.mark.parametrize("case", TOLD)
def test_a_score_is_of_the_unit_and_service_in_the_quarter_before(case: str, tmp_path: Path) -> None:
    answers, band = TOLD[case]
    elsewhere = stay("x", "STEP", "2025-01-10", "2025-12-30", unit="U2")
    periods = (*(stay(n, "STEP", "2025-01-10", "2025-05-10", unit="U1") for n in range(6)), elsewhere)
    delivery = Delivery(CONTROLLER, AS_OF, periods, answers=tuple(answers))
    settings = built(tmp_path / "koti", deliveries=(delivery,), services=SERVICES, items=(Item("S1", "planning"),))
    asked = Filters(service="STEP", unit="U1")
    table = exact_figure(current_mart(settings), "unit-feedback", asked).table
    rows = table.filter((pl.col("level") == "planning") & (pl.col("exits") > 0))
    assert rows.select("score_band", "exits").rows() == [(band, 6)]
    assert table.filter(pl.col("level") == "action", pl.col("exits") > 0)["score_band"].to_list() == ["no_answers"]


def world_of(periods: tuple[int, int]) -> World:
    """Exits of a unit with high scores and of one with low, none followed."""
    left = [
        stay(f"{unit}{n}", "STEP", "2025-01-10", "2025-05-10", unit=unit)
        for unit, count in zip(UNITS, periods, strict=False)
        for n in range(count)
    ]
    answers = (*forms(5, 5, "2025-02-01"), *forms(5, 1, "2025-02-01", unit="U2"))
    return World(SERVICES, (Delivery(CONTROLLER, AS_OF, tuple(left), answers=answers),), (Item("S1", "planning"),))


@pytest.mark.parametrize(("counts", "shown"), [((9, 8), [8, 0, 9, 0]), ((9, 3), [None, 0, None, 0])])
def test_few_exits_of_a_band_are_withheld_with_what_would_give_them_back(
    counts: tuple[int, int], shown: list[int | None], tmp_path: Path
) -> None:
    settings, _ = imported(tmp_path, world_of(counts))
    asked = figure(current_mart(settings), "unit-feedback", Filters())
    rows = asked.table.filter(pl.col("level") == "planning")
    assert rows["exits"].to_list() == shown
    assert [one is not None for one in rows["drop_off"]] == [bool(count) for count in shown]
    assert asked.caveats[-2].key == "caveat.unit_level"
