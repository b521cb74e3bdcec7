"""The difference of experience if all silent had been realised, or not: exit by exit (definitions, 7; ADR 0020)."""

from dataclasses import dataclass

from tests.reference.comparisons import COMPARED, GROUPS, group, groups_of_exits
from tests.reference.differences import Group, mover
from tests.reference.exits import Exit, exits
from tests.reference.figures import EVERYTHING, Selection
from tests.reference.participation import LEVELS
from tests.reference.survival import Interval
from tests.reference.world import World

SILENT = "no_answer"
JOINED = {"as_answered": None, "all_realised": "realised", "all_not": "not"}
"""The group that the silent are counted among, by assumption."""


@dataclass(frozen=True)
class Assumed:
    """Both groups under one assumption, how they differ, and how many exits and silent ones there are."""

    realised: Group
    not_realised: Group
    difference: float | None
    difference_interval: Interval | None
    exits: int
    no_answer: int


def _assumed(members: dict[str, list[Exit]], assumption: str, window_days: int) -> Assumed:
    moved = dict(members)
    joined = JOINED[assumption]
    if joined:
        moved[joined] = members[joined] + members[SILENT]
    first, second = (group(moved[name], window_days) for name in COMPARED["experience"])
    apart = mover(first, second)
    return Assumed(
        realised=second,
        not_realised=first,
        difference=apart[0] if apart else None,
        difference_interval=apart[1] if apart else None,
        exits=sum(map(len, members.values())),
        no_answer=len(members[SILENT]),
    )


def silence(
    world: World, window_days: int, chain: int | None = None, selection: Selection = EVERYTHING
) -> dict[tuple[str, str, str], Assumed]:
    """By service, level and assumption, of every service with exits."""
    found = [one for one in exits(world, chain) if selection.takes(one)]
    made: dict[tuple[str, str, str], Assumed] = {}
    for level in LEVELS:
        rows = groups_of_exits(world, found, "experience", level, chain)
        for service in sorted({row[0] for row in rows}):
            members = {name: rows.get((service, name), []) for name in GROUPS["experience"]}
            for assumption in JOINED:
                made[service, level, assumption] = _assumed(members, assumption, window_days)
    return made
