r"""The capacitated p-median problem: each source goes whole to one site, and no site takes more than it can.

.. math::

    \min \sum_{ij} c_{ij} x_{ij} \quad \sum_j x_{ij} = 1, \quad \sum_i d_i x_{ij} \le q_j y_j, \quad
    \sum_j y_j \le p, \quad x_{ij}, y_j \in \{0, 1\}

Without the rule that each source is served exactly once, what is left is one knapsack a site. That bound is
stronger than that of the linear relaxation. What it leaves undecided is settled among the groups of sources that
a site may serve, if they are few enough to be listed (`single_source_partition`); else it is parted by asking from
which of two groups of sites a source is served.

References
----------
Osman and Christofides, Capacitated clustering problems by hybrid simulated annealing and tabu search.
International Transactions in Operational Research 1 (1994) 317-336, 10.1016/0969-6016(94)90032-9.
Ceselli and Righini, A branch-and-price algorithm for the capacitated p-median problem. Networks 45 (2005)
125-142, 10.1002/net.20059.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gisapp.siting.codes import Bools, Floats, Ints
from gisapp.siting.location.errors import LocationError
from gisapp.siting.location.feasibility import capacity_obstacles, count_obstacles, reach_obstacles
from gisapp.siting.location.fewest_sites import fewest_sites
from gisapp.siting.location.milp import ProgramAnswer
from gisapp.siting.location.numbers import is_whole, rounded_up
from gisapp.siting.location.outcome import (
    Obstacle,
    Outcome,
    OutcomeStatus,
    Requirement,
    outcome_without_answer,
)
from gisapp.siting.location.search import BranchAndBound, Deadline, Dual, Effort, Incumbent, Proof, Tuning
from gisapp.siting.location.single_source_groups import GroupProblem
from gisapp.siting.location.single_source_kernels import single_source_burst, still_allowed
from gisapp.siting.location.single_source_partition import Listing, settled_by_groups
from gisapp.siting.location.single_source_plans import assigned, improved_plan
from gisapp.siting.location.sites import SiteRules

# Finer loads make larger knapsacks; loads are rounded down to it, so that the bound stays one.
_FINEST_CAPACITY = 1_000
_TUNING = Tuning(node_burst=25, probe_burst=15, root_step=1.0, nodes_per_improvement=3)
_PROBES = 5
_STARTS = 20
# Some 200 bytes each. The parts of a problem that has more are many, and few of them have as few as that at first.
_LISTING = {
    "whole": Listing(most_groups=200_000, is_lifted_first=True),
    "part": Listing(most_groups=100_000, is_lifted_first=False),
}
_SHAKES = 1_000
_SECOND_MOVE = 0.3
_NEAR_MOVE = 0.7


@dataclass(frozen=True, slots=True, eq=False)
class SingleSourceProblem:
    """Open `n_new` sites and serve each source whole from one, within their capacities.

    Attributes
    ----------
    cost
        (n_source, n_candidate) cost of serving a source from a candidate, 0 or more; infinite where the
        candidate cannot be reached.
    demand
        (n_source,) what each source takes of a capacity, above 0.
    capacity
        (n_candidate,) in the unit of `demand`.
    n_new
        Sites to open besides the existing ones, forced ones included; those that nobody needs serve no one.
    """

    cost: Floats
    demand: Floats
    capacity: Floats
    n_new: int
    sites: SiteRules

    def __post_init__(self) -> None:
        if self.cost.ndim != 2 or not self.cost.size:
            raise LocationError(f"cost: shape {self.cost.shape}; give (n_source, n_candidate), neither of them 0")
        self.sites.check_width("cost", self.cost)
        if not (self.cost >= 0).all():
            row, column = np.argwhere(~(self.cost >= 0))[0]
            raise LocationError(
                f"cost: {self.cost[row, column]} from source {row} to candidate {column};"
                " give 0 or more, infinite where out of reach"
            )
        for name, values, length in (("demand", self.demand, 0), ("capacity", self.capacity, 1)):
            if values.shape != (self.cost.shape[length],):
                raise LocationError(f"{name}: {values.size} values; give {self.cost.shape[length]}, as cost has")
            bad = np.flatnonzero(~(np.isfinite(values) & (values > 0)))
            if bad.size:
                raise LocationError(f"{name}: {values[bad[0]]} at {bad[0]}; give a number above 0")


def solve_single_source(problem: SingleSourceProblem, effort: Effort) -> Outcome:
    """Solve the capacitated p-median problem.

    Returns
    -------
    Outcome
        Its objective in the unit of `cost`.
    """
    deadline = Deadline(effort)
    obstacles = (
        count_obstacles(problem.sites, n_new=problem.n_new)
        or reach_obstacles(problem.cost, problem.sites)
        or capacity_obstacles(
            problem.demand, problem.capacity, cost=problem.cost, sites=problem.sites, n_new=problem.n_new
        )
    )
    if obstacles:
        return _infeasible(problem, obstacles, deadline)
    incumbent: Incumbent[_Plan] = Incumbent(is_integral=is_whole(problem.cost))
    model = _SingleSource(problem, incumbent=incumbent, deadline=deadline, seed=effort.seed)
    if not model.start():
        fewest = fewest_sites(
            problem.cost,
            problem.demand,
            capacity=problem.capacity,
            sites=problem.sites,
            time_limit_s=deadline.left_s(),
        )
        if fewest.status == OutcomeStatus.INFEASIBLE or rounded_up(fewest.bound) > problem.n_new:
            return _infeasible(problem, _room_obstacles(problem, fewest), deadline)
        if fewest.value.size and fewest.objective < problem.n_new + 0.5:
            model.start_from(fewest)
    search = BranchAndBound(model, incumbent=incumbent, deadline=deadline, tuning=_TUNING)
    proof = search.run(model.whole(), model.first_multipliers())
    return _outcome(problem, incumbent=incumbent, proof=proof, seconds=deadline.elapsed_s())


def _room_obstacles(problem: SingleSourceProblem, fewest: ProgramAnswer) -> tuple[Obstacle, ...]:
    """Say that sources do not fit together: more sites would do, or none would."""
    if fewest.status == OutcomeStatus.INFEASIBLE:
        room = float(problem.capacity[~problem.sites.forbidden].sum())
        return (Obstacle(Requirement.CAPACITY, room, float("nan")),)
    return (Obstacle(Requirement.COUNT, problem.n_new, rounded_up(fewest.bound)),)


def _infeasible(problem: SingleSourceProblem, obstacles: tuple[Obstacle, ...], deadline: Deadline) -> Outcome:
    return outcome_without_answer(
        OutcomeStatus.INFEASIBLE,
        n_source=len(problem.cost),
        bound=np.inf,
        seconds=deadline.elapsed_s(),
        obstacles=obstacles,
    )


def _outcome(problem: SingleSourceProblem, *, incumbent: Incumbent["_Plan"], proof: Proof, seconds: float) -> Outcome:
    n_source = len(problem.cost)
    counts = {"nodes": proof.nodes, "bursts": proof.bursts}
    if incumbent.plan is None:
        status = OutcomeStatus.INFEASIBLE if proof.is_complete else OutcomeStatus.UNKNOWN
        return outcome_without_answer(status, n_source=n_source, bound=proof.bound, seconds=seconds, counts=counts)
    order = np.argsort(incumbent.plan.sites, kind="stable")
    share = np.zeros((n_source, order.size))
    share[np.arange(n_source), np.argsort(order, kind="stable")[incumbent.plan.place]] = 1.0
    return Outcome(
        status=OutcomeStatus.OPTIMAL if proof.is_complete else OutcomeStatus.FEASIBLE,
        objective=incumbent.objective,
        bound=proof.bound,
        seconds=seconds,
        chosen=incumbent.plan.sites[order],
        size=np.zeros(order.size, dtype=np.int64),
        share=share,
        counts=counts,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Plan:
    """Open sites, and the place among them of each source's site."""

    sites: Ints
    place: Ints


