"""From release folders to what an attacker still does not know."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from tyokyky.domain.errors import UserError
from tyokyky.release.audit.cells import UNBOUNDED, Cells, Shown, number_cells, what_is_shown
from tyokyky.release.audit.equations import Equations, equations_of, matrix_of
from tyokyky.release.audit.folder import HIDDEN, Numbers, Release
from tyokyky.release.audit.manifest import Policy
from tyokyky.release.audit.system import System, tighten


@dataclass(frozen=True)
class Problem:
    """All releases as one.

    Attributes:
        value: What each cell is known to be, −1 (or far below, for a difference) where it is not known.
        known: Whether it is known.
        system_of: Which system a cell is in, −1 for none.
        place_of: Its place there.
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
    systems: tuple[System, ...]
    system_of: Numbers
    place_of: Numbers

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
    known = least == greatest
    systems, system_of, place_of = _split(matrix, known, least, greatest, floor, ceiling)
    is_difference = np.zeros(count, dtype=bool)
    is_difference[equations.differences] = True
    return Problem(
        tuple(releases),
        cells,
        shown,
        matrix,
        sources,
        is_difference,
        known,
        least,
        greatest,
        systems,
        system_of,
        place_of,
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


def _split(
    matrix: sparse.csr_array, known: Numbers, least: Numbers, greatest: Numbers, floor: Numbers, ceiling: Numbers
) -> tuple[tuple[System, ...], Numbers, Numbers]:
    unknown = np.flatnonzero(~known)
    left = sparse.csr_array(matrix[:, unknown])
    rows = np.flatnonzero(np.diff(left.indptr))
    left, target = sparse.csr_array(left[rows]), -(sparse.csr_array(matrix[rows]) @ np.where(known, least, 0))
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
        bounds = (each[chosen] for each in (floor, ceiling, least, greatest))
        systems.append(System(chosen, part, target[row_group], *bounds))
    return tuple(systems), system_of, place_of


def _groups(label: Numbers, count: int) -> list[Numbers]:
    if not count:
        return []
    order = np.argsort(label, kind="stable")
    return np.split(order, np.searchsorted(label[order], np.arange(1, count)))
