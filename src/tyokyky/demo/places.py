"""Which unit gives a service to a person of a municipality."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.random import Generator

from tyokyky.demo.calibration import Knobs
from tyokyky.demo.planting import Booleans, Integers
from tyokyky.domain.participation import Level
from tyokyky.store.codebook import shipped_code_book

_CENTRE: Final = "398"
"""Lahti serves municipalities that have no unit of their own."""


@dataclass(frozen=True)
class Units:
    """Units by number, in the order of the code list."""

    knobs: Knobs

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Codes of the demo units."""
        return tuple(unit.code for unit in shipped_code_book().units)

    @cached_property
    def _choices(self) -> dict[tuple[int, int], list[int]]:
        """Numbers of the units that serve (service, municipality)."""
        return {
            (service, municipality): self._serving(kind, code) or self._serving(kind, _CENTRE)
            for service, kind in enumerate(self.knobs.values["unit_kinds"][code] for code in self.knobs.path_services)
            for municipality, code in enumerate(self.knobs.municipality_codes)
        }

    def _serving(self, kind: str, municipality_code: str) -> list[int]:
        return [number for number, code in enumerate(self.codes) if code.startswith(f"PH{municipality_code}{kind}")]

    def draw(self, service: Integers, municipality: Integers, rng: Generator) -> Integers:
        """Unit of each spell, −1 for what no unit gives (outcomes and neutral services)."""
        unit = np.full(service.size, -1, dtype=np.int32)
        pick = rng.random(service.size)
        for (of_service, of_municipality), choices in self._choices.items():
            rows = np.flatnonzero((service == of_service) & (municipality == of_municipality))
            unit[rows] = np.array(choices)[(pick[rows] * len(choices)).astype(np.int32)]
        return unit

    def records(self, unit: Integers, level: Level) -> Booleans:
        """Whether the unit of each spell records a level at all."""
        silent = [self.codes.index(code) for code in self.knobs.values["participation"]["unrecorded"][level]]
        return ~np.isin(unit, silent)
