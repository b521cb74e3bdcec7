"""Journeys: spells one after another, where at each end it is drawn whether the person is carried on or dropped.

All persons take their next step at once; a round of the loop is one spell each. What keeps the planted truth exact:
nothing but the drawn successor starts or runs within 90 days of an exit, and a service is not met again so soon that
chaining would join the two stays.
"""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from tyokyky.demo.calibration import OPEN_ENDED, Floats, Knobs
from tyokyky.demo.planting import Booleans, Integers, Planting
from tyokyky.demo.stays import Stays, course_beside, draw_stays

NEVER = 2**30
"""Day number of what does not happen."""
_LONG_AGO = -(2**30)


@dataclass(frozen=True)
class Spells:
    """One row per spell, ordered by client and start. Days are day numbers; they may lie after the data end."""

    client: Integers
    service: Integers
    start: Integers
    end: Integers
    planned: Booleans
    """Whether planning was realised in the spell."""
    dropped: Booleans
    """Nothing follows within 90 days (path services only)."""
    followed_on: Integers
    """First day of what follows; NEVER where nothing does."""
    followed_by: Integers
    """Service number of what follows, −1 where nothing does."""


@dataclass(frozen=True)
class Journeys:
    """Spells, and the register periods they were cut into."""

    spells: Spells
    period_spell: Integers
    """Row of the spell of each period."""
    period_start: Integers
    period_end: Integers


@dataclass
class _Walk:
    """Where every person stands between two rounds."""

    client: Integers
    service: Integers
    start: Integers


class _Journey:
    """Draws the rounds and remembers when each person was last in each service."""

    def __init__(self, knobs: Knobs, planting: Planting, weak_place: Booleans, rng: Generator) -> None:
        self.knobs, self.planting, self.weak_place, self.rng = knobs, planting, weak_place, rng
        self.last_end = np.full((weak_place.size, len(knobs.services)), _LONG_AGO, dtype=np.int32)
        self.path_count = len(knobs.path_services)
        self.open_ended_from = len(knobs.services) - len(OPEN_ENDED)

    def round(self, walk: _Walk) -> tuple[Spells, Stays, Spells, _Walk]:
        """The spells that start now with their periods, courses beside them, and where their persons go next."""
        stays = draw_stays(self.knobs, walk.service, walk.start, self.rng)
        self.last_end[walk.client, walk.service] = stays.end
        courses = self._courses(walk, stays)
        planned = self.rng.random(walk.client.size) < self.planting.planned_share
        dropped = self._dropped(walk, planned, stays.end)
        following = self._next_start(walk.service, stays.end, dropped)
        chosen = self._next_service(walk, following, dropped)
        spells = Spells(walk.client, walk.service, walk.start, stays.end, planned, dropped, following, chosen)
        goes_on = following <= self.knobs.last_day
        return spells, stays, courses, _Walk(walk.client[goes_on], chosen[goes_on], following[goes_on])

    def _dropped(self, walk: _Walk, planned: Booleans, ended_on: Integers) -> Booleans:
        on_path = walk.service < self.path_count
        service = np.where(on_path, walk.service, 0).astype(np.int32)
        probability = self.planting.drop_probability(service, self.weak_place[walk.client], planned, ended_on)
        return np.asarray(on_path & (self.rng.random(walk.client.size) < probability), dtype=np.bool_)

    def _courses(self, walk: _Walk, stays: Stays) -> Spells:
        education = self.knobs.service_number("KOUL")
        free_since = self.last_end[walk.client, education]
        has, start, end = course_beside(self.knobs, free_since, walk.start, stays.end, self.rng)
        has &= walk.service < self.path_count
        client, start, end = walk.client[has], start[has], end[has]
        self.last_end[client, education] = end
        none = np.zeros(client.size, dtype=np.bool_)
        service = np.full(client.size, education, dtype=np.int32)
        never = np.full(client.size, NEVER, dtype=np.int32)
        return Spells(client, service, start, end, none, none, never, np.full(client.size, -1, dtype=np.int32))

    def _next_start(self, service: Integers, end: Integers, dropped: Booleans) -> Integers:
        """First day of what follows: soon when carried on, late or never otherwise."""
        joints, size = self.knobs.values["joints"], service.size
        back_late = joints["return_after_days"] + self.rng.exponential(joints["return_mean_days"], size)
        back_from_outcome = self.rng.exponential(joints["after_outcome_mean_days"], size)
        on_path = service < self.path_count
        gap = np.where(on_path, np.where(dropped, back_late, self._gaps(size)), back_from_outcome)
        chance = np.where(on_path, np.where(dropped, joints["return_share"], 1.0), joints["after_outcome_share"])
        goes_on = (self.rng.random(size) < chance) & (service < self.open_ended_from)
        return np.where(goes_on, end + 1 + np.floor(gap), NEVER).astype(np.int32)

    def _gaps(self, size: int) -> Floats:
        """Days between an exit and what carries on; below zero, it started before the exit."""
        joints = self.knobs.values["joints"]
        overlap = -self.rng.integers(1, joints["longest_overlap_days"], size, endpoint=True).astype(np.float64)
        mean, longest = joints["gap_mean_days"], joints["longest_gap_days"]
        # Drawn from the exponential law cut at the longest gap, by its inverse, so that no draw has to be repeated.
        gap = 1 - mean * np.log1p(-self.rng.random(size) * -np.expm1(-(longest - 1) / mean))
        kind = self.rng.random(size)
        same_day = joints["overlap_share"] + joints["same_day_share"]
        return np.where(kind < joints["overlap_share"], overlap, np.where(kind < same_day, 0.0, gap))

    def _next_service(self, walk: _Walk, following: Integers, dropped: Booleans) -> Integers:
        """Service that follows; one left so lately that chaining would join the stays is not drawn."""
        on_path = (walk.service < self.path_count) & ~dropped
        weights = np.where(
            on_path[:, None],
            self.knobs.next_weights[np.where(on_path, walk.service, 0)],
            self.knobs.entry_weights[None, :],
        )
        apart = following[:, None] - self.last_end[walk.client] - 1
        weights[apart <= self.knobs.values["joints"]["longest_renewal_gap_days"]] = 0.0
        chosen = _draw(weights, self.rng)
        return np.where(following < NEVER, chosen, -1).astype(np.int32)


