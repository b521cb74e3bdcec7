"""Least and greatest by solvers: a guess to be checked in whole numbers, never a proof by itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from tyokyky.release.audit.folder import Numbers
from tyokyky.release.audit.system import System

_NODES: Final = 500
"""Most branches either solver may try: counted rather than timed, so that an audit ends the same way every time."""
_PRIMAL: Final = 4
_FAR: Final = 2.0**19
"""Where the solvers stop looking: far beyond any width, within `ROOM`, near enough for their arithmetic."""
Objective = Mapping[int, int]


@dataclass(frozen=True)
class Optimum:
    """What a solver found.

    Attributes:
        feasible: False where it says that nothing can be true.
        point: A solution in whole numbers, checked; none where the solver's was not one.
        value: The solver's least value of the objective.
        duals: The solver's prices of the rows (none for whole numbers).
    """

    feasible: bool
    point: Numbers | None
    value: float
    duals: NDArray[np.float64] | None


class Quiet(highspy.Highs):
    """HiGHS without a word: its own constructor prints its name before it can be told not to."""

    def __init__(self) -> None:
        super(highspy.Highs, self).__init__()
        self.setOptionValue("output_flag", False)
        self.setOptionValue("threads", 1)
        # Questions of one system differ in their objective only: the last answer is the best place to begin the next.
        self.setOptionValue("presolve", "off")
        self.setOptionValue("simplex_strategy", _PRIMAL)


class Solver:
    """HiGHS on one system, kept warm between questions."""

    def __init__(self, system: System, *, whole: bool) -> None:
        self._system, self._whole = system, whole
        self._highs = Quiet()
        self._highs.setOptionValue("presolve", "on" if whole else "off")
        self._highs.setOptionValue("mip_max_nodes", _NODES)
        self._highs.setOptionValue("mip_rel_gap", 0.0)
        self._highs.passModel(_model(system, whole=whole))
        self._objective: Objective = {}
        self._fixed: Mapping[int, int] = {}

    def least(self, objective: Objective, fixed: Mapping[int, int] | None = None) -> Optimum:
        """Least value of a sum of cells, some cells held fixed."""
        self._set_objective(objective)
        self._set_fixed(fixed or {})
        self._highs.run()
        status = self._highs.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return Optimum(feasible=False, point=None, value=float("nan"), duals=None)
        if status != highspy.HighsModelStatus.kOptimal:
            return Optimum(feasible=True, point=None, value=-float("inf"), duals=None)
        solution = self._highs.getSolution()
        point = np.rint(np.asarray(solution.col_value)).astype(np.int64)
        duals = None if self._whole else np.asarray(solution.row_dual)
        return Optimum(
            feasible=True,
            point=point
            if self._system.holds(point) and all(point[at] == one for at, one in self._fixed.items())
            else None,
            value=float(self._highs.getInfo().objective_function_value),
            duals=duals,
        )

    def _set_objective(self, objective: Objective) -> None:
        for at in self._objective.keys() - objective.keys():
            self._highs.changeColCost(at, 0.0)
        for at, price in objective.items():
            self._highs.changeColCost(at, float(price))
        self._objective = dict(objective)

    def _set_fixed(self, fixed: Mapping[int, int]) -> None:
        for at in self._fixed.keys() - fixed.keys():
            self._highs.changeColBounds(at, _far(self._system.least[at]), _far(self._system.greatest[at]))
        for at, value in fixed.items():
            self._highs.changeColBounds(at, float(value), float(value))
        self._fixed = dict(fixed)


def _far(bound: int) -> float:
    return float(bound) if abs(bound) <= _FAR else float(np.sign(bound)) * _FAR


def _model(system: System, *, whole: bool) -> highspy.HighsLp:
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = system.size, len(system.target)
    model.col_cost_ = np.zeros(system.size)
    model.col_lower_ = np.asarray([_far(int(one)) for one in system.least])
    model.col_upper_ = np.asarray([_far(int(one)) for one in system.greatest])
    model.row_lower_ = model.row_upper_ = system.target.astype(float)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = system.matrix.indptr
    model.a_matrix_.index_ = system.matrix.indices
    model.a_matrix_.value_ = system.matrix.data.astype(float)
    if whole:
        model.integrality_ = [highspy.HighsVarType.kInteger] * system.size
    return model


def least_again(system: System, objective: Objective, fixed: Mapping[int, int] | None = None) -> Optimum:
    """The same question asked cold, of a second solver, over the plain limits instead of the narrowed ones."""
    price = np.zeros(system.size)
    price[list(objective)] = list(objective.values())
    low, high = system.floor.astype(float), system.ceiling.astype(float)
    low[system.floor < -_FAR], high[system.ceiling > _FAR] = -_FAR, _FAR
    for at, value in (fixed or {}).items():
        low[at] = high[at] = value
    rows = LinearConstraint(system.matrix.astype(float), system.target.astype(float), system.target.astype(float))
    found = milp(
        price,
        integrality=np.ones(system.size),
        bounds=Bounds(low, high),
        constraints=rows,
        options={"node_limit": _NODES},
    )
    if found.status == 2:
        return Optimum(feasible=False, point=None, value=float("nan"), duals=None)
    if found.status != 0:
        return Optimum(feasible=True, point=None, value=-float("inf"), duals=None)
    point = np.rint(found.x).astype(np.int64)
    held = system.holds(point) and all(point[at] == one for at, one in (fixed or {}).items())
    return Optimum(feasible=True, point=point if held else None, value=float(found.fun), duals=None)
