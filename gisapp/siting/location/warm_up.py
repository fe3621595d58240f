"""Loading of the compiled kernels ahead of a search whose seconds are to be measured."""

from collections.abc import Callable

import numpy as np

from gisapp.siting.location.facility import solve_facility
from gisapp.siting.location.facility_problem import FacilityProblem, single_options
from gisapp.siting.location.median import MedianProblem, solve_median
from gisapp.siting.location.search import Effort
from gisapp.siting.location.single_source import SingleSourceProblem, solve_single_source
from gisapp.siting.location.sites import site_rules

_N_POINT = 16
_AMPLE_S = 600.0


def warm_up(clock: Callable[[], float]) -> float:
    """Solve one small problem of each kind, so that every kernel is compiled and loaded.

    Compiling takes about a minute, once for each version of the code; loading takes a second.

    Returns
    -------
    float
        Seconds on the clock.
    """
    start_s = clock()
    effort = Effort(time_limit_s=_AMPLE_S, clock=clock)
    xy = np.random.default_rng(3).integers(0, 30, (_N_POINT, 2)).astype(np.float64)
    cost = np.floor(np.hypot(*(xy[:, None, :] - xy[None, :, :]).transpose(2, 0, 1)))
    # Hard to fit, so that the search goes through all of its steps.
    demand = np.array([3.0, 4.0, 5.0, 6.0] * (_N_POINT // 4))
    sites = site_rules(_N_POINT)
    room = np.full(_N_POINT, np.ceil(0.26 * demand.sum()))
    for n_new in (3, 4):
        solve_median(MedianProblem(cost=cost, n_new=n_new, sites=sites), effort)
    solve_single_source(SingleSourceProblem(cost=cost, demand=demand, capacity=room, n_new=4, sites=sites), effort)
    warm_up_facility()
    return clock() - start_s


def warm_up_facility() -> None:
    """Solve a small problem of facility location, so that its kernels are compiled and loaded."""
    xy = np.random.default_rng(3).integers(0, 30, (_N_POINT, 2)).astype(np.float64)
    problem = FacilityProblem(
        cost=np.hypot(*(xy[:, None, :] - xy[None, :, :]).transpose(2, 0, 1)),
        demand=np.ones(_N_POINT),
        options=single_options(np.full(_N_POINT, 0.35 * _N_POINT), np.full(_N_POINT, 25.0)),
        sites=site_rules(_N_POINT),
    )
    solve_facility(problem, Effort(time_limit_s=_AMPLE_S, clock=lambda: 0.0))
