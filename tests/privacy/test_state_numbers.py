"""Months, stages and ways back attacked: what is withheld can not be worked out from what is shown."""

import random
from itertools import product

import polars as pl
import pytest

from tyokyky.privacy import state_numbers

STATES = ("JOB", "STEP", "OTHER", "neutral", "no_service")


def months(*counts: tuple[int, ...]) -> pl.DataFrame:
    rows = [
        (month, state, n, sum(of_month), n / sum(of_month) if sum(of_month) else None)
        for month, of_month in enumerate(counts)
        for state, n in zip(STATES, of_month, strict=False)
    ]
    names = ["month", "state", "person_count", "observable_count", "share"]
    return pl.DataFrame(rows, schema=names, orient="row")


def shown_counts(exact: pl.DataFrame) -> list[int | None]:
    return state_numbers.protect_occupation(exact)["person_count"].to_list()


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((50, 30, 20), (50, 30, 20)),
        ((50, 30, 3), (50, None, None)),
        ((96, 2, 2), (None, None, None)),
        ((50, 30, 1, 1), (50, None, None, None)),
        ((40, 4, 4, 0), (40, None, None, 0)),
        ((0, 3, 0), (0, None, 0)),
        ((2, 2, 1), (None, None, None)),
    ],
)
def test_what_a_month_hides(counts: tuple[int, ...], expected: tuple[int | None, ...]) -> None:
    assert shown_counts(months(counts)) == list(expected)


def possible(shown: list[int | None], observable: int) -> list[tuple[int, ...]]:
    """Every month that gives exactly what is shown: what an attacker who knows the rule is left with."""
    gaps = shown.count(None)
    left = observable - sum(one or 0 for one in shown)
    found = []
    for guess in product(range(left + 1), repeat=gaps):
        if sum(guess) == left:
            hidden = iter(guess)
            whole = tuple(next(hidden) if one is None else one for one in shown)
            if shown_counts(months(whole)) == shown:
                found.append(whole)
    return found


def test_no_small_count_of_a_month_is_told() -> None:
    rng = random.Random(4)  # noqa: S311 - test data
    tried = 0
    for _ in range(40):
        counts = tuple(rng.choice((0, 0, 1, 2, 3, 4, 5, 7)) for _ in range(3))
        shown = shown_counts(months(counts))
        if None not in shown or sum(counts) < 5:
            continue
        tried += 1
        found = possible(shown, sum(counts))
        assert counts in found
        for place, n in enumerate(counts):
            if 1 <= n <= 4:
                assert len({whole[place] for whole in found}) > 1, (counts, shown)
    assert tried > 10


def test_a_month_of_few_shows_no_base_and_no_share() -> None:
    shown = state_numbers.protect_occupation(months((0, 3, 0), (10, 20, 30)))
    assert shown["observable_count"].to_list() == [None] * 3 + [60] * 3
    assert shown["share"].to_list()[:3] == [0.0, None, 0.0]
    assert shown["share"].null_count() == 1


def stages(*rows: tuple[int, int, int, int]) -> pl.DataFrame:
    names = ["entered_count", "reached_count", "still_in_window_count", "not_linked_count"]
    frame = pl.DataFrame(rows, schema=names, orient="row")
    return frame.with_columns(
        share=pl.col("reached_count") / pl.col("entered_count"),
        lower_share=pl.lit(0.1),
        upper_share=pl.lit(0.9),
        median_days=pl.lit(30.0),
        state=pl.lit(""),
    )


def test_few_who_reach_a_stage_hide_it_and_who_set_out_after_it() -> None:
    exact = stages((100, 100, 0, 0), (100, 3, 20, 0), (3, 0, 0, 0))
    shown = state_numbers.protect_funnel(exact, (False, False, False))
    assert shown["reached_count"].to_list() == [100, None, None]
    assert shown["entered_count"].to_list() == [100, 100, None]
    assert shown["share"].to_list() == [1.0, None, None]
    assert shown["state"].to_list() == ["", "hidden", "hidden"]


