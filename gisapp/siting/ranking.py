"""Which candidates become plants, and which could stand in for the last of them.

Choosing in turn gives the best next plant each time, each leaving the next what it does not take; it is exact
for one plant. Chosen together, plants are those whose scores have the greatest sum, as far as effort goes.
Either way no tonne is counted twice, and the answer says how far from the best possible it is at most.
"""

from dataclasses import dataclass, replace

import numpy as np

from gisapp.siting.alternatives import Alternatives
from gisapp.siting.codes import Bools, Figures, Floats, PlanningMethod
from gisapp.siting.criteria import CriteriaTable
from gisapp.siting.judging import ROUNDING, Choice, Judge, Standing
from gisapp.siting.requirement import PlantRequirement
from gisapp.siting.results import Quality
from gisapp.siting.supply import NearestFirst, nearest_first
from gisapp.siting.together import Clock, improved, is_valued_in_a_straight_line, unproven

# Reserves stand this many times the candidates' separation away from every site before them.
RESERVE_SEPARATIONS = 2.0


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """The choice, best first, plants before reserves.

    Attributes
    ----------
    quality
        How good the plants are; None where there are none.
    obstacles
        Where there are none: what the planner laid down that stands in the way.
    seconds
        That proving it took, by the clock that was passed in.
    best_reachable_t_per_year
        Largest supply within reach of any one candidate before the first choice.
    last_reachable_t_per_year
        The same once all plants have theirs: where fewer plants than wanted were found, it tells how far
        supply falls short of one more.
    near
        The sources of every candidate.
    last
        How all candidates stand to what the others leave the last plant.
    last_residual_t_per_year
        (n_source,) supply that the last plant found.
    """

    choices: tuple[Choice, ...]
    quality: Quality | None
    obstacles: Figures
    seconds: float
    best_reachable_t_per_year: float
    last_reachable_t_per_year: float
    near: NearestFirst
    last: Standing
    last_residual_t_per_year: Floats


def stand_ins(state: Standing, xy_m: Floats, *, chosen: list[int], separation_m: float, wanted: int) -> list[int]:
    """Return candidates that could stand in for the last plant, best first.

    Parameters
    ----------
    xy_m
        (n_candidate, 2) in metres of the study area.
    separation_m
        Least distance between two of them.
    """
    score = state.score.copy()

    def leave_out_around(candidate: int) -> None:
        away = np.hypot(*(xy_m - xy_m[candidate]).T)
        score[away <= separation_m] = -np.inf

    for candidate in chosen:
        leave_out_around(candidate)
    reserves: list[int] = []
    while len(reserves) < wanted and np.isfinite(score.max(initial=-np.inf)):
        reserves.append(int(np.argmax(score)))
        leave_out_around(reserves[-1])
    return reserves


def in_turn(
    judge: Judge, residual_t_per_year: Floats, *, alternatives: Alternatives, wanted: int
) -> tuple[Choice, ...]:
    """Choose plants one after another, the forced ones first; equal scores go to the candidate that comes first.

    Parameters
    ----------
    residual_t_per_year
        (n_source,) raw material that existing plants leave.
    """
    left, money = residual_t_per_year, alternatives.budget_million_idr
    free: Bools = ~alternatives.is_forbidden
    choices: list[Choice] = []
    while len(choices) < wanted:
        state = judge.standing(left, left_million_idr=money)
        first = free & alternatives.is_forced
        score = np.where(first if first.any() else free, state.score, -np.inf)
        if not np.isfinite(score.max(initial=-np.inf)):
            break
        choice = judge.choice(state, int(np.argmax(score)), found_t_per_year=left)
        choices.append(choice)
        free[choice.candidate] = False
        left = left - choice.taken_t_per_year
        money -= judge.sizes.outlay_million_idr[choice.candidate, choice.size]
    return tuple(choices)


