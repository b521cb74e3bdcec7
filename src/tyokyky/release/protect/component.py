"""Protected cells that are tied to each other by sums, as whoever reads the release can calculate with them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import highspy
import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from tyokyky.domain.errors import InternalError
from tyokyky.release.protect.lattice import Counts, Flags, Lattice
from tyokyky.release.protect.solver import solver_of
from tyokyky.release.protect.work import OutOfWorkError, Work

Numbers = npt.NDArray[np.int64]
Index = npt.NDArray[np.intp]
Objective = Sequence[tuple[int, float]]
_NEAR: Final = 1e-6
_MANY_NODES: Final = 100_000
"""Branches in which a whole table is looked for where it must be known whether there is one."""


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """One least or greatest value.

    Attributes:
        value: of the objective; None where nothing bounds it.
        point: values of the cells there; None where they are no whole numbers.
    """

    value: float | None
    point: Numbers | None


def sums_matrix(lattice: Lattice) -> sparse.csr_array:
    """Equations as rows over cells: a sum is 1, its parts are −1."""
    lengths = [len(parts) + 1 for _, parts in lattice.equations]
    columns = [cell for whole, parts in lattice.equations for cell in (whole, *parts)]
    signs = [sign for length in lengths for sign in (1, *(-1 for _ in range(length - 1)))]
    starts = np.concatenate(([0], np.cumsum(lengths, dtype=np.int64)))
    return sparse.csr_array(
        (np.array(signs, np.int64), np.array(columns, np.int64), starts), shape=(len(lengths), lattice.size)
    )


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Cells of one component in rising order, the sums that tie them, and what the shown cells leave for each sum."""

    cells: Index
    matrix: sparse.csr_array
    right: Numbers


def split(sums: sparse.csr_array, value: Counts, hidden: Flags) -> list[Part]:
    """Independent components of the hidden cells; depends on shown values and on what is hidden alone."""
    cells = np.flatnonzero(hidden)
    if not len(cells):
        return []
    tied = sums[:, cells].tocsr()
    rows = np.flatnonzero(np.diff(tied.indptr) > 0)
    tied = tied[rows]
    right = -(sums[rows] @ np.where(hidden, 0, value))
    links = sparse.csr_array(abs(tied).T @ abs(tied))
    count, label = connected_components(links, directed=False)
    row_label = label[tied.indices[tied.indptr[:-1]]]
    places = np.argsort(label, kind="stable")
    row_places = np.argsort(row_label, kind="stable")
    ends = np.cumsum(np.bincount(label, minlength=count))[:-1]
    row_ends = np.cumsum(np.bincount(row_label, minlength=count))[:-1]
    tied_by_row = tied[row_places]
    found = []
    for mine, lines in zip(np.split(places, ends), np.split(np.arange(len(rows)), row_ends), strict=True):
        matrix = tied_by_row[lines][:, mine] if len(lines) else sparse.csr_array((0, len(mine)), dtype=np.int64)
        found.append(_without_repeats(Part(cells[mine], matrix.tocsr(), right[row_places[lines]])))
    return found


def _without_repeats(part: Part) -> Part:
    """Leaves out sums that say the same of the same cells."""
    matrix, seen, kept = part.matrix, set(), []
    matrix.sort_indices()
    for line in range(matrix.shape[0]):
        begin, end = matrix.indptr[line], matrix.indptr[line + 1]
        sign = int(matrix.data[begin])
        name = (matrix.indices[begin:end].tobytes(), (matrix.data[begin:end] * sign).tobytes())
        if name not in seen:
            seen.add(name)
            kept.append(line)
    return Part(part.cells, matrix[kept].tocsr(), part.right[kept])


