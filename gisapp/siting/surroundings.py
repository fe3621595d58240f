"""A cheap look at what lies around every cell: straight lines in place of drives, supply smoothed.

It says where to look for candidates; it is not the score of a site. Distances are told to a kilometre,
but for the main road nearby, so that of the cells of a stretch of land the one at the road is found.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy import ndimage

from gisapp.geo.units import M_PER_KM
from gisapp.siting.blocks import Block, blocks_of
from gisapp.siting.codes import Bools, Criterion, Floats, Ints, PlaceKind
from gisapp.siting.criteria import (
    CRITERIA,
    NEUTRAL_VALUE,
    plan_class,
    value_functions_of,
    weights_of,
    zone_raster,
)
from gisapp.siting.exclusion import Bits, ExclusionMask, plan_factor
from gisapp.siting.grid import Grid, Terrain
from gisapp.siting.results import Reason
from gisapp.siting.sources import SourceGroups
from gisapp.siting.supply import reach_minutes
from gisapp.siting.types import Districts, IndustrialZones, RoadEdges, SitingProblem
from gisapp.siting.value_functions import ValueFunction

COARSE_M = 1_000.0
# Straight-line speed that stands for roads and their bends when only a cheap guess is wanted.
GUESS_SPEED_KM_H = 25.0
# Up to here the distance to a main road is told to a cell.
NEAR_ROAD_KM = 10.0
_FARTHEST_SUPPLY_KM = 50.0
_Coarse = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Surroundings:
    """What lies around, on a raster with `factor` cells to one, and the main roads cell by cell.

    Attributes
    ----------
    coarse
        (n_row, n_col) by criterion: supply 0-1 of its peak, road in km, market and energy in minutes;
        infinite where there is none at all.
    road_row, road_col
        (n_cell,) cells of the grid that a main road crosses, from north to south.
    """

    factor: int
    coarse: Mapping[Criterion, _Coarse]
    road_row: Ints
    road_col: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Valuation:
    """What every block is valued with."""

    grid: Grid
    factor: int
    functions: Mapping[Criterion, ValueFunction]
    weight: Floats
    districts: Districts
    zones: IndustrialZones
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """One block: the cells that are wanted, and windows of what is known of them.

    Attributes
    ----------
    cells
        (n_row, n_col) True where wanted.
    around
        The block grown to where the nearest main road is told to a cell, and in it
    road_row, road_col
        (n_cell,) cells that a main road crosses, counted from its first.
    """

    block: Block
    cells: Bools
    district: NDArray[np.int16]
    bits: Bits
    coarse: Mapping[Criterion, _Coarse]
    around: Block
    road_row: Ints
    road_col: Ints


def surroundings_of(
    problem: SitingProblem, terrain: Terrain, *, groups: SourceGroups, residual_t_per_year: Floats
) -> Surroundings:
    """Look around a whole study area.

    Parameters
    ----------
    residual_t_per_year
        (n_group,) what existing plants leave.
    """
    grid, places = terrain.grid, problem.places
    factor = max(1, round(COARSE_M / grid.cell_m))
    coarse = Grid(
        west_m=grid.west_m,
        north_m=grid.north_m,
        cell_m=factor * grid.cell_m,
        n_row=-(-grid.n_row // factor),
        n_col=-(-grid.n_col // factor),
    )
    road = _main_road_points(problem.roads, grid)

    def minutes_to(*kinds: PlaceKind) -> _Coarse:
        chosen = np.array([kind in kinds for kind in places.kind], dtype=bool)
        return _distance_km(coarse, places.x_m[chosen], places.y_m[chosen]) / np.float32(GUESS_SPEED_KM_H / 60.0)

    rasters = {
        Criterion.SUPPLY: _supply(problem, coarse, groups, residual_t_per_year),
        Criterion.ROAD: _distance_km(coarse, *road.T),
        Criterion.MARKET: minutes_to(PlaceKind.MARKET),
        Criterion.ENERGY: minutes_to(PlaceKind.TOWN, PlaceKind.POWER),
    }
    cell = np.unique(np.ravel_multi_index(grid.cells(*road.T), grid.shape))
    road_row, road_col = np.divmod(cell, grid.n_col)
    return Surroundings(factor=factor, coarse=rasters, road_row=road_row, road_col=road_col)


def valuation_of(problem: SitingProblem, mask: ExclusionMask, surroundings: Surroundings) -> Valuation:
    """Return what every block is valued with."""
    return Valuation(
        grid=mask.grid,
        factor=surroundings.factor,
        functions=value_functions_of(problem),
        weight=weights_of(problem),
        districts=problem.districts,
        zones=problem.industrial_zones,
        reasons=mask.reasons,
    )


def looks(surroundings: Surroundings, terrain: Terrain, mask: ExclusionMask, *, wanted: Bools) -> list[Look]:
    """Cut what is known of the wanted cells into blocks, those without any left out.

    Parameters
    ----------
    wanted
        (n_row, n_col).
    """
    rim = int(np.ceil(NEAR_ROAD_KM * M_PER_KM / terrain.grid.cell_m))
    blocks = [block for block in blocks_of(terrain.grid.shape) if wanted[block.window].any()]
    return [_look(surroundings, terrain, mask, wanted=wanted, block=block, rim=rim) for block in blocks]


def _look(
    surroundings: Surroundings, terrain: Terrain, mask: ExclusionMask, *, wanted: Bools, block: Block, rim: int
) -> Look:
    around = block.grown(rim, terrain.grid.shape)
    first, last = np.searchsorted(surroundings.road_row, [around.row, around.row + around.n_row])
    row = surroundings.road_row[first:last] - around.row
    col = surroundings.road_col[first:last] - around.col
    inside = (col >= 0) & (col < around.n_col)
    factor = surroundings.factor
    window = (
        slice(block.row // factor, (block.row + block.n_row - 1) // factor + 1),
        slice(block.col // factor, (block.col + block.n_col - 1) // factor + 1),
    )
    return Look(
        block=block,
        cells=wanted[block.window],
        district=terrain.district[block.window],
        bits=mask.bits[block.window],
        coarse={criterion: raster[window] for criterion, raster in surroundings.coarse.items()},
        around=around,
        road_row=row[inside],
        road_col=col[inside],
    )


def suitability(shared: Valuation, look: Look) -> Floats:
    """Return a cheap stand-in for the score of the wanted cells of a block.

    Returns
    -------
    numpy.ndarray
        (n_cell,) 0-1, row by row.
    """
    block, factor = look.block, shared.factor
    row, col = np.nonzero(look.cells)
    at = (
        (row + block.row) // factor - block.row // factor,
        (col + block.col) // factor - block.col // factor,
    )
    district = look.district[row, col].astype(np.int64)
    zone = zone_raster(shared.grid.part(block), shared.zones)[row, col].astype(np.int64)
    raw = {criterion: look.coarse[criterion][at].astype(np.float64) for criterion in look.coarse}
    raw[Criterion.ROAD] = _road_km(look, raw[Criterion.ROAD], row, col, cell_km=shared.grid.cell_m / M_PER_KM)
    raw[Criterion.LABOUR] = np.append(shared.districts.population, np.nan)[district]
    raw[Criterion.SPATIAL_PLAN] = plan_class(zone, district, shared.districts)
    supply = raw.pop(Criterion.SUPPLY)
    value = {
        criterion: np.nan_to_num(shared.functions[criterion](raw[criterion]), nan=NEUTRAL_VALUE) for criterion in raw
    }
    value[Criterion.SPATIAL_PLAN] *= plan_factor(shared.reasons, look.bits[row, col])
    value[Criterion.SUPPLY] = supply
    return np.asarray(sum(shared.weight[k] * value[criterion] for k, criterion in enumerate(CRITERIA)))


def _road_km(look: Look, coarse_km: Floats, row: Ints, col: Ints, *, cell_km: float) -> Floats:
    """Return (n_cell,) km to the nearest main road: to a cell where it is near, else by the coarse raster."""
    far_km = np.maximum(coarse_km, NEAR_ROAD_KM)
    if not look.road_row.size:
        return far_km
    from gisapp.siting.near_kernels import cells_to_nearest  # numba takes a second to load

    is_road = np.zeros(look.around.shape, dtype=bool)
    is_road[look.road_row, look.road_col] = True
    down, right = look.block.row - look.around.row, look.block.col - look.around.col
    near_km = cells_to_nearest(is_road, row + down, col + right, int(np.ceil(NEAR_ROAD_KM / cell_km))) * cell_km
    return np.where(near_km <= NEAR_ROAD_KM, near_km, far_km)


def _clipped(grid: Grid, x_m: Floats, y_m: Floats) -> tuple[Ints, Ints]:
    row, col = grid.cells(x_m, y_m)
    return np.clip(row, 0, grid.n_row - 1), np.clip(col, 0, grid.n_col - 1)


def _distance_km(grid: Grid, x_m: Floats, y_m: Floats) -> _Coarse:
    """Return the raster of straight distances to the nearest point; infinite without any."""
    if not len(x_m):
        return np.full(grid.shape, np.inf, dtype=np.float32)
    away = np.ones(grid.shape, dtype=bool)
    away[_clipped(grid, x_m, y_m)] = False
    cells = np.asarray(ndimage.distance_transform_edt(away))
    return np.asarray(cells * (grid.cell_m / M_PER_KM), dtype=np.float32)


def _main_road_points(roads: RoadEdges, grid: Grid) -> Floats:
    """Return (n_point, 2) points a cell apart along the main roads, or along all where none is marked."""
    is_road = ~roads.is_ferry & (shapely.length(roads.line) > 0)
    main = is_road & roads.is_main if (is_road & roads.is_main).any() else is_road
    xy_m = shapely.get_coordinates(shapely.segmentize(roads.line[main], grid.cell_m))
    return np.asarray(xy_m[grid.inside(*grid.cells(*xy_m.T))], dtype=np.float64)


def _supply(problem: SitingProblem, grid: Grid, groups: SourceGroups, residual_t_per_year: Floats) -> _Coarse:
    """Return the raster of residual supply about each cell, 0-1 of its peak."""
    row, col = _clipped(grid, *groups.points.xy_m.T)
    tonnes = np.zeros(grid.shape, dtype=np.float32)
    np.add.at(tonnes, (row, col), residual_t_per_year)
    reach_km = min(
        reach_minutes(problem.requirement) / 60.0 * GUESS_SPEED_KM_H,
        problem.requirement.catchment_ceiling_km or np.inf,
        _FARTHEST_SUPPLY_KM,
    )
    sigma = reach_km / 2 / (grid.cell_m / M_PER_KM)
    field = np.asarray(ndimage.gaussian_filter(tonnes, sigma, mode="constant", truncate=2.0))
    return np.asarray(field / max(float(field.max()), 1e-12), dtype=np.float32)
