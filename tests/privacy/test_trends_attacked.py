"""Months and units under attack: nothing small is shown, nothing withheld follows, limits know only what is shown."""

import random
from datetime import date

import polars as pl
import pytest

from tyokyky.domain import funnel_tables, trend_tables
from tyokyky.privacy import trend_numbers
from tyokyky.privacy.small_numbers import SMALLEST_SHOWN_COUNT

FEW = range(1, SMALLEST_SHOWN_COUNT)
SEEDS = range(25)
CHANGED_ON = date(2024, 1, 1)
NO_CHANGE = date(1, 1, 1)


def months_of(seed: int, values: tuple[str, ...]) -> pl.DataFrame:
    """Exact months of one service, with or without places; the last three months have no point yet."""
    rng = random.Random(seed)  # noqa: S311 - test data, nothing secret
    size, share = rng.choice((3, 8, 16, 40)), rng.choice((0.05, 0.3, 0.7, 0.95))
    rows = []
    for value in values:
        for number in range(36):
            on = date(2022 + (number + 6) // 12, (number + 6) % 12 + 1, 1)
            exits = rng.randrange(0, 2 * size)
            dropped = sum(rng.random() < share for _ in range(exits))
            is_open = number >= 33
            state = "not_yet" if is_open else "" if exits else "none"
            phase_on = CHANGED_ON if seed % 2 and on >= CHANGED_ON else NO_CHANGE
            rows.append((value, on, exits, None if is_open or not exits else dropped, state, phase_on))
    columns = ["breakdown_value", "month_on", "exit_count", "dropped_count", "state", "phase_on"]
    return pl.DataFrame(rows, schema_overrides={"dropped_count": pl.Int64}, schema=columns, orient="row")


def exact_of(rows: pl.DataFrame) -> pl.DataFrame:
    point = pl.col("dropped_count").is_not_null()
    totals = [
        pl.when(point).then(name).sum().over(trend_tables.PHASE).alias(f"phase_{name}")
        for name in ("exit_count", "dropped_count")
    ]
    named = rows.with_columns(service_code=pl.lit("KTT"), phase=pl.lit(""))
    return trend_tables.share_charts(named.with_columns(*totals))


def tables(seed: int) -> tuple[tuple[pl.DataFrame, pl.DataFrame], tuple[pl.DataFrame, pl.DataFrame]]:
    """The whole and its places, each exact and as staff see it."""
    places = months_of(seed, ("398", "111", "560"))
    summed = places.group_by("month_on", maintain_order=True).agg(
        pl.lit("").alias("breakdown_value"),
        pl.col("exit_count").sum(),
        pl.when(pl.col("dropped_count").is_not_null().any()).then(pl.col("dropped_count").sum()).alias("dropped_count"),
        pl.col("phase_on").first(),
        pl.col("state").replace({"none": ""}).max().alias("state"),
    )
    whole = exact_of(summed.select(places.columns))
    parts = exact_of(places)
    return (whole, trend_numbers.protect_trend(whole, by=False)), (parts, trend_numbers.protect_trend(parts, by=True))


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_small_is_shown(seed: int) -> None:
    for exact, shown in tables(seed):
        for of, row in zip(exact.to_dicts(), shown.to_dicts(), strict=True):
            assert row["exit_count"] not in FEW
            if row["drop_off_share"] is not None:
                assert of["dropped_count"] not in FEW
                assert of["exit_count"] - of["dropped_count"] not in FEW
                assert of["exit_count"] >= SMALLEST_SHOWN_COUNT
            if row["exit_count"] is None:
                assert row["lower_limit"] is None, "limits would tell how many there are"
            if row["centre"] is not None:
                left = of["phase_exit_count"] - of["phase_dropped_count"]
                assert of["phase_dropped_count"] not in FEW
                assert left not in FEW


@pytest.mark.parametrize("seed", SEEDS)
def test_no_total_gives_a_withheld_count_back(seed: int) -> None:
    (_, whole), (parts, shown) = tables(seed)
    for key in (["breakdown_value"], ["breakdown_value", "phase_on"], ["month_on"]):
        for column in ("exit_count", "dropped_count"):
            seen = shown.with_columns(
                exact_count=parts[column].fill_null(0),
                # A month without a point has nothing to withhold.
                seen=pl.when(parts[column].is_null()).then(0).otherwise(pl.col(column)),
            )
            for block in seen.partition_by(key):
                if _total_is_shown(whole, block, key, column):
                    _assert_not_given_back(block.filter(pl.col("seen").is_null()), column)


def _total_is_shown(whole: pl.DataFrame, block: pl.DataFrame, key: list[str], column: str) -> bool:
    """Months' totals stand in the table without places; sums over time are shown wherever they are not few."""
    if key == ["month_on"]:
        return whole.filter(pl.col("month_on") == block["month_on"][0])[column].null_count() == 0
    return int(block["exact_count"].sum()) not in FEW


def _assert_not_given_back(gaps: pl.DataFrame, column: str) -> None:
    assert gaps.height != 1 or gaps["exact_count"].item() not in FEW
    # Months without exits are shown, so each withheld one has at least one exit.
    if column == "exit_count" and gaps.height > 1:
        assert gaps["exact_count"].sum() > gaps.height


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_withheld_could_be_anything_with_the_same_total(seed: int) -> None:
    """Two counties that differ in withheld months alone, total the same, look alike to the last digit."""
    (exact, shown), _ = tables(seed)
    hidden = shown.with_row_index("row").filter((pl.col("state") == "hidden") & pl.col("exit_count").is_not_null())
    small = [row for row in hidden["row"] if exact["dropped_count"][row] in (2, 3)]
    pairs = [(a, b) for a in small for b in small if a != b and exact["phase_on"][a] == exact["phase_on"][b]]
    if not pairs:
        return
    more, less = pairs[0]
    moved = exact["dropped_count"].to_list()
    moved[more], moved[less] = moved[more] + 1, moved[less] - 1
    other = exact_of(
        exact.with_columns(dropped_count=pl.Series(moved)).select(
            "breakdown_value", "month_on", "exit_count", "dropped_count", "state", "phase_on"
        )
    )
    seen = trend_numbers.protect_trend(other, by=False)
    assert not other.equals(exact)
    told = ["exit_count", "drop_off_share", "centre", "lower_limit", "upper_limit", "signal", "direction", "state"]
    assert seen.select(told).equals(shown.select(told))


def test_the_attacks_meet_something_withheld_and_something_shown() -> None:
    states = pl.concat([tables(seed)[1][1].select("state") for seed in SEEDS])["state"].value_counts()
    found = dict(states.iter_rows())
    assert found["hidden"] > 500
    assert found[""] > 500
    assert pl.concat([tables(seed)[0][1].select("signal") for seed in SEEDS])["signal"].n_unique() > 1


def units_of(*counts: tuple[int, int]) -> pl.DataFrame:
    rows = pl.DataFrame(
        {
            "service_code": ["KTT"] * len(counts),
            "breakdown_value": [f"U{number}" for number in range(len(counts))],
            "exit_count": [exits for exits, _ in counts],
            "dropped_count": [dropped for _, dropped in counts],
        }
    )
    exits, dropped = pl.col("exit_count"), pl.col("dropped_count")
    return rows.with_columns(service_exit_count=exits.sum(), service_dropped_count=dropped.sum())


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        (((50, 10), (60, 20), (70, 30)), (0.2, 20 / 60, 30 / 70)),
        (((50, 3), (60, 20), (70, 30)), (None, None, 30 / 70)),
        (((50, 3), (60, 20), (70, 2)), (None, 20 / 60, None)),
        (((50, 47), (60, 20), (70, 30)), (0.94, None, 30 / 70)),
        (((4, 4), (60, 20), (70, 30)), (None, None, 30 / 70)),
        (((50, 0), (60, 20), (70, 30)), (0.0, 20 / 60, 30 / 70)),
    ],
)
def test_a_withheld_unit_takes_another_with_it(
    counts: tuple[tuple[int, int], ...], shown: tuple[float | None, ...]
) -> None:
    rows = trend_numbers.protect_units(units_of(*counts))
    if counts[0] == (50, 47):
        shown = (None, *shown[1:])
    assert rows["drop_off_share"].to_list() == [None if one is None else pytest.approx(one) for one in shown]
    assert rows.columns == funnel_tables.funnels(units_of(*counts)).columns


def test_the_spread_of_units_is_of_those_shown() -> None:
    counts = ((50, 3), (40, 2), (60, 20), (70, 30), (80, 20), (90, 40))
    moved = ((50, 2), (40, 3), *counts[2:])
    one, other = (trend_numbers.protect_units(units_of(*given)) for given in (counts, moved))
    assert one.drop("dropped_count").equals(other.drop("dropped_count"))
    assert one["overdispersion"][0] != funnel_tables.funnels(units_of(*counts))["overdispersion"][0]
