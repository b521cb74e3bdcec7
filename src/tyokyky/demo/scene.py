"""All that was drawn before the tables are written from it."""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from tyokyky.demo.calibration import Knobs
from tyokyky.demo.clients import Clients
from tyokyky.demo.journeys import Journeys
from tyokyky.demo.places import Units
from tyokyky.demo.planting import Booleans, Integers, Planting
from tyokyky.domain.participation import Level


@dataclass(frozen=True)
class Scene:
    """Persons, their journeys, and what was true of each spell (arrays by spell)."""

    planting: Planting
    clients: Clients
    journeys: Journeys
    unit: Integers
    """Number of the unit of each spell, −1 for none."""
    realised: dict[Level, Booleans]
    """Whether a level of participation was realised in each spell."""

    @property
    def knobs(self) -> Knobs:
        """The calibration."""
        return self.planting.knobs

    @property
    def units(self) -> Units:
        """Names of the units."""
        return Units(self.knobs)

    @property
    def on_path(self) -> Booleans:
        """Spells of path services, by spell."""
        return np.asarray(self.journeys.spells.service < len(self.knobs.path_services), dtype=np.bool_)

    @property
    def limit(self) -> Integers:
        """Last day on which answers and records count for a spell's exit: its end or the day before what follows."""
        spells = self.journeys.spells
        return np.minimum(spells.end, spells.followed_on - 1).astype(np.int32)


def draw_scene(planting: Planting, clients: Clients, journeys: Journeys, rng: Generator) -> Scene:
    """Units and levels of participation; only planning was already drawn, with the exits."""
    knobs, spells = planting.knobs, journeys.spells
    unit = Units(knobs).draw(spells.service, clients.municipality[spells.client], rng)
    realised = {level: rng.random(spells.client.size) < knobs.realised_share(level) for level in Level}
    return Scene(planting, clients, journeys, unit, {**realised, Level.PLANNING: spells.planned})
