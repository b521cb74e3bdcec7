"""Stays broken off and their early signs, one exit at a time (definitions, 6)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import sqrt
from statistics import median

from tests.reference.exits import Exit, exits
from tests.reference.survival import Z
from tests.reference.world import PersonKey, World, held_moments

BROKEN_OFF = ("interrupted", "lost")


def wilson(count: int, base: int) -> tuple[float, float]:
    """Roots of (p − share)² = z² p (1 − p) / n."""
    share = count / base
    a, b, c = 1 + Z * Z / base, -(2 * share + Z * Z / base), share * share
    reach = sqrt(max(0.0, b * b - 4 * a * c))
    return (-b - reach) / (2 * a), (-b + reach) / (2 * a)


@dataclass(frozen=True)
class Row:
    exits: int
    interrupted: int
    unknown: int
    share: float | None
    interval: tuple[float, float] | None


def row(found: Sequence[Exit]) -> Row:
    known = [one for one in found if one.spell.end_reason_group != "unknown"]
    broken = sum(one.spell.end_reason_group in BROKEN_OFF for one in known)
    return Row(
        exits=len(known),
        interrupted=broken,
        unknown=len(found) - len(known),
        share=broken / len(known) if known else None,
        interval=wilson(broken, len(known)) if known else None,
    )


def rows(world: World, group_of: Callable[[Exit], str], chain: int | None = None) -> dict[tuple[str, str], Row]:
    """Rows per service and value of a key."""
    groups: dict[tuple[str, str], list[Exit]] = {}
    for one in exits(world, chain):
        groups.setdefault((one.service, group_of(one)), []).append(one)
    return {group: row(members) for group, members in groups.items()}


@dataclass(frozen=True)
class Signs:
    exits: int
    planned: int
    early: int
    median_early_days: float | None
    no_show: int


def early_signs(world: World, chain: int | None = None) -> dict[tuple[str, str], Signs]:
    """Rows per service and group of exits of a known reason."""
    missed: dict[PersonKey, list[tuple[str | None, object]]] = {}
    for key, moment in held_moments(world):
        if moment.attended == "no_show":
            missed.setdefault(key, []).append((moment.service, moment.occurred_at.date()))
    groups: dict[tuple[str, str], list[Exit]] = {}
    for one in exits(world, chain):
        if one.spell.end_reason_group != "unknown":
            group = "interrupted" if one.spell.end_reason_group in BROKEN_OFF else "completed"
            groups.setdefault((one.service, group), []).append(one)
    return {group: _signs(members, missed) for group, members in groups.items()}


def _signs(found: Sequence[Exit], missed: dict[PersonKey, list[tuple[str | None, object]]]) -> Signs:
    before = [(one.spell.planned_end - one.end).days for one in found if one.spell.planned_end]
    early = [days for days in before if days > 0]
    no_show = 0
    for one in found:
        last = {one.end - timedelta(days=days) for days in range(60)}
        days = {day for day in last if day >= one.spell.start}
        no_show += any(service == one.service and day in days for service, day in missed.get(one.key, []))
    return Signs(len(found), len(before), len(early), float(median(early)) if early else None, no_show)
