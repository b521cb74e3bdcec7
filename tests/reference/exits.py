"""Exits and what followed each, found by looking through every spell of the person (definitions, 4)."""

from dataclasses import dataclass
from datetime import date, timedelta

from tests.reference.spells import Spell, chain_gap_days, spells
from tests.reference.world import Client, PersonKey, World, held_clients


@dataclass(frozen=True)
class Exit:
    """A path spell that has ended, with what followed it and the groups it belongs to."""

    spell: Spell
    end: date
    follow_up_days: int
    successor: Spell | None
    gap_days: int | None
    kind: str | None
    linked: bool
    may_be_renewed: bool
    municipality: str | None
    gender: str | None
    age_band: str | None

    @property
    def key(self) -> PersonKey:
        return self.spell.key

    @property
    def service(self) -> str:
        return self.spell.service.code

    @property
    def to(self) -> str | None:
        return self.successor.service.code if self.successor else None

    @property
    def limit(self) -> date:
        """Last day on which an answer or a moment can not yet know what followed (definitions, 7)."""
        return min(self.end, self.successor.start - timedelta(days=1)) if self.successor else self.end


def _gap_days(end: date, candidate: Spell) -> int:
    return max(0, (candidate.start - end).days - 1)


def _successor(spell: Spell, end: date, follow_up_days: int, others: list[Spell]) -> Spell | None:
    first_day_without = end + timedelta(days=1)
    candidates = [
        other
        for other in others
        if other is not spell
        and other.service.part in ("path", "outcome", "neutral")
        and (other.end is None or other.end >= first_day_without)
        and _gap_days(end, other) <= follow_up_days
    ]
    order = {
        id(one): (_gap_days(end, one), one.service.rank, -one.start.toordinal(), one.service.code) for one in candidates
    }
    return min(candidates, key=lambda one: order[id(one)], default=None)


def _kind(spell: Spell, successor: Spell | None) -> str | None:
    if successor is None:
        return None
    if successor.service.part != "path":
        return successor.service.part
    return "return" if successor.service.code == spell.service.code else "next"


def age_band(birth_year: int | None, end: date) -> str | None:
    if birth_year is None:
        return None
    age = end.year - birth_year
    bands = ((24, "-24"), (34, "25-34"), (44, "35-44"), (54, "45-54"))
    return next((name for oldest, name in bands if age <= oldest), "55+")


def _exit(world: World, spell: Spell, own: list[Spell], client: Client | None, chain: int | None) -> Exit:
    observed = world.observed_until
    assert spell.end is not None
    assert observed is not None
    follow_up_days = (observed - spell.end).days - 1
    successor = _successor(spell, spell.end, follow_up_days, own)
    usual = spell.service.usual_next_controller
    return Exit(
        spell=spell,
        end=spell.end,
        follow_up_days=follow_up_days,
        successor=successor,
        gap_days=_gap_days(spell.end, successor) if successor else None,
        kind=_kind(spell, successor),
        linked=not usual or spell.key[0] in world.seen_groups(usual),
        may_be_renewed=successor is None and follow_up_days < chain_gap_days(spell.service, chain),
        municipality=spell.municipality,
        gender=client.gender if client else None,
        age_band=age_band(client.birth_year if client else None, spell.end),
    )


def exits(world: World, chain_gap_override_days: int | None = None) -> list[Exit]:
    """All exits of a store."""
    own: dict[PersonKey, list[Spell]] = {}
    for spell in spells(world, chain_gap_override_days):
        own.setdefault(spell.key, []).append(spell)
    clients = held_clients(world)
    return [
        _exit(world, spell, mine, clients.get(key), chain_gap_override_days)
        for key, mine in own.items()
        for spell in mine
        if spell.service.part == "path" and spell.end is not None
    ]
