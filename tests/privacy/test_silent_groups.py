"""What the silent could change tells nothing of a withheld group: neither shown, nor by subtracting groups."""

import random
from collections.abc import Iterator
from itertools import islice

import polars as pl
import pytest
from tests.privacy.silent_tables import COMPARED, SHARES, SILENT, Exits, participation_table, silence_table

from tyokyky.domain.participation import COMPARED_GROUPS, GROUPS, Measure
from tyokyky.privacy.silent_groups import protect_silence
from tyokyky.privacy.small_numbers import HIDDEN, protect_participation

Levels = dict[str, dict[str, Exits]]
LARGE: dict[str, Exits] = {"realised": (20, 10), "partly": (9, 9), "not": (20, 30), "no_answer": (50, 50)}
CHOICES = (0, 1, 2, 3, 4, 5, 6, 9)


def shown(levels: Levels) -> pl.DataFrame:
    return protect_silence(silence_table(levels), COMPARED, SILENT)


def seen_in_participation(levels: Levels) -> pl.DataFrame:
    compared = {measure.value: groups for measure, groups in COMPARED_GROUPS.items()}
    columns = ("level", "breakdown_value", "exit_count", "drop_off_share", "difference_share")
    return protect_participation(participation_table(levels), compared).select(columns)


def test_large_groups_are_shown_as_they_are() -> None:
    rows = shown({"planning": LARGE})
    exact = silence_table({"planning": LARGE})
    assert rows.equals(exact.drop("group_rows"))
    assert rows["realised_share"].to_list() == pytest.approx([10 / 30, 60 / 130, 10 / 30])
    assert rows["not_share"].to_list() == pytest.approx([0.6, 0.6, 80 / 150])


@pytest.mark.parametrize("group", ["realised", "not", "no_answer"])
@pytest.mark.parametrize("few", [(20, 2), (2, 20), (1, 1), (3, 0), (0, 4)])
def test_one_withheld_group_withholds_every_assumption(group: str, few: Exits) -> None:
    rows = shown({"planning": LARGE | {group: few}})
    assert {name: rows[name].null_count() for name in SHARES} == dict.fromkeys(SHARES, 3)
    assert rows["state"].to_list() == [HIDDEN] * 3


def test_a_small_group_that_is_not_compared_withholds_only_the_sum() -> None:
    rows = shown({"planning": LARGE | {"partly": (1, 2), "not_applicable": (1, 2)}})
    assert rows["difference_share"].null_count() == 0
    assert rows["no_answer_count"].to_list() == [100] * 3
    assert rows["exit_count"].null_count() == rows["no_answer_share"].null_count() == 3


def test_all_exits_are_shown_where_another_level_adds_up_to_them() -> None:
    few = LARGE | {"partly": (2, 1), "not_applicable": (7, 8)}
    rows = shown({"planning": few, "decision": LARGE})
    assert rows["exit_count"].to_list() == [198] * 6
    assert rows["no_answer_share"].null_count() == 0


def test_an_empty_group_is_no_secret() -> None:
    rows = shown({"planning": LARGE | {"realised": (0, 0)}})
    by_assumption = {row["assumption"]: row for row in rows.to_dicts()}
    assert by_assumption["as_answered"]["state"] == by_assumption["all_not"]["state"] == "none"
    assert by_assumption["all_realised"]["difference_share"] == pytest.approx(0.6 - 0.5)
    nobody_silent = shown({"planning": LARGE | {"no_answer": (0, 0)}})
    assert nobody_silent["difference_share"].n_unique() == 1
    assert nobody_silent["difference_share"].null_count() == 0


def random_levels(seed: int) -> Levels:
    """Two levels that hold the same exits in other groups, small ones among them."""
    chosen = random.Random(seed)  # noqa: S311 - tables, not secrets
    names = GROUPS[Measure.EXPERIENCE]
    one = {group: (chosen.choice(CHOICES), chosen.choice(CHOICES)) for group in names}
    shuffled = list(one.values())
    chosen.shuffle(shuffled)
    return {"planning": one, "decision": dict(zip(names, shuffled, strict=True))}


def alike(levels: Levels) -> Iterator[Levels]:
    """Other stores: within one group of a level, one exit of another fate."""
    for level, groups in levels.items():
        for group, (followed, dropped) in groups.items():
            for moved in (-1, 1):
                if followed + moved >= 0 and dropped - moved >= 0:
                    yield {**levels, level: {**groups, group: (followed + moved, dropped - moved)}}


@pytest.mark.parametrize("seed", range(15))
def test_stores_that_participation_shows_alike_are_shown_alike_here(seed: int) -> None:
    levels = random_levels(seed)
    seen, here = seen_in_participation(levels), shown(levels)
    for other in alike(levels):
        if seen_in_participation(other).equals(seen):
            assert shown(other).equals(here)


def test_stores_that_look_alike_and_differ_were_tried() -> None:
    differing = (
        (levels, other)
        for levels in map(random_levels, range(15, 21))
        for other in alike(levels)
        if not silence_table(levels)["realised_share"].equals(silence_table(other)["realised_share"])
        and seen_in_participation(other).equals(seen_in_participation(levels))
    )
    assert len(list(islice(differing, 10))) == 10


def test_without_the_rule_the_test_would_fail() -> None:
    told = LARGE | {"realised": (20, 2)}
    other = LARGE | {"realised": (19, 3)}
    assert seen_in_participation({"planning": told}).equals(seen_in_participation({"planning": other}))
    exact = [silence_table({"planning": groups}).drop("group_rows") for groups in (told, other)]
    assert not exact[0].equals(exact[1])
