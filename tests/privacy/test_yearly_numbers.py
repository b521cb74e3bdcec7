"""Figures of whole years under attack: they tell nothing that the drop-off of the same days withholds."""

import random
from typing import Any

import polars as pl
import pytest
from tests.privacy.random_tables import VALUES, OneExit, counted, drop_off_table

from tyokyky.analysis.gaps import by_lost
from tyokyky.privacy.small_numbers import HIDDEN, protect_drop_off
from tyokyky.privacy.yearly_numbers import protect_change, protect_gaps, protect_no_shows

SEEDS = range(25)
FEW = (1, 2, 3, 4)
JOINT = ("service_code",)
LOST = ("lost_count", "lost_lower_count", "lost_upper_count", "excess_count")


def exits_of(seed: int) -> list[OneExit]:
    """Exits watched to the end of the window: each was followed or fell."""
    chosen = random.Random(seed)  # noqa: S311 - a table, not a secret
    weights = [chosen.choice((1, 4, 12)), chosen.choice((0, 1, 4, 12))]
    fates = [
        (value, fate)
        for value in VALUES[: chosen.randint(1, len(VALUES))]
        for fate in chosen.choices(("NEXT", "dropped"), weights, k=chosen.choice((1, 3, 8, 20, 45)))
    ]
    return [OneExit(value, number, fate, 1) for number, (value, fate) in enumerate(fates)]


