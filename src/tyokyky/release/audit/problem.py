"""From release folders to what an attacker still does not know."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from tyokyky.domain.errors import UserError
from tyokyky.release.audit.cells import UNBOUNDED, Cells, Shown, number_cells, what_is_shown
from tyokyky.release.audit.equations import Equations, equations_of, matrix_of
from tyokyky.release.audit.folder import HIDDEN, Numbers, Release
from tyokyky.release.audit.manifest import Policy
from tyokyky.release.audit.spreads import Spread, spreads_of
from tyokyky.release.audit.system import ROOM, System, tighten
from tyokyky.release.audit.unknown import Given, unknown_of


@dataclass(frozen=True)
class Problem:
    """All releases as one.

    Attributes:
        value: What each cell is known to be, −1 (or far below, for a difference) where it is not known.
        known: Whether it is known.
        floor: 0, or far below it for a difference.
        ceiling: Numbers anyone may know.
        systems: Cells that are not known and what ties them, each with nothing to do with the others.
        system_of: Which system a cell is in, −1 for none.
        place_of: Its place there.
        spreads: Hidden cells that are sums over several systems, in none of them.
    """

    releases: tuple[Release, ...]
    cells: Cells
    shown: Shown
    matrix: sparse.csr_array
    sources: Numbers
    is_difference: np.ndarray[tuple[int], np.dtype[np.bool_]]
    known: np.ndarray[tuple[int], np.dtype[np.bool_]]
    least: Numbers
    greatest: Numbers
    floor: Numbers
    ceiling: Numbers
    systems: tuple[System, ...] = ()
    system_of: Numbers = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    place_of: Numbers = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    spreads: tuple[Spread, ...] = ()

    @property
    def policy(self) -> Policy:
        """The policy of the audited release."""
        return self.releases[-1].manifest.policy


def pose(releases: Sequence[Release]) -> Problem:
    """The linked problem of all releases, everything shown put in.

    Raises:
        UserError: Shown numbers contradict each other.
    """
    cells = number_cells(releases)
    equations = equations_of(cells, releases)
    count = len(cells.numbers)
    shown = what_is_shown(cells)
    matrix, sources = matrix_of(equations, count)
    floor, ceiling = _limits(equations, count)
    least = np.where(shown.value == HIDDEN, floor, shown.value)
    greatest = np.where(shown.value == HIDDEN, ceiling, shown.value)
    _check_sums(matrix, sources, shown, cells)
    tighten(matrix, np.zeros(matrix.shape[0], dtype=np.int64), least, greatest)
    if (least > greatest).any() or (least[shown.value != HIDDEN] > ceiling[shown.value != HIDDEN]).any():
        raise UserError(
            f"Julkaisun {releases[-1].id} luvut ovat ristiriidassa keskenään tai aiempien julkaisujen kanssa."
        )
    is_difference = np.zeros(count, dtype=bool)
    is_difference[equations.differences] = True
    known = least == greatest
    whole = Problem(
        tuple(releases), cells, shown, matrix, sources, is_difference, known, least, greatest, floor, ceiling
    )
    return divided(whole, ())


def divided(problem: Problem, linked: Iterable[int]) -> Problem:
    """The problem with its systems; `linked` are cells that stay in one although they add up several."""
    unknown = unknown_of(_given(problem))
    spreads = tuple(spreads_of(unknown, linked)) if unknown else ()
    implied = unknown.implied_rows if unknown else np.zeros(0, dtype=np.int64)
    systems, system_of, place_of = _split(problem, implied, [one.cell for one in spreads])
    return replace(problem, systems=systems, system_of=system_of, place_of=place_of, spreads=spreads)


def _given(problem: Problem) -> Given:
    kinds: dict[str, int] = {}
    each = np.fromiter((kinds.setdefault(rest, len(kinds)) for rest, _ in problem.cells.numbers), dtype=np.int64)
    return Given(
        problem.matrix,
        problem.known,
        problem.least,
        problem.is_difference,
        each,
        problem.greatest,
        problem.ceiling,
    )


def _limits(equations: Equations, count: int) -> tuple[Numbers, Numbers]:
    floor, ceiling = np.zeros(count, dtype=np.int64), np.full(count, UNBOUNDED, dtype=np.int64)
    floor[equations.differences] = -UNBOUNDED
    for number, at_most in equations.limits.items():
        ceiling[number] = at_most
    return floor, ceiling


def _check_sums(matrix: sparse.csr_array, sources: Numbers, shown: Shown, cells: Cells) -> None:
    """Sums of which every part is shown add up.

    Raises:
        UserError: One does not; names its table.
    """
    open_ = shown.value != HIDDEN
    whole = (abs(matrix) @ (~open_).astype(np.int64)) == 0
    wrong = np.flatnonzero(whole & (matrix @ np.where(open_, shown.value, 0) != 0))
    if len(wrong):
        source = int(sources[wrong[0]])
        place = "eri julkaisuissa" if source < 0 else f"taulussa {cells.tables[source][1].name}"
        release = cells.tables[source][0].id
        raise UserError(f"Julkaisun {release} luvut eivät täsmää {place}: summa ei ole osiensa summa.")


def _split(problem: Problem, implied: Numbers, spread: list[int]) -> tuple[tuple[System, ...], Numbers, Numbers]:
    """Systems of the cells that are neither known nor sums over several; rows with such a sum say nothing of others."""
    matrix, known = problem.matrix, problem.known
    is_spread = np.zeros(len(known), dtype=bool)
    is_spread[spread] = True
    says = (abs(matrix) @ is_spread.astype(np.int64)) == 0
    says[implied] = False
    kept = sparse.csr_array(matrix[np.flatnonzero(says)])
    unknown = np.flatnonzero(~known & ~is_spread)
    left = sparse.csr_array(kept[:, unknown])
    rows = np.flatnonzero(np.diff(left.indptr))
    value = np.where(known, problem.least, 0)
    ceiling = np.minimum(problem.ceiling, np.maximum(problem.least, 0) + ROOM)
    left, target = sparse.csr_array(left[rows]), -(sparse.csr_array(kept[rows]) @ value)
    pattern = sparse.csr_array(abs(left))
    count, label = connected_components(sparse.block_array([[None, pattern], [pattern.T, None]]), directed=False)
    row_label, column_label = label[: len(rows)], label[len(rows) :]
    system_of, place_of = np.full(len(known), -1, dtype=np.int64), np.full(len(known), -1, dtype=np.int64)
    systems: list[System] = []
    row_groups, column_groups = _groups(row_label, count), _groups(column_label, count)
    for row_group, column_group in zip(row_groups, column_groups, strict=True):
        chosen = unknown[column_group]
        part = sparse.csr_array(sparse.csr_array(left[row_group])[:, column_group])
        system_of[chosen], place_of[chosen] = len(systems), np.arange(len(chosen))
        bounds = (each[chosen] for each in (problem.floor, ceiling, problem.least, problem.greatest))
        systems.append(System(chosen, part, target[row_group], *bounds))
    return tuple(systems), system_of, place_of


def _groups(label: Numbers, count: int) -> list[Numbers]:
    if not count:
        return []
    order = np.argsort(label, kind="stable")
    return np.split(order, np.searchsorted(label[order], np.arange(1, count)))
