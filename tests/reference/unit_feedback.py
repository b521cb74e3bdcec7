"""Exits by what anonymous clients said of their unit in the quarter before, one answer at a time (definitions, 7)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from tests.reference.comparisons import group
from tests.reference.differences import Group
from tests.reference.exits import Exit, exits
from tests.reference.figures import EVERYTHING, Selection
from tests.reference.participation import LEVELS, scaled
from tests.reference.world import World, all_answers

BANDS = ("low", "middle", "high", "no_answers")
LEAST_FORMS = 5
Quarter = int
"""Quarters counted from the year 0."""
Place = tuple[str, str, str, Quarter]
"""Service, unit, level and the answers' quarter."""


@dataclass
class Heard:
    """What was said of a unit: the forms it was said on, and the scores."""

    forms: set[tuple[str, str]] = field(default_factory=set)
    scores: list[Fraction] = field(default_factory=list)

    @property
    def band(self) -> str:
        if len(self.forms) < LEAST_FORMS:
            return "no_answers"
        mean = sum(self.scores, Fraction()) / len(self.scores)
        if mean >= Fraction(3, 4):
            return "high"
        return "middle" if mean >= Fraction(1, 2) else "low"


def _quarter(day: date) -> Quarter:
    return day.year * 4 + (day.month - 1) // 3


def heard(world: World) -> dict[Place, Heard]:
    """What anonymous clients said of their own service, by place."""
    items = {item.item_id: item for item in world.items}
    found: dict[Place, Heard] = {}
    for controller, answer in all_answers(world):
        item = items[answer.item_id]
        if answer.person is not None or answer.respondent != "client" or item.plane != "own" or answer.score is None:
            continue
        if answer.service is None or answer.unit is None:
            continue
        place = (answer.service, answer.unit, item.level, _quarter(answer.answered_on))
        said = found.setdefault(place, Heard())
        said.forms.add((controller, answer.response_id))
        said.scores.append(scaled(item, answer.score))
    return found


def _band(said: dict[Place, Heard], one: Exit, level: str) -> str:
    if one.spell.unit is None:
        return "no_answers"
    place = (one.service, one.spell.unit, level, _quarter(one.end) - 1)
    return said[place].band if place in said else "no_answers"


def unit_feedback(
    world: World, window_days: int, chain: int | None = None, selection: Selection = EVERYTHING
) -> dict[tuple[str, str, str], Group]:
    """Drop-off by service, level and band, of every service with exits; bands without exits too."""
    said = heard(world)
    found = [one for one in exits(world, chain) if selection.takes(one)]
    return {
        (service, level, band): group(_of(found, said, service, level, band), window_days)
        for service in sorted({one.service for one in found})
        for level in LEVELS
        for band in BANDS
    }


def _of(found: Sequence[Exit], said: dict[Place, Heard], service: str, level: str, band: str) -> list[Exit]:
    return [one for one in found if one.service == service and _band(said, one, level) == band]
