"""The numbers R gave and the data sets they are of, read for the tests."""

import csv
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from tests.reference.survival import Observation

FOLDER: Final = Path(__file__).parent
WINDOWS_DAYS: Final = (30, 90, 180)
TOLERANCE: Final = 1e-9


@cache
def of_r() -> dict[str, dict[str, Any]]:
    """Per data set and window, what `survival.R` wrote."""
    with (FOLDER / "numbers.json").open(encoding="utf-8") as file:
        sets: dict[str, dict[str, Any]] = json.load(file)["sets"]
    return sets


@cache
def observations(name: str) -> tuple[Observation, ...]:
    """The exits of a data set."""
    with (FOLDER / "sets" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Observation(int(row["time_days"]), row["followed_by"] or None, row["person"])
            for row in csv.DictReader(file)
        )


@dataclass(frozen=True)
class Case:
    """One data set at one window, with R's numbers."""

    name: str
    window_days: int

    @property
    def expected(self) -> dict[str, Any]:
        numbers: dict[str, Any] = of_r()[self.name][str(self.window_days)]
        return numbers

    @property
    def not_yet(self) -> bool:
        """Nobody at risk on day W while some remain: R carries the last value on, the definitions give no number."""
        return bool(self.expected["at_risk"] == 0 and self.expected["drop_off"] > TOLERANCE)

    def interval(self, numbers: dict[str, Any]) -> tuple[float, float]:
        """R's log(−log) interval, or its exact binomial one where the share is 0 or 1."""
        form = "exact_" if numbers["exact_lower"] is not None else ""
        return numbers[f"{form}lower"], numbers[f"{form}upper"]


def cases() -> list[Case]:
    return [Case(name, window_days) for name in sorted(of_r()) for window_days in WINDOWS_DAYS]
