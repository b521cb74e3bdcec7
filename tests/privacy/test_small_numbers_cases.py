"""The small-number rule case by case: what a row holds, and what staff see of it."""

from typing import Any

import polars as pl
import pytest
from tests.privacy.random_tables import OneExit, counted, drop_off_table

from tyokyky.domain.participation import COMPARED_GROUPS, GROUPS, Measure
from tyokyky.privacy.small_numbers import (
    HIDDEN,
    protect_drop_off,
    protect_participation,
    protect_rule_counts,
)

COMPARED = {measure.value: groups for measure, groups in COMPARED_GROUPS.items()}
SHOWN = ("exit_count", "at_start_count", "dropped_count", "still_in_window_count", "not_yet_observable_count")


def exits(value: str = "A", **counts: int) -> list[OneExit]:
    """So many exits of each fate, each of a person of their own with one period."""
    fates = [fate for fate, count in counts.items() for _ in range(count)]
    return [OneExit(value, number, fate, 1) for number, fate in enumerate(fates)]


CASES: dict[str, tuple[list[OneExit], tuple[int | None, ...], bool]] = {
    "all large": (exits(NEXT=10, dropped=6, still=5, not_yet=7), (28, 21, 6, 5, 7), True),
    "few dropped": (exits(NEXT=10, dropped=4, still=5), (19, 19, None, 5, 0), False),
    "nobody dropped": (exits(NEXT=10, still=5), (15, 15, 0, 5, 0), True),
    "few followed hides the dropped": (exits(NEXT=2, dropped=10), (12, 12, None, 0, 0), False),
    "nobody followed": (exits(dropped=10), (10, 10, 10, 0, 0), True),
    "complement of few": (exits(NEXT=1, still=2, dropped=10), (13, 13, None, None, 0), False),
    "base under five": (exits(NEXT=4), (None, None, None, 0, 0), False),
    "not yet observable hides the exits": (exits(NEXT=9, dropped=9, not_yet=3), (None, 18, 9, 0, None), True),
    "a drop-off of one tells those still in the window": (exits(dropped=10, still=3), (13, 13, None, None, 0), False),
    "few not linked hide the exits": (exits(NEXT=9, dropped=9, not_linked=2), (None, 18, 9, 0, 0), True),
}


@pytest.mark.parametrize("case", CASES)
def test_one_row(case: str) -> None:
    own, expected, rate_is_shown = CASES[case]
    row = protect_drop_off(drop_off_table(own, broken_down=False)).row(0, named=True)
    assert tuple(row[name] for name in SHOWN) == expected
    assert (row["drop_off_share"] is not None) == rate_is_shown
    assert row["state"] == ("" if rate_is_shown else HIDDEN)


def rows_by_value(values: dict[str, list[OneExit]]) -> list[dict[str, Any]]:
    exact = pl.DataFrame([counted(value, own) for value, own in values.items()])
    return protect_drop_off(exact, ("service_code",)).to_dicts()


def test_lone_gap_of_a_breakdown_takes_the_smallest_other() -> None:
    rows = rows_by_value(
        {"A": exits(NEXT=10, dropped=3), "B": exits(NEXT=10, dropped=8), "C": exits(NEXT=10, dropped=20)}
    )
    assert [row["dropped_count"] for row in rows] == [None, None, 20]
    assert [row["drop_off_share"] is None for row in rows] == [True, True, False]
    assert [row["at_start_count"] for row in rows] == [13, 18, 30]


def test_two_gaps_need_no_third() -> None:
    rows = rows_by_value(
        {"A": exits(NEXT=10, dropped=3), "B": exits(NEXT=10, dropped=4), "C": exits(NEXT=10, dropped=20)}
    )
    assert [row["dropped_count"] for row in rows] == [None, None, 20]


def test_gaps_of_one_each_need_a_third() -> None:
    rows = rows_by_value(
        {"A": exits(NEXT=10, dropped=1), "B": exits(NEXT=10, dropped=1), "C": exits(NEXT=10, dropped=20)}
    )
    assert [row["dropped_count"] for row in rows] == [None, None, None]


