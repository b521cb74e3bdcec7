"""Random tables under attack: nothing small is shown, and nothing withheld follows from what is shown."""

import polars as pl
import pytest
from tests.privacy.attacker import cells, given_back, relations
from tests.privacy.random_tables import SUCCESSORS, counted, destination_table, drop_off_table, exits_of

from tyokyky.privacy.small_numbers import (
    DROP_OFF_COUNTS,
    DROP_OFF_RATES,
    HIDDEN,
    protect_curve,
    protect_destinations,
    protect_drop_off,
)

SEEDS = range(40)
JOINT = ("service_code",)
FEW = (1, 2, 3, 4)


def shown_tables(seed: int) -> tuple[dict[tuple[str, str], int | None], dict[tuple[str, str], int | None]]:
    """Counts that staff see, and the exact ones: with and without the breakdown, drop-off and destinations."""
    seen: dict[tuple[str, str], int | None] = {}
    exact: dict[tuple[str, str], int | None] = {}
    exits = exits_of(seed)
    for broken_down in (False, True):
        drop_offs = drop_off_table(exits, broken_down=broken_down)
        destinations = destination_table(exits, broken_down=broken_down)
        blocks = JOINT if broken_down else None
        exact |= cells(drop_offs, destinations)
        seen |= cells(protect_drop_off(drop_offs, blocks), protect_destinations(destinations, blocks))
    return seen, exact


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_withheld_is_given_back(seed: int) -> None:
    seen, exact = shown_tables(seed)
    assert {cell for cell, value in seen.items() if value in FEW} == set()
    values = sorted({value for value, _ in exact} - {""})
    found = given_back(seen, relations(values))
    assert all(found[cell] == exact[cell] for cell in found), "the attacker reckons rightly"
    assert {cell: value for cell, value in found.items() if value in FEW} == {}


def test_attacker_finds_what_is_given_back() -> None:
    exact = {("", "exit_count"): 10, ("A", "exit_count"): 3, ("B", "exit_count"): 7}
    sums = [(("", "exit_count"), (("A", "exit_count"), ("B", "exit_count")))]
    assert given_back({**exact, ("A", "exit_count"): None}, sums) == {("A", "exit_count"): 3}
    assert given_back({**exact, ("A", "exit_count"): None, ("B", "exit_count"): None}, sums) == {}
    ones = {("", "exit_count"): 2, ("A", "exit_count"): None, ("B", "exit_count"): None}
    assert given_back(ones, sums) == {("A", "exit_count"): 1, ("B", "exit_count"): 1}


@pytest.mark.parametrize("seed", SEEDS)
def test_rates_rest_on_enough(seed: int) -> None:
    exact = drop_off_table(exits_of(seed), broken_down=True)
    shown = protect_drop_off(exact, JOINT)
    for row, of in zip(shown.to_dicts(), exact.to_dicts(), strict=True):
        followed = of["at_start_count"] - of["dropped_count"] - of["still_in_window_count"]
        parts = (of["dropped_count"], of["at_start_count"] - of["dropped_count"], followed, of["at_start_count"])
        shares = [row[name] for name in (*DROP_OFF_RATES, "variance")]
        if any(part in FEW for part in parts):
            assert shares == [None] * len(shares)
        if shares[0] is None and of["drop_off_share"] is not None:
            assert row["state"] == HIDDEN
        else:
            assert row["state"] == of["state"]
            assert None not in (row["dropped_count"], row["at_start_count"]) or not of["at_start_count"]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("broken_down", [False, True])
def test_destination_shares_rest_on_enough(seed: int, broken_down: bool) -> None:
    exact = destination_table(exits_of(seed), broken_down=broken_down)
    shown = protect_destinations(exact, JOINT if broken_down else None)
    assert shown.columns == exact.columns
    for row, of in zip(shown.to_dicts(), exact.to_dicts(), strict=True):
        count, base = of["successor_count"], of["at_start_count"]
        if count in FEW or base - count in FEW or base in FEW or row["successor_count"] is None:
            assert (row["share"], row["lower_share"], row["upper_share"]) == (None, None, None)


def test_the_random_tables_hold_the_hard_cases() -> None:
    exact = pl.concat([drop_off_table(exits_of(seed), broken_down=True) for seed in SEEDS])
    for column in DROP_OFF_COUNTS:
        assert exact[column].is_in(FEW).sum() > 8, column
    followed = exact["at_start_count"] - exact["dropped_count"] - exact["still_in_window_count"]
    assert followed.is_in(FEW).sum() > 8
    assert ((followed == 0) & exact["still_in_window_count"].is_in(FEW) & (exact["dropped_count"] > 4)).any()


def test_something_is_left_to_see() -> None:
    shown = pl.concat(
        [protect_drop_off(drop_off_table(exits_of(seed), broken_down=False)) for seed in SEEDS if exits_of(seed)]
    )
    large = shown.filter(pl.col("exit_count") >= 40)
    assert large.height > 10
    assert large["drop_off_share"].is_not_null().mean() > 0.3  # type: ignore[operator]


def test_curve_shows_a_point_a_week_where_none_or_five() -> None:
    followed = [min(day, 30) for day in range(91)]
    at_risk = [40 - min(day, 38) for day in range(91)]
    exact = pl.DataFrame({"day": range(91), "followed_count": followed, "at_risk_count": at_risk})
    shown = protect_curve(exact)
    assert shown["day"].to_list() == [0, 7, 14, 21, 28, 35]
    emptied = exact.with_columns(at_risk_count=pl.lit(0), followed_count=pl.lit(0))
    assert protect_curve(emptied)["day"].to_list() == list(range(0, 91, 7))


def test_rows_are_counted_from_exits() -> None:
    row = counted("A", exits_of(3))
    assert row["exit_count"] == len(exits_of(3))
    assert set(SUCCESSORS) & set(row) == set()
