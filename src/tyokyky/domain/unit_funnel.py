"""Do units differ more than chance explains? Funnel limits with over-dispersion (Spiegelhalter 2005, Stat. Med. 24).

Never a league table: nothing here orders units.
"""

from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

import numpy as np

from tyokyky.domain.intervals import Array

_WINSORISED_SHARE: Final = 0.1
_NORMAL: Final = NormalDist()
Z_95: Final = _NORMAL.inv_cdf(0.975)
Z_998: Final = _NORMAL.inv_cdf(0.999)
_FEWEST_UNITS: Final = 3
"""With fewer units their differences tell nothing of how much units usually differ."""


@dataclass(frozen=True)
class Funnel:
    """Limits of each unit about the common centre; arrays by unit, NaN where a unit has no base.

    `overdispersion` is Spiegelhalter's φ of winsorised z (1 where nothing but chance is at work) and `between` the
    standard deviation τ between units that is added to chance.
    """

    shares: Array
    centre: float
    sigma: Array
    overdispersion: float
    between: float

    def limits(self, z: float) -> tuple[Array, Array]:
        """Limits at a normal quantile, cut to 0–1."""
        return np.maximum(0.0, self.centre - z * self.sigma), np.minimum(1.0, self.centre + z * self.sigma)


def unit_funnel(dropped: Array, at_start: Array, centre: float | None = None) -> Funnel:
    """Funnel of dropped / at_start by unit.

    s² = p̄(1 − p̄)/n; z = (p − p̄)/s, winsorised at 10 % at each end (quantiles of R type 7); φ = Σ z_w² / I. Where
    φ I > I − 1, τ² = (φ I − (I − 1)) / (Σw − Σw²/Σw) with w = 1/s² is added to every s² (random effects), else nothing.
    `centre`: the share of all units' exits where it is known from more units than these.
    """
    known = ~np.isnan(dropped) & (at_start > 0)
    base = np.where(known, at_start, 1.0)
    if centre is None:
        centre = float(dropped[known].sum() / at_start[known].sum()) if known.any() else float("nan")
    shares = np.where(known, dropped / base, np.nan)
    chance = np.sqrt(centre * (1 - centre) / np.where(at_start > 0, at_start, np.nan))
    phi, tau = _overdispersion(shares[known], chance[known], centre)
    return Funnel(shares, centre, np.sqrt(chance**2 + tau**2), phi, tau)


def _overdispersion(shares: Array, chance: Array, centre: float) -> tuple[float, float]:
    """φ and τ; 1 and 0 with too few units or none that vary."""
    count = shares.size
    if count < _FEWEST_UNITS or not (chance > 0).all():
        return 1.0, 0.0
    z = (shares - centre) / chance
    low, high = np.quantile(z, [_WINSORISED_SHARE, 1 - _WINSORISED_SHARE])
    phi = float((np.clip(z, low, high) ** 2).mean())
    weight = 1 / chance**2
    spread = weight.sum() - (weight**2).sum() / weight.sum()
    return phi, float(np.sqrt(max(0.0, phi * count - (count - 1)) / spread))


def outside(funnel: Funnel) -> list[str]:
    """Per unit which limits it is outside of: '', above_95, below_95, above_998 or below_998."""
    found = []
    for share, sigma in zip(funnel.shares, funnel.sigma, strict=True):
        distance = (share - funnel.centre) / sigma if sigma > 0 else 0.0
        reach = "998" if abs(distance) > Z_998 else "95" if abs(distance) > Z_95 else ""
        found.append(f"{'above' if distance > 0 else 'below'}_{reach}" if reach else "")
    return found
