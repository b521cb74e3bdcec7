"""Generated stores with referrals, planned ends and stays broken off: edges of days, ties, services nobody gives."""

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from tests.properties.catalogue import ASSOCIATION, COUNTY, END_REASON_GROUPS, MUNICIPALITIES, UNITS
from tests.properties.generator import EXTRACTED, generated_world
from tests.reference.world import Delivery, Period, Referral, World

PERSON_COUNT: Final = 300
REASONS: Final = {"KESK": "interrupted", "EITA": "lost", "01": "open_job", "06": "unknown"}
_BEFORE_START_DAYS: Final = (-30, -1, 0, 0, 1, 2, 30, 31, 89, 90, 91)
_PLAN_DAYS: Final = (None, None, -5, 0, 1, 14, 60)


def _reasoned(rng: random.Random, period: Period) -> Period:
    """The same period, ended for a reason and with a plan."""
    days = rng.choice(_PLAN_DAYS)
    planned = period.end + timedelta(days=days) if period.end and days is not None else None
    return replace(period, end_reason=rng.choice((*REASONS, None)), planned_end=planned)


def _referral(rng: random.Random, number: int, period: Period, codes: list[str], last: date) -> Referral | None:
    """Around the start of a period, to its service or past it; some to a service that nobody has a period of."""
    day = period.start - timedelta(days=rng.choice(_BEFORE_START_DAYS))
    if day > last:
        return None
    to = period.service if rng.random() < 0.6 else rng.choice([*codes, "KOK"])
    from_service = rng.choice([*codes, None])
    return Referral(
        referral_id=f"R{number:05d}",
        person=period.person if rng.random() < 0.97 else f"ONLY{number}",
        to_service=to,
        referred_on=day,
        from_service=from_service,
        unit=rng.choice((*UNITS, None)),
        municipality=rng.choice((*MUNICIPALITIES, None)),
    )


def _with_doors(rng: random.Random, world: World, delivery: Delivery) -> Delivery:
    codes = [service.code for service in world.services if service.part != "background"]
    periods = tuple(_reasoned(rng, period) for period in delivery.periods)
    last = EXTRACTED[delivery.controller]
    made = [_referral(rng, number, period, codes, last) for number, period in enumerate(periods)]
    referrals = tuple(one for one in made if one is not None and rng.random() < 0.5)
    is_last = delivery.data_as_of == last
    return replace(delivery, periods=periods, referrals=referrals if is_last else ())


def world_with_doors(seed: int, person_count: int = PERSON_COUNT) -> World:
    """A generated store whose county and association refer people on."""
    rng = random.Random(seed)  # noqa: S311 - test data, nothing secret
    world = generated_world(seed, person_count)
    deliveries = tuple(
        _with_doors(rng, world, one) if one.controller in (COUNTY, ASSOCIATION) else one for one in world.deliveries
    )
    return replace(world, deliveries=deliveries, end_reason_groups=END_REASON_GROUPS | REASONS)
