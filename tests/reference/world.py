"""What the slow twin reads: the deliveries of a store as plain rows, before anything is worked out from them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

PersonKey = tuple[str, str]
"""Link group and raw identifier: the same identifier in two groups that are not joined is two persons."""


@dataclass(frozen=True)
class Service:
    code: str
    part: str = "path"
    rank: int = 50
    chain_gap_days: int = 30
    usual_next_controller: str = ""


@dataclass(frozen=True)
class Period:
    period_id: str
    person: str
    service: str
    start: date
    end: date | None = None
    unit: str | None = None
    municipality: str | None = None
    end_reason: str | None = None
    handover: str | None = None
    planned_end: date | None = None


@dataclass(frozen=True)
class Client:
    person: str
    birth_year: int | None = None
    gender: str | None = None
    municipality: str | None = None


@dataclass(frozen=True)
class Moment:
    moment_id: str
    person: str
    occurred_at: datetime
    code: str
    service: str | None = None
    attended: str | None = None
    level: str | None = None
    plane: str | None = None


@dataclass(frozen=True)
class Referral:
    referral_id: str
    person: str
    to_service: str
    referred_on: date
    from_service: str | None = None
    unit: str | None = None
    municipality: str | None = None


@dataclass(frozen=True)
class Item:
    item_id: str
    level: str
    plane: str = "own"
    scale_min: int = 1
    scale_max: int = 5
    reversed: bool = False


@dataclass(frozen=True)
class Answer:
    response_id: str
    item_id: str
    answered_on: date
    person: str | None
    service: str | None
    score: int | None = None
    not_applicable: bool = False
    respondent: str | None = "client"
    unit: str | None = None
    municipality: str | None = None
    channel: str | None = None
    phase: str | None = None


@dataclass(frozen=True)
class Delivery:
    """One delivery of one controller's register, extracted on `data_as_of`."""

    controller: str
    data_as_of: date
    periods: tuple[Period, ...] = ()
    clients: tuple[Client, ...] = ()
    moments: tuple[Moment, ...] = ()
    answers: tuple[Answer, ...] = ()
    referrals: tuple[Referral, ...] = ()


@dataclass(frozen=True)
class World:
    """A store's contents: deliveries in their order, and the codes and settings that give them meaning."""

    services: tuple[Service, ...]
    deliveries: tuple[Delivery, ...]
    items: tuple[Item, ...] = ()
    moment_codes: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)
    """Level and plane that a moment code is evidence of."""
    link_groups: dict[str, tuple[str, ...]] = field(default_factory=dict)
    end_reason_groups: dict[str, str] = field(default_factory=dict)
    observed_until_override: date | None = None

    def group_of(self, controller: str) -> str:
        for name, members in self.link_groups.items():
            if controller in members:
                return name
        return controller

    def person_key(self, controller: str, person: str) -> PersonKey:
        return self.group_of(controller), person

    def service(self, code: str) -> Service:
        return next(service for service in self.services if service.code == code)

    def home_municipality(self, key: PersonKey) -> str | None:
        client = self._clients.get(key)
        return client.municipality if client else None

    @cached_property
    def _clients(self) -> dict[PersonKey, Client]:
        return held_clients(self)

    @cached_property
    def observed_until(self) -> date | None:
        """Least, over the controllers that deliver periods, of each one's latest extraction day (definitions, 3)."""
        if self.observed_until_override is not None:
            return self.observed_until_override
        latest: dict[str, date] = {}
        for delivery in self.deliveries:
            if any(self.service(period.service).part != "background" for period in delivery.periods):
                latest[delivery.controller] = max(delivery.data_as_of, latest.get(delivery.controller, date.min))
        return min(latest.values(), default=None)

    def seen_groups(self, controller: str) -> set[str]:
        """The link group in which periods of a controller can be seen; none where it has delivered none."""
        delivered = any(delivery.controller == controller and delivery.periods for delivery in self.deliveries)
        return {self.group_of(controller)} if delivered else set()


@dataclass(frozen=True)
class HeldPeriod:
    """A period as it stands after all deliveries."""

    key: PersonKey
    period: Period
    end: date | None


def held_periods(world: World) -> list[HeldPeriod]:
    """The last delivered version of each period; an end after the day of its own extraction is no end yet."""
    held: dict[tuple[str, str], HeldPeriod] = {}
    for delivery in world.deliveries:
        for period in delivery.periods:
            known = period.end is not None and period.end <= delivery.data_as_of
            key = world.person_key(delivery.controller, period.person)
            held[delivery.controller, period.period_id] = HeldPeriod(key, period, period.end if known else None)
    return list(held.values())


def _latest_known(earlier: Client, later: Client) -> Client:
    return Client(
        person=later.person,
        birth_year=earlier.birth_year if later.birth_year is None else later.birth_year,
        gender=later.gender or earlier.gender,
        municipality=later.municipality or earlier.municipality,
    )


def held_clients(world: World) -> dict[PersonKey, Client]:
    """What is known of each person: of each controller its last row, of several controllers the latest known value."""
    held: dict[tuple[str, str], Client] = {}
    for delivery in world.deliveries:
        held |= {(delivery.controller, client.person): client for client in delivery.clients}
    known: dict[PersonKey, Client] = {}
    for (controller, person), client in held.items():
        key = world.person_key(controller, person)
        known[key] = _latest_known(known.get(key, client), client)
    return known


def held_moments(world: World) -> list[tuple[PersonKey, Moment]]:
    """The last delivered version of each moment with its person."""
    held: dict[tuple[str, str], tuple[PersonKey, Moment]] = {}
    for delivery in world.deliveries:
        for moment in delivery.moments:
            key = world.person_key(delivery.controller, moment.person)
            held[delivery.controller, moment.moment_id] = (key, moment)
    return list(held.values())


def held_referrals(world: World) -> list[tuple[PersonKey, Referral]]:
    """The last delivered version of each referral with its person."""
    held: dict[tuple[str, str], tuple[PersonKey, Referral]] = {}
    for delivery in world.deliveries:
        for referral in delivery.referrals:
            key = world.person_key(delivery.controller, referral.person)
            held[delivery.controller, referral.referral_id] = (key, referral)
    return list(held.values())


def held_answers(world: World) -> list[tuple[PersonKey, Answer]]:
    """The last delivered version of each linked answer with its person."""
    held: dict[tuple[str, str, str], tuple[PersonKey, Answer]] = {}
    for delivery in world.deliveries:
        for answer in delivery.answers:
            if answer.person is not None:
                key = world.person_key(delivery.controller, answer.person)
                held[delivery.controller, answer.response_id, answer.item_id] = (key, answer)
    return list(held.values())


def all_answers(world: World) -> list[tuple[str, Answer]]:
    """The last delivered version of every answer, linked or anonymous, with the controller it came from."""
    held: dict[tuple[str, str, str], Answer] = {}
    for delivery in world.deliveries:
        for answer in delivery.answers:
            held[delivery.controller, answer.response_id, answer.item_id] = answer
    return [(key[0], answer) for key, answer in held.items()]


def distinct(keys: Iterable[PersonKey]) -> int:
    """Count of persons."""
    return len(set(keys))