def test_persons_and_periods_go_with_the_exits_they_would_tell() -> None:
    rows = rows_by_value({"A": exits(NEXT=3), "B": exits(NEXT=10, dropped=8), "C": exits(NEXT=10, dropped=20)})
    hidden = [
        (row["exit_count"], row["spell_count"], row["person_count"], row["period_count"], row["at_start_count"])
        for row in rows[:2]
    ]
    assert hidden == [(None,) * 5] * 2
    assert rows[2]["exit_count"] == 30


def test_persons_of_repeated_exits_are_withheld_alone() -> None:
    one_person = [OneExit("A", 1, "NEXT", 1) for _ in range(12)]
    row = protect_drop_off(drop_off_table(one_person, broken_down=False)).row(0, named=True)
    assert row["person_count"] is None
    assert row["exit_count"] == 12


def test_row_without_exits_keeps_its_state_and_zeros() -> None:
    row = protect_drop_off(pl.DataFrame([counted("", [])])).row(0, named=True)
    assert row["state"] == "none"
    assert row["exit_count"] == 0


def participation_rows(counts: dict[str, tuple[int, int]], answered: int, active: int) -> pl.DataFrame:
    """One service and level; per group of experience those followed and those dropped."""
    comparison = dict.fromkeys(
        (
            "difference_share",
            "difference_lower_share",
            "difference_upper_share",
            "p_holm",
            "adjusted_share",
            "adjusted_lower_share",
            "adjusted_upper_share",
            "adjusted_covered_share",
        ),
        0.25,
    )
    rows = [
        counted(group, exits(group, NEXT=counts.get(group, (0, 0))[0], dropped=counts.get(group, (0, 0))[1]))
        | {"level": "planning", "measure": "experience", "answered_count": answered, "active_person_count": active}
        | comparison
        for group in GROUPS[Measure.EXPERIENCE]
    ]
    return pl.DataFrame(rows)


def test_difference_goes_with_either_rate() -> None:
    large = {"realised": (20, 10), "partly": (9, 9), "not": (20, 30), "no_answer": (50, 50)}
    shown = protect_participation(participation_rows(large, 40, 100), COMPARED)
    assert shown["difference_share"].to_list() == [0.25] * 5
    assert shown["answered_share"].to_list() == [0.4] * 5
    few = large | {"not": (20, 2)}
    shown = protect_participation(participation_rows(few, 40, 100), COMPARED)
    assert shown["difference_share"].null_count() == 5
    assert shown["p_holm"].null_count() == shown["adjusted_covered_share"].null_count() == 5
    by_group = dict(zip(shown["breakdown_value"], shown["drop_off_share"], strict=True))
    assert by_group["not"] is None
    assert by_group["no_answer"] == 0.5


def test_groups_of_a_level_add_up_to_the_same_exits() -> None:
    counts = {"realised": (20, 10), "partly": (2, 1), "not": (8, 8), "no_answer": (50, 50)}
    shown = protect_participation(participation_rows(counts, 40, 100), COMPARED)
    by_group = dict(zip(shown["breakdown_value"], shown["exit_count"], strict=True))
    assert by_group == {"realised": 30, "partly": None, "not": None, "not_applicable": 0, "no_answer": 100}


@pytest.mark.parametrize(("answered", "active"), [(3, 100), (97, 100), (2, 4), (4, 4)])
def test_response_share_of_few_is_withheld(answered: int, active: int) -> None:
    counts = {"realised": (20, 10), "no_answer": (50, 50)}
    shown = protect_participation(participation_rows(counts, answered, active), COMPARED)
    assert shown["answered_share"].null_count() == 5


def test_rule_counts_under_five_are_withheld() -> None:
    rows = pl.DataFrame({"batch": [1, 1, 1], "rule": ["a", "b", "c"], "severity": ["error"] * 3, "rows": [4, 5, 0]})
    assert protect_rule_counts(rows)["rows"].to_list() == [None, 5, 0]