def test_few_who_do_not_reach_hide_the_reached_where_they_set_out_again() -> None:
    exact = stages((100, 100, 0, 0), (100, 97, 0, 0), (97, 40, 10, 0))
    shown = state_numbers.protect_funnel(exact, (False, False, False))
    assert shown["reached_count"].to_list() == [100, None, 40]
    assert shown["entered_count"].to_list() == [100, 100, None]
    # 40 of what the share says would be 97.
    assert shown["share"].to_list() == [1.0, None, None]


def test_a_stage_that_may_be_skipped_hides_nothing_after_it() -> None:
    exact = stages((100, 100, 0, 0), (100, 3, 0, 0), (100, 40, 0, 0))
    assert state_numbers.protect_funnel(exact, (False, True, False))["entered_count"].to_list() == [100, 100, 100]
    assert state_numbers.protect_funnel(exact, (False, False, False))["entered_count"].to_list() == [100, 100, None]


def test_few_not_linked_hide_who_set_out() -> None:
    shown = state_numbers.protect_funnel(stages((100, 100, 0, 0), (98, 50, 0, 2)), (False, False))
    assert shown["entered_count"].to_list() == [100, None]
    assert shown["share"].to_list() == [1.0, None]


def ways(exits: int, *counts: int) -> pl.DataFrame:
    rows = [("STEP", f"VIA{place}", n, exits, n / exits) for place, n in enumerate(counts)]
    return pl.DataFrame(
        rows, schema=["service_code", "via_service_code", "bounce_count", "exit_count", "share"], orient="row"
    )


@pytest.mark.parametrize(
    ("exits", "counts", "expected"),
    [
        (100, (0, 3, 20), (0, None, 20)),
        (30, (0, 10, 18), (0, None, 18)),
        (24, (0, 21), (0, None)),
        (4, (0, 2), (None, None)),
    ],
)
def test_ways_back_that_few_took_or_did_not_take(exits: int, counts: tuple[int, ...], expected: object) -> None:
    shown = state_numbers.protect_bounces(ways(exits, *counts))
    assert tuple(shown["bounce_count"]) == expected
    assert [share is None for share in shown["share"]] == [n is None for n in shown["bounce_count"]]
    assert set(shown["exit_count"]) == {None if exits < 5 else exits}


def changes(*rows: tuple[str, int, float, int]) -> pl.DataFrame:
    names = ["service_code", "person_count", "person_years", "switch_count"]
    frame = pl.DataFrame(rows, schema=names, orient="row")
    return frame.with_columns(per_person_year_rate=pl.col("switch_count") / pl.col("person_years"))


def test_a_lone_gap_in_switches_takes_the_smallest_with_it() -> None:
    exact = changes(("all", 90, 60.0, 42), ("A", 50, 30.0, 30), ("B", 40, 20.0, 10), ("C", 8, 10.0, 2))
    shown = state_numbers.protect_switches(exact, "all")
    assert shown["switch_count"].to_list() == [42, 30, None, None]
    assert shown["person_years"].to_list() == [60.0, 30.0, 20.0, 10.0]


def test_few_persons_hide_their_years_too() -> None:
    exact = changes(("all", 90, 51.0, 42), ("A", 50, 30.0, 30), ("B", 40, 20.0, 10), ("C", 2, 1.0, 2))
    shown = state_numbers.protect_switches(exact, "all")
    assert shown["person_years"].to_list() == [51.0, 30.0, None, None]
    assert shown["person_count"].to_list() == [90, 50, None, None]
    assert shown["per_person_year_rate"].to_list()[2:] == [None, None]


def test_where_no_other_can_go_the_total_goes() -> None:
    exact = changes(("all", 10, 9.0, 3), ("A", 10, 9.0, 3), ("B", 8, 1.0, 0))
    shown = state_numbers.protect_switches(exact, "all")
    assert shown["switch_count"].to_list() == [None, None, 0]
