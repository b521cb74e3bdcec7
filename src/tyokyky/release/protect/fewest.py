"""The fewest protected cells of a small lattice: a program in which each sensitive cell has tables of its own.

A cell may move in a table only where it is protected. A sensitive cell has two tables far enough apart, or, where only
its exact value is to be kept, one direction in which it moves. What comes out is held to the proof like anything else.
"""

from dataclasses import dataclass
from typing import Final

import highspy
import numpy as np
import numpy.typing as npt
from scipy import sparse

from tyokyky.release.protect.component import Index, Numbers
from tyokyky.release.protect.demand import Demand
from tyokyky.release.protect.lattice import Flags, Lattice
from tyokyky.release.protect.solver import Floats, solver_of

_MOST_CELLS: Final = 60
_LARGEST: Final = 600
"""Cells times sensitive cells of the largest program that is tried: it ends within a second or two."""
_NODES: Final = 500
"""Branches in which the fewest are looked for; the fewest found by then are taken."""
_MOST_LOSS: Final = 0.5
"""Loss of all cells together, beside one for each: fewest first, and of as many the least loss."""


@dataclass(frozen=True, slots=True, eq=False)
class _Model:
    """Cells that may be protected: how far each may fall and rise in a table, and how many tables there are.

    The columns of the program are a flag for each cell, then the moves of all cells, table by table.
    `places`: of the sensitive cells among them.
    """

    cells: Index
    down: Floats
    up: Floats
    places: Index
    table_count: int

    @property
    def count(self) -> int:
        return len(self.cells)


def fewest(
    lattice: Lattice,
    sums: sparse.csr_array,
    base: Numbers,
    demand: Demand,
    kept: Flags,
    weight: npt.NDArray[np.float64],
) -> Flags | None:
    """Protected cells, as few as hold the demand of the sensitive ones when nobody knows more.

    Args:
        lattice: None is returned where it is not small.
        sums: its equations.
        base: a whole table that agrees with everything.
        demand: a width of 0 asks only that no cell can be worked out.
        kept: cells that are protected whatever comes of it; those of which anything is asked are sensitive.
        weight: a reader's loss by cell.
    """
    cells = np.flatnonzero(~lattice.frozen_shown)
    places = np.flatnonzero((kept & demand.asked)[cells])
    if len(cells) > _MOST_CELLS or not 0 < len(cells) * len(places) <= _LARGEST:
        return None
    need = demand.greatest[cells] - base[cells]
    model = _model(cells, base[cells], lattice.at_most[cells], places, demand, int(need[places].max()))
    rows, least_rows, most_rows = _rows(sums[:, cells].tocsr(), model, demand.width)
    moves = np.zeros((model.table_count, model.count))
    least, most = moves - model.down, moves + model.up
    if demand.width:
        upper = np.arange(len(places)) * 2
        least[upper, places] = np.maximum(least[upper, places], need[places])
    else:
        least[np.arange(len(places)), places] = 1.0
    loss = weight[cells]
    solver = solver_of(
        rows,
        least_rows,
        np.concatenate((1.0 + _MOST_LOSS * loss / loss.sum(), moves.reshape(-1))),
        np.concatenate((kept[cells].astype(np.float64), least.reshape(-1))),
        np.concatenate((np.ones(model.count), most.reshape(-1))),
        most_rows,
    )
    solver.are_whole(model.count, whole=True)
    solver.setOptionValue("mip_max_nodes", _NODES)
    solver.run()
    if not solver.has_answer():
        return None
    found = kept.copy()
    found[cells[np.asarray(solver.getSolution().col_value)[: model.count] > 0.5]] = True
    return found


def _model(cells: Index, base: Numbers, at_most: Numbers, places: Index, demand: Demand, need: int) -> _Model:
    """Nothing has to move further than the sensitive cell itself: longer moves are not looked for."""
    far = max(demand.width, need, 1)
    if not demand.width:
        one = np.ones(len(cells))
        return _Model(cells, one, one, places, len(places))
    up = np.where(at_most >= 0, np.minimum(at_most - base, far), far)
    return _Model(cells, np.minimum(base, far).astype(float), up.astype(float), places, 2 * len(places))


def _rows(sums: sparse.csr_array, model: _Model, width: int) -> tuple[sparse.csr_array, Floats, Floats]:
    """Every table keeps the sums, moves where a cell is protected only, and its pair is far enough apart."""
    size, tables = model.table_count * model.count, model.table_count
    nothing = sparse.csr_array((sums.shape[0] * tables, model.count))
    moves = sparse.eye_array(size)
    parts = [
        (sparse.hstack((nothing, sparse.block_diag([sums] * tables))), 0.0, 0.0),
        (sparse.hstack((sparse.vstack([-sparse.diags_array(model.up)] * tables), moves)), -highspy.kHighsInf, 0.0),
        (sparse.hstack((sparse.vstack([sparse.diags_array(model.down)] * tables), moves)), 0.0, highspy.kHighsInf),
    ]
    if width:
        parts.append((_distances(model), float(width), highspy.kHighsInf))
    least = np.concatenate([np.full(rows.shape[0], low) for rows, low, _ in parts])
    most = np.concatenate([np.full(rows.shape[0], high) for rows, _, high in parts])
    return sparse.vstack([rows for rows, _, _ in parts]).tocsr(), least, most


def _distances(model: _Model) -> sparse.csr_array:
    """A row for each sensitive cell: its value in its upper table, less that in its lower."""
    pairs = len(model.places)
    columns = model.count * (1 + np.arange(2 * pairs)) + np.repeat(model.places, 2)
    entries = np.tile([1.0, -1.0], pairs), (np.repeat(np.arange(pairs), 2), columns)
    return sparse.csr_array(entries, shape=(pairs, model.count * (1 + model.table_count)))
