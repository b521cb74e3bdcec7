"""Everything that is worked out: shares, their intervals and changes, from shown counts only.

A share needs both its counts shown and at least 20 behind it. Nothing else is worked out of a release, so nothing that
was protected can come back by our own arithmetic.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from tyokyky.council.cells import Cell
from tyokyky.domain.intervals import of_difference, wilson

LEAST_BASE: Final = 20
FIGURE_COUNT: Final = 10
"""People, or answers, that a picture has."""


class Missing(StrEnum):
    """Why there is no share."""

    NONE = "none"
    PROTECTED = "protected"
    FEW = "few"


@dataclass(frozen=True)
class Share:
    """How many of how many."""

    had: int
    base: int

    @property
    def share(self) -> float:
        """0–1."""
        return self.had / self.base

    @property
    def out_of_ten(self) -> int:
        """The nearest whole number of ten; halves upwards."""
        return self.out_of(FIGURE_COUNT)

    def out_of(self, whole: int) -> int:
        """The nearest whole number of so many; halves upwards."""
        return (2 * whole * self.had + self.base) // (2 * self.base)

    @property
    def hides_few(self) -> bool:
        """Whether the picture shows none or all ten although it is not quite so."""
        return (self.out_of_ten == 0 and self.had > 0) or (self.out_of_ten == FIGURE_COUNT and self.had < self.base)


def share_of(had: Cell | None, rest: Cell | None) -> Share | Missing:
    """The share of `had` in `had + rest`, or why there is none; a count that is not known as a whole is protected."""
    if had is None or rest is None or had.count is None or rest.count is None:
        return Missing.PROTECTED
    base = had.count + rest.count
    if base == 0:
        return Missing.NONE
    return Share(had.count, base) if base >= LEAST_BASE else Missing.FEW


def tenths(counts: tuple[int, ...]) -> tuple[int, ...]:
    """Ten divided over counts in their proportion: whole parts first, then the largest remainders, ties by order."""
    total = sum(counts)
    whole = [FIGURE_COUNT * count // total for count in counts]
    by_remainder = sorted(range(len(counts)), key=lambda i: (-(FIGURE_COUNT * counts[i] % total), i))
    for i in by_remainder[: FIGURE_COUNT - sum(whole)]:
        whole[i] += 1
    return tuple(whole)


class Change(StrEnum):
    """How a share is beside the one before, for a share that had better be small."""

    LESS = "less"
    MORE = "more"
    UNCLEAR = "unclear"


def change_of(now: Share, before: Share) -> Change:
    """Less or more only where chance alone would hardly do it.

    The 95 % interval of the difference (Wilson's intervals joined by MOVER) leaves zero out. Where the two times
    overlap the true interval is narrower: then a change is rather left unsaid than said in vain.
    """
    had, base = np.array([now.had, before.had]), np.array([now.base, before.base])
    lower, upper = wilson(had, base)
    share = had / base
    least, greatest = of_difference(share[:1], (lower[:1], upper[:1]), share[1:], (lower[1:], upper[1:]))
    if greatest[0] < 0:
        return Change.LESS
    return Change.MORE if least[0] > 0 else Change.UNCLEAR
