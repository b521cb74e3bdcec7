"""Which points of a control chart are signals: the four rules of NHS Making Data Count, as NHSRplotthedots has them.

They see nothing but the points that are there. A missing point breaks every run but one: a shift below the centre
passes over it. Months are withheld because few dropped off, so nearly all of them lie below, and a run below that
passes over them says less than it could; a run above that did so would be made of what was left out (ADR 0031).
"""

from enum import StrEnum
from math import erfc, factorial, sqrt
from typing import Final

import numpy as np
import numpy.typing as npt

from tyokyky.domain.control_charts import ControlChart, share_chart
from tyokyky.domain.intervals import Array

Booleans = npt.NDArray[np.bool_]
RUN_LENGTH: Final = 7
"""Points on one side of the centre, or rising or falling, that make a signal."""
_NEAR: Final = 2.0
"""A point is near a limit beyond two standard deviations of the three."""
_LIMIT: Final = 3.0


class Rule(StrEnum):
    """Names of the signals."""

    BEYOND_LIMIT = "beyond_limit"
    SHIFT = "shift"
    TREND = "trend"
    NEAR_LIMIT = "near_limit"


class Direction(StrEnum):
    """What a signal means: few dropped off is good, high experience is good."""

    IMPROVEMENT = "improvement"
    CONCERN = "concern"


def signals(chart: ControlChart) -> dict[Rule, Array]:
    """Per rule an array [series, month]: +1 where the point is part of a signal above, −1 below, 0 of none.

    For a trend the sign is that of its direction: +1 rising, −1 falling.
    """
    points, distance = chart.points, chart.distance
    side = np.where(np.isnan(points), 0.0, np.sign(points - chart.centre))
    outside = np.where(np.abs(np.nan_to_num(distance)) > _LIMIT, side, 0.0)
    near = (np.abs(np.nan_to_num(distance)) > _NEAR) & (outside == 0)
    steps = np.sign(np.nan_to_num(np.diff(points, axis=1)))
    return {
        Rule.BEYOND_LIMIT: outside,
        Rule.SHIFT: _shifts(side, np.isnan(points)),
        Rule.TREND: _of_steps(_runs(steps, RUN_LENGTH - 1)),
        Rule.NEAR_LIMIT: np.where(near & _two_of_three(near, side), side, 0.0),
    }


def _runs(signs: Array, length: int) -> Array:
    """The sign of each point that stands in a run of at least `length` equal signs; 0 elsewhere."""
    found = np.zeros_like(signs)
    for first in range(signs.shape[1] - length + 1):
        part = signs[:, first : first + length]
        whole = (part[:, :1] == part).all(axis=1) & (part[:, 0] != 0)
        found[whole, first : first + length] = part[whole]
    return found


def _shifts(side: Array, missing: Booleans) -> Array:
    """Runs on one side; those below pass over what is missing."""
    order = np.argsort(missing, axis=1, kind="stable")
    below = np.zeros_like(side)
    np.put_along_axis(below, order, _runs(np.take_along_axis(np.minimum(side, 0), order, axis=1), RUN_LENGTH), axis=1)
    return _runs(np.maximum(side, 0), RUN_LENGTH) + below


def _of_steps(steps: Array) -> Array:
    """From steps between points to points: a step marks both its ends."""
    series = np.zeros((steps.shape[0], 1))
    before, after = np.concatenate([steps, series], axis=1), np.concatenate([series, steps], axis=1)
    return np.where(after != 0, after, before)


def _two_of_three(near: Booleans, side: Array) -> Booleans:
    """Whether a point stands among three in a row on one side of which two are near the limit."""
    found = np.zeros(near.shape, dtype=np.bool_)
    for first in range(near.shape[1] - 2):
        part = slice(first, first + 3)
        whole = (near[:, part].sum(axis=1) >= 2) & (np.abs(side[:, part].sum(axis=1)) == 3)
        found[:, part] |= whole[:, None]
    return found


def names(found: dict[Rule, Array]) -> npt.NDArray[np.object_]:
    """The rules each point is a signal by, joined with a semicolon; '' for none."""
    joined = np.full(found[Rule.SHIFT].shape, "", dtype=object)
    for rule in Rule:
        separator = np.where(joined != "", ";", "")
        joined = np.where(found[rule] != 0, joined + separator + str(rule), joined)
    return joined


def sign(found: dict[Rule, Array]) -> Array:
    """+1, −1 or 0 per point: the side of the centre it signals, or where it only trends, the trend's direction."""
    of_side = np.where(
        found[Rule.BEYOND_LIMIT] != 0,
        found[Rule.BEYOND_LIMIT],
        np.where(found[Rule.SHIFT] != 0, found[Rule.SHIFT], found[Rule.NEAR_LIMIT]),
    )
    return np.where(of_side != 0, of_side, found[Rule.TREND])


def chance(rule: Rule, point_count: int, largest_distance: float) -> float:
    """How probable a signal like this is where nothing has changed, for one place in the series; two-sided.

    Beyond a limit: the normal tail of its largest distance. Run of k on one side: 2 (1/2)^k. k rising or falling:
    2 / k!. Two of three near a limit: 2 P(3 on a side, at least 2 beyond two sigma). It ranks signals; as a probability
    it holds for one look at one place, and a page looks at many (`false_signal_share`).
    """
    if rule is Rule.BEYOND_LIMIT:
        return erfc(abs(largest_distance) / sqrt(2))
    if rule is Rule.SHIFT:
        return float(2 * 0.5**point_count)
    if rule is Rule.TREND:
        return 2 / factorial(point_count)
    near = erfc(_NEAR / sqrt(2)) / 2
    return 2 * (3 * near**2 * (0.5 - near) + near**3)


SIMULATED_COUNT: Final = 1000
_SEED: Final = 20250301


def false_signal_share(at_start: Array, share: float, simulated_count: int = SIMULATED_COUNT) -> float:
    """Share of series without any change that show a signal all the same: binomial months of these sizes, simulated.

    `at_start`: exits of each month. Seeded, so that a page says the same each time; its standard error is at most 1.6
    percentage points.
    """
    rng = np.random.default_rng(_SEED)
    months = np.broadcast_to(at_start, (simulated_count, at_start.size)).astype(np.float64)
    dropped = rng.binomial(months.astype(np.int64), share).astype(np.float64)
    found = signals(share_chart(dropped, months))
    return float((sign(found) != 0).any(axis=1).mean())
