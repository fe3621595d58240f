"""Answers of the facility problem: from decisions to deliveries, and from there to better decisions."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from gisapp.siting.codes import Bools, Floats, Ints
from gisapp.siting.location.facility_problem import FacilityProblem
from gisapp.siting.location.transport import transport

CLOSED = -1
_ROUNDING = 1e-9
# Steps to price a plan, and one source of it at one open site, where the relaxation takes one for a pair.
_WORK_PER_PLAN = 5_000.0
_WORK_PER_PAIR = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """Decisions and what they come to.

    Attributes
    ----------
    decision
        (n_candidate,) row of `Options` in which each candidate is open, `CLOSED` where it is not.
    share
        (n_source, n_open) part of each source that goes to each open candidate, in their order.
    """

    decision: Ints
    objective: float
    share: Floats


@dataclass(slots=True)
class Planner:
    """Prices decisions; remembers those it has priced.

    Attributes
    ----------
    spend
        Takes note of steps of reckoning.
    """

    problem: FacilityProblem
    may_close: Bools
    spend: Callable[[float], None]
    _priced: dict[bytes, Plan | None] = field(default_factory=dict)

    def plan(self, decision: Ints) -> Plan | None:
        """Return the cheapest deliveries for some decisions, None where there are none that keep the rules."""
        key = decision.astype(np.int32).tobytes()
        if key not in self._priced:
            self._priced[key] = self._price(decision)
        return self._priced[key]

    def _price(self, decision: Ints) -> Plan | None:
        problem, options = self.problem, self.problem.options
        opened = decision != CLOSED
        chosen = decision[opened]
        n_new = int((opened & ~problem.sites.existing).sum())
        spent = float(options.spent[chosen].sum())
        keeps_rules = (
            (opened | self.may_close).all()
            and (problem.max_new is None or n_new <= problem.max_new)
            and (problem.budget is None or spent <= problem.budget * (1 + _ROUNDING))
        )
        if not keeps_rules:
            return None
        self.spend(_WORK_PER_PLAN + _WORK_PER_PAIR * problem.demand.size * (chosen.size + 1))
        delivery = transport(
            problem.cost[:, opened],
            problem.demand,
            capacity=options.capacity[chosen],
            min_load=options.min_load[chosen],
            unserved_cost=problem.unserved_cost,
        )
        fixed = float(options.fixed_cost[chosen].sum())
        return Plan(decision, fixed + delivery.cost, delivery.share) if np.isfinite(delivery.cost) else None

    def slimmed(self, plan: Plan) -> Plan:
        """Close what is idle and shrink what is too large, as long as that makes the plan cheaper."""
        options = self.problem.options
        opened = np.flatnonzero(plan.decision != CLOSED)
        load = self.problem.demand @ plan.share
        decision = plan.decision.copy()
        for site, tonnes in zip(opened, load, strict=True):
            if tonnes <= _ROUNDING and self.may_close[site]:
                decision[site] = CLOSED
                continue
            fits = (
                (options.site == site)
                & (options.capacity >= tonnes * (1 - _ROUNDING))
                & (options.min_load <= tonnes * (1 + _ROUNDING))
            )
            cheapest = np.flatnonzero(fits)[options.fixed_cost[fits].argmin()] if fits.any() else decision[site]
            if options.fixed_cost[cheapest] < options.fixed_cost[decision[site]]:
                decision[site] = cheapest
        slim = self.plan(decision)
        return slim if slim is not None and slim.objective < plan.objective else plan

    def enlarged(self, decision: Ints, *, saving: Floats, allowed: Bools) -> Ints:
        """Return decisions with enough room for all sources: larger sizes and more sites, the most likely first."""
        problem, options = self.problem, self.problem.options
        decision = decision.copy()
        wanted = 0.0 if problem.unserved_cost is not None else float(problem.demand.sum())
        room = float(options.capacity[decision[decision != CLOSED]].sum())
        for option in np.argsort(saving / options.capacity, kind="stable"):
            if room >= wanted * (1 - _ROUNDING):
                break
            site = options.site[option]
            now = options.capacity[decision[site]] if decision[site] != CLOSED else 0.0
            if allowed[option] and options.capacity[option] > now:
                decision[site] = option
                room += options.capacity[option] - now
        return decision
