"""Groups of participation beside the drop-off of the same exits: together they give nothing back that one withholds."""

import random
from collections.abc import Mapping, Sequence

import polars as pl
import pytest
from tests.privacy.attacker import Cell, Relation, cells, given_back, relations
from tests.privacy.random_tables import OneExit, counted, destination_table, drop_off_table, exits_of
from tests.privacy.test_small_numbers_cases import exits

from tyokyky.domain.participation import COMPARED_GROUPS, GROUPS, Measure
from tyokyky.privacy.small_numbers import protect_drop_off, protect_groups, protect_participation
from tyokyky.reporting.findings import caveats_of_participation

SEEDS = range(30)
FEW = (1, 2, 3, 4)
EXPERIENCE = GROUPS[Measure.EXPERIENCE]
JOINT = ("service_code",)
LEVELS = ("planning", "decision")
PARTS = ("at_start_count", "not_yet_observable_count", "not_linked_count")
Levels = Mapping[str, Sequence[OneExit]]


def levels_of(seed: int) -> Levels:
    """The same exits on two levels: in other groups on each, as people answer differently."""
    chosen = random.Random(seed)  # noqa: S311 - tables, not secrets
    own = exits_of(seed)
    return {
        level: [OneExit(chosen.choice(EXPERIENCE), one.person, one.fate, one.period_count) for one in own]
        for level in LEVELS
    }


def group_table(levels: Levels) -> pl.DataFrame:
    """The exact groups as the figure participation holds them, empty ones among them."""
    rows = [
        counted(group, [one for one in own if one.value == group]) | {"level": level, "measure": "experience"}
        for level, own in levels.items()
        for group in EXPERIENCE
    ]
    return pl.DataFrame(rows, infer_schema_length=None, schema_overrides={"drop_off_share": pl.Float64})


def by_level(level: str, own: Sequence[OneExit]) -> pl.DataFrame:
    """Drop-off broken down by the experience of one level: groups without exits have no row."""
    rows = [counted(group, found) for group in EXPERIENCE if (found := [one for one in own if one.value == group])]
    return pl.DataFrame(rows, infer_schema_length=None).with_columns(level=pl.lit(level))


def named(rows: pl.DataFrame, level: str) -> pl.DataFrame:
    return rows.with_columns((pl.lit(f"{level}:") + pl.col("breakdown_value")).alias("breakdown_value"))


def all_seen(levels: Levels) -> tuple[dict[Cell, int | None], list[Relation]]:
    """What staff see of a service: drop-off without and with a breakdown by each level, and participation."""
    own = levels["planning"]
    whole = drop_off_table(list(own), broken_down=False)
    seen = cells(protect_drop_off(whole), destination_table([], broken_down=True))
    groups = protect_groups(group_table(levels), ("service_code", "measure", "level"))
    sums: list[Relation] = []
    for level, found in levels.items():
        table = by_level(level, found)
        values = [f"{level}:{group}" for group in table["breakdown_value"]]
        sums += [one for one in relations(values) if not {name for _, name in one[1]} & {"NEXT", "JOB", "PENSION"}]
        seen |= cells(protect_drop_off(named(table, level), JOINT), destination_table([], broken_down=True))
        for row in groups.filter(pl.col("level") == level).to_dicts():
            cell = (f"{level}:{row['breakdown_value']}", "exit_count")
            if row["exit_count"]:
                seen[cell] = row["exit_count"]
    return seen, sums


@pytest.mark.parametrize("seed", [seed for seed in SEEDS if exits_of(seed)])
def test_participation_beside_drop_off_gives_nothing_back(seed: int) -> None:
    seen, sums = all_seen(levels_of(seed))
    assert {cell for cell, value in seen.items() if value in FEW} == set()
    found = given_back(seen, sums)
    # The drop-off alone is attacked in test_small_numbers_attacked: here it is what its sums tell of exits.
    told = {cell: value for cell, value in found.items() if cell[1] in ("exit_count", *PARTS)}
    assert {cell: value for cell, value in told.items() if value in FEW} == {}


@pytest.mark.parametrize("seed", [seed for seed in SEEDS if exits_of(seed)])
def test_a_group_is_shown_as_the_drop_off_by_its_level_shows_it(seed: int) -> None:
    levels = levels_of(seed)
    groups = protect_groups(group_table(levels), ("service_code", "measure", "level"))
    for level, own in levels.items():
        of_level = groups.filter((pl.col("level") == level) & (pl.col("exit_count").fill_null(1) > 0))
        shown = protect_drop_off(by_level(level, own), JOINT)
        for name in ("exit_count", "drop_off_share", "dropped_count", "at_start_count"):
            assert of_level[name].to_list() == shown[name].to_list(), name


def test_few_not_yet_observable_are_not_the_groups_less_the_base() -> None:
    own = [
        *exits("realised", NEXT=20, dropped=10),
        *exits("partly", NEXT=9, dropped=9),
        *exits("not", NEXT=20, dropped=30, not_yet=3),
        *exits("no_answer", NEXT=50, dropped=50),
    ]
    whole = protect_drop_off(drop_off_table(own, broken_down=False)).row(0, named=True)
    assert (whole["exit_count"], whole["at_start_count"]) == (None, 198)
    groups = protect_groups(group_table({"planning": own}), ("service_code", "measure", "level"))
    by_group = dict(zip(groups["breakdown_value"], groups["exit_count"], strict=True))
    assert by_group == {"realised": 30, "partly": None, "not": None, "not_applicable": 0, "no_answer": 100}
    assert groups["drop_off_share"].null_count() == 1, "only the group without exits has none"


def test_many_that_are_few_in_no_group_hide_nothing() -> None:
    own = [*exits("realised", NEXT=20, dropped=10, not_yet=6), *exits("no_answer", NEXT=50, dropped=50, not_yet=5)]
    groups = protect_groups(group_table({"planning": own}), ("service_code", "measure", "level"))
    assert groups["exit_count"].to_list() == [36, 0, 0, 0, 105]


def shown_participation(own: Sequence[OneExit]) -> pl.DataFrame:
    exact = group_table({"planning": own}).with_columns(answered_count=pl.lit(20), active_person_count=pl.lit(50))
    none = dict.fromkeys(("difference_share", "difference_lower_share", "difference_upper_share", "p_holm"), 0.1)
    none |= dict.fromkeys(("adjusted_share", "adjusted_lower_share", "adjusted_upper_share"), 0.1)
    exact = exact.with_columns(
        **{name: pl.lit(value) for name, value in none.items()}, adjusted_covered_share=pl.lit(1.0)
    )
    compared = {measure.value: groups for measure, groups in COMPARED_GROUPS.items()}
    return protect_participation(exact, compared)


def test_the_share_of_the_silent_does_not_tell_all_exits() -> None:
    open_groups = [*exits("realised", NEXT=20, dropped=10), *exits("no_answer", NEXT=50, dropped=50)]
    shown = shown_participation(open_groups)
    assert caveats_of_participation(shown, shown)[0].values["no_answer_share"] == pytest.approx(100 / 130)
    shown = shown_participation([*open_groups, *exits("partly", NEXT=9, dropped=9, not_yet=2)])
    assert caveats_of_participation(shown, shown)[0].values["no_answer_share"] is None


def test_the_tables_hold_what_the_attack_needs() -> None:
    few = 0
    for seed in SEEDS:
        own = exits_of(seed)
        parts = [sum(one.fate == fate for one in own) for fate in ("not_yet", "not_linked")]
        few += any(part in FEW for part in parts)
    assert few > 8