class Program:
    """Least and greatest values over all tables of whole numbers that agree with what is shown."""

    def __init__(self, part: Part, at_most: Numbers, work: Work) -> None:
        """`at_most`: known upper bounds of the cells, −1 where none."""
        self.part = part
        self.work = work
        self.size = len(part.cells)
        self._beyond = float(10 * np.abs(part.right).sum() + at_most[at_most > 0].sum() + 1)
        self.cap = 2 * self._beyond + 1000
        self.least = np.zeros(self.size)
        self.most = np.where(at_most >= 0, np.minimum(at_most, self.cap), self.cap).astype(np.float64)
        self._solver = solver_of(part.matrix, part.right.astype(float), np.zeros(self.size), self.least, self.most)
        self._costly: list[int] = []
        self._is_cut = False

    def fix(self, at: int, value: int) -> None:
        """Holds a cell at a value until it is freed."""
        self._solver.changeColBounds(at, float(value), float(value))

    def free(self, at: int) -> None:
        """Lets a cell move again."""
        self._solver.changeColBounds(at, float(self.least[at]), float(self.most[at]))

    def extreme(self, objective: Objective, *, greatest: bool) -> Solved | None:
        """The greatest (else least) value of a sum of cells; None where nothing agrees with what is shown.

        The value may lie further out than any whole table reaches, never less far.
        """
        self._set(objective, greatest=greatest)
        return self._run(objective)

    def reach(self, goals: Sequence[tuple[int, float, float]]) -> Numbers | None:
        """A whole table in which cells lie between bounds; None where there is none.

        Errors: `OutOfWorkError` where a great many branches do not tell whether there is one.
        """
        point = self.seek(goals, _MANY_NODES)
        if point is None and self._is_cut:
            raise OutOfWorkError
        return point

    def seek(self, goals: Sequence[tuple[int, float, float]], nodes: int) -> Numbers | None:
        """The same; None also where none is found in so many branches."""
        self._set([], greatest=True)
        for at, least, most in goals:
            self._solver.changeColBounds(at, max(least, self.least[at]), min(most, self.most[at]))
        self._solver.are_whole(self.size, whole=True)
        self._solver.setOptionValue("mip_max_nodes", nodes)
        solved = self._run([])
        self._is_cut = self._solver.getModelStatus() == highspy.HighsModelStatus.kSolutionLimit
        self.work.spend(self.size * max(self._solver.getInfo().mip_node_count, 0))
        self._solver.are_whole(self.size, whole=False)
        for at, _, _ in goals:
            self.free(at)
        return None if solved is None else solved.point

    def _set(self, objective: Objective, *, greatest: bool) -> None:
        for at in self._costly:
            self._solver.changeColCost(at, 0.0)
        self._costly = [at for at, _ in objective]
        sign = -1.0 if greatest else 1.0
        for at, factor in objective:
            self._solver.changeColCost(at, sign * factor)

    def _run(self, objective: Objective) -> Solved | None:
        self.work.spend(self.size)
        self._solver.run()
        status = self._solver.getModelStatus()
        if status in {highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kSolutionLimit}:
            return None
        if status != highspy.HighsModelStatus.kOptimal:
            raise InternalError(f"the solver ended as {status}")
        values = np.asarray(self._solver.getSolution().col_value)
        near = np.rint(values)
        point = near.astype(np.int64) if np.abs(values - near).max(initial=0) < _NEAR else None
        if point is not None and not self.agrees(point):
            point = None
        value = sum(factor * float(values[at]) for at, factor in objective)
        return Solved(None if abs(value) > self._beyond else value, point)

    def agrees(self, point: Numbers) -> bool:
        """Whether whole numbers agree with every sum, checked without rounding."""
        return bool(self.agree(point.reshape(1, -1))[0])

    def agree(self, points: Numbers) -> Flags:
        """The same of many, one a row."""
        sums: Flags = (self.part.matrix @ points.T == self.part.right[:, None]).all(axis=0)
        return sums & (points >= 0).all(axis=1) & (points <= self.most).all(axis=1)


def local(part: Part, cells: Iterable[int]) -> list[int]:
    """Places of cells in a component; those that are not in it are left out."""
    asked = np.fromiter(cells, np.int64)
    places = np.searchsorted(part.cells, asked)
    inside = places < len(part.cells)
    inside[inside] = part.cells[places[inside]] == asked[inside]
    return [int(at) for at in places[inside]]
