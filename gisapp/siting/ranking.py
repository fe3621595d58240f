"""Which candidates become plants: one after another, each leaving the next what it does not take.

Choosing in turn is a greedy heuristic: it gives the best next plant each time, not the best set of
plants. What it gives is exact for one plant, needs no solver, and never counts a tonne twice.
"""

from dataclasses import dataclass

import numpy as np

from gisapp.siting.codes import Bools, Criterion, Floats
from gisapp.siting.criteria import CRITERIA, CriteriaTable, filled_value
from gisapp.siting.requirement import PlantRequirement
from gisapp.siting.supply import NearestFirst, drawn, nearest_first

_SUPPLY = CRITERIA.index(Criterion.SUPPLY)
# Reserves stand this many times the candidates' separation away from every site before them.
RESERVE_SEPARATIONS = 2.0
# Tonnes summed in another order differ in the last digits; a plant is not lost to that.
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """How all candidates stand while a given supply is left.

    Attributes
    ----------
    score, supply_value
        (n_candidate,); the score is minus infinity where no size can be filled.
    size_t_per_year
        (n_candidate,) size chosen, 0 for none.
    reachable_t_per_year
        (n_candidate,) supply left within reach.
    tonnes
        (n_candidate, n_rank) taken, in the order of `NearestFirst`.
    """

    score: Floats
    supply_value: Floats
    size_t_per_year: Floats
    reachable_t_per_year: Floats
    tonnes: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """One chosen candidate.

    Attributes
    ----------
    value
        (6,) in the order of `Criterion`; weight x value sums to `score`.
    taken_t_per_year
        (n_source,) what the plant takes.
    """

    candidate: int
    is_reserve: bool
    score: float
    value: Floats
    size_t_per_year: float
    reachable_t_per_year: float
    taken_t_per_year: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """The choice, best first, plants before reserves.

    Attributes
    ----------
    best_reachable_t_per_year
        Largest supply within reach of any one candidate before the first choice.
    last_reachable_t_per_year
        The same when the last candidate was sought: where fewer plants than wanted were found, it
        tells how far supply falls short of one more.
    near
        The sources of every candidate.
    last
        How all candidates stood when the last plant was chosen.
    last_residual_t_per_year
        (n_source,) supply that the last plant found.
    """

    choices: tuple[Choice, ...]
    best_reachable_t_per_year: float
    last_reachable_t_per_year: float
    near: NearestFirst
    last: Standing
    last_residual_t_per_year: Floats


def chosen_size(reachable_t_per_year: Floats, requirement: PlantRequirement) -> Floats:
    """Return the largest size that what is reachable fills to the least utilisation; 0 for none."""
    sizes = np.array([0.0, *sorted(requirement.sizes_t_per_year)])
    enough = reachable_t_per_year * (1 + _ROUNDING)
    return np.asarray(sizes[np.searchsorted(sizes * requirement.min_utilisation, enough, side="right") - 1])


def standing(
    near: NearestFirst,
    residual_t_per_year: Floats,
    *,
    table: CriteriaTable,
    requirement: PlantRequirement,
    reach_min: float,
) -> Standing:
    """Judge every candidate on the supply that is left.

    Parameters
    ----------
    residual_t_per_year
        (n_source,).
    """
    offered = near.offered(residual_t_per_year)
    reachable = offered.sum(axis=1)
    size = chosen_size(reachable, requirement)
    tonnes = drawn(offered, size)
    filled = filled_value(
        tonnes, near.minutes, reach_min=reach_min, largest_t_per_year=max(requirement.sizes_t_per_year)
    )
    supply_value = table.supply_value(filled)
    score = table.value @ table.weight + table.weight[_SUPPLY] * supply_value
    return Standing(
        score=np.where(size > 0, score, -np.inf),
        supply_value=supply_value,
        size_t_per_year=size,
        reachable_t_per_year=reachable,
        tonnes=tonnes,
    )


def _choice(
    state: Standing, near: NearestFirst, *, table: CriteriaTable, candidate: int, n_source: int, is_reserve: bool
) -> Choice:
    taken = np.zeros(n_source)
    taken[near.order[candidate]] = state.tonnes[candidate]
    value = table.value[candidate].copy()
    value[_SUPPLY] = state.supply_value[candidate]
    return Choice(
        candidate=candidate,
        is_reserve=is_reserve,
        score=float((table.weight * value).sum()),
        value=value,
        size_t_per_year=float(state.size_t_per_year[candidate]),
        reachable_t_per_year=float(state.reachable_t_per_year[candidate]),
        taken_t_per_year=taken,
    )


def stand_ins(state: Standing, xy_m: Floats, *, chosen: list[int], separation_m: float, wanted: int) -> list[int]:
    """Return candidates that could stand in for the last plant, best first."""
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


def rank(
    minutes: Floats,
    residual_t_per_year: Floats,
    *,
    table: CriteriaTable,
    requirement: PlantRequirement,
    reach_min: float,
    xy_m: Floats,
    separation_m: float,
) -> Ranking:
    """Choose plants in turn, then reserves for the last of them.

    Equal scores go to the candidate that comes first. A reserve is judged on the supply that the last
    plant found, for which it would stand in; reserves do not take from each other.

    Parameters
    ----------
    minutes
        (n_source, n_candidate); infinite beyond reach.
    residual_t_per_year
        (n_source,) what existing plants leave.
    xy_m
        (n_candidate, 2).
    separation_m
        Least separation of the candidates.
    """
    near, left = nearest_first(minutes), residual_t_per_year.astype(float)
    free: Bools = np.ones(len(xy_m), dtype=bool)
    choices: list[Choice] = []

    def judge(supply: Floats) -> Standing:
        return standing(near, supply, table=table, requirement=requirement, reach_min=reach_min)

    state = last = judge(left)
    last_left = left
    best_reachable = float(state.reachable_t_per_year.max(initial=0.0))
    while True:
        score = np.where(free, state.score, -np.inf)
        if not np.isfinite(score.max(initial=-np.inf)):
            break
        last, last_left, candidate = state, left, int(np.argmax(score))
        choices.append(_choice(state, near, table=table, candidate=candidate, n_source=left.size, is_reserve=False))
        if len(choices) == requirement.plants_wanted:
            break
        free[candidate] = False
        left = left - choices[-1].taken_t_per_year
        state = judge(left)

    if choices:
        names = stand_ins(
            last,
            xy_m,
            chosen=[choice.candidate for choice in choices],
            separation_m=RESERVE_SEPARATIONS * separation_m,
            wanted=requirement.reserves_wanted,
        )
        choices += [
            _choice(last, near, table=table, candidate=name, n_source=left.size, is_reserve=True) for name in names
        ]
    return Ranking(
        choices=tuple(choices),
        best_reachable_t_per_year=best_reachable,
        last_reachable_t_per_year=float(state.reachable_t_per_year.max(initial=0.0)),
        near=near,
        last=last,
        last_residual_t_per_year=last_left,
    )
