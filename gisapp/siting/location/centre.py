r"""The p-centre problem: keep the longest way as short as `n_new` sites allow.

.. math::

    \min r \quad \text{so that} \quad \max_i \min_{j : y_j = 1} d_{ij} \le r, \quad \sum_j y_j = p

The answer is one of the distances, and a radius serves if so many sites cover all sources within it: the least
such radius is found by halving the list of distances.

References
----------
Minieka, The m-center problem. SIAM Review 12 (1970) 138-139, 10.1137/1012016.
"""

from dataclasses import dataclass

import numpy as np

from gisapp.siting.codes import Floats, Ints
from gisapp.siting.location.covering import cover_within
from gisapp.siting.location.errors import LocationError
from gisapp.siting.location.feasibility import count_obstacles, reach_obstacles
from gisapp.siting.location.numbers import nearest_share
from gisapp.siting.location.outcome import Obstacle, Outcome, OutcomeStatus, Requirement, outcome_without_answer
from gisapp.siting.location.search import Deadline, Effort
from gisapp.siting.location.sites import SiteRules


@dataclass(frozen=True, slots=True, eq=False)
class CentreProblem:
    """Open `n_new` sites so that the source served worst is served as well as can be.

    Attributes
    ----------
    distance
        (n_source, n_candidate) minutes, metres or the like, 0 or more; infinite where out of reach.
    n_new
        Sites to open besides the existing ones, forced ones included.
    """

    distance: Floats
    n_new: int
    sites: SiteRules

    def __post_init__(self) -> None:
        if self.distance.ndim != 2 or not self.distance.size:
            raise LocationError(f"distance: shape {self.distance.shape}; give (n_source, n_candidate), neither 0")
        self.sites.check_width("distance", self.distance)
        if not (self.distance >= 0).all():
            row, column = np.argwhere(~(self.distance >= 0))[0]
            raise LocationError(
                f"distance: {self.distance[row, column]} from source {row} to candidate {column};"
                " give 0 or more, infinite where out of reach"
            )


def solve_centre(problem: CentreProblem, effort: Effort) -> Outcome:
    """Solve the p-centre problem.

    Returns
    -------
    Outcome
        Its objective is the longest way from a source to the nearest open site, in the unit of `distance`.
    """
    deadline = Deadline(effort)
    obstacles = count_obstacles(problem.sites, n_new=problem.n_new) or reach_obstacles(problem.distance, problem.sites)
    if obstacles:
        return _without_answer(problem, deadline, obstacles=obstacles)
    possible = problem.distance[:, ~problem.sites.forbidden]
    radii = np.unique(possible[np.isfinite(possible)])
    low = int(np.searchsorted(radii, possible.min(axis=1).max()))
    high, chosen, n_solves = len(radii), np.empty(0, dtype=np.int64), 0
    # Invariant: the radius before `low` is too short, that of `high` serves, or there is none.
    while low < high and not deadline.passed():
        middle = (low + high) // 2 if high < len(radii) else len(radii) - 1
        n_solves += 1
        within = problem.distance <= radii[middle]
        cover = cover_within(within, problem.sites, n_enough=problem.n_new, time_limit_s=deadline.left_s())
        if cover.n_new <= problem.n_new:
            high, chosen = middle, cover.chosen
        elif cover.least_n_new > problem.n_new:
            low = middle + 1
        else:
            break
        if low == len(radii):
            count = Obstacle(Requirement.COUNT, problem.n_new, cover.least_n_new)
            return _without_answer(problem, deadline, obstacles=(count,))
    if high == len(radii):
        return _without_answer(problem, deadline, obstacles=())
    chosen = _filled(chosen, problem)
    return Outcome(
        status=OutcomeStatus.OPTIMAL if low == high else OutcomeStatus.FEASIBLE,
        objective=float(problem.distance[:, chosen].min(axis=1).max()),
        bound=float(radii[low]),
        seconds=deadline.elapsed_s(),
        chosen=chosen,
        size=np.zeros(chosen.size, dtype=np.int64),
        share=nearest_share(problem.distance[:, chosen]),
        counts={"solves": n_solves},
    )


def _filled(chosen: Ints, problem: CentreProblem) -> Ints:
    """Return as many sites as are wanted: those that cover, and the first of the others."""
    others = np.setdiff1d(np.flatnonzero(~problem.sites.forbidden), chosen)
    missing = problem.n_new + int(problem.sites.existing.sum()) - chosen.size
    return np.sort(np.concatenate([chosen, others[:missing]]))


def _without_answer(problem: CentreProblem, deadline: Deadline, *, obstacles: tuple[Obstacle, ...]) -> Outcome:
    return outcome_without_answer(
        OutcomeStatus.INFEASIBLE if obstacles else OutcomeStatus.UNKNOWN,
        n_source=len(problem.distance),
        bound=np.inf if obstacles else 0.0,
        seconds=deadline.elapsed_s(),
        obstacles=obstacles,
    )