def rank(
    minutes: Floats,
    residual_t_per_year: Floats,
    *,
    table: CriteriaTable,
    requirement: PlantRequirement,
    reach_min: float,
    alternatives: Alternatives,
    method: PlanningMethod,
    clock: Clock,
) -> Ranking:
    """Choose plants, then reserves for the last of them.

    A reserve is judged on the supply that the last plant found, for which it would stand in; reserves do not
    take from each other.

    Parameters
    ----------
    minutes
        (n_source, n_candidate); infinite beyond reach.
    residual_t_per_year
        (n_source,) what existing plants leave.
    clock
        Returns seconds; only an effort that is out of all proportion ends by it.
    """
    residual = residual_t_per_year.astype(float)
    judge = Judge(
        near=nearest_first(minutes),
        table=table,
        sizes=alternatives.sizes,
        reach_min=reach_min,
        largest_t_per_year=max(requirement.sizes_t_per_year),
    )
    began = clock()
    plants = in_turn(judge, residual, alternatives=alternatives, wanted=requirement.plants_wanted)
    quality, obstacles = None, _obstacles(judge, residual, alternatives)
    can_be_planned = bool(plants) or (alternatives.is_forced.any() and judge.fillable(residual).any())
    if can_be_planned and not obstacles and is_valued_in_a_straight_line(table.supply_value):
        plants, quality, obstacles = improved(
            judge,
            minutes,
            residual,
            alternatives=alternatives,
            wanted=requirement.plants_wanted,
            start=plants,
            method=method,
            clock=clock,
        )
    elif plants:
        quality = unproven(plants, PlanningMethod.IN_TURN)
    seconds = clock() - began
    return _ranking(
        judge,
        residual,
        plants=plants,
        requirement=requirement,
        alternatives=alternatives,
        quality=quality,
        obstacles=obstacles,
        seconds=seconds,
    )


def _obstacles(judge: Judge, residual: Floats, alternatives: Alternatives) -> Figures:
    """Return what alone keeps every place from any plant: the areas that are forbidden, or the budget."""
    sizes = alternatives.sizes
    can_be_filled = judge.fillable(residual)
    if not can_be_filled.any():
        return {}
    allowed = can_be_filled & ~alternatives.is_forbidden[:, None]
    if not allowed.any():
        return {"forbidden_given": 0.0, "forbidden_needed": 1.0}
    cheapest = float(sizes.outlay_million_idr[allowed].min())
    if cheapest > alternatives.budget_million_idr * (1 + ROUNDING):
        return {"budget_given": alternatives.budget_million_idr, "budget_needed": cheapest}
    return {}


def _ranking(
    judge: Judge,
    residual: Floats,
    *,
    plants: tuple[Choice, ...],
    requirement: PlantRequirement,
    alternatives: Alternatives,
    quality: Quality | None,
    obstacles: Figures,
    seconds: float,
) -> Ranking:
    """Add the reserves, and how all candidates stand."""
    taken = sum((plant.taken_t_per_year for plant in plants), np.zeros(residual.size))
    left = np.maximum(residual - taken, 0.0)
    last_left = plants[-1].found_t_per_year if plants else residual
    last = judge.standing(last_left)
    last = replace(last, score=np.where(alternatives.is_forbidden, -np.inf, last.score))
    reserves: list[int] = []
    if plants:
        reserves = stand_ins(
            last,
            alternatives.xy_m,
            chosen=[plant.candidate for plant in plants],
            separation_m=RESERVE_SEPARATIONS * alternatives.separation_m,
            wanted=requirement.reserves_wanted,
        )
    stand_in = (judge.choice(last, name, found_t_per_year=last_left, is_reserve=True) for name in reserves)
    return Ranking(
        choices=(*plants, *stand_in),
        quality=quality,
        obstacles=obstacles,
        seconds=seconds,
        best_reachable_t_per_year=float(judge.near.offered(residual).sum(axis=1).max(initial=0.0)),
        last_reachable_t_per_year=float(judge.near.offered(left).sum(axis=1).max(initial=0.0)),
        near=judge.near,
        last=last,
        last_residual_t_per_year=last_left,
    )
