"""Control charts: is a change real, or what chance alone would draw? Arrays are [series, month]; NaN where no point is.

Limits of p-charts are Laney's p′ where months vary more than chance explains (Laney 2002, Quality Engineering 14(4));
those of means are XmR (Wheeler). Moving ranges above 3.267 times their mean are left out of the limits (Nelson 1982;
NHSRplotthedots and qicharts2 do so). The rules are in `chart_rules`.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from tyokyky.domain.intervals import Array

_SIGMAS: Final = 3.0
_MEAN_RANGE_OF_TWO: Final = 1.128
"""d2 of two points: the mean range of two independent normal values, in standard deviations."""
_XMR_REACH: Final = 2.66
"""Three standard deviations in mean moving ranges: 3 / 1.128, rounded as NHS Making Data Count rounds it."""
_LARGEST_RANGE: Final = 3.267
"""D4 of two points: a moving range above this many mean ranges comes from a signal, not from the usual variation."""


@dataclass(frozen=True)
class ControlChart:
    """Points, their centre and limits, and the standard deviation of each point; all [series, month].

    `upper` and `lower` are three standard deviations from the centre, not cut to 0–1.
    """

    points: Array
    centre: Array
    sigma: Array

    @property
    def lower(self) -> Array:
        """Lower control limit."""
        return self.centre - _SIGMAS * self.sigma

    @property
    def upper(self) -> Array:
        """Upper control limit."""
        return self.centre + _SIGMAS * self.sigma

    @property
    def distance(self) -> Array:
        """How many standard deviations a point is above its centre; 0 where nothing varies."""
        safe = np.where(self.sigma > 0, self.sigma, 1.0)
        return np.where(self.sigma > 0, (self.points - self.centre) / safe, self.points - self.centre)


def mean_moving_range(points: Array) -> Array:
    """Mean of |point − the one before| per series, without ranges that a signal made; NaN with fewer than two points.

    Points that are missing are passed over: the range goes to the last point before the gap.
    """
    order = np.argsort(np.isnan(points), axis=1, kind="stable")
    ranges = np.abs(np.diff(np.take_along_axis(points, order, axis=1), axis=1))
    return _mean_of(ranges, ranges <= _LARGEST_RANGE * _mean_of(ranges, ~np.isnan(ranges))[:, None])


def _mean_of(values: Array, kept: npt.NDArray[np.bool_]) -> Array:
    count = kept.sum(axis=1)
    return np.asarray(np.where(kept, values, 0.0).sum(axis=1) / np.where(count > 0, count, np.nan), dtype=np.float64)


def share_chart(dropped: Array, at_start: Array, centre: Array | None = None) -> ControlChart:
    """p-chart of dropped / at_start per month, or Laney's p′ where the series is over-dispersed.

    z = (p − p̄) / √(p̄(1 − p̄)/n), σ_z = mean moving range of z / 1.128. Limits: p̄ ± 3 σ_z √(p̄(1 − p̄)/n), σ_z at
    least 1: months that happen to vary less than binomial counts can are no reason to trust a month more (ADR 0030).
    `centre`: p̄ per series where it is known from more months than these; else the total of those given.
    """
    known = ~np.isnan(dropped) & (at_start > 0)
    safe = np.where(known, at_start, 1.0)
    points = np.where(known, dropped / safe, np.nan)
    if centre is None:
        base = np.where(known, at_start, 0.0).sum(axis=1)
        centre = np.where(known, dropped, 0.0).sum(axis=1) / np.where(base > 0, base, np.nan)
    binomial = np.sqrt(centre * (1 - centre))[:, None] / np.sqrt(np.where(at_start > 0, at_start, np.nan))
    z = (points - centre[:, None]) / np.where(binomial > 0, binomial, np.nan)
    overdispersion = np.fmax(mean_moving_range(z) / _MEAN_RANGE_OF_TWO, 1.0)
    centres = np.broadcast_to(centre[:, None], points.shape)
    return ControlChart(points, centres, overdispersion[:, None] * binomial)


def mean_chart(points: Array) -> ControlChart:
    """XmR chart: centre = mean of the points, limits 2.66 mean moving ranges away, one chart per series."""
    known = ~np.isnan(points)
    count = known.sum(axis=1)
    centre = np.where(known, points, 0.0).sum(axis=1) / np.where(count > 0, count, np.nan)
    sigma = _XMR_REACH * mean_moving_range(points) / _SIGMAS
    centres, sigmas = (np.broadcast_to(column[:, None], points.shape) for column in (centre, sigma))
    return ControlChart(points, centres, sigmas)
