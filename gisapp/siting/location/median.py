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

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gisapp.siting.codes import Bools, Floats, Ints
from gisapp.siting.location.covering import cover_within
from gisapp.siting.location.errors import LocationError
from gisapp.siting.location.feasibility import count_obstacles, reach_obstacles
from gisapp.siting.location.median_kernels import interchange, median_burst
from gisapp.siting.location.numbers import is_whole, nearest_share
from gisapp.siting.location.outcome import (
    Obstacle,
    Outcome,
    OutcomeStatus,
    Requirement,
    outcome_without_answer,
)
from gisapp.siting.location.search import BranchAndBound, Deadline, Dual, Effort, Incumbent, Tuning
from gisapp.siting.location.sites import CLOSED, FREE, OPEN, Fate, SiteRules

_PROBES = 6
_SHAKES = 60
_SHAKEN = 3


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
    model = _Median(problem, incumbent=incumbent, seed=effort.seed)
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


class _Median:
    """The p-median problem as the search sees it: a domain is the fate of each candidate."""

    def __init__(self, problem: MedianProblem, *, incumbent: Incumbent[Ints], seed: int) -> None:
        reached = np.isfinite(problem.cost)
        # Dearer than any answer that reaches every source, so that one that does not is never kept beside it.
        self.unreached = float(np.where(reached, problem.cost, 0.0).max(axis=1).sum()) + 1.0
        self._cost = np.where(reached, problem.cost, self.unreached)
        self._cost_by_site = np.ascontiguousarray(self._cost.T)
        self._n_open = problem.n_new + int(problem.sites.existing.sum())
        self._fate = problem.sites.fate()
        self._must_open = problem.sites.must_open
        self._may_enter = ~problem.sites.forbidden
        self._incumbent = incumbent
        self._rng = np.random.default_rng(seed)
        self._keep(~problem.sites.forbidden)

    def _keep(self, kept: Bools) -> None:
        """Sort the costs of the candidates that matter, source by source."""
        columns = np.flatnonzero(kept)
        order = np.argsort(self._cost[:, columns], axis=1, kind="stable")
        self._sorted_site = columns[order].astype(np.int32)
        self._sorted_cost = np.take_along_axis(self._cost[:, columns], order, axis=1)
        self._n_kept = columns.size

    def start(self) -> None:
        """Offer an answer that starts from candidates spread evenly over their list."""
        self.start_from(np.flatnonzero(self._must_open))

    def start_from(self, sites: Ints) -> None:
        """Offer an answer that starts from some sites and as many others as are still to be opened."""
        others = np.setdiff1d(np.flatnonzero(self._may_enter), sites)
        spread = np.linspace(0, len(others) - 1, self._n_open - len(sites)).astype(np.int64)
        self._offer(np.concatenate([sites, others[spread]]), may_swap=self._fate == FREE)

    def _offer(self, sites: Ints, *, may_swap: Bools) -> None:
        cost, better_sites = interchange(self._cost_by_site, sites, may_swap)
        self._incumbent.offer(cost, better_sites)

    def first_multipliers(self) -> Floats:
        """Return the cost to the second-nearest open site of the incumbent: what is lost with the nearest."""
        return np.sort(self._cost[:, self._incumbent_sites()], axis=1)[:, min(1, self._n_open - 1)]

    def _incumbent_sites(self) -> Ints:
        return np.empty(0, dtype=np.int64) if self._incumbent.plan is None else self._incumbent.plan.copy()

    def burst(self, domain: Fate, multipliers: Floats, *, step: float, n_iterations: int) -> Dual:
        """Move the multipliers; see `median_burst`."""
        value, price, saving, sites, frequency = median_burst(
            self._cost_by_site,
            self._sorted_cost,
            self._sorted_site,
            domain,
            self._n_open,
            multipliers,
            step,
            self._incumbent.objective,
            self._incumbent.cutoff,
            n_iterations,
        )
        return Dual(value=value, multipliers=price, saving=saving, liked=sites, frequency=frequency)

    def improve(self, domain: Fate, dual: Dual) -> None:
        """Offer the sites that the relaxed problem likes, improved by swaps among those that are undecided."""
        self._offer(dual.liked, may_swap=domain == FREE)

    def tighten(self, domain: Fate, dual: Dual) -> Fate | None:
        """Close and open by reduced cost: what the bound would rise by if a candidate were decided otherwise."""
        fate = domain
        saving = np.where(fate == FREE, dual.saving, np.where(fate == OPEN, -np.inf, np.inf))
        ordered = np.sort(saving)
        cutoff = self._incumbent.cutoff
        last_in = ordered[self._n_open - 1]
        first_out = ordered[self._n_open] if self._n_open < ordered.size else np.inf
        free = fate == FREE
        fate = fate.copy()
        with np.errstate(invalid="ignore"):  # decided candidates are infinite
            fate[free & (dual.value + saving - last_in >= cutoff)] = CLOSED
            fate[free & (dual.value - saving + first_out >= cutoff)] = OPEN
        n_open, n_possible = int((fate == OPEN).sum()), int((fate != CLOSED).sum())
        if n_open > self._n_open or n_possible < self._n_open:
            return None
        if n_open == self._n_open or n_possible == self._n_open:
            self._offer_exactly(fate == OPEN if n_open == self._n_open else fate != CLOSED)
            return None
        return fate

    def _offer_exactly(self, is_open: Bools) -> None:
        sites = np.flatnonzero(is_open)
        self._incumbent.offer(float(self._cost[:, sites].min(axis=1).sum()), sites)

    def focus(self, domain: Fate) -> None:
        """Forget the candidates that a domain closes; only its parts are searched from now on."""
        self._keep(domain != CLOSED)

    def polish(self, domain: Fate) -> None:
        """Swap some sites of the incumbent at random and improve what comes of it, again and again."""
        free = np.flatnonzero(domain == FREE)
        for _ in range(_SHAKES):
            sites = self._incumbent_sites()
            leaving = np.flatnonzero(np.isin(sites, free))
            entering = np.setdiff1d(free, sites)
            n_swap = min(_SHAKEN, leaving.size, entering.size)
            sites[self._rng.choice(leaving, n_swap, replace=False)] = self._rng.choice(entering, n_swap, replace=False)
            self._offer(sites, may_swap=domain == FREE)

    def splits(self, domain: Fate, dual: Dual) -> Sequence[Sequence[Fate]]:
        """Open or close a candidate that the relaxed problem cannot make up its mind about."""
        free = np.flatnonzero(domain == FREE)
        wavering = free[np.argsort(np.abs(dual.frequency[free] - 0.5), kind="stable")[:_PROBES]]
        return [_open_or_not(domain, site) for site in wavering]


def _open_or_not(domain: Fate, site: int) -> tuple[Fate, Fate]:
    opened, closed = domain.copy(), domain.copy()
    opened[site], closed[site] = OPEN, CLOSED
    return opened, closed
