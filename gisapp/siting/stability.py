"""Put a ranking to the test: draw weights, harvests and costs of transport, and see who leads.

The suggested sites compete with every other good place, one for each stretch of land, so that near-copies
of a site do not count as its rivals. Others are judged on the supply that the last plant found, as reserves
are. A drawn harvest changes what is left of it: existing plants are served first and take as much as before.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gisapp.siting.codes import Criterion, Floats, Ints
from gisapp.siting.criteria import CRITERIA, FAR_SUPPLY_VALUE, NEUTRAL_VALUE, CriteriaTable, value_functions_of
from gisapp.siting.ranking import RESERVE_SEPARATIONS, Ranking, stand_ins
from gisapp.siting.results import Robustness, SiteStability, WeightChange
from gisapp.siting.robustness import confidence_of, dirichlet_weights, rank_acceptability
from gisapp.siting.sources import SourceGroups
from gisapp.siting.supply import NearestFirst
from gisapp.siting.types import SitingProblem
from gisapp.siting.uncertainty import Uncertainty
from gisapp.siting.weight_change import smallest_single_change, smallest_total_change

N_DRAW, N_VALUE_DRAW = 10_000, 100
# A weight of 0.2 is drawn with a standard deviation of 0.07: a planning assumption.
CONCENTRATION = 30.0
MAX_PLACES = 200
_SUPPLY = CRITERIA.index(Criterion.SUPPLY)
# Those whose figure is a way to go, and so a cost of transport.
_WAYS = tuple(CRITERIA.index(criterion) for criterion in (Criterion.ROAD, Criterion.MARKET, Criterion.ENERGY))


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """The suggested sites and their rivals, best first.

    Attributes
    ----------
    candidate
        (n_place,) candidates, the suggested sites first.
    value
        (n_place, n_criterion).
    size_t_per_year
        (n_place,).
    residual_t_per_year
        (n_place, n_group) supply that each found.
    near
        The sources of each place.
    """

    candidate: Ints
    value: Floats
    size_t_per_year: Floats
    residual_t_per_year: Floats
    near: NearestFirst


def places_of(ranking: Ranking, table: CriteriaTable, *, xy_m: Floats, separation_m: float) -> Places:
    """Return the suggested sites and the places that compete with them.

    Parameters
    ----------
    xy_m
        (n_place, 2) of the rows of the table, in metres of the study area.
    separation_m
        Least distance between plants; rivals lie `RESERVE_SEPARATIONS` times as far from sites and each other.
    """
    choices, last = ranking.choices, ranking.last
    chosen = [choice.candidate for choice in choices]
    rivals = stand_ins(
        last, xy_m, chosen=chosen, separation_m=RESERVE_SEPARATIONS * separation_m, wanted=MAX_PLACES - len(chosen)
    )
    rival_value = table.value[rivals].copy()
    rival_value[:, _SUPPLY] = last.supply_value[rivals]
    found = [choice.found_t_per_year for choice in choices] + [ranking.last_residual_t_per_year] * len(rivals)
    candidate = np.array([*chosen, *rivals], dtype=np.int64)
    return Places(
        candidate=candidate,
        value=np.vstack([*(choice.value for choice in choices), rival_value]),
        size_t_per_year=np.array([*(choice.room_t_per_year for choice in choices), *last.room_t_per_year[rivals]]),
        residual_t_per_year=np.vstack(found),
        near=NearestFirst(order=ranking.near.order[candidate], minutes=ranking.near.minutes[candidate]),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Draws:
    """Drawn values, and what each suggested site takes of the drawn supply.

    Attributes
    ----------
    values
        Of each draw, (n_place, n_criterion).
    taken_t_per_year, minutes
        (n_draw, n_site); minutes are the mean by tonnes, NaN where nothing is taken.
    """

    values: Sequence[Floats]
    taken_t_per_year: Floats
    minutes: Floats


def _supply_factors(
    rng: np.random.Generator, groups: SourceGroups, *, district: Ints, uncertainty: Uncertainty, n_draw: int
) -> Floats:
    """Return (n_draw, n_group) factors on the supply of groups, one draw for each district.

    Parameters
    ----------
    district
        (n_used,) row of `Districts` of each source with supply, -1 where unknown.
    """
    n_district = int(district.max(initial=-1)) + 2
    shape = (n_draw, n_district)
    by_district = (
        uncertainty.yield_factor.draw(rng, n_draw * n_district)
        * uncertainty.availability_factor.draw(rng, n_draw * n_district)
    ).reshape(shape)
    # Summed by district first, for sources may be a million. The last district is that of those without one.
    n_group = groups.group_supply_t_per_year.size
    pair = (district % n_district) * n_group + groups.group_of
    tonnes = np.bincount(pair, groups.supply_t_per_year, minlength=n_district * n_group).reshape(n_district, n_group)
    return np.asarray(by_district @ tonnes / groups.group_supply_t_per_year)


def _draw_values(
    rng: np.random.Generator,
    problem: SitingProblem,
    *,
    table: CriteriaTable,
    groups: SourceGroups,
    places: Places,
    n_site: int,
    reach_min: float,
) -> _Draws:
    from gisapp.siting.near_kernels import nearest_drawn  # numba takes a second to load

    functions, requirement = value_functions_of(problem), problem.requirement
    factors = _supply_factors(
        rng,
        groups,
        district=problem.sources.district[groups.member],
        uncertainty=problem.uncertainty,
        n_draw=N_VALUE_DRAW,
    )
    transport = problem.uncertainty.transport_factor.draw(rng, N_VALUE_DRAW)
    raw = table.raw[places.candidate]
    # Of a poorer harvest everybody gets less in the same proportion; of a better one those before take no more,
    # for it was their capacity that bounded them. To serve them anew for every draw would take minutes.
    taken = groups.group_supply_t_per_year - places.residual_t_per_year
    values, taken_draws, minutes_draws = [], [], []
    for factor, cost in zip(factors, transport.tolist(), strict=True):
        tonnes, worth_t, driven = nearest_drawn(
            places.near.order,
            places.near.minutes,
            groups.group_supply_t_per_year,
            factor,
            taken,
            places.size_t_per_year,
            (1.0 - FAR_SUPPLY_VALUE) * cost / reach_min,
        )
        value = places.value.copy()
        value[:, _SUPPLY] = table.supply_value(worth_t / max(requirement.sizes_t_per_year))
        for column in _WAYS:
            way = functions[CRITERIA[column]](raw[:, column] * cost)
            value[:, column] = np.where(np.isnan(way), NEUTRAL_VALUE, way)
        values.append(value)
        total = tonnes[:n_site]
        taken_draws.append(total)
        minutes_draws.append(driven[:n_site] / np.where(total > 0, total, np.nan))
    return _Draws(values, np.array(taken_draws), np.array(minutes_draws))


def _weight_change(moved: float, weights: Floats, *, criterion: int | None, rival: int, n_site: int) -> WeightChange:
    return WeightChange(
        weights=dict(zip(CRITERIA, weights.tolist(), strict=True)),
        criterion=None if criterion is None else CRITERIA[criterion],
        moved=moved,
        rival_rank=rival + 1 if rival < n_site else 0,
    )


def _single_change(places: Places, weights: Floats, n_site: int) -> WeightChange | None:
    found = smallest_single_change(places.value, weights)
    if found is None:
        return None
    changed = weights * (1 - found.new_weight) / (1 - found.weight)
    changed[found.criterion] = found.new_weight
    return _weight_change(abs(found.change), changed, criterion=found.criterion, rival=found.rival, n_site=n_site)


def _total_change(places: Places, weights: Floats, n_site: int) -> WeightChange | None:
    found = smallest_total_change(places.value, weights)
    if found is None:
        return None
    return _weight_change(found.moved, found.new_weights, criterion=None, rival=found.rival, n_site=n_site)


def ranking_robustness(
    rng: np.random.Generator,
    problem: SitingProblem,
    *,
    ranking: Ranking,
    table: CriteriaTable,
    groups: SourceGroups,
    xy_m: Floats,
    separation_m: float,
    reach_min: float,
) -> Robustness:
    """Draw weights and values and tell how each suggested site fares among all good places.

    Parameters
    ----------
    xy_m
        (n_candidate, 2).
    separation_m
        Least separation of the candidates.
    """
    places = places_of(ranking, table, xy_m=xy_m, separation_m=separation_m)
    n_site = len(ranking.choices)
    draws = _draw_values(rng, problem, table=table, groups=groups, places=places, n_site=n_site, reach_min=reach_min)
    weights = dirichlet_weights(rng, table.weight, concentration=CONCENTRATION, n_draw=N_DRAW)
    least = np.array([choice.least_t_per_year for choice in ranking.choices])
    filled = draws.taken_t_per_year >= least * (1 - 1e-9)
    shares = np.split(weights, N_VALUE_DRAW)
    found = rank_acceptability(zip(draws.values, shares, strict=True), n_rank=n_site)
    central = found.central_weights[0]
    return Robustness(
        sites=tuple(
            SiteStability(
                rank=row + 1,
                rank_share=tuple(found.share[row].tolist()),
                filled_share=float(filled[:, row].mean()),
                drawn_t_per_year=tuple(draws.taken_t_per_year[:, row].tolist()),
                drawn_minutes=tuple(None if np.isnan(mean) else mean for mean in draws.minutes[:, row].tolist()),
            )
            for row in range(n_site)
        ),
        n_draw=found.n_draw,
        n_value_draw=len(draws.values),
        n_rival=len(places.candidate) - n_site,
        concentration=CONCENTRATION,
        first_confidence=None if np.isnan(central).any() else confidence_of(draws.values, central, site=0),
        single_change=_single_change(places, table.weight, n_site),
        total_change=_total_change(places, table.weight, n_site),
    )
