"""Random answers under attack: no few responses are shown, no mean rests on them, nothing gives them back."""

import random

import polars as pl
import pytest

from tyokyky.privacy.feedback_numbers import protect_feedback

SEEDS = range(60)
FEW = (1, 2, 3, 4)
VALUES = ("A", "B", "C", "D")
QUARTERS = ("2025Q1", "2025Q2", "2025Q3")
BLOCKS = ("participation_level", "plane", "quarter")
SCORES = ("mean_score", "lower_score", "upper_score")


def row(quarter: str, value: str, responses: int, answered: int, active: int) -> dict[str, object]:
    has_mean = responses > 0
    return {
        "participation_level": "planning",
        "plane": "own",
        "quarter": quarter,
        "breakdown_value": value,
        "response_count": responses,
        "mean_score": 0.5 if has_mean else None,
        "lower_score": 0.3 if has_mean else None,
        "upper_score": 0.7 if has_mean else None,
        "answered_count": answered,
        "active_person_count": active,
    }


def exact_tables(seed: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A breakdown's rows and the whole that they add up to."""
    rng = random.Random(seed)  # noqa: S311 - test data, nothing secret
    parts = []
    for quarter in QUARTERS:
        for value in VALUES[: rng.randint(1, 4)]:
            active = rng.choice((0, 3, 5, 9, 40))
            answered = rng.randint(0, active)
            parts.append(row(quarter, value, rng.choice((0, 0, 1, 2, 4, 5, 6, 12, 40)), answered, active))
    broken_down = pl.DataFrame(parts)
    summed = broken_down.group_by("quarter", maintain_order=True).agg(
        pl.col("response_count", "answered_count", "active_person_count").sum()
    )
    whole = [
        row(one["quarter"], "", one["response_count"], one["answered_count"], one["active_person_count"])
        for one in summed.to_dicts()
    ]
    return broken_down, pl.DataFrame(whole)


def given_back(parts: list[int | None], whole: int | None) -> list[int]:
    """What an attacker knows of the withheld parts of a sum: a lone one, and ones only (zeros are shown)."""
    gaps = [part for part in parts if part is None]
    if whole is None or not gaps:
        return []
    rest = whole - sum(part for part in parts if part is not None)
    if len(gaps) == 1:
        return [rest]
    return [1] * len(gaps) if rest == len(gaps) else []


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_few_is_shown_or_given_back(seed: int) -> None:
    exact, exact_whole = exact_tables(seed)
    shown, whole = protect_feedback(exact, BLOCKS), protect_feedback(exact_whole)
    assert not shown["response_count"].is_in(FEW).any()
    assert not whole["response_count"].is_in(FEW).any()
    for quarter in QUARTERS:
        parts = shown.filter(pl.col("quarter") == quarter)["response_count"].to_list()
        total = whole.filter(pl.col("quarter") == quarter)["response_count"].to_list()[0]
        assert [count for count in given_back(parts, total) if count in FEW] == []


@pytest.mark.parametrize("seed", SEEDS)
def test_means_stand_on_five_that_are_shown(seed: int) -> None:
    exact, _ = exact_tables(seed)
    for one, of in zip(protect_feedback(exact, BLOCKS).to_dicts(), exact.to_dicts(), strict=True):
        scores = [one[name] for name in SCORES]
        if of["response_count"] < 5 or one["response_count"] is None:
            assert scores == [None] * 3
        else:
            assert scores == [of[name] for name in SCORES]


@pytest.mark.parametrize("seed", SEEDS)
def test_response_shares_hide_few_who_answered_and_few_who_did_not(seed: int) -> None:
    exact, _ = exact_tables(seed)
    for one, of in zip(protect_feedback(exact, BLOCKS).to_dicts(), exact.to_dicts(), strict=True):
        answered, active = of["answered_count"], of["active_person_count"]
        if active < 5 or answered in FEW or active - answered in FEW:
            assert one["answered_share"] is None
        else:
            assert one["answered_share"] == answered / active


def test_share_that_is_not_defined_stays_so() -> None:
    none = pl.lit(None, dtype=pl.Int64)
    exact = pl.DataFrame([row("2025Q1", "survey", 12, 0, 0)]).with_columns(
        answered_count=none, active_person_count=none
    )
    shown = protect_feedback(exact, BLOCKS)
    assert shown["answered_share"].to_list() == [None]
    assert shown["mean_score"].to_list() == [0.5]


def test_without_a_whole_only_the_few_go() -> None:
    exact = pl.DataFrame([row("2025Q1", "client", 40, 9, 40), row("2025Q1", "professional", 3, 0, 40)])
    assert protect_feedback(exact)["response_count"].to_list() == [40, None]
    assert protect_feedback(exact, BLOCKS)["response_count"].to_list() == [None, None]


def test_the_random_tables_hold_the_hard_cases() -> None:
    tables = [exact_tables(seed)[0] for seed in SEEDS]
    lone = [
        quarter
        for table in tables
        for _, quarter in table.group_by("quarter")
        if quarter["response_count"].is_in(FEW).sum() == 1 and (quarter["response_count"] >= 5).any()
    ]
    assert len(lone) > 20
    assert sum(protect_feedback(table, BLOCKS)["mean_score"].count() for table in tables) > 100
