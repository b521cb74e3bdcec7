"""Steps of persons' paths, pairs of them and whole paths, one person at a time (definitions, 8)."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from statistics import median

from tests.reference.participation import MISSED
from tests.reference.spells import Spell, spells
from tests.reference.world import Moment, PersonKey, World, held_moments

STEPS = ("path", "outcome", "neutral")


@dataclass(frozen=True)
class Step:
    """One step: what it is, where it is counted, when it was left, and how many days until a later one."""

    code: str
    service: str | None
    municipality: str | None
    unit: str | None
    day: date | None
    start: datetime | date
    end: datetime | date | None


@dataclass(frozen=True)
class Pair:
    count: int
    persons: int
    median_days: float | None


@dataclass(frozen=True)
class Variant:
    persons: int
    median_days: float | None


Choose = Callable[[Step], bool]
Paths = dict[PersonKey, list[Step]]


def everything(_: Step) -> bool:
    return True


def service_paths(world: World, chain_gap_days: int | None = None) -> Paths:
    """Spells of path, outcome and neutral services, by start, then rank, then code."""
    own: dict[PersonKey, list[Spell]] = defaultdict(list)
    for spell in spells(world, chain_gap_days):
        if spell.service.part in STEPS:
            own[spell.key].append(spell)
    return {key: [_service_step(spell) for spell in sorted(stays, key=_place)] for key, stays in own.items()}


def _place(spell: Spell) -> tuple[date, int, str]:
    return spell.start, spell.service.rank, spell.service.code


def _service_step(spell: Spell) -> Step:
    code = spell.service.code
    return Step(code, code, spell.municipality, spell.unit, spell.end, spell.start, spell.end)


def moment_paths(world: World) -> Paths:
    """Moments that happened, by timestamp, then as delivered."""
    own: dict[PersonKey, list[Moment]] = defaultdict(list)
    for key, moment in held_moments(world):
        if moment.attended not in MISSED:
            own[key].append(moment)
    found: Paths = {}
    for key, moments in own.items():
        in_order = sorted(moments, key=lambda one: one.occurred_at)  # a sort that keeps the order of ties
        found[key] = [
            Step(
                moment.code,
                moment.service,
                world.home_municipality(key),
                None,
                moment.occurred_at.date(),
                moment.occurred_at,
                moment.occurred_at,
            )
            for moment in in_order
        ]
    return found


def wait_days(one: Step, other: Step) -> float | None:
    """Days without a step in between; moments have no length."""
    if one.end is None:
        return None
    if isinstance(one.end, datetime) or isinstance(other.start, datetime):
        return (_moment(other.start) - _moment(one.end)).total_seconds() / 86400
    return float(max(0, (other.start - one.end).days - 1))


def pairs(paths: Paths, chosen: Choose = everything) -> dict[tuple[str, str], Pair]:
    """Pairs whose first step is chosen."""
    waits: dict[tuple[str, str], list[float | None]] = defaultdict(list)
    persons: dict[tuple[str, str], set[PersonKey]] = defaultdict(set)
    for key, steps in paths.items():
        for one, other in pairwise(steps):
            if chosen(one):
                waits[one.code, other.code].append(wait_days(one, other))
                persons[one.code, other.code].add(key)
    return {pair: Pair(len(all_), len(persons[pair]), _median(all_)) for pair, all_ in waits.items()}


def variants(paths: Paths, chosen: Choose = everything) -> dict[str, Variant]:
    """Whole paths of the persons with a chosen step."""
    count: Counter[str] = Counter()
    lengths: dict[str, list[float | None]] = defaultdict(list)
    for steps in paths.values():
        if any(chosen(step) for step in steps):
            path = " → ".join(step.code for step in steps)
            count[path] += 1
            lengths[path].append(_length_days(steps))
    return {path: Variant(persons, _median(lengths[path])) for path, persons in count.items()}


def _length_days(steps: Sequence[Step]) -> float | None:
    first = steps[0].start
    if isinstance(first, datetime):
        return (max(_moment(step.end) for step in steps) - first).total_seconds() / 86400
    ends = [step.end for step in steps]
    if None in ends:
        return None
    return float((max(end for end in ends if end is not None) - first).days + 1)


def _moment(value: datetime | date | None) -> datetime:
    assert isinstance(value, datetime)
    return value


def _median(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return median(known) if known else None
