"""Which values say too much, and of which cells more must be proven."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from tyokyky.release.audit.cells import UNBOUNDED
from tyokyky.release.audit.folder import HIDDEN, Numbers, Release, Table
from tyokyky.release.audit.manifest import TOTAL
from tyokyky.release.audit.problem import Problem

_MUNICIPALITY: Final = "municipality"


@dataclass(frozen=True)
class Margins:
    """Cells with a total of theirs over a dimension that says something of a person.

    Attributes:
        cell: Cell number.
        total: Number of its total.
        insiders: How many persons of the group may know of each other.
        left: No solution leaves less of the total beside the cell, as far as one row that holds both tells.
    """

    cell: Numbers
    total: Numbers
    insiders: Numbers
    left: Numbers


def margins_of(problem: Problem) -> Margins:
    """All cells with all their totals over disclosing dimensions, each pair once."""
    found: list[Numbers] = [np.zeros((0, 3), dtype=np.int64)]
    for (release, table), ids in zip(problem.cells.tables, problem.cells.ids, strict=True):
        insiders = _insiders(release, table)
        for axis, dimension in enumerate(table.dimensions):
            for code in dimension.codes if dimension.discloses else ():
                for total in dimension.ancestors(code):
                    at, above = dimension.codes.index(code), dimension.codes.index(total)
                    each = (np.take(ids, at, axis), np.take(ids, above, axis), np.take(insiders, at, axis))
                    found.append(np.stack([one.ravel() for one in each], axis=1))
    pairs = np.concatenate(found)
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    pairs = pairs[np.lexsort((-pairs[:, 2], pairs[:, 1], pairs[:, 0]))]
    first = np.ones(len(pairs), dtype=bool)
    first[1:] = (pairs[1:, :2] != pairs[:-1, :2]).any(axis=1)
    cell, total, insiders = np.ascontiguousarray(pairs[first].T)
    return Margins(cell, total, insiders, _least_left(problem, cell, total))


def _least_left(problem: Problem, cell: Numbers, total: Numbers) -> Numbers:
    """Of each cell with a total: what no solution leaves less of beside it, as the rows that hold both tell."""
    matrix, size = problem.matrix, len(problem.least)
    row_of = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    is_part = matrix.data < 0
    parent = np.zeros(matrix.shape[0], dtype=np.int64)
    parent[row_of[~is_part]] = matrix.indices[~is_part]
    row, part = row_of[is_part], matrix.indices[is_part]
    others = np.bincount(row, problem.least[part], matrix.shape[0]).astype(np.int64)[row] - problem.least[part]
    names = parent[row] * size + part
    order = np.lexsort((others, names))
    wanted = total * size + cell
    at = np.searchsorted(names[order], wanted, side="right") - 1
    found = names[order][np.maximum(at, 0)] == wanted
    return np.where(found, others[order][np.maximum(at, 0)], -UNBOUNDED)


def _insiders(release: Release, table: Table) -> Numbers:
    """Insiders by cell; two in small places, and where the manifest does not say how large a place is."""
    manifest, small = release.manifest, np.zeros(table.counts.shape, dtype=bool)
    for axis, dimension in enumerate(table.dimensions):
        merged = manifest.merged.get(dimension.name, {})
        if dimension.name != _MUNICIPALITY and not {*dimension.codes, *merged} & set(manifest.populations):
            continue
        each = [
            code != TOTAL
            and _population(code, merged, dimension.children(), manifest.populations) < manifest.policy.small_population
            for code in dimension.codes
        ]
        small |= np.asarray(each).reshape([-1 if at == axis else 1 for at in range(small.ndim)])
    return np.where(small, manifest.policy.insider_count_small, manifest.policy.insider_count)


def _population(code: str, merged: dict[str, list[str]], children: dict[str, list[str]], known: dict[str, int]) -> int:
    if code in known:
        return known[code]
    return sum(_population(one, merged, children, known) for one in merged.get(code) or children.get(code, []))


def given_away(problem: Problem, margins: Margins) -> Numbers:
    """Known cells with a value that says too much.

    A value says too much when it is 1 … n_min − 1; when its total over a disclosing dimension is above zero and
    it leaves less than n_min of it (small complement and class disclosure at once: insiders are fewer than n_min); and
    of a difference, when it is 1 … n_min − 1 persons more or fewer.

    A cell shown by an earlier release only is held to that release's n_min; its total and complement to today's.
    """
    few = np.where(problem.shown.value == HIDDEN, problem.policy.n_min, problem.shown.n_min) - 1
    value = problem.least
    small = np.where(problem.is_difference, (np.abs(value) <= few) & (value != 0), (value >= 1) & (value <= few))
    both = problem.known[margins.cell] & problem.known[margins.total]
    total, cell = value[margins.total], value[margins.cell]
    close = both & (total > 0) & (total - cell < problem.policy.n_min)
    found = small & problem.known
    found[margins.cell[close]] = True
    return np.flatnonzero(found)