class _SingleSource:
    """The problem as the search sees it: a domain is (n_candidate, n_source), which site may serve which source."""

    def __init__(
        self, problem: SingleSourceProblem, *, incumbent: Incumbent[_Plan], deadline: Deadline, seed: int
    ) -> None:
        self._cost = np.ascontiguousarray(problem.cost.T)
        self._demand, self._capacity = problem.demand, problem.capacity
        self._load, self._room = _whole_loads(problem.demand, problem.capacity)
        self._n_open = problem.n_new + int(problem.sites.existing.sum())
        self._must_open = problem.sites.must_open
        self._forbidden = problem.sites.forbidden
        self._may_swap = ~problem.sites.must_open & ~problem.sites.forbidden
        self._incumbent = incumbent
        self._deadline = deadline
        self._is_climbed = self._is_parted = False
        self._rng = np.random.default_rng(seed)
        self._unlikeness: dict[int, Floats] = {}

    def whole(self) -> Bools:
        """Return the domain of all answers."""
        fits = self._demand[None, :] <= self._capacity[:, None]
        return np.isfinite(self._cost) & fits & ~self._forbidden[:, None]

    def first_multipliers(self) -> Floats:
        """Return the cost to a candidate as far off as one of `n_open` may be."""
        ranked = np.sort(self._cost[~self._forbidden], axis=0)
        reachable = np.isfinite(ranked).sum(axis=0)
        rank = np.minimum(len(self._cost) // self._n_open, reachable - 1)
        return np.asarray(ranked[rank, np.arange(rank.size)])

    def start(self) -> bool:
        """Try some spread and random sites; return whether an answer was found."""
        others = np.flatnonzero(self._may_swap)
        fixed = np.flatnonzero(self._must_open)
        n_more = self._n_open - fixed.size
        self._offer(np.concatenate([fixed, others[np.argsort(-self._capacity[others], kind="stable")[:n_more]]]))
        for _ in range(_STARTS):
            self._offer(np.concatenate([fixed, self._rng.choice(others, n_more, replace=False)]))
        return self._incumbent.plan is not None

    def start_from(self, fewest: ProgramAnswer) -> None:
        """Offer the answer that needs fewest sites, with others opened beside them."""
        n_candidate = len(self._cost)
        source, candidate = np.nonzero(np.isfinite(self._cost.T))
        used = fewest.value[n_candidate:] > 0.5
        site_of = np.zeros(len(self._demand), dtype=np.int64)
        site_of[source[used]] = candidate[used]
        sites = np.union1d(site_of, np.flatnonzero(self._must_open))
        others = np.setdiff1d(np.flatnonzero(self._may_swap), sites)
        place = np.searchsorted(sites, site_of)
        self._improve(np.concatenate([sites, others[: self._n_open - sites.size]]), place)

    def _offer(self, sites: Ints) -> None:
        place = assigned(self._cost, self._demand, self._capacity, sites)
        if place.min() >= 0:
            self._improve(sites, place)

    def _improve(self, sites: Ints, place: Ints) -> None:
        cost, sites, place = improved_plan(self._cost, self._demand, self._capacity, self._may_swap, sites, place)
        self._incumbent.offer(cost, _Plan(sites, place))

    def burst(self, domain: Bools, multipliers: Floats, *, step: float, n_iterations: int) -> Dual:
        """Move the multipliers; see `single_source_burst`."""
        objective = self._incumbent.objective
        value, price, saving, sites, frequency = single_source_burst(
            self._cost,
            self._load,
            self._room,
            domain,
            self._must_open,
            self._n_open,
            multipliers,
            step,
            # Without an answer, aim a little above what the prices come to.
            objective if np.isfinite(objective) else 1.1 * float(multipliers.sum()),
            self._incumbent.cutoff,
            n_iterations,
        )
        return Dual(value=value, multipliers=price, saving=saving, liked=sites, frequency=frequency)

    def improve(self, domain: Bools, dual: Dual) -> None:  # noqa: ARG002  the sites liked say it all
        """Offer the sites that the relaxed problem likes; a forbidden one costs it nothing and fills up the number."""
        self._offer(dual.liked[~self._forbidden[dual.liked]])

    def tighten(self, domain: Bools, dual: Dual) -> Bools | None:
        """Rule out assignments by reduced cost."""
        tightened = still_allowed(
            self._cost,
            self._load,
            self._room,
            domain,
            self._must_open,
            self._n_open,
            dual.multipliers,
            dual.saving,
            self._incumbent.cutoff - dual.value,
        )
        n_sites = tightened.sum(axis=0)
        if not n_sites.all():
            return None
        if (n_sites == 1).all():
            self._offer_exactly(tightened.argmax(axis=0))
            return None
        return None if self._is_settled(tightened, dual) else tightened

    def _is_settled(self, domain: Bools, dual: Dual) -> bool:
        """Solve a domain outright, if it is small, and offer its best answer; return whether that was done."""
        if not self._is_climbed or not np.isfinite(self._incumbent.cutoff):
            return False
        problem = GroupProblem(
            cost=self._cost,
            load=self._load,
            room=self._room,
            demand=self._demand,
            capacity=self._capacity,
            allowed=domain,
            must_open=self._must_open,
            n_free=self._n_open - int(self._must_open.sum()),
            cutoff=self._incumbent.cutoff,
        )
        is_settled, site_of = settled_by_groups(
            problem,
            dual.multipliers,
            dual.saving,
            listing=_LISTING["part" if self._is_parted else "whole"],
            left_s=self._deadline.left_s,
        )
        if site_of.size:
            self._offer_exactly(site_of)
        return is_settled

    def _offer_exactly(self, site_of: Ints) -> None:
        sites, place = np.unique(np.concatenate([site_of, np.flatnonzero(self._must_open)]), return_inverse=True)
        place = place[: site_of.size]
        load = np.bincount(place, self._demand, minlength=sites.size)
        if sites.size <= self._n_open and (load <= self._capacity[sites] * (1 + 1e-12)).all():
            self._incumbent.offer(float(self._cost[site_of, np.arange(site_of.size)].sum()), _Plan(sites, place))

    def focus(self, domain: Bools) -> None:  # noqa: ARG002  see below
        """Note that the bound has been lifted as far as prices do; every burst reads only what its domain allows."""
        self._is_climbed = True

    def polish(self, domain: Bools) -> None:  # noqa: ARG002  sites move freely
        """Move one or two sites of the incumbent at random and improve what comes of it, again and again."""
        others = np.flatnonzero(self._may_swap)
        for _ in range(_SHAKES if self._incumbent.plan is not None and others.size else 0):
            self._offer(self._shaken(others))

    def _shaken(self, others: Ints) -> Ints:
        assert self._incumbent.plan is not None  # noqa: S101  polish() has looked
        sites = self._incumbent.plan.sites.copy()
        for _ in range(1 + int(self._rng.random() < _SECOND_MOVE)):
            entering = self._rng.choice(np.setdiff1d(others, sites))
            leaving = np.flatnonzero(self._may_swap[sites])
            near = leaving[self._unlike(entering)[sites[leaving]].argmin()]
            sites[near if self._rng.random() < _NEAR_MOVE else self._rng.choice(leaving)] = entering
        return sites

    def splits(self, domain: Bools, dual: Dual) -> Sequence[Sequence[Bools]]:
        """Ask from which of two groups of sites a source is served: those like its likeliest site, or the others."""
        self._is_parted = True
        frequency = dual.frequency * domain
        frequency /= np.maximum(frequency.sum(axis=0), 1e-9)
        doubt = (1.0 - frequency.max(axis=0)) * np.sqrt(self._demand)
        doubt[domain.sum(axis=0) < 2] = -np.inf
        sources = np.argsort(-doubt, kind="stable")[:_PROBES]
        return [self._halves(domain, int(i), frequency[:, i]) for i in sources if np.isfinite(doubt[i])]

    def _halves(self, domain: Bools, source: int, frequency: Floats) -> tuple[Bools, Bools]:
        sites = np.flatnonzero(domain[:, source])
        likeliest = int(sites[frequency[sites].argmax()])
        order = sites[np.argsort(self._unlike(likeliest)[sites], kind="stable")]
        cut = 1 + int(np.searchsorted(np.cumsum(frequency[order]), 0.5))
        cut = min(cut, order.size - 1)
        halves = domain.copy(), domain.copy()
        halves[0][order[cut:], source] = False
        halves[1][order[:cut], source] = False
        return halves

    def _unlike(self, site: int) -> Floats:
        """Return (n_candidate,) by how much the costs of the sources differ between a site and each other."""
        if site not in self._unlikeness:
            far = np.nanmax(np.where(np.isfinite(self._cost), self._cost, np.nan))
            cost = np.where(np.isfinite(self._cost), self._cost, far)
            self._unlikeness[site] = np.abs(cost - cost[site]).sum(axis=1)
        return self._unlikeness[site]


def _whole_loads(demand: Floats, capacity: Floats) -> tuple[Ints, Ints]:
    """Return demands and capacities as whole numbers, such that what fits before fits after."""
    is_exact = is_whole(demand) and is_whole(capacity) and capacity.max() <= _FINEST_CAPACITY
    scale = 1.0 if is_exact else _FINEST_CAPACITY / float(capacity.max())
    # Rounding in the last digit must not make a source larger, nor a site smaller.
    load = np.floor(demand * scale * (1 - 1e-12) + (1e-9 if is_exact else 0.0))
    return load.astype(np.int64), np.floor(capacity * scale * (1 + 1e-12)).astype(np.int64)
