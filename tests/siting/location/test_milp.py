import numpy as np
import pytest
from scipy.sparse import csr_array

from gisapp.siting.location.milp import Program, solve_program
from gisapp.siting.location.outcome import OutcomeStatus


def _cover(seed, cutoff):
    rng = np.random.default_rng(seed)
    holds = (rng.random((8, 10)) < 0.4).astype(float)
    return Program(
        cost=rng.integers(1, 9, 10).astype(float),
        lower=np.zeros(10),
        upper=np.ones(10),
        is_integer=np.ones(10, dtype=bool),
        rows=csr_array(holds),
        row_lower=np.ones(8),
        row_upper=np.full(8, np.inf),
        has_whole_answers=True,
        cutoff=cutoff,
    )


# HiGHS 1.16 comes upon an answer above the cutoff of each of these, and calls it optimal.
@pytest.mark.parametrize(("seed", "best"), [(3, 11.0), (4, 11.0), (11, 8.0), (13, 12.0), (16, 8.0)])
def test_answer_above_the_cutoff_is_none(seed, best):
    whole = solve_program(_cover(seed, np.inf), time_limit_s=10.0)
    assert (whole.status, whole.objective) == (OutcomeStatus.OPTIMAL, best)
    below = solve_program(_cover(seed, best - 1 + 1e-6), time_limit_s=10.0)
    assert below.status is OutcomeStatus.INFEASIBLE
    assert not below.value.size
