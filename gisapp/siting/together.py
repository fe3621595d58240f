r"""Plants chosen together: those whose scores have the greatest sum, and how much greater a sum could be at most.

A score is what a place is worth, :math:`b_j`, and what its plant takes, :math:`\frac{w}{L} \sum_i n_{ij} t_{ij}`,
where :math:`n` is the nearness and :math:`L` the tonnes that are worth 1. The sum is greatest where this is least:

.. math::

    \sum_{ij} (M_i - \tfrac{w}{L} n_{ij} s_i) x_{ij} + \sum_i M_i z_i - \sum_{j \text{ open}} b_j, \quad
    M_i = \tfrac{w}{L} s_i + \delta_i

a capacitated facility location problem in which source i with supply :math:`s_i` may go unserved at :math:`M_i`.
The :math:`\delta` change no choice; they keep every answer at 0 or above, as the search asks. Everything is
multiplied by L, so that a tonne at the gate is worth about as much as a tonne.
"""

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from gisapp.siting.alternatives import Alternatives
from gisapp.siting.codes import Bools, Figures, Floats, Ints, PlanningMethod, ProofStatus
from gisapp.siting.criteria import FAR_SUPPLY_VALUE
from gisapp.siting.judging import SUPPLY, Choice, Judge
from gisapp.siting.results import Quality
from gisapp.siting.value_functions import Linear, ValueFunction

if TYPE_CHECKING:
    from gisapp.siting.location import FacilityProblem, Outcome

Clock = Callable[[], float]
# Steps of reckoning, by which answers are the same on every machine.
WORK_LIMIT = {PlanningMethod.TOGETHER: 1e7, PlanningMethod.IN_TURN: 2e6}
# No search that is counted in steps takes so long, unless the machine stalls.
SAFETY_LIMIT_S = 30.0
# A sum of scores this close to its bound, relative to it, is the best: sums differ in their last digits.
TOLERANCE = 1e-5


def is_valued_in_a_straight_line(value: ValueFunction) -> bool:
    """Return whether raw material is valued in a straight line as far as it goes: without that no bound is known."""
    return isinstance(value, Linear) and value.worst <= 0.0 and value.best >= 1.0


def unproven(plants: Sequence[Choice], method: PlanningMethod) -> Quality:
    """Return the quality of plants of which no bound is known."""
    return Quality(method, ProofStatus.NO_BOUND, objective=_sum_of_scores(plants), bound=None)


def improved(
    judge: Judge,
    minutes: Floats,
    residual_t_per_year: Floats,
    *,
    alternatives: Alternatives,
    wanted: int,
    start: tuple[Choice, ...],
    method: PlanningMethod,
    clock: Clock,
) -> tuple[tuple[Choice, ...], Quality | None, Figures]:
    """Return plants, best first, with the proof of how good they are, or what forbids a plan.

    Parameters
    ----------
    minutes
        (n_source, n_candidate); infinite beyond reach.
    residual_t_per_year
        (n_source,).
    start
        Plants chosen in turn: to begin with, or, where the method says so, to be kept.
    """
    if wanted == 1 and not alternatives.is_forced.any():
        # The best next plant is the best plant.
        return start, Quality(method, ProofStatus.OPTIMAL, objective=start[0].score, bound=start[0].score), {}
    model = _model(judge, minutes, residual_t_per_year, alternatives=alternatives, wanted=wanted)
    decision, obstacles = _decision_to_start_from(model, start, clock=clock)
    if obstacles:
        return (), None, obstacles
    outcome = _solved(model.problem, decision, work_limit=WORK_LIMIT[method], clock=clock)
    plants = start
    if method is PlanningMethod.TOGETHER:
        plants = _plants_of(outcome, model, judge, residual_t_per_year)
    objective = _sum_of_scores(plants)
    bound = max(objective, model.score(outcome.bound))
    is_best = bound - objective <= TOLERANCE * bound
    status = ProofStatus.OPTIMAL if is_best else ProofStatus.FEASIBLE
    return plants, Quality(method, status, objective=objective, bound=bound), {}


def _sum_of_scores(plants: Sequence[Choice]) -> float:
    return float(sum(plant.score for plant in plants))


@dataclass(frozen=True, slots=True, eq=False)
class _Model:
    """The facility problem, and the way back from it.

    Attributes
    ----------
    source
        (n_used,) sources that take part.
    size
        (n_option,) column of `Sizes` of each option.
    scale
        Cost of one point of score.
    unserved
        Cost of serving nobody.
    """

    problem: "FacilityProblem"
    source: Ints
    size: Ints
    scale: float
    unserved: float

    def score(self, cost: float) -> float:
        """Return the sum of scores at a cost."""
        return (self.unserved - cost) / self.scale

    def decision(self, plants: Sequence[Choice]) -> Ints:
        """Return (n_candidate,) the option of each candidate, -1 where there is no plant."""
        site = self.problem.options.site
        found = np.full(self.problem.cost.shape[1], -1)
        for plant in plants:
            found[plant.candidate] = np.flatnonzero((site == plant.candidate) & (self.size == plant.size))[0]
        return found


