"""The persons of the synthetic county."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.random import Generator

from tyokyky.demo.calibration import Knobs
from tyokyky.demo.columns import drawn, ids, names
from tyokyky.demo.planting import Booleans, Integers

_LATEST_ENTRY_DAYS: Final = 30
"""A client enters at least this long before the data end."""


@dataclass(frozen=True)
class Clients:
    """What the journeys need of the persons, and their table (canonical columns of `client`)."""

    entry_day: Integers
    municipality: Integers
    weak_place: Booleans
    frame: pl.DataFrame

    @property
    def client_id(self) -> pl.Series:
        """Identifiers in the order of the persons' numbers."""
        return self.frame["client_id"]


def make_clients(knobs: Knobs, count: int, rng: Generator) -> Clients:
    """Persons with their entry day and municipality; nothing of them leans on anything else."""
    entry = _entry_days(knobs, count, rng)
    municipality = drawn(knobs.municipality_shares, rng.random(count))
    codes = knobs.municipality_codes
    weak_numbers = [codes.index(code) for code in knobs.weak_municipalities]
    frame = pl.DataFrame(
        {
            "client_id": ids("DEMO-", np.arange(1, count + 1), 6),
            "birth_year": _birth_years(knobs, entry, rng),
            "gender": _genders(knobs, count, rng),
            "municipality_code": names(municipality, codes),
            "language": _languages(knobs, count, rng),
        }
    )
    return Clients(entry, municipality, np.isin(municipality, weak_numbers), frame)


def _entry_days(knobs: Knobs, count: int, rng: Generator) -> Integers:
    """Part enter early, so that the county has its stock of clients from the first year on."""
    settings = knobs.values["clients"]
    early = rng.random(count) < settings["early_entry_share"]
    last = np.where(early, knobs.first_day + settings["early_entry_days"], knobs.last_day - _LATEST_ENTRY_DAYS)
    return rng.integers(knobs.first_day, last, endpoint=True).astype(np.int32)


def _birth_years(knobs: Knobs, entry: Integers, rng: Generator) -> Integers:
    first, last, share = np.array(knobs.values["clients"]["age_bands"]).T
    band = drawn(share, rng.random(entry.size))
    age = rng.integers(first[band].astype(np.int32), last[band].astype(np.int32), endpoint=True)
    year = entry.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int32) + 1970
    return np.asarray(year - age, dtype=np.int32)


def _genders(knobs: Knobs, count: int, rng: Generator) -> pl.Series:
    women, other = knobs.number("clients", "women_share"), knobs.number("clients", "other_gender_share")
    return names(drawn([women, 1 - women - other, other], rng.random(count)), ("female", "male", "other"))


def _languages(knobs: Knobs, count: int, rng: Generator) -> pl.Series:
    swedish, other = knobs.number("clients", "swedish_share"), knobs.number("clients", "other_language_share")
    return names(drawn([1 - swedish - other, swedish, other], rng.random(count)), ("fi", "sv", "other"))
