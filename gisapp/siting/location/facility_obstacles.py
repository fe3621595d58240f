"""Why a facility problem has no answer, and an answer where heuristics find none: the problem as a program.

A requirement stands in the way if the problem has an answer once it alone is dropped. What an answer needs of
it is then made as small as can be.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import coo_array

from gisapp.siting.codes import Floats, Ints
from gisapp.siting.location.facility_plans import CLOSED
from gisapp.siting.location.facility_problem import FacilityProblem
from gisapp.siting.location.milp import Program, ProgramAnswer, solve_program
from gisapp.siting.location.outcome import Obstacle, OutcomeStatus, Requirement
from gisapp.siting.location.sites import SiteRules


@dataclass(frozen=True, slots=True, eq=False)
class FeasibleDecision:
    """Decisions that keep all requirements; none where the status says so.

    Attributes
    ----------
    decision
        (n_candidate,) row of `Options`, `CLOSED` where a candidate is not open; empty where none was found.
    """

    status: OutcomeStatus
    decision: Ints


def feasible_decision(problem: FacilityProblem, *, time_limit_s: float) -> FeasibleDecision:
    """Return some decisions that keep all requirements, or a proof that there are none."""
    answer = solve_program(_program(problem, per_option=problem.options.fixed_cost), time_limit_s=time_limit_s)
    decision = np.empty(0, dtype=np.int64)
    if answer.value.size:
        decision = np.full(problem.cost.shape[1], CLOSED)
        built = np.flatnonzero(answer.value[: problem.options.site.size] > 0.5)
        decision[problem.options.site[built]] = built
    return FeasibleDecision(answer.status, decision)


def facility_obstacles(problem: FacilityProblem, *, left_s: Callable[[], float]) -> tuple[Obstacle, ...]:
    """Return each requirement without which the problem would have an answer.

    Parameters
    ----------
    left_s
        Returns the seconds left.
    """
    reached = int(np.isfinite(problem.cost).any(axis=1).sum())
    if problem.unserved_cost is None and reached < len(problem.cost):
        return (Obstacle(Requirement.REACH, reached, len(problem.cost)),)
    if problem.unserved_cost is not None:
        problem = _without_worth(problem)
    found = (
        relax(problem, left_s())
        for relax in (_without_count, _without_budget, _without_forced, _without_forbidden, _without_min_load)
    )
    return tuple(obstacle for obstacle in (*found, _without_full_service(problem, left_s())) if obstacle)


def _without_worth(problem: FacilityProblem) -> FacilityProblem:
    """Return the problem with sources unserved for nothing, so that they are not counted with what is needed."""
    options = problem.options
    bare = replace(options, fixed_cost=np.zeros_like(options.fixed_cost), outlay=options.spent)
    return replace(problem, options=bare, unserved_cost=np.zeros_like(problem.demand))


def _without_count(problem: FacilityProblem, time_limit_s: float) -> Obstacle | None:
    if problem.max_new is None:
        return None
    is_new = (~problem.sites.existing[problem.options.site]).astype(np.float64)
    answer = solve_program(_program(replace(problem, max_new=None), per_option=is_new), time_limit_s=time_limit_s)
    return _obstacle(Requirement.COUNT, answer, given=problem.max_new, needed=answer.objective)


def _without_budget(problem: FacilityProblem, time_limit_s: float) -> Obstacle | None:
    if problem.budget is None:
        return None
    unlimited = replace(problem, budget=None)
    answer = solve_program(_program(unlimited, per_option=problem.options.spent), time_limit_s=time_limit_s)
    return _obstacle(Requirement.BUDGET, answer, given=problem.budget, needed=answer.objective)


def _without_forced(problem: FacilityProblem, time_limit_s: float) -> Obstacle | None:
    sites = problem.sites
    n_forced = int(sites.forced.sum())
    if not n_forced:
        return None
    free = replace(problem, sites=SiteRules(sites.existing, np.zeros_like(sites.forced), sites.forbidden))
    answer = solve_program(
        _program(free, per_option=-sites.forced[problem.options.site].astype(np.float64)), time_limit_s=time_limit_s
    )
    return _obstacle(Requirement.FORCED, answer, given=n_forced, needed=-answer.objective)


def _without_forbidden(problem: FacilityProblem, time_limit_s: float) -> Obstacle | None:
    sites = problem.sites
    if not sites.forbidden.any():
        return None
    free = replace(problem, sites=SiteRules(sites.existing, sites.forced, np.zeros_like(sites.forbidden)))
    answer = solve_program(
        _program(free, per_option=sites.forbidden[problem.options.site].astype(np.float64)), time_limit_s=time_limit_s
    )
    return _obstacle(Requirement.FORBIDDEN, answer, given=0, needed=answer.objective)


def _without_min_load(problem: FacilityProblem, time_limit_s: float) -> Obstacle | None:
    options = problem.options
    if not (options.min_load > 0).any():
        return None
    answer = solve_program(
        _program(problem, per_option=np.zeros(options.site.size), per_shortfall=1.0), time_limit_s=time_limit_s
    )
    asked = float(options.min_load @ answer.value[: options.site.size]) if answer.value.size else np.nan
    return _obstacle(Requirement.MIN_LOAD, answer, given=asked, needed=asked - answer.objective)


def _without_full_service(problem: FacilityProblem, time_limit_s: float) -> Obstacle | None:
    if problem.unserved_cost is not None:
        return None
    partial = replace(problem, unserved_cost=problem.demand)
    answer = solve_program(_program(partial, per_option=np.zeros(problem.options.site.size)), time_limit_s=time_limit_s)
    total = float(problem.demand.sum())
    return _obstacle(Requirement.CAPACITY, answer, given=total - answer.objective, needed=total)


def _obstacle(requirement: Requirement, answer: ProgramAnswer, *, given: float, needed: float) -> Obstacle | None:
    """Return the requirement if there is an answer without it; what it takes is known only if proven least."""
    if not answer.value.size:
        return None
    return Obstacle(requirement, float(given), float(needed) if answer.status == OutcomeStatus.OPTIMAL else np.nan)


def _program(problem: FacilityProblem, *, per_option: Floats, per_shortfall: float | None = None) -> Program:
    """Return the requirements as a program over options, deliveries, unserved parts and least loads missed.

    Parameters
    ----------
    per_option
        (n_option,) what to make small, with all that is left unserved.
    per_shortfall
        Cost of a unit of least load missed; None where none may be missed.
    """
    options, sites = problem.options, problem.sites
    n_source, n_site = problem.cost.shape
    n_option = options.site.size
    source, candidate = np.nonzero(np.isfinite(problem.cost))
    option, pair = np.arange(n_option), n_option + np.arange(source.size)
    unserved = n_option + source.size + np.arange(n_source)
    shortfall = unserved[-1] + 1 + np.arange(n_site)
    demand = problem.demand[source]
    # Blocks of rows: service, capacity, least load, one size a site; then budget and number of new sites.
    capacity_row, load_row, size_row = n_source, n_source + n_site, n_source + 2 * n_site
    budget_row = n_source + 3 * n_site
    count_row = budget_row + 1
    is_new = (~sites.existing[options.site]).astype(np.float64)
    entries = (
        (source, pair, np.ones(source.size)),
        (np.arange(n_source), unserved, np.ones(n_source)),
        (capacity_row + candidate, pair, demand),
        (capacity_row + options.site, option, -options.capacity),
        (load_row + candidate, pair, demand),
        (load_row + options.site, option, -options.min_load),
        (load_row + np.arange(n_site), shortfall, np.ones(n_site)),
        (size_row + options.site, option, np.ones(n_option)),
        (np.full(n_option, budget_row), option, options.spent),
        (np.full(n_option, count_row), option, is_new),
    )
    row, column, value = (np.concatenate(part) for part in zip(*entries, strict=True))
    n_column = int(shortfall[-1]) + 1
    any_number = np.full(n_site, np.inf)
    has_size = np.bincount(options.site, minlength=n_site) > 0
    return Program(
        cost=np.concatenate(
            [
                per_option,
                np.zeros(source.size),
                np.zeros(n_source) if problem.unserved_cost is None else problem.unserved_cost,
                np.full(n_site, per_shortfall or 0.0),
            ]
        ),
        lower=np.zeros(n_column),
        upper=np.concatenate(
            [
                (~sites.forbidden[options.site]).astype(np.float64),
                np.ones(source.size),
                np.full(n_source, 0.0 if problem.unserved_cost is None else 1.0),
                np.full(n_site, 0.0 if per_shortfall is None else np.inf),
            ]
        ),
        is_integer=np.arange(n_column) < n_option,
        rows=coo_array((value, (row, column)), shape=(count_row + 1, n_column)).tocsr(),
        row_lower=np.concatenate(
            [np.ones(n_source), -any_number, np.zeros(n_site), (sites.must_open & has_size) * 1.0, [-np.inf, -np.inf]]
        ),
        row_upper=np.concatenate(
            [
                np.ones(n_source),
                np.zeros(n_site),
                any_number,
                np.ones(n_site),
                [np.inf if problem.budget is None else problem.budget],
                [np.inf if problem.max_new is None else problem.max_new],
            ]
        ),
    )
