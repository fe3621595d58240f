r"""Set covering: as few sites as reach every source.

.. math::

    \min \sum_j f_j y_j \quad \sum_{j : d_{ij} \le r} y_j \ge 1, \quad y_j \in \{0, 1\}

References
----------
Toregas, Swain, ReVelle and Bergman, The location of emergency service facilities. Operations Research 19
(1971) 1363-1373, 10.1287/opre.19.6.1363.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array

from gisapp.siting.codes import Bools, Floats, Ints
from gisapp.siting.location.errors import LocationError
from gisapp.siting.location.feasibility import reach_obstacles
from gisapp.siting.location.milp import Program, ProgramAnswer, solve_program
from gisapp.siting.location.numbers import nearest_share, rounded_up
from gisapp.siting.location.outcome import Obstacle, Outcome, OutcomeStatus, outcome_without_answer
from gisapp.siting.location.search import Deadline, Effort
from gisapp.siting.location.sites import SiteRules


@dataclass(frozen=True, slots=True, eq=False)
class SetCoverProblem:
    """Open as few, or as cheap, sites as reach every source.

    Attributes
    ----------
    reaches
        (n_source, n_candidate).
    fixed_cost
        (n_candidate,) cost of opening each, above 0; None where each counts 1.
    """

    reaches: Bools
    sites: SiteRules
    fixed_cost: Floats | None = None

    def __post_init__(self) -> None:
        if self.reaches.ndim != 2 or not self.reaches.size:
            raise LocationError(f"reaches: shape {self.reaches.shape}; give (n_source, n_candidate), neither 0")
        self.sites.check_width("reaches", self.reaches)
        if self.fixed_cost is not None and not (self.fixed_cost > 0).all():
            site = np.flatnonzero(~(self.fixed_cost > 0))[0]
            raise LocationError(f"fixed_cost: {self.fixed_cost[site]} for candidate {site}; give a cost above 0")


def solve_set_cover(problem: SetCoverProblem, effort: Effort) -> Outcome:
    """Solve the set covering problem.

    Returns
    -------
    Outcome
        Its objective is the cost of the new sites, or their number.
    """
    deadline = Deadline(effort)
    distance = np.where(problem.reaches, 0.0, np.inf)
    obstacles = reach_obstacles(distance, problem.sites)
    if obstacles:
        return _infeasible(problem.reaches, obstacles, deadline)
    cost = np.ones(problem.reaches.shape[1]) if problem.fixed_cost is None else problem.fixed_cost
    answer = _cover(problem.reaches, problem.sites, cost=cost, time_limit_s=deadline.left_s())
    bound = rounded_up(answer.bound) if problem.fixed_cost is None else answer.bound
    chosen = np.flatnonzero(answer.value > 0.5)
    return Outcome(
        status=answer.status,
        objective=answer.objective,
        bound=min(bound, answer.objective),
        seconds=deadline.elapsed_s(),
        chosen=chosen,
        size=np.zeros(chosen.size, dtype=np.int64),
        share=nearest_share(distance[:, chosen]),
        counts={"nodes": answer.nodes},
    )


@dataclass(frozen=True, slots=True, eq=False)
class Cover:
    """Sites that reach every source.

    Attributes
    ----------
    chosen
        (n_chosen,) existing and new ones.
    n_new
        New ones among them.
    least_n_new
        No cover has fewer new ones.
    """

    chosen: Ints
    n_new: float
    least_n_new: float


def cover_within(reaches: Bools, sites: SiteRules, *, n_enough: int, time_limit_s: float) -> Cover:
    """Cover every source with few new sites, stopping at the first cover of at most `n_enough`.

    Where no number of sites reaches every source, `n_new` and `least_n_new` are infinite.
    """
    if not reaches[:, ~sites.forbidden].any(axis=1).all():
        return Cover(np.empty(0, dtype=np.int64), np.inf, np.inf)
    price = np.where(sites.existing, 0.0, 1.0)
    greedy = _greedy_cover(reaches[~reaches[:, sites.must_open].any(axis=1)], sites, price=price)
    if greedy @ price <= n_enough:
        return Cover(np.flatnonzero(greedy), float(greedy @ price), 0.0)
    answer = _cover(reaches, sites, cost=np.ones(len(price)), time_limit_s=time_limit_s)
    return Cover(np.flatnonzero(answer.value > 0.5), answer.objective, rounded_up(answer.bound))


def _infeasible(reaches: Bools, obstacles: tuple[Obstacle, ...], deadline: Deadline) -> Outcome:
    return outcome_without_answer(
        OutcomeStatus.INFEASIBLE,
        n_source=len(reaches),
        bound=np.inf,
        seconds=deadline.elapsed_s(),
        obstacles=obstacles,
    )


def _cover(reaches: Bools, sites: SiteRules, *, cost: Floats, time_limit_s: float) -> ProgramAnswer:
    """Return the cheapest cover; existing sites are there at no cost."""
    price = np.where(sites.existing, 0.0, cost)
    needs = ~reaches[:, sites.must_open].any(axis=1)
    # Sources with the same choice of sites need one row.
    rows = np.unique(reaches[needs], axis=0)
    program = Program(
        cost=price,
        lower=sites.must_open.astype(np.float64),
        upper=np.where(sites.forbidden, 0.0, 1.0),
        is_integer=np.ones(len(cost), dtype=bool),
        rows=csr_array(rows.astype(np.float64)),
        row_lower=np.ones(len(rows)),
        row_upper=np.full(len(rows), np.inf),
    )
    answer = solve_program(program, time_limit_s=time_limit_s)
    if answer.status == OutcomeStatus.OPTIMAL:
        return answer
    greedy = _greedy_cover(rows, sites, price=price)
    if answer.value.size and answer.objective <= greedy @ price:
        return answer
    return replace(answer, status=OutcomeStatus.FEASIBLE, value=greedy, objective=float(greedy @ price))


def _greedy_cover(rows: Bools, sites: SiteRules, *, price: Floats) -> Floats:
    """Open, one after another, the site that reaches most of what is left for its price."""
    is_open = sites.must_open.astype(np.float64)
    left = np.ones(len(rows), dtype=bool)
    while left.any():
        worth = np.where(sites.forbidden, -1.0, rows[left].sum(axis=0) / np.maximum(price, 1e-12))
        site = int(worth.argmax())
        is_open[site] = 1.0
        left &= ~rows[:, site]
    return is_open
