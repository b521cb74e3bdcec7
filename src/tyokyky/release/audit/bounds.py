"""Bounds that hold for every solution, proven in whole numbers from a solver's prices."""

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tyokyky.release.audit.cells import UNBOUNDED
from tyokyky.release.audit.folder import Numbers
from tyokyky.release.audit.optimum import Objective
from tyokyky.release.audit.system import System

_PARTS: Final = 5040
"""Prices are rounded to this part; every fraction with a denominator up to ten is met exactly."""
_GREATEST_PRICE: Final = 2**20


def whole_prices(duals: NDArray[np.float64]) -> Numbers | None:
    """A solver's prices as whole numbers of parts, none where they are no use."""
    if not np.isfinite(duals).all() or np.abs(duals).max(initial=0) > _GREATEST_PRICE:
        return None
    return np.rint(duals * _PARTS).astype(np.int64)


def priced_least(system: System, objective: Objective, prices: Numbers, fixed: Mapping[int, int]) -> int | None:
    """A whole number that the objective is never below, whatever the prices are; the better they are the higher it is.

    For any prices y: c·x = y·b + (c − yA)·x, and each term of the last is at least its value at one of
    the cell's own bounds.
    None where a cell without a bound is needed.
    """
    rest = -(system.matrix.T @ prices)
    for at, price in objective.items():
        rest[at] += price * _PARTS
    least, greatest = system.least.copy(), system.greatest.copy()
    for at, value in fixed.items():
        least[at] = greatest[at] = value
    own = np.where(rest > 0, least, greatest)
    used = rest != 0
    if (np.abs(own[used]) >= UNBOUNDED).any():
        return None
    # Python's whole numbers have no end: nothing can run over.
    total = sum(int(a) * int(b) for a, b in zip(rest[used], own[used], strict=True))
    total += sum(int(a) * int(b) for a, b in zip(prices, system.target, strict=True) if a)
    return -((-total) // _PARTS)
