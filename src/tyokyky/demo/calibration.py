"""What the synthetic county is tuned to: data/demo/paijat_hame.toml, where each number has its source."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from tyokyky.domain.errors import UserError
from tyokyky.domain.participation import Level
from tyokyky.settings import shipped_folder

DayNumber = int
"""Days since 1970-01-01, as in Polars' and numpy's dates."""
Floats = NDArray[np.float64]
OPEN_ENDED: Final = ("ELAKE", "MUUTTO", "KUOLLUT")
"""Neutral services that have no end: the path does not go on after them."""


def day_number(day: date) -> DayNumber:
    """Days since 1970-01-01."""
    return day.toordinal() - date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class Knobs:
    """Calibration read from the file; `services` fixes the order in which arrays number the services."""

    values: Mapping[str, Any]

    @classmethod
    @lru_cache
    def shipped(cls) -> Self:
        """The calibration of Päijät-Häme."""
        path = shipped_folder() / "data" / "demo" / "paijat_hame.toml"
        return cls(tomllib.loads(path.read_text(encoding="utf-8")))

    def until(self, data_as_of: date) -> Self:
        """The same calibration with registers extracted on a later day.

        Raises:
            UserError: an earlier day than the calibration's own.
        """
        if data_as_of < self.data_as_of:
            raise UserError(
                f"Esimerkkialueen aineisto päättyy aikaisintaan {self.data_as_of}: anna sama tai myöhempi päivä."
            )
        return type(self)({**self.values, "data_as_of": data_as_of})

    def number(self, section: str, name: str) -> float:
        """One number of a section."""
        return float(self.values[section][name])

    @property
    def first_day(self) -> DayNumber:
        """The first day of the county's data."""
        return day_number(self.values["first_day"])

    @property
    def last_day(self) -> DayNumber:
        """The day the registers were extracted; nothing later is known."""
        return day_number(self.data_as_of)

    @property
    def data_as_of(self) -> date:
        """The day the registers were extracted."""
        as_of: date = self.values["data_as_of"]
        return as_of

    @cached_property
    def path_services(self) -> tuple[str, ...]:
        """Services that are a step of the path, numbered first."""
        return tuple(self.values["services"])

    @cached_property
    def services(self) -> tuple[str, ...]:
        """All services of journeys in the order of their numbers: path, outcomes and leave, those without end."""
        return (*self.path_services, *self.values["outcomes"], *OPEN_ENDED)

    def service_number(self, code: str) -> int:
        """Number of a service in arrays."""
        return self.services.index(code)

    def per_service(self, name: str) -> Floats:
        """A number of each path service, by service number."""
        return np.array([row[name] for row in self.values["services"].values()], dtype=np.float64)

    @cached_property
    def mean_period_count(self) -> Floats:
        """Mean number of periods in a spell, by service number."""
        return np.concatenate([self.per_service("periods"), np.ones(len(self.services) - len(self.path_services))])

    @cached_property
    def mean_length_days(self) -> Floats:
        """Mean length of a period, by service number; those without end last beyond the data."""
        outcomes = [float(length) for length in self.values["outcomes"].values()]
        return np.concatenate([self.per_service("length_days"), outcomes, [np.inf] * len(OPEN_ENDED)])

    @cached_property
    def next_weights(self) -> Floats:
        """Weight of each service after each path service: [from, to]."""
        common = self.values["next"]["common"]
        rows = [{**common, **self.values["next"].get(code, {})} for code in self.path_services]
        return np.array([[row.get(code, 0.0) for code in self.services] for row in rows], dtype=np.float64)

    @cached_property
    def entry_weights(self) -> Floats:
        """Weight of each service as the first one."""
        return np.array([self.values["entry"].get(code, 0.0) for code in self.services], dtype=np.float64)

    @property
    def municipality_codes(self) -> tuple[str, ...]:
        """Municipalities in the order of their numbers."""
        return tuple(self.values["municipalities"])

    @cached_property
    def municipality_shares(self) -> Floats:
        """Share of clients by municipality number."""
        inhabitants = np.array(list(self.values["municipalities"].values()), dtype=np.float64)
        return np.asarray(inhabitants / inhabitants.sum(), dtype=np.float64)

    @property
    def weak_municipalities(self) -> tuple[str, ...]:
        """Municipalities where the joint after the weak service is planted weak."""
        return tuple(self.values["planted"]["weak_municipalities"])

    @property
    def weak_service(self) -> str:
        """Service whose joint is planted weak."""
        return str(self.values["planted"]["weak_service"])

    @property
    def improved_service(self) -> str:
        """Service whose joint is planted to improve on one day, everywhere."""
        return str(self.values["planted"]["improved_service"])

    @property
    def improved_on(self) -> date:
        """First last day in the improved service from which on fewer drop off."""
        day: date = self.values["planted"]["improved_on"]
        return day

    @cached_property
    def weak_share(self) -> float:
        """Share of clients who live where the joint is weak."""
        codes = self.municipality_codes
        return float(sum(self.municipality_shares[codes.index(code)] for code in self.weak_municipalities))

    def realised_share(self, level: Level) -> float:
        """Probability that a level of participation is realised in a spell."""
        return float(self.values["participation"]["realised"][level])

    @cached_property
    def end_reason_codes(self) -> tuple[str, ...]:
        """End reasons the county uses, in the order of their numbers."""
        used = {code for weights in self.values["end_reasons"]["after"].values() for code in weights}
        return tuple(sorted(used | {"06"}))

    def shares(self, name: str) -> Floats:
        """Probabilities of the scores 1–5."""
        return np.array(self.values["participation"][name], dtype=np.float64)
