"""Why a site is suggested: the parts of its score, its supply, its competitors and its rules."""

from dataclasses import dataclass

import numpy as np
import shapely

from gisapp.geo.crs import WGS84, transform
from gisapp.siting.alternatives import Alternatives
from gisapp.siting.candidates import Room
from gisapp.siting.catchment import catchments
from gisapp.siting.codes import Criterion, ExclusionEffect, Floats, PlaceKind, RuleState
from gisapp.siting.criteria import CRITERIA, UNITS, CriteriaTable, nearest_place
from gisapp.siting.exclusion import ExclusionMask, unknown_at, why_not
from gisapp.siting.execution import Execution
from gisapp.siting.grid import Terrain
from gisapp.siting.judging import Choice
from gisapp.siting.network import RoadGraph
from gisapp.siting.results import Competitor, DistrictSupply, GrownPlant, Nearby, Part, RuleCheck, Site, SourceSupply
from gisapp.siting.sources import SourceGroups
from gisapp.siting.supply import ExistingService
from gisapp.siting.travel import Points, points_on, travel_minutes
from gisapp.siting.types import SitingProblem

LEAST_CATCHMENT_MIN = 5.0


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """All that the steps before found out, for sites to be explained from.

    Attributes
    ----------
    minutes
        (n_group, n_candidate) infinite beyond reach.
    reach_min
        Longest drive to a new plant.
    """

    problem: SitingProblem
    terrain: Terrain
    graph: RoadGraph
    mask: ExclusionMask
    room: Room
    groups: SourceGroups
    service: ExistingService
    candidates: Points
    minutes: Floats
    table: CriteriaTable
    reach_min: float
    alternatives: Alternatives


def parts_of(
    problem: SitingProblem, table: CriteriaTable, *, candidate: int, value: Floats, taken_t_per_year: float
) -> tuple[Part, ...]:
    """Return the parts of a candidate's score.

    Parameters
    ----------
    value
        (6,) in the order of `Criterion`.
    """
    at = candidate
    # Row -1 stands for "none" and finds the empty name at the end.
    district = (*problem.districts.name, "")[table.district[at]]
    places = (*problem.places.name, "")
    reference = {
        Criterion.MARKET: places[table.market[at]],
        Criterion.ENERGY: places[table.energy[at]],
        Criterion.LABOUR: district,
        Criterion.SPATIAL_PLAN: (*problem.industrial_zones.name, district)[table.zone[at]],
    }
    raw = table.raw[at].copy()
    raw[CRITERIA.index(Criterion.SUPPLY)] = taken_t_per_year
    return tuple(
        Part(
            criterion=criterion,
            raw=None if np.isnan(raw[k]) else float(raw[k]),
            unit=UNITS[criterion],
            reference=reference.get(criterion, ""),
            value=float(value[k]),
            weight=float(table.weight[k]),
            contribution=float(table.weight[k] * value[k]),
        )
        for k, criterion in enumerate(CRITERIA)
    )


def _supply_by_source(evidence: Evidence, choice: Choice) -> tuple[SourceSupply, ...]:
    """Share what is taken from each group among its members, in proportion to their supply."""
    groups, sources = evidence.groups, evidence.problem.sources
    used = np.flatnonzero(choice.taken_t_per_year[groups.group_of] > 0)
    group = groups.group_of[used]
    share = groups.supply_t_per_year[used] / groups.group_supply_t_per_year[group]
    tonnes = choice.taken_t_per_year[group] * share
    minutes = evidence.minutes[group, choice.candidate]
    source = groups.member[used]
    order = np.lexsort((sources.id[source], minutes))
    return tuple(
        SourceSupply(source_id=i, district=d, minutes=m, supply_t_per_year=t)
        for i, d, m, t in zip(
            sources.id[source[order]].tolist(),
            sources.district[source[order]].tolist(),
            minutes[order].tolist(),
            tonnes[order].tolist(),
            strict=True,
        )
    )


def _supply_by_district(supply: tuple[SourceSupply, ...]) -> tuple[DistrictSupply, ...]:
    """Sum supply by district, the largest first."""
    tonnes: dict[int, float] = {}
    for one in supply:
        tonnes[one.district] = tonnes.get(one.district, 0.0) + one.supply_t_per_year
    return tuple(DistrictSupply(d, t) for d, t in sorted(tonnes.items(), key=lambda item: (-item[1], item[0])))


