"""Dimensions and whole tables from counts of their innermost codes."""

import numpy as np
import numpy.typing as npt

from tyokyky.domain.releases import TOTAL, Dimension

Counts = npt.NDArray[np.int64]


def flat(name: str, codes: list[str], *, discloses: bool = False) -> Dimension:
    """A dimension of a total and its codes."""
    return Dimension(name, (TOTAL, *codes), dict.fromkeys(codes, (TOTAL,)), discloses)


def with_totals(leaves: Counts, dimensions: tuple[Dimension, ...]) -> Counts:
    """Counts of the innermost codes, in their order, added up to every other code."""
    found = leaves
    for axis, dimension in enumerate(dimensions):
        children = dimension.children
        inner = [code for code in dimension.codes if code not in children]
        parts = [
            [at for at, code in enumerate(inner) if code == one or one in dimension.ancestors(code)]
            for one in dimension.codes
        ]
        found = np.stack([found.take(places, axis).sum(axis=axis) for places in parts], axis=axis)
    return found
