"""Candidate sites: few enough to be judged on the road network, spread over all free land.

A cheap suitability, made of straight-line stand-ins for the criteria, ranks the free cells. The best cell
of every block of the study area is taken, and those with a better one nearby are dropped: local maxima
with a least separation.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy import ndimage
from scipy.spatial import cKDTree

from gisapp.geo.units import M2_PER_HA, M_PER_KM
from gisapp.siting.codes import Bools, Criterion, Floats, Ints, PlaceKind
from gisapp.siting.criteria import (
    CRITERIA,
    NEUTRAL_VALUE,
    plan_class,
    value_functions_of,
    weights_of,
    zone_raster,
)
from gisapp.siting.exclusion import ExclusionMask
from gisapp.siting.grid import Terrain
from gisapp.siting.sources import SourceGroups
from gisapp.siting.supply import reach_minutes
from gisapp.siting.travel import Points
from gisapp.siting.types import PlantRequirement, RoadEdges, SitingProblem

TARGET_BLOCKS = 1_500
COARSE_M = 1_000.0
# Straight-line speed that stands for roads and their bends when only a cheap guess is wanted.
GUESS_SPEED_KM_H = 25.0
_SIDES = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]], dtype=np.int8)


@dataclass(frozen=True, slots=True, eq=False)
class Room:
    """Where the plant fits.

    Attributes
    ----------
    fits
        (n_row, n_col) free cells in a connected free area of at least the plant's need.
    patch
        (n_row, n_col) number of the free area, 0 where not free.
    patch_ha
        (n_patch + 1,) area of each, index 0 meaningless.
    """

    fits: Bools
    patch: NDArray[np.int32]
    patch_ha: Floats


def room_for(mask: ExclusionMask, requirement: PlantRequirement) -> Room:
    """Find the free land that is large enough; cells are connected by their sides."""
    patch = np.empty(mask.grid.shape, dtype=np.int32)
    ndimage.label(mask.free, structure=_SIDES, output=patch)
    patch_ha = np.asarray(np.bincount(patch.ravel()) * (mask.grid.cell_m**2 / M2_PER_HA), dtype=np.float64)
    patch_ha[0] = 0.0
    return Room(fits=patch_ha[patch] >= max(requirement.site_area_ha, 1e-9), patch=patch, patch_ha=patch_ha)


def _coarse(terrain: Terrain) -> tuple[int, tuple[int, int]]:
    """Return cells to a coarse cell, and the shape of the coarse raster."""
    factor = max(1, round(COARSE_M / terrain.grid.cell_m))
    return factor, (-(-terrain.grid.n_row // factor), -(-terrain.grid.n_col // factor))


def _clipped(shape: tuple[int, int], row: Ints, col: Ints) -> tuple[Ints, Ints]:
    return np.clip(row, 0, shape[0] - 1), np.clip(col, 0, shape[1] - 1)


def _distance_km(terrain: Terrain, x_m: Floats, y_m: Floats, *, factor: int, shape: tuple[int, int]) -> Floats:
    """Return the raster, `factor` cells to one, of straight distances to the nearest point; infinite without any."""
    if not len(x_m):
        return np.full(shape, np.inf)
    row, col = terrain.grid.cells(x_m, y_m)
    away = np.ones(shape, dtype=bool)
    away[_clipped(shape, row // factor, col // factor)] = False
    cell_km = factor * terrain.grid.cell_m / M_PER_KM
    return np.asarray(ndimage.distance_transform_edt(away), dtype=np.float64) * cell_km


def _main_road_points(roads: RoadEdges, terrain: Terrain) -> Floats:
    """Return (n_point, 2) points a cell apart along the main roads, or along all where none is marked."""
    is_road = ~roads.is_ferry & (shapely.length(roads.line) > 0)
    main = is_road & roads.is_main if (is_road & roads.is_main).any() else is_road
    xy_m = shapely.get_coordinates(shapely.segmentize(roads.line[main], terrain.grid.cell_m))
    return np.asarray(xy_m[terrain.grid.inside(*terrain.grid.cells(*xy_m.T))], dtype=np.float64)


def _supply_field(problem: SitingProblem, terrain: Terrain, groups: SourceGroups, residual: Floats) -> Floats:
    """Return the coarse raster of residual supply about each cell, 0-1 of its peak."""
    factor, shape = _coarse(terrain)
    row, col = terrain.grid.cells(*groups.points.xy_m.T)
    row, col = _clipped(shape, row // factor, col // factor)
    tonnes = np.bincount(row * shape[1] + col, residual, minlength=shape[0] * shape[1]).reshape(shape)
    reach_km = min(
        reach_minutes(problem.requirement) / 60.0 * GUESS_SPEED_KM_H,
        problem.requirement.catchment_ceiling_km or np.inf,
        50.0,
    )
    sigma = reach_km / 2 / (factor * terrain.grid.cell_m / M_PER_KM)
    field = np.asarray(ndimage.gaussian_filter(tonnes, sigma, mode="constant", truncate=2.0), dtype=np.float64)
    return field / max(float(field.max()), 1e-12)


def suitability(
    problem: SitingProblem, terrain: Terrain, *, mask: ExclusionMask, groups: SourceGroups, residual: Floats, at: Ints
) -> Floats:
    """Return a cheap stand-in for the score of cells.

    Parameters
    ----------
    at
        (n_cell,) flat cell numbers.

    Returns
    -------
    numpy.ndarray
        (n_cell,) 0-1.
    """
    factor, shape = _coarse(terrain)
    row, col = np.divmod(at, terrain.grid.n_col)
    coarse = (row // factor, col // factor)
    district = terrain.district.ravel()[at].astype(np.int64)
    zone = zone_raster(terrain, problem.industrial_zones).ravel()[at].astype(np.int64)
    functions, places = value_functions_of(problem), problem.places

    def minutes_to(kinds: set[PlaceKind]) -> Floats:
        chosen = np.array([kind in kinds for kind in places.kind], dtype=bool)
        km = _distance_km(terrain, places.x_m[chosen], places.y_m[chosen], factor=factor, shape=shape)[coarse]
        return np.asarray(km / GUESS_SPEED_KM_H * 60.0)

    road_points = _main_road_points(problem.roads, terrain)
    raw = {
        # Fine, so that the best cell of a block is the one at the road.
        Criterion.ROAD: _distance_km(terrain, *road_points.T, factor=1, shape=terrain.grid.shape)[row, col],
        Criterion.MARKET: minutes_to({PlaceKind.MARKET}),
        Criterion.ENERGY: minutes_to({PlaceKind.TOWN, PlaceKind.POWER}),
        Criterion.LABOUR: np.append(problem.districts.population, np.nan)[district],
        Criterion.SPATIAL_PLAN: plan_class(zone, district, problem.districts),
    }
    value = {criterion: np.nan_to_num(functions[criterion](raw[criterion]), nan=NEUTRAL_VALUE) for criterion in raw}
    value[Criterion.SPATIAL_PLAN] *= mask.plan_factor.ravel()[at]
    value[Criterion.SUPPLY] = _supply_field(problem, terrain, groups, residual)[coarse]
    weight = weights_of(problem)
    return np.asarray(sum(weight[k] * value[criterion] for k, criterion in enumerate(CRITERIA)))


def _block_best(row: Ints, col: Ints, score: Floats, *, block: int) -> Ints:
    """Return the position of the best cell of each block; the first of equals."""
    number = (row // block) * (int(col.max(initial=0)) // block + 1) + col // block
    order = np.lexsort((np.arange(score.size), -score, number))
    first = np.ones(order.size, dtype=bool)
    first[1:] = number[order][1:] != number[order][:-1]
    return order[first]


def _local_maxima(xy_m: Floats, score: Floats, separation_m: float) -> Ints:
    """Return positions, best first, of points with no better one kept within the separation."""
    order = np.argsort(-score, kind="stable")
    near = cKDTree(xy_m).query_ball_point(xy_m, separation_m)
    dropped = np.zeros(score.size, dtype=bool)
    kept = []
    for point in order.tolist():
        if not dropped[point]:
            kept.append(point)
            dropped[near[point]] = True
    return np.array(kept, dtype=np.int64)


def find_candidates(
    problem: SitingProblem,
    terrain: Terrain,
    *,
    mask: ExclusionMask,
    room: Room,
    groups: SourceGroups,
    residual_t_per_year: Floats,
) -> tuple[Points, float]:
    """Return candidate sites from north to south, at cell centres, and their least separation in metres.

    There may be none.
    """
    at = np.flatnonzero(room.fits)
    if not at.size:
        return Points(np.empty((0, 2)), np.empty(0, dtype=np.int64)), 0.0
    score = suitability(problem, terrain, mask=mask, groups=groups, residual=residual_t_per_year, at=at)
    row, col = np.divmod(at, terrain.grid.n_col)
    block = max(1, round(np.sqrt(at.size / TARGET_BLOCKS)))
    best = _block_best(row, col, score, block=block)
    xy_m = np.column_stack(terrain.grid.centres(row[best], col[best]))
    separation_m = 0.75 * block * terrain.grid.cell_m
    chosen = np.sort(best[_local_maxima(xy_m, score[best], separation_m)])
    xy_m = np.column_stack(terrain.grid.centres(row[chosen], col[chosen]))
    return Points(xy_m, terrain.island.ravel()[at[chosen]].astype(np.int64)), separation_m
