"""The six criteria: a raw figure at each candidate, and the value it is worth.

A score is the sum of weight x value over the criteria, and every term is kept, so that an explanation
adds up to the score it explains. A figure that is not recorded is worth `NEUTRAL_VALUE`: neither a merit
nor a fault.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import shapely
from numpy.typing import NDArray

from gisapp.geo.units import M_PER_KM
from gisapp.siting.blocks import blocks_of
from gisapp.siting.codes import Criterion, Floats, Ints, PlaceKind
from gisapp.siting.exclusion import ExclusionMask, plan_factor
from gisapp.siting.grid import Grid, Terrain
from gisapp.siting.network import RoadGraph, main_road_distance_m
from gisapp.siting.travel import Points, points_on, travel_minutes
from gisapp.siting.types import Districts, IndustrialZones, Places, SitingProblem
from gisapp.siting.value_functions import Linear, Step, ValueFunction

CRITERIA = tuple(Criterion)
NEUTRAL_VALUE = 0.5
# A tonne fetched from the edge of reach counts half as much as one at the gate: a planning assumption
# that lets two sites which fill the same plant differ by how far they fetch.
FAR_SUPPLY_VALUE = 0.5

UNITS = {
    Criterion.SUPPLY: "t_per_year",
    Criterion.ROAD: "km",
    Criterion.MARKET: "minutes",
    Criterion.ENERGY: "minutes",
    Criterion.LABOUR: "heads",
    Criterion.SPATIAL_PLAN: "plan_class",
}


class PlanClass(IntEnum):
    """What the spatial and the industrial plan say of a cell, from worst to best."""

    AGAINST = 0
    SILENT = 1
    FITS_PLAN = 2
    IN_ZONE = 3


# Planning assumptions, each shown with the suggestion. Labour has no fixed scale: the most populous
# district is worth 1.
DEFAULT_VALUE_FUNCTIONS: Mapping[Criterion, ValueFunction] = {
    Criterion.SUPPLY: Linear(worst=0.0, best=1.0),
    Criterion.ROAD: Linear(worst=10.0, best=0.0),
    Criterion.MARKET: Linear(worst=180.0, best=5.0),
    Criterion.ENERGY: Linear(worst=60.0, best=5.0),
    Criterion.SPATIAL_PLAN: Step(thresholds=(1.0, 2.0, 3.0), values=(0.0, 0.25, 0.5, 1.0)),
}


@dataclass(frozen=True, slots=True, eq=False)
class CriteriaTable:
    """What is known of every candidate before supply is shared out.

    Attributes
    ----------
    raw
        (n_candidate, 6) figures in `UNITS`; NaN where not recorded, infinite where no way leads; the
        supply column is NaN, for supply is judged as plants are chosen.
    value
        (n_candidate, 6) 0-1; the supply column is 0.
    weight
        (6,) summing to 1.
    market, energy
        (n_candidate,) row of `Places` that is nearest, -1 for none.
    district
        (n_candidate,) row of `Districts`, -1 where unknown.
    zone
        (n_candidate,) row of `IndustrialZones`, -1 outside them.
    supply_value
        Function that values how well the largest plant is filled.
    """

    raw: Floats
    value: Floats
    weight: Floats
    market: Ints
    energy: Ints
    district: Ints
    zone: Ints
    supply_value: ValueFunction


def value_functions_of(problem: SitingProblem) -> dict[Criterion, ValueFunction]:
    """Return the value function of every criterion: the problem's own, or the default."""
    recorded = problem.districts.population[problem.districts.population > 0]
    labour = Linear(worst=0.0, best=float(recorded.max(initial=1.0)))
    return {**DEFAULT_VALUE_FUNCTIONS, Criterion.LABOUR: labour, **problem.value_functions}


def weights_of(problem: SitingProblem) -> Floats:
    """Return (6,) weights that sum to 1, in the order of `Criterion`."""
    weight = np.array([problem.weights[criterion] for criterion in CRITERIA], dtype=float)
    return np.asarray(weight / weight.sum())


def filled_value(tonnes: Floats, minutes: Floats, *, reach_min: float, largest_t_per_year: float) -> Floats:
    """Return how well candidates fill the largest plant, tonnes from afar counting less.

    Parameters
    ----------
    tonnes, minutes
        (n_candidate, n_rank) what is taken from each source, and its drive; infinite where nothing is.

    Returns
    -------
    numpy.ndarray
        (n_candidate,) sum of tonnes x (1 - (1 - `FAR_SUPPLY_VALUE`) x minutes / reach) over the largest size.
    """
    nearness = 1.0 - (1.0 - FAR_SUPPLY_VALUE) * np.where(np.isfinite(minutes), minutes, 0.0) / reach_min
    return np.asarray((tonnes * nearness).sum(axis=1) / largest_t_per_year)


