r"""The p-median problem, and maximal covering, which is a p-median problem in disguise.

.. math::

    \min \sum_{ij} c_{ij} x_{ij} \quad \sum_j x_{ij} = 1, \quad x_{ij} \le y_j, \quad
    \sum_j y_j = p, \quad y_j \in \{0, 1\}

References
----------
Hakimi, Optimum locations of switching centers. Operations Research 12 (1964) 450-459, 10.1287/opre.12.3.450.
Church and ReVelle, The maximal covering location problem. Papers in Regional Science 32 (1974) 101-118,
10.1111/j.1435-5597.1974.tb00902.x.
Church and ReVelle, Theoretical and computational links between the p-median, location set-covering, and the
maximal covering location problem. Geographical Analysis 8 (1976) 406-415.
"""

from dataclasses import dataclass

import numpy as np

from gisapp.siting.codes import Floats, Ints
from gisapp.siting.location.covering import cover_within
from gisapp.siting.location.errors import LocationError
from gisapp.siting.location.feasibility import count_obstacles, reach_obstacles
from gisapp.siting.location.median_relaxation import MedianRelaxation
from gisapp.siting.location.numbers import is_whole, nearest_share
from gisapp.siting.location.outcome import (
    Obstacle,
    Outcome,
    OutcomeStatus,
    Requirement,
    outcome_without_answer,
)
from gisapp.siting.location.search import BranchAndBound, Deadline, Effort, Incumbent, Tuning
from gisapp.siting.location.sites import SiteRules


@dataclass(frozen=True, slots=True, eq=False)
class MedianProblem:
    """Open `n_new` sites so that all sources together are served as cheaply as can be.

    Attributes
    ----------
    cost
        (n_source, n_candidate) cost of serving all of a source from a candidate, 0 or more, such as
        tonnes x minutes; infinite where the candidate cannot be reached.
    n_new
        Sites to open besides the existing ones, forced ones included.
    """

    cost: Floats
    n_new: int
    sites: SiteRules

    def __post_init__(self) -> None:
        if self.cost.ndim != 2 or not self.cost.size:
            raise LocationError(f"cost: shape {self.cost.shape}; give (n_source, n_candidate), neither of them 0")
        self.sites.check_width("cost", self.cost)
        if np.isnan(self.cost).any() or (self.cost < 0).any():
            row, column = np.argwhere(~(self.cost >= 0))[0]
            raise LocationError(
                f"cost: {self.cost[row, column]} from source {row} to candidate {column};"
                " give 0 or more, infinite where out of reach"
            )
        if self.n_new < 0:
            raise LocationError(f"n_new: {self.n_new}; give 0 or more")


def solve_median(problem: MedianProblem, effort: Effort) -> Outcome:
    """Solve the p-median problem.

    Returns
    -------
    Outcome
        Its objective in the unit of `cost`. Exactly `n_new` sites are opened.
    """
    deadline = Deadline(effort)
    obstacles = count_obstacles(problem.sites, n_new=problem.n_new) or reach_obstacles(problem.cost, problem.sites)
    if obstacles:
        return _infeasible(problem, obstacles, deadline)
    incumbent: Incumbent[Ints] = Incumbent(is_integral=is_whole(problem.cost))
    model = MedianRelaxation(
        problem.cost, problem.sites, n_new=problem.n_new, incumbent=incumbent, deadline=deadline, seed=effort.seed
    )
    model.start()
    if incumbent.objective >= model.unreached:
        reaches = np.isfinite(problem.cost)
        cover = cover_within(reaches, problem.sites, n_enough=problem.n_new, time_limit_s=deadline.left_s())
        if cover.least_n_new > problem.n_new:
            count = Obstacle(Requirement.COUNT, problem.n_new, cover.least_n_new)
            return _infeasible(problem, (count,), deadline)
        if cover.n_new <= problem.n_new:
            model.start_from(cover.chosen)
    search = BranchAndBound(model, incumbent=incumbent, deadline=deadline, tuning=Tuning())
    proof = search.run(problem.sites.fate(), model.first_multipliers())
    counts = {"nodes": proof.nodes, "bursts": proof.bursts}
    if incumbent.plan is None or incumbent.objective >= model.unreached:
        return outcome_without_answer(
            OutcomeStatus.UNKNOWN,
            n_source=len(problem.cost),
            bound=proof.bound,
            seconds=deadline.elapsed_s(),
            counts=counts,
        )
    chosen = np.sort(incumbent.plan)
    return Outcome(
        status=OutcomeStatus.OPTIMAL if proof.is_complete else OutcomeStatus.FEASIBLE,
        objective=incumbent.objective,
        bound=proof.bound,
        seconds=deadline.elapsed_s(),
        chosen=chosen,
        size=np.zeros(chosen.size, dtype=np.int64),
        share=nearest_share(problem.cost[:, chosen]),
        counts=counts,
    )


def _infeasible(problem: MedianProblem, obstacles: tuple[Obstacle, ...], deadline: Deadline) -> Outcome:
    return outcome_without_answer(
        OutcomeStatus.INFEASIBLE,
        n_source=len(problem.cost),
        bound=np.inf,
        seconds=deadline.elapsed_s(),
        obstacles=obstacles,
    )
