"""Seeded random stores full of what breaks counting: boundaries, ties, overlaps, redeliveries."""

import random
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from tests.properties.catalogue import (
    ASSOCIATION,
    CHANNELS,
    COUNTY,
    EMPLOYMENT,
    END_REASON_GROUPS,
    GENDERS,
    HANDOVERS,
    ITEMS,
    LINK_GROUPS,
    MOMENT_CODES,
    MUNICIPALITIES,
    PHASES,
    SERVICES,
    UNITS,
)
from tests.reference.world import Answer, Client, Delivery, Moment, Period, World

FIRST_EXTRACTION: Final = date(2025, 6, 30)
OBSERVED_UNTIL: Final = date(2025, 12, 20)
LAST_EXTRACTION: Final = date(2025, 12, 31)
EXTRACTED: Final = {COUNTY: LAST_EXTRACTION, EMPLOYMENT: OBSERVED_UNTIL, ASSOCIATION: LAST_EXTRACTION}

PATH: Final = tuple(service for service in SERVICES if service.part == "path")
OTHERS: Final = tuple(service for service in SERVICES if service.part != "path")
# Days from an end to the next start of the same service: overlaps, the next day, and both sides of every tolerance.
NEXT_PERIOD_DAYS: Final = (-9, 0, 1, 2, 14, 15, 16, 30, 31, 32, 33, 60)
NEXT_SERVICE_DAYS: Final = (-40, -9, 0, 0, 1, 1, 1, 2, 10, 31, 90, 91, 92, 140)
FEEDBACK_DAYS: Final = (-1, 0, 1, 5)


@dataclass
class Journeys:
    """What is drawn so far, by controller."""

    rng: random.Random
    periods: dict[str, list[Period]] = field(default_factory=lambda: {name: [] for name in EXTRACTED})
    moments: list[Moment] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    count: int = 0

    def next_id(self) -> str:
        self.count += 1
        return f"{self.rng.randrange(1000):03d}x{self.count:06d}"


def _controller(rng: random.Random, service: str) -> str:
    if service in ("JOB", "STEP14"):
        return rng.choice((COUNTY, EMPLOYMENT))
    return rng.choice((COUNTY, COUNTY, COUNTY, COUNTY, ASSOCIATION))


def _end(rng: random.Random, start: date) -> date | None:
    if rng.random() < 0.08:
        return None
    near = [OBSERVED_UNTIL + timedelta(days=days) for days in (-1, 0, 0, 1, 5)]
    end = rng.choice(near) if rng.random() < 0.06 else start + timedelta(days=rng.choice((0, 6, 20, 45, 90, 150)))
    return end if end >= start else start


def _add_period(journeys: Journeys, person: str, service: str, start: date) -> Period | None:
    rng = journeys.rng
    controller = _controller(rng, service)
    if start > EXTRACTED[controller]:
        return None
    period = Period(
        period_id=journeys.next_id(),
        person=person,
        service=service,
        start=start,
        end=_end(rng, start),
        unit=rng.choice((*UNITS, None)),
        municipality=rng.choice((*MUNICIPALITIES, None)),
        end_reason=rng.choice((*END_REASON_GROUPS, None)),
        handover=rng.choice((*HANDOVERS, None)),
    )
    journeys.periods[controller].append(period)
    return period


def _add_answer(journeys: Journeys, period: Period, day: date) -> None:
    """One form: mostly of one item, sometimes of several; some without a name."""
    rng = journeys.rng
    items = [rng.choice(ITEMS)] if rng.random() < 0.7 else rng.sample(ITEMS, 3)
    is_linked = rng.random() < 0.9
    form = Answer(
        response_id=journeys.next_id(),
        item_id="",
        answered_on=day,
        person=period.person if is_linked else None,
        service=period.service if rng.random() < 0.9 else rng.choice(PATH).code,
        respondent="client" if rng.random() < 0.9 else rng.choice(("professional", "close_person", None)),
        unit=rng.choice((*UNITS, None)),
        municipality=rng.choice((*MUNICIPALITIES, None)),
        channel=rng.choice((*CHANNELS, None)),
        phase=rng.choice((*PHASES, None)),
    )
    for item in items:
        not_applicable = rng.random() < 0.15
        score = None if not_applicable else rng.randint(item.scale_min, item.scale_max)
        journeys.answers.append(replace(form, item_id=item.item_id, score=score, not_applicable=not_applicable))