def zone_raster(grid: Grid, zones: IndustrialZones) -> NDArray[np.int32]:
    """Return (n_row, n_col) row of `IndustrialZones`, -1 outside; the first zone of a kind wins an overlap.

    Zones smaller than a cell, and points, take every cell that they touch, or they would vanish.
    """
    raster = np.full(grid.shape, -1, dtype=np.int32)
    small = shapely.area(zones.geometry) < grid.cell_m**2
    for all_touched in (False, True):
        rows = np.flatnonzero(small == all_touched)[::-1].tolist()
        grid.number(raster, zones.geometry, rows=rows, all_touched=all_touched)
    return raster


def zone_at(grid: Grid, zones: IndustrialZones, row: Ints, col: Ints) -> Ints:
    """Return the row of `IndustrialZones` of cells, -1 outside, looking only at the blocks that hold them.

    Parameters
    ----------
    row, col
        (n_cell,) in the grid.
    """
    zone = np.full(row.shape, -1, dtype=np.int64)
    for block in blocks_of(grid.shape):
        there = block.holds(row, col)
        if there.any():
            raster = zone_raster(grid.part(block), zones)
            zone[there] = raster[row[there] - block.row, col[there] - block.col]
    return zone


def plan_class(zone: Ints, district: Ints, districts: Districts) -> Floats:
    """Return the `PlanClass` of cells, NaN where neither zones nor plans say anything anywhere.

    Parameters
    ----------
    zone, district
        Row of the zone and the district of each cell, -1 for none.
    """
    silent = float(PlanClass.SILENT)
    by_district = [
        silent if fits is None else float(PlanClass.FITS_PLAN if fits else PlanClass.AGAINST)
        for fits in districts.fits_plan
    ]
    found = np.array([*by_district, silent])[district]
    return np.where(zone >= 0, float(PlanClass.IN_ZONE), found)


def nearest_place(
    graph: RoadGraph, terrain: Terrain, candidates: Points, *, places: Places, kinds: frozenset[PlaceKind]
) -> tuple[Floats, Ints]:
    """Return minutes to, and row of, the nearest place of some kinds; NaN and -1 where none is recorded.

    The drive is from the candidate to the place, without limit; infinite where no way leads.

    Returns
    -------
    minutes, row
        (n_candidate,) each.
    """
    rows = np.array([row for row, kind in enumerate(places.kind) if kind in kinds], dtype=np.int64)
    if not rows.size:
        return np.full(len(candidates), np.nan), np.full(len(candidates), -1)
    there = points_on(terrain, places.x_m[rows], places.y_m[rows])
    minutes = travel_minutes(graph, candidates, there, np.inf)
    best = np.argmin(minutes, axis=1)
    quickest = minutes[np.arange(len(candidates)), best]
    return quickest, np.where(np.isfinite(quickest), rows[best], -1)


def criteria_table(
    problem: SitingProblem, terrain: Terrain, graph: RoadGraph, *, mask: ExclusionMask, candidates: Points
) -> CriteriaTable:
    """Judge every candidate by all criteria but supply."""
    x_m, y_m = candidates.xy_m.T
    district = terrain.grid.sample(terrain.district, x_m, y_m, outside=-1)
    cells = terrain.grid.cells(x_m, y_m)
    zone = zone_at(terrain.grid, problem.industrial_zones, *cells)
    market_min, market = nearest_place(
        graph, terrain, candidates, places=problem.places, kinds=frozenset({PlaceKind.MARKET})
    )
    energy_min, energy = nearest_place(
        graph, terrain, candidates, places=problem.places, kinds=frozenset({PlaceKind.TOWN, PlaceKind.POWER})
    )
    recorded_plan = len(problem.industrial_zones.geometry) or any(f is not None for f in problem.districts.fits_plan)
    columns = {
        Criterion.SUPPLY: np.full(len(candidates), np.nan),
        Criterion.ROAD: main_road_distance_m(problem.roads, terrain, xy_m=candidates.xy_m, island=candidates.island)
        / M_PER_KM,
        Criterion.MARKET: market_min,
        Criterion.ENERGY: energy_min,
        Criterion.LABOUR: np.append(problem.districts.population, np.nan)[district],
        Criterion.SPATIAL_PLAN: plan_class(zone, district, problem.districts)
        if recorded_plan
        else np.full(len(candidates), np.nan),
    }
    functions = value_functions_of(problem)
    raw = np.column_stack([columns[criterion] for criterion in CRITERIA])
    value = np.column_stack([functions[criterion](columns[criterion]) for criterion in CRITERIA])
    value = np.where(np.isnan(raw), NEUTRAL_VALUE, value)
    value[:, CRITERIA.index(Criterion.SPATIAL_PLAN)] *= plan_factor(mask.reasons, mask.bits[cells])
    value[:, CRITERIA.index(Criterion.SUPPLY)] = 0.0
    return CriteriaTable(
        raw=raw,
        value=value,
        weight=weights_of(problem),
        market=market,
        energy=energy,
        district=district,
        zone=zone,
        supply_value=functions[Criterion.SUPPLY],
    )
