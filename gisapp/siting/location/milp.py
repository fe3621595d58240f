"""Mixed-integer programs, solved by HiGHS.

References
----------
Huangfu and Hall, Parallelizing the dual revised simplex method. Mathematical Programming Computation 10
(2018) 119-142, 10.1007/s12532-017-0130-5.
"""

from dataclasses import dataclass

import highspy
import numpy as np
from scipy.sparse import csr_array

from gisapp.siting.codes import Bools, Floats
from gisapp.siting.location.outcome import OutcomeStatus

_SEED = 1
_STATUS = {
    highspy.HighsModelStatus.kOptimal: OutcomeStatus.OPTIMAL,
    highspy.HighsModelStatus.kInfeasible: OutcomeStatus.INFEASIBLE,
}


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """Minimise ``cost @ x`` where ``row_lower <= rows @ x <= row_upper`` and ``lower <= x <= upper``.

    Attributes
    ----------
    has_whole_answers
        Whether the best answer is known to have a whole-numbered objective, which proves it once the bound is nearer
        than 1.
    cutoff
        Answers above it are not sought: where there is no other, the program counts as infeasible.
    """

    cost: Floats
    lower: Floats
    upper: Floats
    is_integer: Bools
    rows: csr_array
    row_lower: Floats
    row_upper: Floats
    has_whole_answers: bool = False
    cutoff: float = np.inf


@dataclass(frozen=True, slots=True, eq=False)
class ProgramAnswer:
    """What HiGHS found; `value` is empty where it found nothing."""

    status: OutcomeStatus
    value: Floats
    objective: float
    bound: float
    nodes: int


def solve_program(program: Program, *, time_limit_s: float) -> ProgramAnswer:
    """Solve a mixed-integer program to optimality, or as far as time allows.

    No answer is given to begin with: HiGHS 1.16 was seen to call wrong answers optimal when it was given one
    (9 of 300 small set covers, none without).
    """
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in {
        "output_flag": False,
        "threads": 1,
        "random_seed": _SEED,
        "time_limit": time_limit_s,
        "mip_rel_gap": 0.0,
        "objective_bound": program.cutoff,
        "mip_abs_gap": 1 - 1e-4 if program.has_whole_answers else 1e-6,
    }.items():
        highs.setOptionValue(option, value)
    highs.passModel(_model(program))
    highs.run()
    info = highs.getInfo()
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    status = _STATUS.get(highs.getModelStatus(), OutcomeStatus.FEASIBLE if found else OutcomeStatus.UNKNOWN)
    if found and info.objective_function_value > program.cutoff:
        # HiGHS keeps an answer above the limit if it happens on one; it proves no more than that there is none below.
        found = False
        status = OutcomeStatus.INFEASIBLE if status is OutcomeStatus.OPTIMAL else OutcomeStatus.UNKNOWN
    return ProgramAnswer(
        status=status,
        value=np.asarray(highs.getSolution().col_value) if found else np.empty(0),
        objective=info.objective_function_value if found else np.nan,
        bound=info.mip_dual_bound,
        nodes=max(0, info.mip_node_count),
    )


def _model(program: Program) -> highspy.HighsLp:
    model = highspy.HighsLp()
    n_row, n_column = program.rows.shape
    model.num_col_, model.num_row_ = n_column, n_row
    model.col_cost_, model.col_lower_, model.col_upper_ = program.cost, program.lower, program.upper
    model.row_lower_, model.row_upper_ = program.row_lower, program.row_upper
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = program.rows.indptr
    model.a_matrix_.index_ = program.rows.indices
    model.a_matrix_.value_ = program.rows.data
    kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
    model.integrality_ = [kinds[int(flag)] for flag in program.is_integer]
    return model