def _add_moment(journeys: Journeys, period: Period, day: date) -> None:
    rng = journeys.rng
    moment = Moment(
        moment_id=journeys.next_id(),
        person=period.person,
        occurred_at=datetime.combine(day, rng.choice((time(0, 0, 0), time(12, 30), time(23, 59, 59)))),
        code=rng.choice(tuple(MOMENT_CODES)),
        service=rng.choice((period.service, period.service, None)),
        attended=rng.choice(("yes", "yes", "yes", "no_show", "cancelled", None)),
        level=rng.choice((None, None, None, "planning", "evaluation")),
        plane=rng.choice((None, None, None, "own", "development")),
    )
    journeys.moments.append(moment)


def _add_feedback(journeys: Journeys, period: Period) -> None:
    """Answers and moments around the start and the end of a period, where the limits lie."""
    rng = journeys.rng
    end = period.end or period.start + timedelta(days=30)
    for edge in (period.start, end, end):
        day = edge + timedelta(days=rng.choice(FEEDBACK_DAYS))
        if day <= LAST_EXTRACTION and rng.random() < 0.4:
            _add_answer(journeys, period, day)
        if day <= LAST_EXTRACTION and rng.random() < 0.3:
            _add_moment(journeys, period, day)


def _next(rng: random.Random, period: Period) -> tuple[str, date]:
    end = period.end or period.start + timedelta(days=rng.choice((10, 60)))
    if rng.random() < 0.4:
        return period.service, end + timedelta(days=rng.choice(NEXT_PERIOD_DAYS))
    service = rng.choice(PATH) if rng.random() < 0.6 else rng.choice(OTHERS)
    return service.code, end + timedelta(days=rng.choice(NEXT_SERVICE_DAYS))


def _add_rivals(journeys: Journeys, person: str, end: date) -> None:
    """Two services of the same rank that carry a person over, begun on the same day or not."""
    later = journeys.rng.choice((0, 3))
    _add_period(journeys, person, "STEP14", end - timedelta(days=5))
    _add_period(journeys, person, "STEP0", end - timedelta(days=5 - later))


def _add_journey(journeys: Journeys, person: str) -> None:
    rng = journeys.rng
    service = rng.choice(PATH).code
    start = date(2024, 6, 1) + timedelta(days=rng.randrange(480))
    for _ in range(rng.choice((1, 2, 3, 4, 5))):
        period = _add_period(journeys, person, service, start)
        if period is None:
            return
        _add_feedback(journeys, period)
        if rng.random() < 0.15:
            _add_period(journeys, person, rng.choice(SERVICES).code, start)
        if period.end is not None and rng.random() < 0.06:
            _add_rivals(journeys, person, period.end)
        service, start = _next(rng, period)


def _as_first_known(rng: random.Random, period: Period) -> Period:
    """How the register showed a period at the first extraction: still open, or with an end it only expected."""
    if period.end is None or period.end <= FIRST_EXTRACTION or rng.random() < 0.2:
        return period
    return replace(period, end=None)


def _clients(rng: random.Random, persons: list[str]) -> tuple[Client, ...]:
    """Some persons have no row, and some rows have empty cells."""
    return tuple(
        Client(
            person=person,
            birth_year=rng.choice((1961, 1971, 1981, 1991, 2001, None)),
            gender=rng.choice((*GENDERS, None)),
            municipality=rng.choice((*MUNICIPALITIES, None)),
        )
        for person in persons
        if rng.random() < 0.8
    )


def generated_world(seed: int, person_count: int) -> World:
    """A store of two joined controllers and one that is not; the county delivers twice."""
    rng = random.Random(seed)  # noqa: S311 - test data, nothing secret
    journeys = Journeys(rng)
    persons = [f"C{number:05d}" for number in range(person_count)]
    for person in persons:
        _add_journey(journeys, person)
    county = journeys.periods[COUNTY]
    early = tuple(_as_first_known(rng, period) for period in county if period.start <= FIRST_EXTRACTION)
    feedback = (tuple(journeys.moments), tuple(journeys.answers))
    return World(
        services=SERVICES,
        deliveries=(
            Delivery(COUNTY, FIRST_EXTRACTION, periods=early, clients=_clients(rng, persons)),
            Delivery(EMPLOYMENT, OBSERVED_UNTIL, periods=tuple(journeys.periods[EMPLOYMENT])),
            Delivery(ASSOCIATION, LAST_EXTRACTION, tuple(journeys.periods[ASSOCIATION]), _clients(rng, persons)),
            Delivery(COUNTY, LAST_EXTRACTION, tuple(county), moments=feedback[0], answers=feedback[1]),
        ),
        items=ITEMS,
        moment_codes=MOMENT_CODES,
        link_groups=LINK_GROUPS,
        end_reason_groups=END_REASON_GROUPS,
    )
