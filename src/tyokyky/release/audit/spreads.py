"""Sums over parts that have nothing else to do with each other, as a total over quarters is: they tie nothing together.

A hidden total over quarters says nothing of its quarters but that it is their sum. Left in, it would make one large
system of all of them; left out, each quarter is a system of its own, and the total is put together from what was
proven of these (`over_systems.py`).
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from tyokyky.release.audit.folder import Numbers
from tyokyky.release.audit.system import ROOM
from tyokyky.release.audit.unknown import Unknown


@dataclass(frozen=True)
class Spread:
    """A hidden cell that is `rest` more than the sum of cells of different systems, and bound by nothing else.

    Attributes:
        cell: Its number in the problem.
        rest: What is known of it, none or more.
        parts: Numbers of the cells, one of each system.
    """

    cell: int
    rest: int
    parts: tuple[int, ...]


def spreads_of(unknown: Unknown, linked: Iterable[int]) -> list[Spread]:
    """Sums over systems; cells that are `linked` tie theirs together and are none."""
    extra = np.flatnonzero(np.isin(unknown.cells, sorted(linked))).tolist()
    extra.extend(_bounded(unknown))
    tied = _tied(unknown)
    while True:
        found, open_ = _with_parts(unknown, _labels(unknown, extra), tied)
        if not open_:
            return found
        extra.extend(open_)


def _bounded(unknown: Unknown) -> list[int]:
    """Sums that a number anyone may know keeps below what their parts could come to."""
    most = unknown.rest + unknown.sums @ np.minimum(unknown.greatest, unknown.least + ROOM)
    return np.flatnonzero(unknown.is_sum & (unknown.ceiling < most)).tolist()


def _tied(unknown: Unknown) -> Numbers:
    """Cells in a row that says more than what they are sums of."""
    rows = sparse.csr_array(abs(unknown.matrix[unknown.tie_rows]))
    return np.flatnonzero(np.asarray(rows.sum(axis=0)).ravel())


def _labels(unknown: Unknown, extra: list[int]) -> Numbers:
    """Of each cell that is no sum: which system it is in."""
    ties = sparse.csr_array(sparse.vstack([unknown.ties, unknown.sums[extra]])) if extra else unknown.ties
    pattern = sparse.csr_array(abs(ties))
    height = pattern.shape[0]
    _, label = connected_components(sparse.block_array([[None, pattern], [pattern.T, None]]), directed=False)
    found: Numbers = label[height:].astype(np.int64)
    return found


def _with_parts(unknown: Unknown, label: Numbers, tied: Numbers) -> tuple[list[Spread], list[int]]:
    """Sums over more than one system with their parts; and those that are not the sum of one cell of each."""
    sums = unknown.sums
    each = label[sums.indices]
    is_wide = np.minimum.reduceat(each, sums.indptr[:-1]) != np.maximum.reduceat(each, sums.indptr[:-1])
    # Of cells that hold the same, the one of which the least is known: it leaves the most of the sum to be known.
    narrow = np.flatnonzero(~is_wide)
    names = {_name(sums, at): at for at in narrow[np.argsort(-unknown.rest[narrow], kind="stable")].tolist()}
    found: list[Spread] = []
    open_ = np.intersect1d(np.flatnonzero(is_wide), tied).tolist()
    for at in np.setdiff1d(np.flatnonzero(is_wide), tied).tolist():
        parts = _parts(sums, at, label, names)
        rest = int(unknown.rest[at] - unknown.rest[parts].sum()) if parts else -1
        if rest < 0:
            open_.append(at)
        else:
            found.append(Spread(int(unknown.cells[at]), rest, tuple(unknown.cells[parts].tolist())))
    return found, open_


def _name(sums: sparse.csr_array, at: int) -> bytes:
    part = slice(sums.indptr[at], sums.indptr[at + 1])
    return np.sort(sums.indices[part]).tobytes() if (sums.data[part] == 1).all() else b""


def _parts(sums: sparse.csr_array, at: int, label: Numbers, names: dict[bytes, int]) -> list[int]:
    """Cells that hold what the sum has in each system; none where one is missing."""
    part = slice(sums.indptr[at], sums.indptr[at + 1])
    if (sums.data[part] != 1).any():
        return []
    inner = np.sort(sums.indices[part])
    order = np.argsort(label[inner], kind="stable")
    ends = np.flatnonzero(np.diff(label[inner][order])) + 1
    found = [names.get(one.tobytes(), -1) for one in np.split(inner[order], ends)]
    return [] if -1 in found else found
