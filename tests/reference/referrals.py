"""What referrals came to, one referral at a time against every spell of the person (definitions, 6)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from tests.reference.exits import age_band
from tests.reference.spells import Spell, spells
from tests.reference.survival import Observation, estimate
from tests.reference.world import PersonKey, Referral, World, held_clients, held_referrals

UNKNOWN = "unknown"
STARTED, OTHER = "started", "other"


@dataclass(frozen=True)
class Door:
    """One referral and what came first of it: the referred service, something else, or nothing so far."""

    referral: Referral
    key: PersonKey
    follow_up_days: int
    came: str | None
    came_days: int | None
    linked: bool
    municipality: str | None
    gender: str | None
    age_band: str | None

    @property
    def joint(self) -> tuple[str, str]:
        return self.referral.from_service or UNKNOWN, self.referral.to_service


def _days_to(referral: Referral, spell: Spell) -> int:
    return (spell.start - referral.referred_on).days


def _started_days(referral: Referral, own: Sequence[Spell]) -> list[int]:
    """A spell of the referred service that runs on the day counts from that day on."""
    return [
        max(0, _days_to(referral, spell))
        for spell in own
        if spell.service.code == referral.to_service and (spell.end is None or spell.end >= referral.referred_on)
    ]


def _other_days(referral: Referral, own: Sequence[Spell]) -> list[int]:
    return [
        _days_to(referral, spell)
        for spell in own
        if spell.service.part in ("path", "outcome", "neutral")
        and spell.service.code not in (referral.to_service, referral.from_service)
        and spell.start >= referral.referred_on
    ]


def _came(referral: Referral, own: Sequence[Spell], observed: date) -> tuple[str, int] | None:
    """What came first; a start wins the day that it shares."""
    if referral.referred_on > observed:
        return None
    seen = [spell for spell in own if spell.start <= observed]
    days = [(day, 0, STARTED) for day in _started_days(referral, seen)]
    days += [(day, 1, OTHER) for day in _other_days(referral, seen)]
    first = min(days, default=None)
    return (first[2], first[0]) if first else None


def doors(world: World, chain: int | None = None) -> list[Door]:
    """Every referral of a store."""
    observed = world.observed_until
    if observed is None:
        return []
    own: dict[PersonKey, list[Spell]] = {}
    for spell in spells(world, chain):
        own.setdefault(spell.key, []).append(spell)
    seen = {(key[0], spell.service.code) for key, mine in own.items() for spell in mine}
    clients = held_clients(world)
    found: list[Door] = []
    for key, referral in held_referrals(world):
        came, client = _came(referral, own.get(key, []), observed), clients.get(key)
        found.append(
            Door(
                referral=referral,
                key=key,
                follow_up_days=(observed - referral.referred_on).days,
                came=came[0] if came else None,
                came_days=came[1] if came else None,
                linked=(key[0], referral.to_service) in seen,
                municipality=referral.municipality or (client.municipality if client else None),
                gender=client.gender if client else None,
                age_band=age_band(client.birth_year if client else None, referral.referred_on),
            )
        )
    return found


@dataclass(frozen=True)
class Row:
    """What stands on one row of the figure."""

    referrals: int
    started: int
    other: int
    dropped: int
    still_in_window: int
    not_yet_observable: int
    not_linked: int
    not_started: float | None
    interval: tuple[float, float] | None
    shares: tuple[float, float] | None


def row(found: Sequence[Door], window_days: int) -> Row:
    """The counts and the shares of some referrals."""
    linked = [one for one in found if one.linked]
    watched = [one for one in linked if one.follow_up_days >= 0]
    within = [one for one in watched if one.came_days is not None and one.came_days <= window_days]
    without = [one for one in watched if one not in within]
    risk = [
        Observation(one.follow_up_days if one.came_days is None else one.came_days, one.came, one.key)
        for one in watched
    ]
    made = estimate(risk, window_days)
    shares = made.shares if made else {}
    return Row(
        referrals=len(linked),
        started=sum(one.came == STARTED for one in within),
        other=sum(one.came == OTHER for one in within),
        dropped=sum(one.follow_up_days >= window_days for one in without),
        still_in_window=sum(one.follow_up_days < window_days for one in without),
        not_yet_observable=len(linked) - len(watched),
        not_linked=len(found) - len(linked),
        not_started=made.drop_off if made else None,
        interval=made.interval if made else None,
        shares=(shares.get(STARTED, (0.0,))[0], shares.get(OTHER, (0.0,))[0]) if made else None,
    )


def keys() -> dict[str, Callable[[Door], str]]:
    """How a referral finds its row, by breakdown."""
    return {
        "municipality": lambda one: one.municipality or UNKNOWN,
        "unit": lambda one: one.referral.unit or UNKNOWN,
        "quarter": lambda one: f"{one.referral.referred_on.year}Q{(one.referral.referred_on.month - 1) // 3 + 1}",
        "year": lambda one: str(one.referral.referred_on.year),
        "age_band": lambda one: one.age_band or UNKNOWN,
        "gender": lambda one: one.gender or UNKNOWN,
    }


def rows(found: Sequence[Door], window_days: int, group_of: Callable[[Door], str]) -> dict[tuple[str, str, str], Row]:
    """Rows per referring service, referred service and value of a key."""
    groups: dict[tuple[str, str, str], list[Door]] = {}
    for one in found:
        groups.setdefault((*one.joint, group_of(one)), []).append(one)
    return {group: row(members, window_days) for group, members in groups.items()}