def gap_table(exits: list[OneExit], *, broken_down: bool) -> pl.DataFrame:
    """The exact figure as the analysis gives it, in the order of the path."""
    rows = drop_off_table(exits, broken_down=broken_down).with_row_index("path_place")
    whole = counted("", exits)
    base, share = pl.col("at_start_count"), pl.col("drop_off_share")
    excess = base * (share - pl.lit(whole["drop_off_share"])) if broken_down else pl.lit(None, dtype=pl.Float64)
    return rows.with_columns(
        lost_count=base * share,
        lost_lower_count=base * pl.col("lower_share"),
        lost_upper_count=base * pl.col("upper_share"),
        excess_count=pl.when(base >= 20).then(excess),
        whole_at_start_count=pl.lit(whole["at_start_count"] if broken_down else None, dtype=pl.Int64),
        whole_dropped_count=pl.lit(whole["dropped_count"] if broken_down else None, dtype=pl.Int64),
        weakest_level=pl.lit("planning"),
        weakest_realised_count=base,
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_lost_people_are_shown_only_where_their_drop_off_is(seed: int) -> None:
    exits = exits_of(seed)
    for broken_down in (False, True):
        exact = gap_table(exits, broken_down=broken_down)
        blocks = JOINT if broken_down else None
        seen = protect_drop_off(drop_off_table(exits, broken_down=broken_down), blocks)
        by_value = {row["breakdown_value"]: row for row in seen.to_dicts()}
        for row in protect_gaps(exact, blocks).to_dicts():
            of_drop_off = by_value[row["breakdown_value"]]
            assert row["at_start_count"] == of_drop_off["at_start_count"]
            assert row["drop_off_share"] == of_drop_off["drop_off_share"]
            if of_drop_off["drop_off_share"] is None:
                assert [row[name] for name in (*LOST, "weakest_level")] == [None] * 5
            if row["lost_count"] is not None:
                assert round(row["lost_count"]) not in FEW


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_the_rows_tells_nothing_withheld(seed: int) -> None:
    shown = by_lost(protect_gaps(gap_table(exits_of(seed), broken_down=True), JOINT))
    lost = shown["lost_count"].drop_nulls()
    assert shown["lost_count"].head(lost.len()).to_list() == sorted(lost, reverse=True)
    hidden = shown.filter(pl.col("lost_count").is_null())
    assert hidden["path_place"].is_sorted()


def test_two_stores_that_the_drop_off_shows_alike_stand_in_one_order() -> None:
    def store(first: int, second: int) -> pl.DataFrame:
        exits = [OneExit("A", n, "dropped" if n < first else "NEXT", 1) for n in range(20)]
        exits += [OneExit("B", 100 + n, "dropped" if n < second else "NEXT", 1) for n in range(20)]
        return by_lost(protect_gaps(gap_table(exits, broken_down=True), JOINT))

    assert store(1, 4).equals(store(4, 1))


def test_an_excess_does_not_give_the_whole_area_back() -> None:
    # Nobody fell in A and few in the whole area: A's excess would be its exits times the area's few.
    exits = [OneExit("A", number, "NEXT", 1) for number in range(40)]
    exits += [OneExit("B", 100 + number, "dropped" if number < 3 else "NEXT", 1) for number in range(30)]
    exact = gap_table(exits, broken_down=True)
    assert exact.filter(pl.col("breakdown_value") == "A")["excess_count"][0] == pytest.approx(-40 * 3 / 70)
    shown = protect_gaps(exact, JOINT)
    assert shown["excess_count"].null_count() == 2


def test_a_weakest_level_is_not_named_by_the_answers_of_few() -> None:
    exits = [OneExit("", number, "dropped" if number < 10 else "NEXT", 1) for number in range(40)]
    exact = gap_table(exits, broken_down=False)
    assert protect_gaps(exact)["weakest_level"].to_list() == ["planning"]
    few = exact.with_columns(weakest_realised_count=pl.lit(3))
    assert protect_gaps(few)["weakest_level"].to_list() == [None]
    none = exact.with_columns(weakest_realised_count=pl.lit(0))
    assert protect_gaps(none)["weakest_level"].to_list() == ["planning"]


def changed(before: tuple[int, int], after: tuple[int, int]) -> pl.DataFrame:
    """One service: those followed and those dropped of two years."""
    row: dict[str, Any] = {
        "service_code": "S",
        "difference_share": 0.1,
        "lower_share": 0.0,
        "upper_share": 0.2,
        "state": "",
    }
    for ending, (followed, dropped) in (("_before", before), ("_after", after)):
        fates = ["NEXT"] * followed + ["dropped"] * dropped
        one = counted("", [OneExit("", number, fate, 1) for number, fate in enumerate(fates)])
        row |= {
            f"{name}{ending}": value for name, value in one.items() if name not in ("service_code", "breakdown_value")
        }
    return pl.DataFrame([row])


@pytest.mark.parametrize(
    ("before", "after", "is_shown"),
    [((20, 10), (20, 12), True), ((20, 3), (20, 12), False), ((20, 10), (3, 12), False), ((20, 0), (20, 12), True)],
)
def test_a_difference_goes_with_either_year(before: tuple[int, int], after: tuple[int, int], is_shown: bool) -> None:
    row = protect_change(changed(before, after)).row(0, named=True)
    assert (row["difference_share"] is not None) == is_shown
    assert (row["lower_share"] is not None) == (row["upper_share"] is not None) == is_shown
    assert row["state"] == ("" if is_shown else HIDDEN)
    for ending, (followed, dropped) in (("_before", before), ("_after", after)):
        own = protect_drop_off(
            drop_off_table(
                [OneExit("", n, "NEXT" if n < followed else "dropped", 1) for n in range(followed + dropped)],
                broken_down=False,
            )
        ).row(0, named=True)
        assert row[f"drop_off_share{ending}"] == own["drop_off_share"]
        assert row[f"at_start_count{ending}"] == own["at_start_count"]


def missed(*rows: tuple[str, int, int, int]) -> list[dict[str, Any]]:
    exact = pl.DataFrame(
        [("S", *row, 0.2, 0.1, 0.3) for row in rows],
        schema=[
            "service_code",
            "outcome",
            "exit_count",
            "recorded_count",
            "with_no_show_count",
            "share",
            "lower_share",
            "upper_share",
        ],
        orient="row",
    )
    return protect_no_shows(exact).to_dicts()


def test_exits_of_both_outcomes_go_together() -> None:
    dropped, followed = missed(("dropped", 3, 3, 0), ("followed", 40, 40, 10))
    assert dropped["exit_count"] is followed["exit_count"] is None
    assert followed["recorded_count"] is followed["with_no_show_count"] is followed["share"] is None


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((40, 30, 10), (40, 30, 10, 0.2)),
        ((40, 30, 3), (40, 30, None, None)),
        ((40, 30, 28), (40, 30, None, None)),
        ((40, 38, 10), (40, None, None, None)),
        ((40, 4, 0), (40, None, None, None)),
        ((40, 40, 0), (40, 40, 0, 0.2)),
        ((40, 0, 0), (40, 0, 0, 0.2)),
    ],
)
def test_few_in_a_part_or_in_what_it_leaves_withhold_it(
    counts: tuple[int, int, int], shown: tuple[object, ...]
) -> None:
    row = missed(("dropped", *counts), ("followed", 50, 45, 20))[0]
    assert (row["exit_count"], row["recorded_count"], row["with_no_show_count"], row["share"]) == shown


def test_the_tables_hold_the_hard_cases() -> None:
    exact = pl.concat([gap_table(exits_of(seed), broken_down=True) for seed in SEEDS])
    assert exact["dropped_count"].is_in(FEW).sum() > 10
    assert exact["excess_count"].count() > 10
    shown = pl.concat([protect_gaps(gap_table(exits_of(seed), broken_down=True), JOINT) for seed in SEEDS])
    assert 5 < shown["lost_count"].count() < exact.height
