"""The range that is published of a protected cell: what anyone can work out from the shown cells by plain sums."""

from typing import Final

import numpy as np
from scipy import sparse

from tyokyky.release.protect.component import Numbers
from tyokyky.release.protect.lattice import Flags, Lattice

ENDLESS: Final = 2**40
"""Upper end of a cell that nothing bounds."""
_ROUNDS: Final = 60


def public_ranges(lattice: Lattice, sums: sparse.csr_array, hidden: Flags) -> tuple[Numbers, Numbers]:
    """Lower and upper value of every cell; equal where it is shown.

    They hold every possible value and depend on shown counts and on which cells are protected, on nothing else: each
    sum narrows its cells, over and over until nothing changes. They may be wider than what an attacker reaches.
    """
    value = lattice.value
    lower = np.where(hidden, 0, value)
    known = np.where(lattice.at_most >= 0, lattice.at_most, ENDLESS)
    upper = np.where(hidden, known, value)
    lines = sums[np.flatnonzero(abs(sums) @ hidden.astype(np.int64))].tocoo()
    order = np.argsort(lines.row, kind="stable")
    row, cell, sign = lines.row[order], lines.col[order], lines.data[order]
    whole, part, line = cell[sign > 0], cell[sign < 0], row[sign < 0]
    for _ in range(_ROUNDS):
        before = lower.copy(), upper.copy()
        _narrow(lower, upper, whole, part, line)
        if (lower == before[0]).all() and (upper == before[1]).all():
            break
    return lower, upper


def _narrow(lower: Numbers, upper: Numbers, whole: Numbers, part: Numbers, line: Numbers) -> None:
    least = np.bincount(line, lower[part], len(whole)).astype(np.int64)
    most = np.minimum(np.bincount(line, upper[part], len(whole)), float(ENDLESS)).astype(np.int64)
    endless = np.bincount(line, upper[part] >= ENDLESS, len(whole)).astype(np.int64)
    np.maximum.at(lower, whole, least)
    np.minimum.at(upper, whole, np.where(endless > 0, ENDLESS, most))
    np.minimum.at(upper, part, np.where(upper[whole] >= ENDLESS, ENDLESS, upper[whole] - least)[line] + lower[part])
    rest_is_endless = endless[line] - (upper[part] >= ENDLESS) > 0
    rest = most[line] - upper[part]
    np.maximum.at(lower, part, np.where(rest_is_endless | (most[line] >= ENDLESS), 0, lower[whole][line] - rest))
