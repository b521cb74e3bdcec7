"""The demand that the literature on protected tables makes: of small counts alone, of nobody who knows more."""

import dataclasses

import numpy as np

from tyokyky.domain.releases import Policy
from tyokyky.release.protect.demand import Demand, usual_demand
from tyokyky.release.protect.lattice import Lattice


def plain_demand(lattice: Lattice, width: int) -> Demand:
    """Of counts 1 … 4: greatest − least and greatest are at least `width`; 0 asks only that none can be worked out."""
    small = (lattice.value >= 1) & (lattice.value <= 4)
    return dataclasses.replace(
        usual_demand(lattice, Policy()),
        width=width,
        asked=small,
        insiders=False,
        margins={},
        parts={},
        before={},
        greatest=np.full(lattice.size, width, np.int64),
    )
