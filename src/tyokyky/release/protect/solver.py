"""The linear solver, without a word and with one thread."""

import highspy
import numpy as np
import numpy.typing as npt
from scipy import sparse

Floats = npt.NDArray[np.float64]


class QuietSolver(highspy.Highs):
    """HiGHS whose constructor prints nothing."""

    def __init__(self) -> None:
        super(highspy.Highs, self).__init__()  # its own constructor prints a banner before it can be told not to
        self.setOptionValue("output_flag", False)
        self.setOptionValue("threads", 1)

    def are_whole(self, count: int, *, whole: bool) -> None:
        """Whether the first columns must be whole numbers."""
        kind = highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous
        self.changeColsIntegrality(count, np.arange(count, dtype=np.int32), np.full(count, kind))

    def has_answer(self) -> bool:
        """Whether values were found that keep every bound, the best or not."""
        return bool(self.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible.value)


def solver_of(
    matrix: sparse.csr_array, right: Floats, cost: Floats, least: Floats, most: Floats, right_most: Floats | None = None
) -> QuietSolver:
    """Least cost over `right ≤ matrix @ x ≤ right_most`, equal where that is not given, and `least ≤ x ≤ most`."""
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = matrix.shape
    model.col_cost_, model.col_lower_, model.col_upper_ = cost, least, most
    model.row_lower_, model.row_upper_ = right, right if right_most is None else right_most
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = matrix.indptr.astype(np.int32)
    model.a_matrix_.index_ = matrix.indices.astype(np.int32)
    model.a_matrix_.value_ = matrix.data.astype(np.float64)
    solver = QuietSolver()
    solver.passModel(model)
    return solver
