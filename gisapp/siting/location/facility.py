"""Solve the capacitated facility location problem; `facility_problem` states it.

Without the rule that each source is delivered exactly once, what is left is one continuous knapsack for each
site and size. That bound equals that of the strong linear relaxation (no delivery to a site that is not
open), sharpened by the fewest sites that have room for all. Answers take their deliveries from the
transport problem.
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from gisapp.siting.codes import Bools, Floats, Ints
from gisapp.siting.location.facility_kernels import facility_burst, opened_sites
from gisapp.siting.location.facility_obstacles import facility_obstacles, feasible_decision
from gisapp.siting.location.facility_plans import CLOSED, Plan, Planner
from gisapp.siting.location.facility_problem import FacilityProblem
from gisapp.siting.location.outcome import Outcome, OutcomeStatus, outcome_without_answer
from gisapp.siting.location.search import BranchAndBound, Deadline, Dual, Effort, Incumbent, Proof, Tuning

_TUNING = Tuning(nodes_per_improvement=1)
_PROBES = 5
_ROUNDING = 1e-9
_Array = TypeVar("_Array", bound=NDArray[Any])


@dataclass(frozen=True, slots=True, eq=False)
class _Domain:
    """Decisions that are still open.

    Attributes
    ----------
    allowed
        (n_option,) sizes that may be built.
    may_close
        (n_candidate,) sites that may be closed.
    """

    allowed: Bools
    may_close: Bools


def solve_facility(problem: FacilityProblem, effort: Effort, *, start: Ints | None = None) -> Outcome:
    """Solve the capacitated facility location problem.

    Parameters
    ----------
    start
        (n_candidate,) an answer to begin with: row of `Options` of each open candidate, -1 for the others;
        one that breaks a rule is passed over.

    Returns
    -------
    Outcome
        Its objective is all costs together, those of the budget and of the unserved included; `size` tells the
        rank of the option among those of its site, from 0.
    """
    deadline = Deadline(effort)
    incumbent: Incumbent[Plan] = Incumbent()
    model = _Facility(problem, incumbent=incumbent, deadline=deadline)
    search = BranchAndBound(model, incumbent=incumbent, deadline=deadline, tuning=_TUNING)
    model.start()
    if start is not None:
        model.offer(start)
    if incumbent.plan is None:
        answer = feasible_decision(problem, time_limit_s=deadline.left_s())
        if answer.status == OutcomeStatus.INFEASIBLE:
            return outcome_without_answer(
                OutcomeStatus.INFEASIBLE,
                n_source=len(problem.cost),
                bound=np.inf,
                seconds=deadline.elapsed_s(),
                obstacles=facility_obstacles(problem, left_s=deadline.left_s),
            )
        if answer.decision.size:
            model.offer(answer.decision)
    domain, multipliers = model.at_first_sight()
    proof = search.run(domain, multipliers)
    return _outcome(problem, incumbent=incumbent, proof=proof, seconds=deadline.elapsed_s())


def _outcome(problem: FacilityProblem, *, incumbent: Incumbent[Plan], proof: Proof, seconds: float) -> Outcome:
    counts = {"nodes": proof.nodes, "bursts": proof.bursts}
    if incumbent.plan is None:
        return outcome_without_answer(
            OutcomeStatus.INFEASIBLE if proof.is_complete else OutcomeStatus.UNKNOWN,
            n_source=len(problem.cost),
            bound=proof.bound,
            seconds=seconds,
            counts=counts,
        )
    chosen = np.flatnonzero(incumbent.plan.decision != CLOSED)
    first = np.searchsorted(problem.options.site, chosen)
    return Outcome(
        status=OutcomeStatus.OPTIMAL if proof.is_complete else OutcomeStatus.FEASIBLE,
        objective=incumbent.objective,
        bound=proof.bound,
        seconds=seconds,
        chosen=chosen,
        size=incumbent.plan.decision[chosen] - first,
        share=incumbent.plan.share,
        counts=counts,
    )


class _Facility:
    """The problem as the search sees it."""

    def __init__(self, problem: FacilityProblem, *, incumbent: Incumbent[Plan], deadline: Deadline) -> None:
        self._problem, self._options = problem, problem.options
        self._n_source, self._n_site = problem.cost.shape
        self._cost = np.ascontiguousarray(problem.cost.T)
        self._first = np.searchsorted(self._options.site, np.arange(self._n_site + 1))
        served = problem.unserved_cost
        self._unserved_cost = np.full(self._n_source, np.inf) if served is None else served
        self._wanted = float(problem.demand.sum()) if served is None else 0.0
        self._budget = np.inf if problem.budget is None else problem.budget
        self._n_most_new = self._n_site if problem.max_new is None else problem.max_new
        self._planner = Planner(problem, ~problem.sites.must_open, deadline.spend)
        site, self._reach_source = np.nonzero(np.isfinite(self._cost))
        self._reach_first = np.searchsorted(site, np.arange(self._n_site + 1))
        self._reach_cost = self._cost[site, self._reach_source]
        self._reach_demand = problem.demand[self._reach_source]
        self._incumbent = incumbent
        self._deadline = deadline

    # ---- domains

    def whole(self) -> _Domain:
        """Return the domain of all answers: what is forbidden or cannot be paid or filled is out."""
        options = self._options
        within_reach = np.where(np.isfinite(self._cost), self._problem.demand, 0.0).sum(axis=1)
        allowed = (
            ~self._problem.sites.forbidden[options.site]
            & (options.spent <= self._budget * (1 + _ROUNDING))
            & (options.min_load <= within_reach[options.site] * (1 + _ROUNDING))
        )
        return _Domain(allowed, ~self._problem.sites.must_open)

    def _largest(self, domain: _Domain) -> Floats:
        """Return (n_candidate,) the largest capacity that each site may still have."""
        largest = np.zeros(self._n_site)
        np.maximum.at(largest, self._options.site[domain.allowed], self._options.capacity[domain.allowed])
        return largest

    def _n_least(self, domain: _Domain) -> int:
        """Return the fewest sites with room for all that must be served; one more than there are if none suffice."""
        room = np.cumsum(np.sort(self._largest(domain))[::-1])
        return int(np.searchsorted(room, self._wanted * (1 - _ROUNDING))) + 1 if self._wanted > 0 else 0

    # ---- bounds

    def at_first_sight(self) -> tuple[_Domain, Floats]:
        """Return what one look at the prices of the answer at hand leaves to decide, and those prices."""
        domain, multipliers = self.whole(), self.first_multipliers()
        if self._incumbent.plan is None:
            return domain, multipliers
        dual = self.burst(domain, multipliers, step=0.0, n_iterations=1)
        left = self.tighten(domain, dual)
        return domain if left is None else left, multipliers

    def first_multipliers(self) -> Floats:
        """Return prices to begin with; the budget has no price yet."""
        plan = self._incumbent.plan
        price = self._prices_by_rank() if plan is None or self._wanted > 0 else self._prices_of(plan)
        return np.append(np.minimum(price, self._unserved_cost), 0.0)

    def _prices_of(self, plan: Plan) -> Floats:
        """Return what a source costs at the cheapest site of an answer, the rent of room there included."""
        price = self._unserved_cost.copy()
        opened = np.flatnonzero(plan.decision != CLOSED)
        load = self._problem.demand @ plan.share
        for column, site in enumerate(opened):
            cost, taken = self._cost[site], plan.share[:, column] > 0
            is_full = load[column] >= self._options.capacity[plan.decision[site]] * (1 - _ROUNDING)
            margin = (self._unserved_cost[taken] - cost[taken]) / self._problem.demand[taken]
            rent = max(0.0, float(margin.min(initial=np.inf))) if is_full and taken.any() else 0.0
            price = np.minimum(price, cost + rent * self._problem.demand)
        return price

    def _prices_by_rank(self) -> Floats:
        """Return the cost to the second-cheapest candidate."""
        open_to = np.where(self._problem.sites.forbidden[:, None], np.inf, self._cost)
        n_near = min(2, self._n_site)
        ranked = np.partition(open_to, n_near - 1, axis=0)[:n_near]
        return np.asarray(np.where(np.isfinite(ranked), ranked, 0.0).max(axis=0))

    def burst(self, domain: _Domain, multipliers: Floats, *, step: float, n_iterations: int) -> Dual:
        """Move the multipliers; see `facility_burst`."""
        options, objective = self._options, self._incumbent.objective
        n_iterations = self._deadline.affordable(n_iterations, work=self._reach_cost.size)
        self._deadline.spend(float(n_iterations) * self._reach_cost.size)
        value, price, saving, decision, frequency = facility_burst(
            self._reach_first,
            self._reach_source,
            self._reach_cost,
            self._reach_demand,
            self._unserved_cost,
            self._first,
            options.fixed_cost,
            options.spent,
            options.capacity,
            options.min_load,
            domain.allowed,
            domain.may_close,
            self._problem.sites.existing,
            self._n_least(domain),
            self._n_most_new,
            # Without a cost, no budget is short; options that cost are ruled out then.
            self._budget if self._budget > 0 else np.inf,
            multipliers,
            step,
            objective if np.isfinite(objective) else 1.1 * float(multipliers.sum()) + 1.0,
            self._incumbent.cutoff,
            n_iterations,
        )
        return Dual(value=value, multipliers=price, saving=saving, liked=decision, frequency=frequency)

    def tighten(self, domain: _Domain, dual: Dual) -> _Domain | None:
        """Rule out decisions by reduced cost, and stop where all are made or none is left."""
        slack = self._incumbent.cutoff - dual.value
        by_option, by_closing = self._dearer(domain, dual.saving)
        allowed = domain.allowed & (by_option < slack)
        may_close = domain.may_close & (by_closing < slack)
        n_sizes = np.bincount(self._options.site[allowed], minlength=self._n_site)
        if (~may_close & (n_sizes == 0)).any():
            return None
        tightened = _Domain(allowed, may_close)
        if self._n_least(tightened) > self._n_site:
            return None
        if (n_sizes + may_close == 1).all():
            decision = np.full(self._n_site, CLOSED)
            decision[self._options.site[allowed]] = np.flatnonzero(allowed)
            self.offer(decision)
            return None
        return tightened

    def _dearer(self, domain: _Domain, saving: Floats) -> tuple[Floats, Floats]:
        """Return by how much each option, and each closing, makes the relaxed problem dearer if it is forced on it."""
        site, may_close = self._options.site, domain.may_close
        value = np.full(self._n_site, np.inf)
        np.minimum.at(value, site, saving)
        n_least, existing = self._n_least(domain), self._problem.sites.existing
        is_open = opened_sites(value, may_close, existing, n_least, self._n_most_new)
        spare = value[is_open & may_close].max(initial=-np.inf)
        next_in = value[~is_open & may_close].min(initial=np.inf)
        n_open, n_new = int(is_open.sum()), int((is_open & ~existing).sum())
        # One more site puts the worst out where it only filled a number, or where there is no room beside it.
        relief = spare if n_new >= self._n_most_new or (spare > 0 and n_open >= n_least) else 0.0
        # One fewer lets the next in where the number wants it, or where it only lacked room.
        refill = next_in if n_open - 1 < n_least else min(0.0, next_in)
        with np.errstate(invalid="ignore"):
            by_option = np.where(is_open[site], saving - value[site], saving - relief)
            by_closing = np.where(is_open, refill - value, 0.0)
        return np.nan_to_num(by_option, nan=np.inf), np.nan_to_num(by_closing, nan=np.inf)

    def focus(self, domain: _Domain) -> None:
        """Do nothing: every burst passes over what its domain rules out."""

    # ---- answers

    def start(self) -> None:
        """Offer an answer with the largest sizes, cheapest for their room, slimmed."""
        domain = self.whole()
        decision = np.full(self._n_site, CLOSED)
        for site in np.flatnonzero(self._problem.sites.must_open):
            options = np.flatnonzero(domain.allowed & (self._options.site == site))
            if options.size:
                decision[site] = options[self._options.fixed_cost[options].argmin()]
        self.offer(self._planner.enlarged(decision, saving=self._options.fixed_cost, allowed=domain.allowed))

    def offer(self, decision: Ints) -> bool:
        """Offer the plan of some decisions; return whether it is the best so far."""
        plan = self._planner.plan(decision)
        if plan is None:
            return False
        plan = self._planner.slimmed(plan)
        return self._incumbent.offer(plan.objective, plan)

    def improve(self, domain: _Domain, dual: Dual) -> None:
        """Offer what the relaxed problem likes, with room for all."""
        self.offer(self._planner.enlarged(dual.liked, saving=dual.saving, allowed=domain.allowed))

    def polish(self, domain: _Domain) -> None:
        """Change one or two decisions of the incumbent as long as that helps."""
        while self._incumbent.plan is not None:
            near = self._neighbours(domain, self._incumbent.plan.decision)
            in_time = itertools.takewhile(lambda _: not self._deadline.passed(), near)
            if not any(self.offer(decision) for decision in in_time):
                break

    def _neighbours(self, domain: _Domain, decision: Ints) -> Iterator[Ints]:
        """Yield decisions that differ by a size, by a site, or by one site for another."""
        options = np.flatnonzero(domain.allowed)
        closable = np.flatnonzero((decision != CLOSED) & domain.may_close)
        for option in options[decision[self._options.site[options]] != options]:
            site = self._options.site[option]
            yield _with(decision, {site: option})
            if decision[site] == CLOSED:
                for out in closable:
                    yield _with(decision, {site: option, out: CLOSED})
        for out in closable:
            yield _with(decision, {out: CLOSED})

    # ---- parts

    def splits(self, domain: _Domain, dual: Dual) -> Sequence[Sequence[_Domain]]:
        """Ask of a site whether it opens, or, where that is known, how large it is at most."""
        site, frequency = self._options.site, np.where(domain.allowed, dual.frequency, 0.0)
        opened = np.bincount(site, frequency, minlength=self._n_site)
        most = np.where(domain.may_close, 1.0 - opened, 0.0)
        np.maximum.at(most, site, frequency)
        n_sizes = np.bincount(site[domain.allowed], minlength=self._n_site)
        undecided = np.flatnonzero(n_sizes + domain.may_close > 1)
        doubtful = undecided[np.argsort(most[undecided], kind="stable")[:_PROBES]]
        return [self._parts(domain, int(chosen), frequency) for chosen in doubtful]

    def _parts(self, domain: _Domain, site: int, frequency: Floats) -> tuple[_Domain, _Domain]:
        options = np.flatnonzero(domain.allowed & (self._options.site == site))
        if domain.may_close[site]:
            return _Domain(_with(domain.allowed, dict.fromkeys(options, False)), domain.may_close), _Domain(
                domain.allowed, _with(domain.may_close, {site: False})
            )
        by_size = options[np.argsort(self._options.capacity[options], kind="stable")]
        share = np.cumsum(frequency[by_size]) / max(float(frequency[by_size].sum()), 1e-12)
        cut = min(1 + int(np.searchsorted(share, 0.5)), by_size.size - 1)
        small, large = by_size[:cut], by_size[cut:]
        return _Domain(_with(domain.allowed, dict.fromkeys(large, False)), domain.may_close), _Domain(
            _with(domain.allowed, dict.fromkeys(small, False)), domain.may_close
        )


def _with(values: _Array, changes: Mapping[Any, object]) -> _Array:
    """Return a copy with some values changed."""
    changed = values.copy()
    for place, value in changes.items():
        changed[place] = value
    return changed
