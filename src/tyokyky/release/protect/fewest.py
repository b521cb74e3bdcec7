"""The fewest protected cells of a small lattice: a program in which each sensitive cell has tables of its own.

A cell may move in a table only where it is protected. A sensitive cell has two tables far enough apart, or, where only
its exact value is to be kept, one direction in which it moves. What comes out is held to the proof like anything else.
"""

from dataclasses import dataclass
from typing import Final

import highspy
import numpy as np
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
_HALF: Final = 0.5
_MOST_LOSS: Final = 0.5
"""Loss of all cells together, beside one for each: fewest first, and of as many the least loss."""


@dataclass(frozen=True, slots=True, eq=False)
class _Model:
    """The columns of the program: a flag for each cell that may be protected, then the moves of all, table by table.

    Attributes:
        cells: which may be protected.
        places: of the sensitive ones among them.
        need: by how much each must rise in the upper one of its tables, at least.
        down: how far each cell may fall in a table.
        up: how far each may rise.
        width: distance of the two tables of a sensitive cell; 0 where each has one table, in which it moves.
    """

    cells: Index
    places: Index
    need: Numbers
    down: Floats
    up: Floats
    width: int

    @property
    def count(self) -> int:
        return len(self.cells)

    @property
    def table_count(self) -> int:
        return len(self.places) * (2 if self.width else 1)


def fewest(
    lattice: Lattice, sums: sparse.csr_array, base: Numbers, demand: Demand, kept: Flags, weight: Floats
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
    model = _model(lattice, base, demand, cells, places)
    least, most = _bounds(model, kept[cells])
    loss = weight[cells]
    cost = np.concatenate((1.0 + _MOST_LOSS * loss / loss.sum(), np.zeros(len(least) - len(cells))))
    rows, least_rows, most_rows = _rows(sums[:, cells].tocsr(), model)
    solver = solver_of(rows, least_rows, cost, least, most, most_rows)
    solver.are_whole(len(cells), whole=True)
    solver.setOptionValue("mip_max_nodes", _NODES)
    solver.run()
    if not solver.has_answer():
        return None
    found = kept.copy()
    found[cells[np.asarray(solver.getSolution().col_value)[: len(cells)] > _HALF]] = True
    return found


def _model(lattice: Lattice, base: Numbers, demand: Demand, cells: Index, places: Index) -> _Model:
    """No cell has to move further than the sensitive ones themselves: longer moves are not looked for."""
    value, at_most = base[cells], lattice.at_most[cells]
    need = (demand.greatest[cells] - value)[places]
    far = np.full(len(cells), max(demand.width, int(need.max()), 1), np.int64)
    if not demand.width:
        return _Model(cells, places, need, np.ones(len(cells)), np.ones(len(cells)), 0)
    up = np.where(at_most >= 0, np.minimum(at_most - value, far), far)
    return _Model(cells, places, need, np.minimum(value, far).astype(float), up.astype(float), demand.width)


def _bounds(model: _Model, kept: Flags) -> tuple[Floats, Floats]:
    """Of the columns: kept cells are protected, and each sensitive one rises as it must."""
    moves = np.zeros((model.table_count, model.count))
    least, most = moves - model.down, moves + model.up
    if model.width:
        upper = 2 * np.arange(len(model.places)), model.places
        least[upper] = np.maximum(least[upper], model.need)
    else:
        least[np.arange(len(model.places)), model.places] = 1.0
    return np.concatenate((kept, least.reshape(-1))), np.concatenate((np.ones(model.count), most.reshape(-1)))


def _rows(sums: sparse.csr_array, model: _Model) -> tuple[sparse.csr_array, Floats, Floats]:
    """Every table keeps the sums, moves where a cell is protected only, and its pair is far enough apart."""
    tables, endless = model.table_count, highspy.kHighsInf
    nothing, moves = sparse.csr_array((sums.shape[0] * tables, model.count)), sparse.eye_array(tables * model.count)
    parts = [
        (sparse.hstack((nothing, sparse.block_diag([sums] * tables))), 0.0, 0.0),
        (sparse.hstack((sparse.vstack([-sparse.diags_array(model.up)] * tables), moves)), -endless, 0.0),
        (sparse.hstack((sparse.vstack([sparse.diags_array(model.down)] * tables), moves)), 0.0, endless),
    ]
    if model.width:
        parts.append((_distances(model), float(model.width), endless))
    least = np.concatenate([np.full(rows.shape[0], low) for rows, low, _ in parts])
    most = np.concatenate([np.full(rows.shape[0], high) for rows, _, high in parts])
    return sparse.vstack([rows for rows, _, _ in parts]).tocsr(), least, most


def _distances(model: _Model) -> sparse.csr_array:
    """A row for each sensitive cell: its value in its upper table, less that in its lower."""
    pairs = len(model.places)
    columns = model.count * (1 + np.arange(2 * pairs)) + np.repeat(model.places, 2)
    entries = np.tile([1.0, -1.0], pairs), (np.repeat(np.arange(pairs), 2), columns)
    return sparse.csr_array(entries, shape=(pairs, model.count * (1 + model.table_count)))
