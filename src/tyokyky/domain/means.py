"""A mean of answers between 0 and 1 with its 95 % interval, from sums over forms. Elementwise; missing is NaN.

The answers on one form come from one person and are not independent: the form, not the answer, is what varies.
"""

from functools import lru_cache
from math import cos, pi, sin, sqrt
from typing import Final

import numpy as np

from tyokyky.domain.intervals import CONFIDENCE, Array, Z, all_or_none

_EXPANDED_FROM_DF: Final = 200
"""From here on the series below is exact to 1e-10, and cheaper than the sum over degrees of freedom."""
_HALVINGS: Final = 60
_NO_SPREAD: Final = 1e-20
"""Squared residuals of answers that are all alike are a rounding of the last digit, never more."""


def of_mean(
    mean: Array, squared_residual_sum: Array, answer_count: Array, response_count: Array
) -> tuple[Array, Array]:
    """Interval of a mean of all answers on `response_count` forms, cut to 0–1 (ADR 0017).

    Variance by linearisation of a ratio, k/(k−1) · Σ (sᵢ − mean·mᵢ)² / (Σ mᵢ)², with Student's t of k − 1 degrees of
    freedom: where every form holds as many answers, the t-interval of the forms' means. Where all are 0 or all are 1:
    exact, as for a share. NaN for one form, and for equal answers in between: nothing tells how much they vary.
    """
    varies = (response_count > 1) & (squared_residual_sum > _NO_SPREAD)
    responses = np.where(varies, response_count, 2.0)
    variance = responses / (responses - 1) * squared_residual_sum / np.where(varies, answer_count, 1.0) ** 2
    quantiles = np.array([t_quantile(int(count) - 1) for count in responses.ravel()], dtype=np.float64)
    spread = quantiles.reshape(responses.shape) * np.sqrt(np.where(varies, variance, 0.0))
    at_end = np.where(np.isclose(mean, np.round(mean), rtol=0, atol=1e-12), np.round(mean), np.nan)
    exact_lower, exact_upper = all_or_none(np.where(varies, np.nan, at_end), response_count)
    lower = np.where(varies, np.maximum(0.0, mean - spread), exact_lower)
    upper = np.where(varies, np.minimum(1.0, mean + spread), exact_upper)
    return lower, upper


@lru_cache(maxsize=1024)
def t_quantile(degrees_of_freedom: int) -> float:
    """Upper 97.5 % point of Student's t (Abramowitz and Stegun 26.7.3–5), to 1e-10."""
    if degrees_of_freedom >= _EXPANDED_FROM_DF:
        return _expanded(degrees_of_freedom)
    low, high = 0.0, pi / 2
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if _central_share(middle, degrees_of_freedom) < CONFIDENCE:
            low = middle
        else:
            high = middle
    return sqrt(degrees_of_freedom) * sin(low) / cos(low)


def _central_share(angle: float, degrees_of_freedom: int) -> float:
    """P(|T| < √df · tan(angle)): a finite sum."""
    term, total = 1.0, 0.0
    if degrees_of_freedom % 2:
        if degrees_of_freedom == 1:
            return 2 * angle / pi
        term = cos(angle)
        for step in range(1, degrees_of_freedom - 1, 2):
            total += term
            term *= cos(angle) ** 2 * (step + 1) / (step + 2)
        return 2 / pi * (angle + sin(angle) * total)
    for step in range(1, degrees_of_freedom, 2):
        total += term
        term *= cos(angle) ** 2 * step / (step + 1)
    return sin(angle) * total


def _expanded(degrees_of_freedom: int) -> float:
    """Cornish and Fisher's expansion about the normal quantile."""
    z, n = Z, degrees_of_freedom
    terms = (
        z,
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return float(sum(term / n**power for power, term in enumerate(terms)))
