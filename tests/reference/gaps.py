"""Lost people, what changed and missed moments, one exit at a time (definitions, 8; ADR 0032)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt

from tests.reference.differences import Group, mover
from tests.reference.exits import Exit, exits
from tests.reference.figures import EVERYTHING, Selection, observations
from tests.reference.participation import LEVELS, experience, feedback
from tests.reference.spells import chain_gap_days, spells
from tests.reference.survival import Interval, Share, Z, share_without
from tests.reference.world import World, held_moments

LEAST = 20
BEFORE_END_DAYS = 60
Days = tuple[date, date]
GroupOf = Callable[[Exit], str]


def year(world: World, window_days: int, chain: int | None = None, until: date | None = None) -> Days | None:
    """First and last day of the newest twelve months whose every day is followed long enough, month by month."""
    seen = {spell.service for spell in spells(world, chain) if spell.service.part == "path"}
    if world.observed_until is None or not seen:
        return None
    needed = max(window_days, *(chain_gap_days(service, chain) for service in seen))
    day = world.observed_until
    while not _is_last_of_month(day) or (world.observed_until - day).days - 1 < needed or (until and day > until):
        day -= timedelta(days=1)
    return _months_back(day, 12), day


def _is_last_of_month(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1


def _months_back(last_day: date, count: int) -> date:
    """The first day of the month that lies so many months back, the month of `last_day` being the first."""
    day = last_day.replace(day=1)
    for _ in range(count - 1):
        day = (day - timedelta(days=1)).replace(day=1)
    return day


@dataclass(frozen=True)
class Gap:
    exits: int
    drop_off: float
    lost: float
    lost_interval: Interval
    excess: float | None
    weakest_level: str | None


def _share(found: Iterable[Exit], window_days: int) -> tuple[int, Share | None]:
    risk = observations(list(found))
    return len(risk), share_without(risk, window_days)


def _taken(world: World, days: Days, chain: int | None, selection: Selection) -> list[Exit]:
    own = [one for one in exits(world, chain) if selection.takes(one)]
    return [one for one in own if days[0] <= one.end <= days[1]]


def weakest(world: World, found: Sequence[Exit]) -> str | None:
    given = feedback(world)
    shares: list[tuple[float, int]] = []
    for number, level in enumerate(LEVELS):
        groups = [experience(given, one, level) for one in found if one.linked]
        answered = [group for group in groups if group in ("realised", "partly", "not")]
        if len(answered) >= LEAST:
            shares.append((answered.count("realised") / len(answered), number))
    return LEVELS[min(shares)[1]] if len(shares) > 1 else None


def gaps(
    world: World,
    window_days: int,
    group_of: GroupOf | None = None,
    chain: int | None = None,
    selection: Selection = EVERYTHING,
) -> dict[tuple[str, str], Gap]:
    """Per service and place ('' without one)."""
    days = year(world, window_days, chain, selection.until)
    if days is None:
        return {}
    area = _taken(world, days, chain, Selection(service=selection.service))
    rows: dict[tuple[str, str], list[Exit]] = {}
    for one in _taken(world, days, chain, selection):
        rows.setdefault((one.service, group_of(one) if group_of else ""), []).append(one)
    is_whole = group_of is None and (selection.municipality, selection.unit) == (None, None)
    found: dict[tuple[str, str], Gap] = {}
    for row, members in rows.items():
        count, made = _share(members, window_days)
        if made is None:
            continue
        _, whole = _share([one for one in area if one.service == row[0]], window_days)
        excess = None
        if not is_whole and count >= LEAST and whole is not None:
            excess = count * (made.drop_off - whole.drop_off)
        ends = (count * made.interval[0], count * made.interval[1])
        found[row] = Gap(count, made.drop_off, count * made.drop_off, ends, excess, weakest(world, members))
    return found


@dataclass(frozen=True)
class Change:
    before: float | None
    after: float | None
    difference: float | None
    interval: Interval | None


def change(world: World, window_days: int, chain: int | None = None) -> dict[str, Change]:
    """Per service with exits in either year."""
    newest = year(world, window_days, chain)
    if newest is None:
        return {}
    last_day = newest[0] - timedelta(days=1)
    return _two_stretches(world, (_months_back(last_day, 12), last_day), newest, window_days, chain)


def effect(world: World, begun_on: date, window_days: int, chain: int | None = None) -> dict[str, Change] | None:
    """Per service with exits before or after an action; none while it is too early, found by walking day by day."""
    needed = _needed_days(world, window_days, chain)
    if world.observed_until is None or (world.observed_until - begun_on).days < window_days + needed[1]:
        return None
    last = begun_on - timedelta(days=1)
    while (world.observed_until - last).days - 2 >= needed[0] and (last - begun_on).days < 364:
        last += timedelta(days=1)
    if last < begun_on:
        return None
    eve = begun_on - timedelta(days=1)
    return _two_stretches(world, (begun_on - timedelta(days=365), eve), (begun_on, last), window_days, chain)


def _needed_days(world: World, window_days: int, chain: int | None) -> tuple[int, int]:
    """Days that an exit must be followed, and the longest tolerance."""
    seen = {spell.service for spell in spells(world, chain) if spell.service.part == "path"}
    longest = max(chain_gap_days(service, chain) for service in seen)
    return max(window_days, longest), longest


def _two_stretches(world: World, earlier: Days, later: Days, window_days: int, chain: int | None) -> dict[str, Change]:
    taken = [_taken(world, days, chain, EVERYTHING) for days in (earlier, later)]
    found: dict[str, Change] = {}
    for service in {one.service for own in taken for one in own}:
        before, after = (_group([one for one in own if one.service == service], window_days) for own in taken)
        apart = mover(after, before)
        found[service] = Change(before.drop_off, after.drop_off, *(apart or (None, None)))
    return found


def _group(found: list[Exit], window_days: int) -> Group:
    _, made = _share(found, window_days)
    return (
        Group(len(found), made.drop_off, made.variance, made.interval) if made else Group(len(found), None, None, None)
    )


def wilson(count: int, total: int) -> Interval:
    """The shares p at which count/total lies Z standard errors away: the two roots of a quadratic."""
    share = count / total
    a, b, c = 1 + Z**2 / total, -2 * share - Z**2 / total, share**2
    root = sqrt(max(0.0, b * b - 4 * a * c))
    return (-b - root) / (2 * a), (-b + root) / (2 * a)


@dataclass(frozen=True)
class NoShows:
    exits: int
    recorded: int
    with_no_show: int


def no_shows(world: World, window_days: int, chain: int | None = None) -> dict[tuple[str, str], NoShows]:
    """Per service and outcome."""
    days = year(world, window_days, chain)
    if days is None:
        return {}
    moments = held_moments(world)
    found: dict[tuple[str, str], list[set[str | None]]] = {}
    for one in _taken(world, days, chain, EVERYTHING):
        if not one.linked:
            continue
        followed = one.gap_days is not None and one.gap_days <= window_days
        first = max(one.spell.start, one.end - timedelta(days=BEFORE_END_DAYS - 1))
        seen = {
            moment.attended
            for key, moment in moments
            if key == one.key
            and moment.service in (None, one.service)
            and first <= moment.occurred_at.date() <= one.end
        } | {"none"}
        found.setdefault((one.service, "followed" if followed else "dropped"), []).append(seen)
    return {
        row: NoShows(len(own), sum(len(seen) > 1 for seen in own), sum("no_show" in seen for seen in own))
        for row, own in found.items()
    }
