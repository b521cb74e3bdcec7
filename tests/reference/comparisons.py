"""Drop-off of the groups of participation, and how they differ (definitions, 7)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from tests.reference.differences import Adjusted, Group, adjusted, holm, mover, p_value
from tests.reference.exits import Exit, exits
from tests.reference.figures import EVERYTHING, Selection, observations, rows_by
from tests.reference.participation import LEVELS, evidence_group, experience, feedback, levels_answered, recorded
from tests.reference.spells import spells
from tests.reference.survival import Interval, share_without
from tests.reference.world import PersonKey, World

GROUPS = {
    "experience": ("realised", "partly", "not", "not_applicable", "no_answer"),
    "evidence": ("yes", "no", "not_recorded"),
}
COMPARED = {"experience": ("not", "realised"), "evidence": ("no", "yes")}


@dataclass(frozen=True)
class Comparison:
    """Drop-off of each group of a service, level and measure, and the difference between two of them."""

    groups: dict[str, Group]
    difference: float | None
    difference_interval: Interval | None
    p_holm: float | None
    adjusted: Adjusted | None


def group(found: Sequence[Exit], window_days: int) -> Group:
    """A group's drop-off without looking at where people went, which is what costs time here."""
    made = share_without(observations(found), window_days)
    if made is None:
        return Group(len(found), None, None, None)
    linked = [one for one in found if one.linked]
    followed = sum(one.gap_days is not None and one.gap_days <= window_days for one in linked)
    dropped = sum(
        one.follow_up_days >= window_days and (one.gap_days is None or one.gap_days > window_days) for one in linked
    )
    return Group(len(found), made.drop_off, made.variance, made.interval, min(followed, dropped))


def _strata(members: dict[str, list[Exit]], compared: tuple[str, str], window_days: int) -> list[tuple[Group, Group]]:
    first, second = (members.get(name, []) for name in compared)
    places = {(one.spell.unit, one.age_band) for one in [*first, *second]}
    return [
        (
            group([one for one in first if (one.spell.unit, one.age_band) == place], window_days),
            group([one for one in second if (one.spell.unit, one.age_band) == place], window_days),
        )
        for place in sorted(places, key=str)
    ]


def _comparison(members: dict[str, list[Exit]], measure: str, window_days: int) -> tuple[Comparison, float | None]:
    groups = {name: group(members.get(name, []), window_days) for name in GROUPS[measure]}
    first, second = (groups[name] for name in COMPARED[measure])
    apart = mover(first, second)
    made = Comparison(
        groups=groups,
        difference=apart[0] if apart else None,
        difference_interval=apart[1] if apart else None,
        p_holm=None,
        adjusted=adjusted(_strata(members, COMPARED[measure], window_days)),
    )
    return made, p_value(first, second)


def groups_of_exits(
    world: World, found: Sequence[Exit], measure: str, level: str, chain: int | None = None
) -> dict[tuple[str, str], list[Exit]]:
    """Exits by service and group."""
    if measure == "experience":
        given = feedback(world)
        return rows_by(found, lambda one: experience(given, one, level))
    evidence = recorded(world, spells(world, chain))
    return rows_by(found, lambda one: evidence_group(evidence, one, level))


def participation(
    world: World, window_days: int, measure: str, chain: int | None = None, selection: Selection = EVERYTHING
) -> dict[tuple[str, str], Comparison]:
    """Comparison per service and level of one measure; Holm over all services, also where one is asked for."""
    everywhere = replace(selection, service=None)
    found = [one for one in exits(world, chain) if everywhere.takes(one)]
    made: dict[tuple[str, str], Comparison] = {}
    p_values: list[float | None] = []
    for level in LEVELS:
        rows = groups_of_exits(world, found, measure, level, chain)
        for service in sorted({row[0] for row in rows}):
            members = {name: rows.get((service, name), []) for name in GROUPS[measure]}
            made[service, level], p = _comparison(members, measure, window_days)
            p_values.append(p)
    family = sum(one.difference is not None for one in made.values())
    with_p = zip(made.items(), holm(p_values, family), strict=True)
    return {row: replace(one, p_holm=p) for (row, one), p in with_p if selection.service in (None, row[0])}


def answered_shares(world: World, selection: Selection = EVERYTHING) -> dict[tuple[str, str], float]:
    """Response share per path service and level.

    Of persons with a spell that runs in the selected time, those who answered about it in that time while it ran.
    """
    assert world.observed_until is not None
    given = feedback(world)
    first, last = selection.since or date.min, selection.until or date.max
    persons: dict[str, set[PersonKey]] = {}
    answered: dict[tuple[str, str], set[PersonKey]] = {}
    for spell in spells(world):
        end = min(spell.end or world.observed_until, last)
        if spell.service.part != "path" or spell.start > end or end < first or not selection.takes_place(spell):
            continue
        persons.setdefault(spell.service.code, set()).add(spell.key)
        for level in levels_answered(given, spell, max(spell.start, first), end):
            answered.setdefault((spell.service.code, level), set()).add(spell.key)
    return {
        (service, level): len(answered.get((service, level), set())) / len(active)
        for service, active in persons.items()
        for level in LEVELS
    }