def _competitors(evidence: Evidence, choice: Choice, plant_minutes: Floats) -> tuple[Competitor, ...]:
    """List existing plants within reach, or fed from within reach, the nearest first.

    Parameters
    ----------
    plant_minutes
        (n_plant,) to the site; infinite beyond reach.
    """
    plants = evidence.problem.plants
    within = np.isfinite(evidence.minutes[:, choice.candidate])
    takes = evidence.service.taken_t_per_year[within].sum(axis=0)
    order = np.lexsort((plants.id, plant_minutes))
    return tuple(
        Competitor(
            plant_id=int(plants.id[row]),
            name=plants.name[row],
            minutes=float(plant_minutes[row]),
            capacity_t_per_year=float(plants.capacity_t_per_year[row]),
            capacity_is_assumed=bool(plants.capacity_is_assumed[row]),
            takes_t_per_year=float(takes[row]),
        )
        for row in order.tolist()
        if takes[row] > 0 or np.isfinite(plant_minutes[row])
    )


def _state(*, met: bool) -> RuleState:
    return RuleState.MET if met else RuleState.MISSED


def _rules(evidence: Evidence, choice: Choice) -> tuple[RuleCheck, ...]:
    """Check a site against the areas of the law, the plans, and its own needs."""
    problem, at = evidence.problem, choice.candidate
    x_m, y_m = evidence.candidates.xy_m[at]
    held = {reason.code for reason in why_not(evidence.mask, x_m, y_m)}
    unknown = {reason.code for reason in unknown_at(evidence.mask, x_m, y_m)}
    checks = [
        RuleCheck(
            code=f"outside_{area.code}",
            state=(
                _state(met=area.code not in held)
                if area.is_recorded and area.code not in unknown
                else RuleState.UNKNOWN
            ),
            legal_basis=area.legal_basis,
            figures={"penalises": float(area.effect is ExclusionEffect.PENALISE)},
        )
        for area in problem.exclusions
    ]
    zones_known = len(problem.industrial_zones.geometry) > 0
    in_zone = _state(met=bool(evidence.table.zone[at] >= 0)) if zones_known else RuleState.UNKNOWN
    fits = (*problem.districts.fits_plan, None)[evidence.table.district[at]]
    free_ha = float(
        evidence.room.patch_ha[
            evidence.mask.grid.sample(evidence.room.patch, np.array([x_m]), np.array([y_m]), outside=0)[0]
        ]
    )
    requirement = problem.requirement
    return (
        *checks,
        RuleCheck("in_industrial_zone", in_zone, "", {}),
        RuleCheck("fits_plan", RuleState.UNKNOWN if fits is None else _state(met=fits), "", {}),
        RuleCheck(
            "least_utilisation",
            RuleState.MET,
            "",
            {
                "utilisation": _utilisation(evidence, choice),
                "min_utilisation": requirement.min_utilisation,
            },
        ),
        RuleCheck(
            "room_for_plant",
            RuleState.MET if evidence.alternatives.plant[at] < 0 else RuleState.UNKNOWN,
            "",
            {"free_ha": free_ha, "site_area_ha": requirement.site_area_ha},
        ),
    )


def _grown(evidence: Evidence, choice: Choice) -> GrownPlant | None:
    plants, row = evidence.problem.plants, int(evidence.alternatives.plant[choice.candidate])
    if row < 0:
        return None
    return GrownPlant(
        plant_id=int(plants.id[row]),
        name=plants.name[row],
        capacity_t_per_year=float(plants.capacity_t_per_year[row]),
        takes_t_per_year=float(evidence.service.taken_t_per_year[:, row].sum()),
    )


def _total_t_per_year(evidence: Evidence, choice: Choice) -> float:
    return float(evidence.alternatives.sizes.total_t_per_year[choice.candidate, choice.size])


def _utilisation(evidence: Evidence, choice: Choice) -> float:
    """Return how far the plant is filled, with what an enlarged one takes already."""
    grown = _grown(evidence, choice)
    before = grown.takes_t_per_year if grown else 0.0
    return (before + float(choice.taken_t_per_year.sum())) / _total_t_per_year(evidence, choice)


