"""A county-like release: joint × outcome × quarter crossed, one at a time, with municipality, age band and group of experience.

Hidden are the counts that say too much, then whole neighbours in each sum until every sum has room, then whatever the audit asks for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tests.release_audit.written import Axis, Counts, Made, Numbers, Written, flat, full, write

from tyokyky.release.audit.audit import Audit, audit
from tyokyky.release.audit.chain import read_chain
from tyokyky.release.audit.problem import Problem, pose
from tyokyky.release.audit.rules import given_away, margins_of

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Shape:
    """How large the county is: counts of joints, quarters, groups of municipalities and municipalities in each."""

    joints: int = 8
    quarters: int = 8
    groups: int = 3
    municipalities: int = 3
    bands: int = 4
    mean: float = 60.0


def axes_of(shape: Shape) -> dict[str, Axis]:
    places = {f"G{group}": "_total" for group in range(shape.groups)}
    for group in range(shape.groups):
        places.update({f"M{group}{number}": f"G{group}" for number in range(shape.municipalities)})
    return {
        "joint": flat("joint", *(f"J{number}" for number in range(shape.joints))),
        "outcome": flat("outcome", "continued", "dropped", "open", discloses=True),
        "quarter": flat("quarter", *(f"Q{number:02}" for number in range(shape.quarters))),
        "municipality": Axis("municipality", ("_total", *places), places),
        "age_band": flat("age_band", *(f"A{number}" for number in range(shape.bands))),
        "experience": flat("experience", "realised", "not_realised", "unknown"),
    }


def true_tables(shape: Shape, seed: int) -> list[Counts]:
    """Counts of persons drawn one by one into all dimensions at once, so that the tables agree."""
    axes, random = axes_of(shape), np.random.default_rng(seed)
    sizes = [len([code for code in one.codes if code not in one.parents.values() and code != "_total"]) for one in axes.values()]
    persons = int(shape.joints * shape.quarters * shape.groups * shape.municipalities * shape.mean)
    drawn = [random.choice(size, persons, p=random.dirichlet(np.full(size, 3.0))) for size in sizes]
    names, found = list(axes), []
    for name in ("municipality", "age_band", "experience"):
        kept = [0, 1, 2, names.index(name)]
        leaves = np.zeros([sizes[at] for at in kept], dtype=np.int64)
        np.add.at(leaves, tuple(drawn[at] for at in kept), 1)
        used = tuple(axes[names[at]] for at in kept)
        counts = full(used, leaves)
        found.append(Counts(f"exits_by_{name}", used, counts, np.zeros(counts.shape, dtype=bool)))
    return found


def first_quarters(table: Counts, count: int) -> Counts:
    """The table as an earlier release had it: the first quarters, and their total."""
    at = [axis.name for axis in table.axes].index("quarter")
    axis = flat("quarter", *table.axes[at].codes[1 : count + 1])
    kept = np.take(table.counts, range(1, count + 1), axis=at)
    counts = np.concatenate([kept.sum(axis=at, keepdims=True), kept], axis=at)
    axes = tuple(axis if number == at else one for number, one in enumerate(table.axes))
    return Counts(table.name, axes, counts, np.zeros(counts.shape, dtype=bool), table.measure)


def made_of(axes: Sequence[Axis]) -> Made:
    """Versions of the quarters, and every place large."""
    quarters = next(one for one in axes if one.name == "quarter").codes[1:]
    places = [code for one in axes if one.name == "municipality" for code in one.codes[1:]]
    return Made(quarter_versions=dict.fromkeys(quarters, 1), populations=dict.fromkeys(places, 9000))


@dataclass
class Draft:
    """A release being hidden, by cell number."""

    problem: Problem
    value: Numbers
    hidden: Mask

    def neighbours(self, enough: int, room: int, frozen: Mask) -> bool:
        """Hides a cell more in every sum whose hidden parts are too few or too small; whether any sum asked for it."""
        matrix, changed = self.problem.matrix, False
        for row in range(matrix.shape[0]):
            cells = matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]]
            inside = cells[self.hidden[cells]]
            if not len(inside) or (len(inside) >= enough and self.value[inside].sum() >= room):
                continue
            free = cells[~self.hidden[cells] & ~frozen[cells]]
            if len(free):
                order = np.where(self.value[free] == 0, 10**6, self.value[free])
                self.hidden[free[order.argmin()]] = True
                changed = True
        return changed


def protect(
    folder: Path, number: int, truth: Sequence[Counts], earlier: Sequence[Written], made: Made, *, rounds: int = 30
) -> tuple[Written, Audit]:
    """A safe release of these counts after the earlier ones; slow, and hides more than it must."""
    folders = [one.folder for one in earlier]
    bare = write(folder, number, truth, earlier, made)
    whole = read_chain(bare.folder, [])
    problem = pose(whole)
    value = problem.shown.value.copy()
    draft = Draft(problem, value, np.zeros(len(value), dtype=bool))
    draft.hidden[given_away(problem, margins_of(problem))] = True
    frozen = _shown_before(problem, earlier)
    draft.hidden |= _hidden_before(problem, earlier)
    while draft.neighbours(2, 8, frozen):
        pass
    for _ in range(rounds):
        written = write(folder, number, _masked(truth, problem, draft.hidden), earlier, made)
        result = audit(written.folder, folders)
        if result.proven:
            return written, result
        _hide_more(draft, result, frozen)
    raise AssertionError("no safe release was found")


def _masked(truth: Sequence[Counts], problem: Problem, hidden: Mask) -> list[Counts]:
    return [
        Counts(table.name, table.axes, table.counts, hidden[ids], table.measure)
        for table, ids in zip(truth, problem.cells.ids, strict=True)
    ]


def _earlier_problem(earlier: Sequence[Written]) -> Problem | None:
    return pose(read_chain(earlier[-1].folder, [one.folder for one in earlier[:-1]])) if earlier else None


def _shown_before(problem: Problem, earlier: Sequence[Written]) -> Mask:
    return _state_before(problem, earlier, shown=True)


def _hidden_before(problem: Problem, earlier: Sequence[Written]) -> Mask:
    return _state_before(problem, earlier, shown=False)


def _state_before(problem: Problem, earlier: Sequence[Written], *, shown: bool) -> Mask:
    found, before = np.zeros(len(problem.cells.numbers), dtype=bool), _earlier_problem(earlier)
    if before is not None:
        for key, number in problem.cells.numbers.items():
            other = before.cells.numbers.get(key)
            found[number] = other is not None and (before.shown.value[other] >= 0) == shown
    return found


def _hide_more(draft: Draft, result: Audit, frozen: Mask) -> None:
    """The failing cells themselves, and a neighbour in every sum of theirs."""
    keys = {number: key for key, number in result.problem.cells.numbers.items()}
    failing = {int(one) for one in (*result.given_away, *result.promises)} | {one.cell for one in result.groups}
    for proof in result.proofs:
        failing |= {int(proof.system.cells[one.cell]) for one in proof.failures}
    own = [draft.problem.cells.numbers[keys[one]] for one in failing if keys[one] in draft.problem.cells.numbers]
    columns = draft.problem.matrix.T.tocsr()
    for cell in own:
        draft.hidden[cell] |= not frozen[cell]
        for row in columns.indices[columns.indptr[cell] : columns.indptr[cell + 1]]:
            cells = draft.problem.matrix.indices[draft.problem.matrix.indptr[row] : draft.problem.matrix.indptr[row + 1]]
            free = cells[~draft.hidden[cells] & ~frozen[cells]]
            if len(free):
                draft.hidden[free[draft.value[free].argmin()]] = True
    while draft.neighbours(2, 10, frozen):
        pass
