"""The fewest sites that have room for all sources, each served whole: a start where heuristics find none."""

import numpy as np
from scipy.sparse import coo_array

from gisapp.siting.codes import Floats
from gisapp.siting.location.milp import Program, ProgramAnswer, solve_program
from gisapp.siting.location.sites import SiteRules


def fewest_sites(
    cost: Floats, demand: Floats, *, capacity: Floats, sites: SiteRules, time_limit_s: float
) -> ProgramAnswer:
    """Return an answer whose objective is the least number of new sites.

    Its value holds, for each candidate, whether it is open, and then, for each pair of source and candidate
    within reach, in the order of `numpy.nonzero`, whether it is used.
    """
    n_source, n_candidate = cost.shape
    source, candidate = np.nonzero(np.isfinite(cost))
    n_pair = source.size
    pair = n_candidate + np.arange(n_pair)
    # Rows: each source once; the capacity of each candidate.
    row = np.concatenate([source, n_source + candidate, n_source + np.arange(n_candidate)])
    column = np.concatenate([pair, pair, np.arange(n_candidate)])
    value = np.concatenate([np.ones(n_pair), demand[source], -capacity])
    program = Program(
        cost=np.concatenate([np.where(sites.existing, 0.0, 1.0), np.zeros(n_pair)]),
        lower=np.concatenate([sites.must_open, np.zeros(n_pair)]).astype(np.float64),
        upper=np.concatenate([~sites.forbidden, np.ones(n_pair)]).astype(np.float64),
        is_integer=np.ones(n_candidate + n_pair, dtype=bool),
        rows=coo_array((value, (row, column)), shape=(n_source + n_candidate, n_candidate + n_pair)).tocsr(),
        row_lower=np.concatenate([np.ones(n_source), np.full(n_candidate, -np.inf)]),
        row_upper=np.concatenate([np.ones(n_source), np.zeros(n_candidate)]),
    )
    return solve_program(program, time_limit_s=time_limit_s)
