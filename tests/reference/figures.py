"""The figures' rows, counted one exit at a time (definitions, 5)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from tests.reference.exits import Exit, exits
from tests.reference.spells import Spell, spells
from tests.reference.survival import Estimate, Interval, Observation, at_risk, estimate, share_without
from tests.reference.world import World, distinct

UNKNOWN = "unknown"
CLUSTERED_FROM_EXITS_PER_PERSON = 1.1

GroupOf = Callable[[Exit], str]


@dataclass(frozen=True)
class DropOff:
    """What stands on one row of the drop-off figure."""

    periods: int
    spells: int
    persons: int
    exits: int
    at_start: int
    dropped: int
    still_in_window: int
    not_yet_observable: int
    may_be_renewed: int
    not_linked: int
    state: str
    estimate: Estimate | None
    clustered_interval: Interval | None


@dataclass(frozen=True)
class Selection:
    """Filters: last days in the service, both inclusive, and place."""

    service: str | None = None
    since: date | None = None
    until: date | None = None
    municipality: str | None = None
    unit: str | None = None

    def takes(self, one: Exit) -> bool:
        return (
            self.service in (None, one.service)
            and (self.since is None or one.end >= self.since)
            and (self.until is None or one.end <= self.until)
            and self.municipality in (None, one.municipality)
            and self.unit in (None, one.spell.unit)
        )

    def takes_place(self, spell: Spell) -> bool:
        return self.municipality in (None, spell.municipality) and self.unit in (None, spell.unit)

    @property
    def has_time(self) -> bool:
        return (self.since, self.until) != (None, None)


EVERYTHING = Selection()


def keys() -> dict[str, GroupOf]:
    """How an exit finds its row, by breakdown."""
    return {
        "municipality": lambda one: one.municipality or UNKNOWN,
        "unit": lambda one: one.spell.unit or UNKNOWN,
        "quarter": lambda one: f"{one.end.year}Q{(one.end.month - 1) // 3 + 1}",
        "year": lambda one: str(one.end.year),
        "age_band": lambda one: one.age_band or UNKNOWN,
        "gender": lambda one: one.gender or UNKNOWN,
        "handover": lambda one: one.spell.handover or UNKNOWN,
        "end_reason": lambda one: one.spell.end_reason_group,
    }


def observations(found: Sequence[Exit]) -> list[Observation]:
    """Exits at risk: linked ones that something followed or that were seen for a day at least."""
    return [
        Observation(one.follow_up_days if one.gap_days is None else one.gap_days, one.to, one.key)
        for one in found
        if one.linked and (one.successor or one.follow_up_days >= 0)
    ]


def _state(found: Sequence[Exit], at_start: int, made: Estimate | None) -> str:
    if not found:
        return "none"
    if at_start == 0 and not any(one.linked for one in found):
        return "not_linked"
    return "" if made else "not_yet"


def _nothing_within(one: Exit, window_days: int) -> bool:
    """Watched for the whole window without anything; what followed later does not count."""
    return one.follow_up_days >= window_days and (one.gap_days is None or one.gap_days > window_days)


def drop_off(found: Sequence[Exit], window_days: int, periods: int | None = None, stays: int | None = None) -> DropOff:
    """One row; periods and spells are those of its exits unless given."""
    risk = observations(found)
    made = estimate(risk, window_days)
    nothing = [one for one in found if one.linked and one.successor is None]
    persons = distinct(one.key for one in found)
    repeated = persons > 0 and len(found) / persons > CLUSTERED_FROM_EXITS_PER_PERSON
    return DropOff(
        periods=sum(one.spell.period_count for one in found) if periods is None else periods,
        spells=len(found) if stays is None else stays,
        persons=persons,
        exits=len(found),
        at_start=len(risk),
        dropped=sum(one.linked and _nothing_within(one, window_days) for one in found),
        still_in_window=sum(0 <= one.follow_up_days < window_days for one in nothing),
        not_yet_observable=sum(one.follow_up_days < 0 for one in nothing),
        may_be_renewed=sum(one.may_be_renewed for one in found if one.linked),
        not_linked=sum(not one.linked for one in found),
        state=_state(found, len(risk), made),
        estimate=made,
        clustered_interval=made.clustered_interval if made and repeated else None,
    )


def rows_by(found: Sequence[Exit], group_of: GroupOf) -> dict[tuple[str, str], list[Exit]]:
    rows: dict[tuple[str, str], list[Exit]] = {}
    for one in found:
        rows.setdefault((one.service, group_of(one)), []).append(one)
    return rows


def drop_offs_by_key(
    world: World, window_days: int, group_of: GroupOf, chain: int | None = None, selection: Selection = EVERYTHING
) -> dict[tuple[str, str], DropOff]:
    """Drop-off per service and value of a key."""
    found = [one for one in exits(world, chain) if selection.takes(one)]
    return {row: drop_off(members, window_days) for row, members in rows_by(found, group_of).items()}


def drop_offs(
    world: World, window_days: int, chain: int | None = None, selection: Selection = EVERYTHING
) -> dict[str, DropOff]:
    """Drop-off per service; without a limit in time all periods and spells there are counted."""
    stays = spells(world, chain)
    taken = [one for one in exits(world, chain) if selection.takes(one)]
    found: dict[str, DropOff] = {}
    for service in world.services:
        own = [spell for spell in stays if spell.service == service and selection.takes_place(spell)]
        if service.part != "path" or not own or selection.service not in (None, service.code):
            continue
        members = [one for one in taken if one.service == service.code]
        if selection.has_time:
            found[service.code] = drop_off(members, window_days)
        else:
            periods = sum(spell.period_count for spell in own)
            found[service.code] = drop_off(members, window_days, periods, len(own))
    return found


@dataclass(frozen=True)
class CurvePoint:
    at_risk: int
    dropped_share: float | None
    interval: Interval | None


def curve(found: Sequence[Exit], days: Sequence[int]) -> dict[int, CurvePoint]:
    """S by day with its interval; empty from the day on which nobody is at risk any more while S > 0."""
    risk = observations(found)
    points: dict[int, CurvePoint] = {}
    for day in days:
        made = share_without(risk, day)
        points[day] = CurvePoint(at_risk(risk, day), made.drop_off if made else None, made.interval if made else None)
    return points
