"""Intervals and tests for shares and their differences. All arrays are elementwise; missing is NaN. 95 % throughout."""

from math import erfc, sqrt
from statistics import NormalDist
from typing import Final

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

CONFIDENCE: Final = 0.95
Z: Final = NormalDist().inv_cdf(0.5 + CONFIDENCE / 2)
_TAIL: Final = (1 - CONFIDENCE) / 2


def log_minus_log(share: Array, standard_error: Array) -> tuple[Array, Array]:
    """Interval of a share on the log(−log) scale: R `survfit(conf.type = "log-log")`.

    Defined for 0 < share < 1 and a known standard error; NaN elsewhere (there the exact binomial holds).
    """
    inside = (share > 0) & (share < 1)
    safe = np.where(inside, share, 0.5)
    spread = Z * standard_error / (safe * np.log(safe))
    centre = np.log(-np.log(safe))
    lower = np.where(inside, np.exp(-np.exp(centre - spread)), np.nan)
    upper = np.where(inside, np.exp(-np.exp(centre + spread)), np.nan)
    return lower, upper


def all_or_none(share: Array, observed_count: Array) -> tuple[Array, Array]:
    """Exact binomial (Clopper–Pearson) interval where all or none of `observed_count` had it; NaN for other shares.

    For 0 of n and n of n the beta quantiles have a closed form.
    """
    known = (observed_count > 0) & ((share == 0) | (share == 1))
    count = np.where(observed_count > 0, observed_count, 1)
    reach = _TAIL ** (1 / count)
    lower = np.where(share == 1, reach, 0.0)
    upper = np.where(share == 1, 1.0, 1 - reach)
    return np.where(known, lower, np.nan), np.where(known, upper, np.nan)


def of_share(share: Array, standard_error: Array, observed_count: Array) -> tuple[Array, Array]:
    """Interval of a drop-off or cumulative incidence: log(−log), and exact binomial where it is 0 or 1."""
    lower, upper = log_minus_log(share, standard_error)
    exact_lower, exact_upper = all_or_none(share, observed_count)
    edge = (share == 0) | (share == 1)
    return np.where(edge, exact_lower, lower), np.where(edge, exact_upper, upper)


def wilson(count: npt.ArrayLike, base_count: npt.ArrayLike) -> tuple[Array, Array]:
    """Wilson's score interval of a count in its base: R `prop.test(x, n, correct = FALSE)`; NaN where the base is 0."""
    had, base = np.asarray(count, dtype=np.float64), np.asarray(base_count, dtype=np.float64)
    known = base > 0
    n = np.where(known, base, 1.0)
    share, squared = had / n, Z * Z
    centre = (share + squared / (2 * n)) / (1 + squared / n)
    reach = Z * np.sqrt(share * (1 - share) / n + squared / (4 * n * n)) / (1 + squared / n)
    # Rounding must not leave an end of 0 or 1 a hair inside where nobody or everybody had it.
    lower = np.where(had == 0, 0.0, centre - reach)
    upper = np.where(had == base, 1.0, centre + reach)
    return np.where(known, lower, np.nan), np.where(known, upper, np.nan)


def of_difference(
    first: Array, first_interval: tuple[Array, Array], second: Array, second_interval: tuple[Array, Array]
) -> tuple[Array, Array]:
    """Interval of `first − second` from the two intervals: MOVER (Zou and Donner 2008, Stat. Med. 27)."""
    difference = first - second
    below = np.sqrt((first - first_interval[0]) ** 2 + (second_interval[1] - second) ** 2)
    above = np.sqrt((first_interval[1] - first) ** 2 + (second - second_interval[0]) ** 2)
    return difference - below, difference + above


def together(difference: Array, interval: tuple[Array, Array], comparison_count: int) -> tuple[Array, Array]:
    """Intervals of so many differences that hold all at once with at least 95 % (Bonferroni), from their 95 % ones.

    Each side is stretched by the ratio of the two quantiles of the normal distribution: exact where a side is that
    quantile times a standard error, as in MOVER it nearly is. Within −1 and 1.
    """
    stretch = NormalDist().inv_cdf(1 - _TAIL / max(1, comparison_count)) / Z
    lower = np.maximum(-1.0, difference - stretch * (difference - interval[0]))
    upper = np.minimum(1.0, difference + stretch * (interval[1] - difference))
    return lower, upper


LEAST_OF_EACH_FOR_Z: Final = 5
"""Least count of each end in each group for which z is trusted: below it Greenwood's variance is far too small."""


def two_sided_p(difference: Array, variance: Array, least_count: Array) -> Array:
    """Two-sided p of a difference from z; NaN where there is no variance to judge it by, or too few exits.

    `least_count`: the smallest of the four counts behind the difference (dropped and followed, in each group).
    """
    known = (variance > 0) & ~np.isnan(difference) & (least_count >= LEAST_OF_EACH_FOR_Z)
    z = np.abs(np.where(known, difference, 0.0)) / np.sqrt(np.where(known, variance, 1.0))
    p = np.array([erfc(value / sqrt(2)) for value in z.ravel()], dtype=np.float64).reshape(z.shape)
    return np.where(known, p, np.nan)


def holm(p: Array, family_count: int) -> Array:
    """Holm's adjusted p in a family of so many comparisons (Holm 1979).

    NaN stays NaN: a comparison that could not be judged counts in the family, as the least striking of it.
    """
    adjusted = np.full(p.shape, np.nan)
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known], kind="stable")]
    steps = family_count - np.arange(len(order))
    adjusted[order] = np.minimum(1.0, np.maximum.accumulate(p[order] * steps))
    return adjusted
