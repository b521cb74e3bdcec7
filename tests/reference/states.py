"""Where people are month by month, stages of a path, and who is sent round: one person at a time (definitions, 8)."""

import calendar
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from tests.reference.exits import exits
from tests.reference.figures import EVERYTHING, Selection
from tests.reference.spells import Spell, spells
from tests.reference.survival import (
    Interval,
    Observation,
    cumulative_incidence,
    decided_count,
    estimate,
    interval,
    share_without,
)
from tests.reference.world import HeldPeriod, PersonKey, World, held_clients, held_moments, held_periods

PARTS = ("path", "outcome", "neutral")
LAST_MONTH = 36
Occupation = dict[object, Counter[str]]


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the month's last day where it has no such day."""
    place = day.year * 12 + day.month - 1 + months
    year, month = divmod(place, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _last(held: HeldPeriod, observed: date) -> date:
    return min(held.end or observed, observed)


def state_on(world: World, own: Sequence[HeldPeriod], day: date, observed: date) -> str:
    """The service of the smallest rank whose period holds the day, or where the stay that ended last left one."""
    services = {id(held): world.service(held.period.service) for held in own}
    counted = [held for held in own if services[id(held)].part in PARTS]
    there = [services[id(held)] for held in counted if held.period.start <= day <= _last(held, observed)]
    if there:
        best = min(there, key=lambda one: (one.rank, "neutral" if one.part == "neutral" else one.code))
        return "neutral" if best.part == "neutral" else best.code
    before = [held for held in counted if _last(held, observed) < day]
    if not before:
        return "no_service"
    latest = max(_last(held, observed) for held in before)
    left = [services[id(held)].part for held in before if _last(held, observed) == latest]
    return "neutral" if "neutral" in left else "no_service"


def _first(world: World, own: Sequence[HeldPeriod], observed: date) -> HeldPeriod | None:
    def order(held: HeldPeriod) -> tuple[date, int, str, str]:
        service = world.service(held.period.service)
        return held.period.start, service.rank, service.code, held.period.period_id

    path = [h for h in own if world.service(h.period.service).part == "path" and h.period.start <= observed]
    return min(path, key=order, default=None)


def _by_person(world: World) -> dict[PersonKey, list[HeldPeriod]]:
    persons: dict[PersonKey, list[HeldPeriod]] = {key: [] for key in held_clients(world)}
    persons |= {key: [] for key, _ in held_moments(world)}
    for held in held_periods(world):
        persons.setdefault(held.key, []).append(held)
    return persons


def _taken(world: World, first: HeldPeriod | None, key: PersonKey, selection: Selection) -> bool:
    if selection == EVERYTHING:
        return True
    place = (first.period.municipality if first else None) or world.home_municipality(key) or "unknown"
    start = first.period.start if first else None
    return (
        selection.service in (None, first.period.service if first else "")
        and selection.municipality in (None, place)
        and selection.unit in (None, (first.period.unit if first else None) or "unknown")
        and (selection.since is None or (start is not None and start >= selection.since))
        and (selection.until is None or (start is not None and start <= selection.until))
    )


def by_path(world: World, selection: Selection = EVERYTHING) -> Occupation:
    """Persons by month since their own start and state."""
    observed = world.observed_until
    assert observed is not None
    found: Occupation = {}
    for key, own in _by_person(world).items():
        first = _first(world, own, observed)
        if first is None or not _taken(world, first, key, selection):
            continue
        for month in range(LAST_MONTH + 1):
            day = add_months(first.period.start, month)
            if day <= observed:
                found.setdefault(month, Counter())[state_on(world, own, day, observed)] += 1
    return found


def by_calendar(world: World, selection: Selection = EVERYTHING) -> Occupation:
    """Persons by calendar month, on its last day, and state."""
    observed = world.observed_until
    assert observed is not None
    persons = _by_person(world)
    starts = [h.period.start for own in persons.values() for h in own if world.service(h.period.service).part in PARTS]
    month, found = min(starts).replace(day=1), Occupation()
    taken = [own for key, own in persons.items() if _taken(world, _first(world, own, observed), key, selection)]
    while (day := add_months(month, 1) - timedelta(days=1)) <= observed:
        found[f"{day:%Y-%m}"] = Counter(state_on(world, own, day, observed) for own in taken)
        month = add_months(month, 1)
    return found


@dataclass(frozen=True)
class Stage:
    services: tuple[str, ...]
    window_days: int
    skip: bool = False


@dataclass(frozen=True)
class StageRow:
    entered: int
    reached: int
    share: tuple[float, Interval] | None
    median_days: float | None


def _start_order(spell: Spell) -> tuple[date, int, str]:
    return spell.start, spell.service.rank, spell.service.code


def _linked(world: World, spell: Spell) -> bool:
    usual = spell.service.usual_next_controller
    return not usual or spell.key[0] in world.seen_groups(usual)


def share_reached(observations: Sequence[Observation], window_days: int) -> tuple[float, Interval] | None:
    """Aalen-Johansen share of those who reached a stage, with its interval."""
    made = estimate(observations, window_days)
    if made is None:
        return None
    return made.shares.get("reached", (0.0, interval(0.0, 0.0, decided_count(observations, window_days))))


def funnel(world: World, stages: Sequence[Stage], chain: int | None = None) -> list[StageRow]:
    """Each person walks the stages once; a stage that may be skipped is looked at from beside and moves nothing."""
    observed = world.observed_until
    assert observed is not None
    own: dict[PersonKey, list[Spell]] = {}
    for spell in sorted(spells(world, chain), key=_start_order):
        if spell.start <= observed:
            own.setdefault(spell.key, []).append(spell)
    at: dict[PersonKey, Spell] = {}
    for key, mine in own.items():
        begun = [spell for spell in mine if spell.service.code in stages[0].services]
        if begun:
            at[key] = begun[0]
    used = {key: [spell] for key, spell in at.items()}
    rows = [StageRow(len(at), len(at), None, None)]
    for stage in stages[1:]:
        observations, days, reached = [], [], {}
        for key, spell in at.items():
            if not _linked(world, spell):
                continue
            later = [
                one
                for one in own[key]
                if one.service.code in stage.services
                and one.start >= spell.start
                and (one.start - spell.start).days <= stage.window_days
                and not any(one is before for before in used[key])
            ]
            if later:
                reached[key] = later[0]
                days.append((later[0].start - spell.start).days)
                observations.append(Observation(days[-1], "reached", key))
            else:
                observations.append(Observation((observed - spell.start).days, None, key))
        share = share_reached(observations, stage.window_days)
        rows.append(StageRow(len(observations), len(days), share, median(days) if days else None))
        for key, spell in reached.items():
            used[key].append(spell)
        if not stage.skip:
            at = reached
    return rows


def bounces(world: World, chain: int | None = None) -> dict[tuple[str, str], tuple[int, int, float | None]]:
    """Per service and via: exits that came back, exits in the estimate, and the share within 180 days."""
    observed = world.observed_until
    assert observed is not None
    stays = spells(world, chain)
    seen: dict[str, list[Observation]] = {}
    for one in exits(world, chain):
        if not one.linked or one.follow_up_days < 0:
            continue
        again = [
            (spell.start - one.end).days - 1
            for spell in stays
            if spell.key == one.key and spell.service.code == one.service and one.end < spell.start <= observed
        ]
        back = min(again, default=None)
        bounced = back is not None and back <= 180 and one.to not in (None, one.service)
        days, via = (back, one.to) if bounced else (one.follow_up_days, None)
        assert days is not None
        seen.setdefault(one.service, []).append(Observation(days, via, one.key))
    vias = sorted({one.to for rows in seen.values() for one in rows if one.to})
    return {
        (service, via): (
            sum(one.to == via for one in rows),
            len(rows),
            cumulative_incidence(rows, 180, via) if share_without(rows, 180) else None,
        )
        for service, rows in seen.items()
        for via in vias
        if via != service
    }


def switches(world: World, chain: int | None = None) -> dict[str, tuple[int, int, int]]:
    """Per service and `all`: persons, days in which it was the latest step, switches to another path service."""
    observed = world.observed_until
    assert observed is not None
    own: dict[PersonKey, list[Spell]] = {}
    for spell in sorted(spells(world, chain), key=_start_order):
        if spell.service.part in PARTS and spell.start <= observed:
            own.setdefault(spell.key, []).append(spell)
    persons: dict[str, set[PersonKey]] = {}
    days: Counter[str] = Counter()
    changed: Counter[str] = Counter()
    for key, mine in own.items():
        for spell, after in zip(mine, [*mine[1:], None], strict=True):
            if spell.service.part != "path":
                continue
            until = after.start if after else observed + timedelta(days=1)
            switched = after is not None and after.service.part == "path" and after.service != spell.service
            for row in (spell.service.code, "all"):
                persons.setdefault(row, set()).add(key)
                days[row] += (until - spell.start).days
                changed[row] += switched
    return {row: (len(keys), days[row], changed[row]) for row, keys in persons.items()}