def _draw(weights: Floats, rng: Generator) -> Integers:
    """One column per row, with probability in proportion to its weight."""
    sums = np.cumsum(weights, axis=1)
    target = rng.random(len(weights)) * sums[:, -1]
    return np.asarray((sums > target[:, None]).argmax(axis=1), dtype=np.int32)


def make_journeys(
    knobs: Knobs, planting: Planting, entry_day: Integers, weak_place: Booleans, rng: Generator
) -> Journeys:
    """Journeys of persons who enter on the given days; only spells that start within the data are made."""
    journey = _Journey(knobs, planting, weak_place, rng)
    first = _draw(np.broadcast_to(knobs.entry_weights, (entry_day.size, len(knobs.services))), rng)
    walk = _Walk(np.arange(entry_day.size, dtype=np.int32), first, entry_day)
    spells: list[Spells] = []
    stays: list[Stays] = []
    while walk.client.size:
        made, stay, courses, walk = journey.round(walk)
        spells += [made, courses]
        stays += [stay, Stays.of_one_period(courses.start, courses.end)]
    return _in_order(spells, stays)


def _in_order(parts: list[Spells], stays: list[Stays]) -> Journeys:
    columns = {name: np.concatenate([getattr(part, name) for part in parts]) for name in Spells.__dataclass_fields__}
    order = np.lexsort((columns["service"], columns["start"], columns["client"]))
    place = np.empty(order.size, dtype=np.int32)
    place[order] = np.arange(order.size, dtype=np.int32)
    firsts = np.cumsum([0] + [part.client.size for part in parts])
    spell = place[np.concatenate([stay.period_stay + first for stay, first in zip(stays, firsts, strict=False)])]
    start = np.concatenate([stay.period_start for stay in stays])
    end = np.concatenate([stay.period_end for stay in stays])
    by_spell = np.lexsort((start, spell))
    return Journeys(
        Spells(**{name: column[order] for name, column in columns.items()}),
        spell[by_spell],
        start[by_spell],
        end[by_spell],
    )
