"""Referrals, interruptions and early signs of generated stores equal the twin's to 1e-9."""

import pytest
from tests.properties.doors import world_with_doors
from tests.properties.figure_rows import Rows, assert_same, rows_of
from tests.properties.home import imported
from tests.properties.product import opened
from tests.properties.stores import Store
from tests.reference import interruptions as twin_interruptions
from tests.reference import referrals as twin_referrals
from tests.reference.exits import exits
from tests.reference.figures import keys

from tyokyky.analysis.interruptions import early_signs, interruptions
from tyokyky.analysis.referrals import referrals
from tyokyky.domain.filters import Breakdown, Filters

ROW = ("from_service_code", "to_service_code", "breakdown_value")
COUNTS = (
    "referral_count",
    "started_count",
    "other_count",
    "dropped_count",
    "still_in_window_count",
    "not_yet_observable_count",
    "not_linked_count",
)
BREAKDOWNS = tuple(twin_referrals.keys())
SHARES = ("not_started_share", "lower_share", "upper_share", "started_share", "other_share")


@pytest.fixture(scope="module", params=(21,), ids=lambda seed: f"seed{seed}")
def doors(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A generated store with referrals after all its deliveries."""
    world = world_with_doors(request.param)
    _, generation = imported(tmp_path_factory.mktemp("doors"), world)
    return Store(world, generation.path)


def _of_twin(rows: dict[tuple[str, str, str], twin_referrals.Row]) -> Rows:
    found: Rows = {}
    for key, row in rows.items():
        counts = [getattr(row, name.removesuffix("_count")) for name in COUNTS[1:]]
        shares = (row.not_started, *(row.interval or (None, None)), *(row.shares or (None, None)))
        found[key] = dict(zip((*COUNTS, *SHARES), (row.referrals, *counts, *shares), strict=True))
    return found


@pytest.mark.parametrize(
    ("window_days", "chain", "key"),
    [(90, None, None), (30, 0, None), (365, None, None), *((90, None, key) for key in BREAKDOWNS)],
)
def test_referrals(doors: Store, window_days: int, chain: int | None, key: str | None) -> None:
    with opened(doors.mart_path, chain) as connection:
        breakdown = Breakdown.parse(key) if key else None
        frame = referrals(connection, Filters(window_days=window_days, chain_gap_days=chain), breakdown)
    group_of = twin_referrals.keys()[key] if key else lambda _: ""
    twin = twin_referrals.rows(twin_referrals.doors(doors.world, chain), window_days, group_of)
    assert_same(rows_of(frame, ROW, (*COUNTS, *SHARES)), _of_twin(twin))
    known = frame.drop_nulls("not_started_share")
    total = known["not_started_share"] + known["started_share"] + known["other_share"]
    assert total.to_list() == pytest.approx([1.0] * known.height, abs=1e-12)
    assert (frame["state"] == "").to_list() == frame["not_started_share"].is_not_null().to_list()
    assert set(frame.filter(frame["referral_count"] == 0)["state"]) <= {"not_linked"}


def test_the_stores_hold_the_cases_that_break_counting(doors: Store) -> None:
    found = twin_referrals.doors(doors.world)
    assert any(one.came == "started" and one.came_days == 0 for one in found)
    assert any(one.came == "other" and one.came_days == 0 for one in found)
    assert any(one.came_days in (90, 91) for one in found)
    assert any(not one.linked for one in found)
    assert any(one.follow_up_days < 0 for one in found)
    assert any(one.key[1].startswith("ONLY") for one in found)


@pytest.mark.parametrize("key", [None, "unit", "quarter"])
@pytest.mark.parametrize("chain", [None, 60])
def test_interruptions(doors: Store, key: str | None, chain: int | None) -> None:
    with opened(doors.mart_path, chain) as connection:
        frame = interruptions(connection, Filters(chain_gap_days=chain), Breakdown.parse(key) if key else None)
    columns = ("exit_count", "interrupted_count", "unknown_count", "share", "lower_share", "upper_share")
    twin: Rows = {}
    for row, made in twin_interruptions.rows(doors.world, keys()[key] if key else lambda _: "", chain).items():
        values = (made.exits, made.interrupted, made.unknown, made.share, *(made.interval or (None, None)))
        twin[row] = dict(zip(columns, values, strict=True))
    assert_same(rows_of(frame, ("service_code", "breakdown_value"), columns), twin)


@pytest.mark.parametrize("chain", [None, 0])
def test_early_signs(doors: Store, chain: int | None) -> None:
    with opened(doors.mart_path, chain) as connection:
        frame = early_signs(connection, Filters(chain_gap_days=chain))
    columns = ("exit_count", "planned_count", "early_count", "median_early_days", "no_show_count")
    twin: Rows = {
        row: dict(zip(columns, vars(made).values(), strict=True))
        for row, made in twin_interruptions.early_signs(doors.world, chain).items()
    }
    assert any(row["no_show_count"] for row in twin.values())
    assert_same(rows_of(frame, ("service_code", "exit_group"), columns), twin)


def test_a_person_known_only_from_a_referral_is_a_person(doors: Store) -> None:
    with opened(doors.mart_path, None) as connection:
        persons = connection.sql("SELECT count(*) FROM person").fetchall()[0][0]
        named = connection.sql("SELECT count(DISTINCT person_key) FROM referral").fetchall()[0][0]
    only = {one.key for one in twin_referrals.doors(doors.world) if one.key[1].startswith("ONLY")}
    assert only
    assert persons > len({one.key for one in exits(doors.world)}) + len(only) - 1
    assert named == len({one.key for one in twin_referrals.doors(doors.world)})
