"""Loading of the compiled kernels ahead of a search whose seconds are to be measured."""

from collections.abc import Callable

import numpy as np

from gisapp.siting.codes import Floats
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
    cost, sites = _whole_distances(xy), site_rules(_N_POINT)
    for n_new in (3, 4):
        solve_median(MedianProblem(cost=cost, n_new=n_new, sites=sites), effort)
    solve_single_source(_hard_to_fit(), effort)
    warm_up_facility()
    return clock() - start_s


def _hard_to_fit() -> SingleSourceProblem:
    """Return a small problem whose search goes through all of its steps."""
    made = np.random.default_rng(4)
    n_point, n_site = 20, 4
    xy = made.integers(0, 100, (n_point, 2)).astype(np.float64)
    demand = made.integers(1, 21, n_point).astype(np.float64)
    room = np.full(n_point, np.ceil(1.05 * demand.sum() / n_site))
    return SingleSourceProblem(
        cost=_whole_distances(xy), demand=demand, capacity=room, n_new=n_site, sites=site_rules(n_point)
    )


def _whole_distances(xy: Floats) -> Floats:
    """Return (n_point, n_point) distances, rounded down."""
    distances: Floats = np.floor(np.hypot(*(xy[:, None, :] - xy[None, :, :]).transpose(2, 0, 1)))
    return distances


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
