"""What the synthetic comments are made of: data/demo/comments.toml, with its numbers and its sentences."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Final, Self

import numpy as np

from tyokyky.demo.calibration import DayNumber, Floats, day_number
from tyokyky.settings import shipped_folder

BOUNCING: Final = "bouncing"
"""The theme that is planted by place."""
NO_THEME: Final = "neutral"


@dataclass(frozen=True)
class CommentWords:
    """Sentences by theme, and how often each is said; arrays number the themes in the order of `themes`."""

    values: Mapping[str, Any]

    @classmethod
    @lru_cache
    def shipped(cls) -> Self:
        """The sentences of the demo."""
        path = shipped_folder() / "data" / "demo" / "comments.toml"
        return cls(tomllib.loads(path.read_text(encoding="utf-8")))

    def number(self, section: str, name: str) -> float:
        """One number of a section."""
        return float(self.values[section][name])

    @cached_property
    def themes(self) -> tuple[str, ...]:
        """Ids of the themes that have sentences; NO_THEME is the first, so that its number is 0."""
        return tuple(self.values["sentences"])

    def sentences(self, theme: str) -> tuple[str, ...]:
        """Sentences that tell of a theme."""
        return tuple(self.values["sentences"][theme])

    @property
    def openings(self) -> tuple[str, ...]:
        """Plain sentences that a comment may begin with."""
        return tuple(self.values["openings"]["openings"])

    def weights(self, name: str) -> Floats:
        """Weights of the themes where planning was realised (`planned`) or not (`unplanned`), adding up to one."""
        given = self.values["weights"][name]
        weights = np.array([given.get(theme, 0.0) for theme in self.themes], dtype=np.float64)
        return np.asarray(weights / weights.sum(), dtype=np.float64)

    @property
    def coded_until(self) -> DayNumber:
        """Last day whose comments have been read."""
        return day_number(self.values["coding"]["coded_until"])

    @property
    def coders(self) -> tuple[str, str]:
        """Names of the two roles that read the first batch."""
        return self.values["coding"]["first_coder"], self.values["coding"]["second_coder"]
