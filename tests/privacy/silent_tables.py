"""Exact tables of what the silent could change, and of the groups they are made of, for the small-number rule."""

from collections.abc import Mapping
from typing import Any, Final

import polars as pl
from tests.privacy.random_tables import OneExit, counted

from tyokyky.domain.participation import COMPARED_GROUPS, GROUPS, SILENT_JOIN, Assumption, ExperienceGroup, Measure

Exits = tuple[int, int]
"""Those followed and those dropped of one group."""
Groups = Mapping[str, Exits]

SILENT: Final = ExperienceGroup.NO_ANSWER.value
COMPARED: Final = COMPARED_GROUPS[Measure.EXPERIENCE]
COMPARISON: Final = (
    "difference_share",
    "difference_lower_share",
    "difference_upper_share",
    "p_holm",
    "adjusted_share",
    "adjusted_lower_share",
    "adjusted_upper_share",
    "adjusted_covered_share",
)
SHARES: Final = ("realised_share", "not_share", "difference_share", "lower_share", "upper_share")


def _group_row(group: str, exits: Exits) -> dict[str, Any]:
    followed, dropped = exits
    fates = ["NEXT"] * followed + ["dropped"] * dropped
    row = counted(group, [OneExit(group, number, fate, 1) for number, fate in enumerate(fates)])
    return {name: value for name, value in row.items() if name != "service_code"}


def _share(exits: Exits) -> float | None:
    return exits[1] / sum(exits) if sum(exits) else None


def _joined(groups: Groups, group: str, assumption: Assumption) -> Exits:
    followed, dropped = groups.get(group, (0, 0))
    if SILENT_JOIN[assumption] == group:
        followed, dropped = followed + groups[SILENT][0], dropped + groups[SILENT][1]
    return followed, dropped


def _assumed(level: str, groups: Groups, assumption: Assumption) -> dict[str, Any]:
    first, second = (_share(_joined(groups, group, assumption)) for group in COMPARED)
    difference = None if first is None or second is None else first - second
    count = sum(map(sum, groups.values()))
    silent = sum(groups[SILENT])
    return {
        "service_code": "S",
        "level": level,
        "assumption": assumption.value,
        **dict(zip(SHARES, (second, first, difference, difference, difference), strict=True)),
        "state": "" if difference is not None else "none",
        "exit_count": count,
        "no_answer_count": silent,
        "no_answer_share": silent / count if count else None,
    }


def silence_table(levels: Mapping[str, Groups]) -> pl.DataFrame:
    """The exact figure of one service, by level; every level holds the same exits in its own groups."""
    rows = []
    for level, groups in levels.items():
        of_group = [_group_row(group, groups.get(group, (0, 0))) for group in GROUPS[Measure.EXPERIENCE]]
        rows += [_assumed(level, groups, assumption) | {"group_rows": of_group} for assumption in Assumption]
    return pl.DataFrame(rows, infer_schema_length=None, schema_overrides=dict.fromkeys(SHARES, pl.Float64))


def participation_table(levels: Mapping[str, Groups]) -> pl.DataFrame:
    """The same groups as the exact figure `participation` holds them."""
    rows = []
    for level, groups in levels.items():
        difference = _assumed(level, groups, Assumption.AS_ANSWERED)["difference_share"]
        beside: dict[str, Any] = {"service_code": "S", "level": level, "measure": "experience"}
        beside |= {"answered_count": 20, "active_person_count": 50} | dict.fromkeys(COMPARISON, difference)
        rows += [_group_row(group, groups.get(group, (0, 0))) | beside for group in GROUPS[Measure.EXPERIENCE]]
    return pl.DataFrame(rows, infer_schema_length=None, schema_overrides=dict.fromkeys(COMPARISON, pl.Float64))