def _nearby(evidence: Evidence, sites: Points) -> list[tuple[Nearby, ...]]:
    """Return, for each site, the nearest place of each kind that can be reached."""
    places = evidence.problem.places
    found: list[list[Nearby]] = [[] for _ in range(len(sites))]
    for kind in PlaceKind:
        minutes, row = nearest_place(evidence.graph, evidence.terrain, sites, places=places, kinds=frozenset({kind}))
        for site in np.flatnonzero(row >= 0).tolist():
            place = int(row[site])
            found[site].append(
                Nearby(kind=kind, place_id=int(places.id[place]), name=places.name[place], minutes=float(minutes[site]))
            )
    return [tuple(of_site) for of_site in found]


def _catchment_minutes(evidence: Evidence, choice: Choice) -> float:
    """Return the time to the farthest source that the plant draws on."""
    used = evidence.minutes[choice.taken_t_per_year > 0, choice.candidate]
    return min(max(float(used.max(initial=0.0)), LEAST_CATCHMENT_MIN), evidence.reach_min)


def _site(
    evidence: Evidence,
    choice: Choice,
    *,
    rank: int,
    lon_lat: tuple[float, float],
    plant_minutes: Floats,
    nearby: tuple[Nearby, ...],
    catchment: shapely.MultiPolygon,
) -> Site:
    at = choice.candidate
    by_source = _supply_by_source(evidence, choice)
    taken = float(choice.taken_t_per_year.sum())
    parts = parts_of(evidence.problem, evidence.table, candidate=at, value=choice.value, taken_t_per_year=taken)
    used = choice.taken_t_per_year > 0
    x_m, y_m = evidence.candidates.xy_m[at].tolist()
    return Site(
        rank=rank,
        is_reserve=choice.is_reserve,
        x_m=x_m,
        y_m=y_m,
        lon=lon_lat[0],
        lat=lon_lat[1],
        district=int(evidence.table.district[at]),
        score=sum(part.contribution for part in parts),
        parts=parts,
        reachable_t_per_year=choice.reachable_t_per_year,
        supply_t_per_year=taken,
        capacity_t_per_year=_total_t_per_year(evidence, choice),
        utilisation=_utilisation(evidence, choice),
        mean_minutes=float(choice.taken_t_per_year[used] @ evidence.minutes[used, at]) / taken,
        supply_by_source=by_source,
        supply_by_district=_supply_by_district(by_source),
        competitors=_competitors(evidence, choice, plant_minutes),
        rules=_rules(evidence, choice),
        nearby=nearby,
        catchment=catchment,
        catchment_minutes=_catchment_minutes(evidence, choice),
        outlay_million_idr=_outlay(evidence, choice),
        grown=_grown(evidence, choice),
    )


def _outlay(evidence: Evidence, choice: Choice) -> float | None:
    if evidence.problem.conditions.investment is None:
        return None
    return float(evidence.alternatives.sizes.outlay_million_idr[choice.candidate, choice.size])


def explain(evidence: Evidence, choices: tuple[Choice, ...], *, execution: Execution | None = None) -> tuple[Site, ...]:
    """Explain every chosen candidate, in the order of choice."""
    problem, plants = evidence.problem, evidence.problem.plants
    sites = evidence.candidates[np.array([choice.candidate for choice in choices], dtype=np.int64)]
    lon, lat = transform(*sites.xy_m.T, source_srid=problem.study_area.srid, target_srid=WGS84)
    plant_minutes = travel_minutes(
        evidence.graph, points_on(evidence.terrain, plants.x_m, plants.y_m), sites, evidence.reach_min
    )
    shapes = catchments(
        evidence.terrain,
        evidence.graph,
        sites,
        limit_min=np.array([_catchment_minutes(evidence, choice) for choice in choices]),
        ceiling_km=problem.requirement.catchment_ceiling_km,
        execution=execution,
    )
    nearby = _nearby(evidence, sites)
    return tuple(
        _site(
            evidence,
            choice,
            rank=k + 1,
            lon_lat=(float(lon[k]), float(lat[k])),
            plant_minutes=plant_minutes[:, k],
            nearby=nearby[k],
            catchment=shapes[k],
        )
        for k, choice in enumerate(choices)
    )