def _model(
    judge: Judge, minutes: Floats, residual_t_per_year: Floats, *, alternatives: Alternatives, wanted: int
) -> _Model:
    from gisapp.siting.location import FacilityProblem, Options, SiteRules  # numba takes a second to load

    supply_value = judge.table.supply_value
    if not isinstance(supply_value, Linear):
        raise TypeError("raw material must be valued in a straight line")
    weight = float(judge.table.weight[SUPPLY])
    scale = judge.largest_t_per_year * (supply_value.best - supply_value.worst)
    base = scale * judge.base - weight * judge.largest_t_per_year * supply_value.worst
    may_open = _may_open(judge, residual_t_per_year, alternatives=alternatives, wanted=wanted)
    is_left = residual_t_per_year > 0
    used = np.flatnonzero(is_left & np.isfinite(minutes[:, may_open]).any(axis=1))
    used = used if used.size else np.flatnonzero(is_left)
    supply, way = residual_t_per_year[used], minutes[used]
    # A little more than the places can be worth, for sums differ in their last digits.
    shift = 1.0 + wanted * float(base.max()) * (1 + 1e-6)
    unserved = weight * supply + shift / used.size
    nearness = 1.0 - (1.0 - FAR_SUPPLY_VALUE) * np.where(np.isfinite(way), way, np.inf) / judge.reach_min
    cost = np.where(np.isfinite(way), unserved[:, None] - weight * supply[:, None] * nearness, np.inf)
    sizes = judge.sizes
    site, size = np.nonzero(sizes.room_t_per_year > 0)
    at = (site, size)
    has_budget = np.isfinite(alternatives.budget_million_idr)
    problem = FacilityProblem(
        cost=cost,
        demand=supply,
        options=Options(
            site=site,
            capacity=sizes.room_t_per_year[at],
            fixed_cost=-base[site],
            min_load=sizes.least_t_per_year[at],
            outlay=sizes.outlay_million_idr[at],
        ),
        sites=SiteRules(np.zeros(len(base), dtype=bool), alternatives.is_forced, ~may_open),
        max_new=wanted,
        budget=alternatives.budget_million_idr if has_budget else None,
        unserved_cost=unserved,
    )
    return _Model(problem, source=used, size=size, scale=scale, unserved=float(unserved.sum()))


def _may_open(judge: Judge, residual_t_per_year: Floats, *, alternatives: Alternatives, wanted: int) -> Bools:
    """Return (n_candidate,) the forced candidates, and with plants to spare any other that can be filled."""
    if int(alternatives.is_forced.sum()) >= wanted:
        return alternatives.is_forced
    can_be_filled = judge.fillable(residual_t_per_year).any(axis=1)
    return np.asarray(alternatives.is_forced | (can_be_filled & ~alternatives.is_forbidden))


def _decision_to_start_from(model: _Model, start: tuple[Choice, ...], *, clock: Clock) -> tuple[Ints, Figures]:
    """Return plants that keep to all conditions, or else those that cannot be kept to.

    Only forced places can make a plan impossible, so they alone are looked at where choosing in turn left one out.
    """
    problem = model.problem
    forced = np.flatnonzero(problem.sites.forced)
    decision = model.decision(start)
    if (decision[forced] >= 0).all():
        return decision, {}
    rows = np.flatnonzero(problem.sites.forced[problem.options.site])
    found = _solved(_restricted(problem, forced, rows), None, work_limit=np.inf, clock=clock)
    if not found.chosen.size:
        given = {f"{one.requirement}_given": one.given for one in found.obstacles}
        needed = {f"{one.requirement}_needed": one.needed for one in found.obstacles}
        return decision, {"forced": float(forced.size), **given, **needed}
    alone = np.full(problem.cost.shape[1], -1)
    alone[forced] = np.searchsorted(problem.options.site, forced) + found.size
    return alone, {}


def _restricted(problem: "FacilityProblem", site: Ints, rows: Ints) -> "FacilityProblem":
    """Return the problem with some of its candidates, whose options are in some rows."""
    options, sites = problem.options, problem.sites
    kept = replace(
        options,
        site=np.searchsorted(site, options.site[rows]),
        capacity=options.capacity[rows],
        fixed_cost=options.fixed_cost[rows],
        min_load=options.min_load[rows],
        outlay=options.spent[rows],
    )
    rules = replace(sites, existing=sites.existing[site], forced=sites.forced[site], forbidden=sites.forbidden[site])
    return replace(problem, cost=problem.cost[:, site], options=kept, sites=rules)


def _solved(problem: "FacilityProblem", start: Ints | None, *, work_limit: float, clock: Clock) -> "Outcome":
    from gisapp.siting.location import Effort, solve_facility

    _load_kernels()
    effort = Effort(time_limit_s=SAFETY_LIMIT_S, clock=clock, work_limit=work_limit)
    return solve_facility(problem, effort, start=start)


@functools.cache
def _load_kernels() -> None:
    """Load compiled code before the clock of a search starts."""
    from gisapp.siting.location.warm_up import warm_up_facility

    warm_up_facility()


def _plants_of(outcome: "Outcome", model: _Model, judge: Judge, residual_t_per_year: Floats) -> tuple[Choice, ...]:
    """Judge each plant of an answer on what the others leave it; best first, then as the candidates come."""
    taken = np.zeros((outcome.chosen.size, residual_t_per_year.size))
    taken[:, model.source] = (outcome.share * model.problem.demand[:, None]).T
    first = np.searchsorted(model.problem.options.site, outcome.chosen)
    sizes = model.size[first + outcome.size]
    plants: dict[int, Choice] = {}
    # What one leaves, another may take: only the second time is it known to each what all others take.
    for _ in range(2):
        for row, (candidate, size) in enumerate(zip(outcome.chosen.tolist(), sizes.tolist(), strict=True)):
            left = np.maximum(residual_t_per_year - np.delete(taken, row, axis=0).sum(axis=0), 0.0)
            plants[row] = judge.choice_of_size(candidate, size, found_t_per_year=left)
            taken[row] = plants[row].taken_t_per_year
    return tuple(sorted(plants.values(), key=lambda plant: (-plant.score, plant.candidate)))
