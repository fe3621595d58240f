"""Catchments: the land within a travel time of a site, as a polygon, found block by block."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import rasterio.features
import shapely
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

from gisapp.geo.units import M_PER_KM, MIN_PER_H, drive_minutes
from gisapp.siting.blocks import Block, blocks_of
from gisapp.siting.codes import Bools, Floats, Ints
from gisapp.siting.execution import Execution, Stage
from gisapp.siting.grid import Grid, Terrain
from gisapp.siting.network import RoadGraph
from gisapp.siting.square_joins import joined
from gisapp.siting.travel import Points, travel_minutes

SQUARE_M = 500.0
# Squares to a side of a block: 128 km, about as far as raw material goes.
_BLOCK_SQUARES = 256
# Where roads were joined they may be drawn this much longer than they are timed for.
_SLACK_M = 1_000.0
_LEAST_CHORD_M = 100.0


def polygon_of(cells: Bools, grid: Grid, *, tolerance_m: float) -> shapely.MultiPolygon:
    """Return the outline of cells, simplified and valid.

    Parameters
    ----------
    cells
        (n_row, n_col).
    tolerance_m
        How far the outline may leave the cells' edges.
    """
    row, col = np.nonzero(cells.any(axis=1))[0], np.nonzero(cells.any(axis=0))[0]
    if not row.size:
        return shapely.MultiPolygon()
    window = cells[row[0] : row[-1] + 1, col[0] : col[-1] + 1].astype(np.uint8)
    corner = replace(
        grid, west_m=grid.west_m + float(col[0]) * grid.cell_m, north_m=grid.north_m - float(row[0]) * grid.cell_m
    )
    found = rasterio.features.shapes(window, mask=window.astype(bool), transform=corner.transform)
    parts = np.array([shapely.geometry.shape(outline) for outline, _ in found], dtype=object)
    # Parts simplified one by one can come to overlap, so they are united only then.
    whole = shapely.union_all(shapely.simplify(parts, tolerance_m))
    polygons = [part for part in shapely.get_parts(whole) if isinstance(part, shapely.Polygon) and part.area > 0]
    return shapely.MultiPolygon(polygons)


@dataclass(frozen=True, slots=True, eq=False)
class _Search:
    """What the squares of every block are judged by.

    Attributes
    ----------
    squares
        Grid of squares, `factor` cells to a side.
    bound_min, radius_m
        (n_site,) longest drive to each site, and straight distance beyond which no drive is so short, or
        beyond which nothing is fetched.
    """

    squares: Grid
    factor: int
    graph: RoadGraph
    sites: Points
    bound_min: Floats
    radius_m: Floats


@dataclass(frozen=True, slots=True, eq=False)
class _Task:
    """A block of squares, the islands of its cells, and the sites that it may belong to."""

    block: Block
    island: NDArray[np.signedinteger]
    site: Ints


def _fastest_km_h(graph: RoadGraph) -> float:
    """Return the highest speed at which the graph brings anybody nearer, along the straight line."""
    arcs, pieces = graph.arcs, graph.pieces
    tail = np.repeat(np.arange(arcs.n_node), np.diff(arcs.first))
    chord_m = np.concatenate(
        [np.hypot(*(graph.xy_m[arcs.head] - graph.xy_m[tail]).T), np.hypot(*(pieces.end_m - pieces.start_m).T)]
    )
    minutes = np.concatenate([arcs.minutes, np.abs(pieces.end_min - pieces.start_min)])
    told = (chord_m >= _LEAST_CHORD_M) & (minutes > 0)
    speed_km_h = chord_m[told] / minutes[told] * (MIN_PER_H / M_PER_KM)
    return max(float(speed_km_h.max(initial=0.0)), graph.off_road_speed_km_h)


def _distance_to_m(sites: Points, part: Grid) -> Floats:
    """Return (n_site,) straight distance from each site to the nearest edge of a part of the grid, 0 inside."""
    west, south, east, north = part.bounds
    x_m, y_m = sites.xy_m.T
    return np.asarray(np.hypot(x_m - np.clip(x_m, west, east), y_m - np.clip(y_m, south, north)), dtype=np.float64)


def _tasks(search: _Search, terrain: Terrain) -> Iterator[_Task]:
    for block in blocks_of(search.squares.shape, edge=_BLOCK_SQUARES):
        site = np.flatnonzero(_distance_to_m(search.sites, search.squares.part(block)) <= search.radius_m)
        island = terrain.island[_fine(block, search.factor).window]
        if site.size and (island >= 0).any():
            yield _Task(block, island, site)


def _fine(block: Block, factor: int) -> Block:
    """Return the cells of a block of squares; a raster ends within the last ones."""
    return Block(block.row * factor, block.col * factor, block.n_row * factor, block.n_col * factor)


def _within(search: _Search, task: _Task) -> Bools:
    """Return (n_site, n_row, n_col) squares of a block within the time of each of its sites."""
    block, factor = task.block, search.factor
    lacking = np.array(block.shape) * factor - task.island.shape
    island = np.pad(task.island, [(0, lacking[0]), (0, lacking[1])], constant_values=-1)
    island = island.reshape(block.n_row, factor, block.n_col, factor).max(axis=(1, 3))
    row, col = np.nonzero(island >= 0)
    xy_m = np.column_stack(search.squares.centres(row + block.row, col + block.col))
    sites, bound_min = search.sites[task.site], search.bound_min[task.site]
    near = cdist(xy_m, sites.xy_m) <= search.radius_m[task.site]
    asked = near.any(axis=1)
    row, col, near = row[asked], col[asked], near[asked]
    squares = joined(
        search.graph,
        Points(xy_m[asked], island[row, col].astype(np.int64)),
        number=row * block.n_col + col,
        key=(search.squares, block),
        n_square=block.n_row * block.n_col,
    )
    minutes = travel_minutes(search.graph, squares, sites, float(bound_min.max()))
    within = np.zeros((task.site.size, *block.shape), dtype=bool)
    within[:, row, col] = ((minutes <= bound_min) & near).T
    return within


def catchments(
    terrain: Terrain,
    graph: RoadGraph,
    sites: Points,
    *,
    limit_min: Floats,
    ceiling_km: float | None,
    execution: Execution | None = None,
) -> tuple[shapely.MultiPolygon, ...]:
    """Return the land from which each site is reached within its time.

    Parameters
    ----------
    limit_min
        (n_site,) longest drive to each site.
    ceiling_km
        Straight-line distance that a catchment may not exceed; None for no ceiling.

    Returns
    -------
    tuple of shapely.MultiPolygon
        Metric CRS, clipped to land cells, simplified to half a square.

    Raises
    ------
    StoppedError
        If the execution is to stop.
    """
    grid = terrain.grid
    factor = max(1, round(SQUARE_M / grid.cell_m))
    square_m = factor * grid.cell_m
    # A source lies up to half a diagonal from the centre of its square, which must not fall out for that.
    bound_min = limit_min + drive_minutes(square_m / np.sqrt(2), graph.off_road_speed_km_h)
    ceiling_m = np.inf if ceiling_km is None else ceiling_km * M_PER_KM
    reach_m = bound_min * (_fastest_km_h(graph) * M_PER_KM / MIN_PER_H) + _SLACK_M
    search = _Search(
        squares=replace(grid, cell_m=square_m, n_row=-(-grid.n_row // factor), n_col=-(-grid.n_col // factor)),
        factor=factor,
        graph=graph,
        sites=sites,
        bound_min=bound_min,
        radius_m=np.minimum(reach_m, ceiling_m),
    )
    tasks = list(_tasks(search, terrain))
    done = (execution or Execution()).map(Stage.EXPLANATION, _within, tasks, shared=search)
    found: list[list[tuple[Block, Bools]]] = [[] for _ in range(len(sites))]
    for task, within in zip(tasks, done, strict=True):
        for site, squares in zip(task.site.tolist(), within, strict=True):
            found[site].append((task.block, squares))
    return tuple(_outline(terrain, parts, factor) for parts in found)


def _outline(terrain: Terrain, parts: list[tuple[Block, Bools]], factor: int) -> shapely.MultiPolygon:
    """Return the outline of the land cells of squares, put together from blocks."""
    parts = [(block, squares) for block, squares in parts if squares.any()]
    if not parts:
        return shapely.MultiPolygon()
    row, col = min(block.row for block, _ in parts), min(block.col for block, _ in parts)
    last_row, last_col = max(b.row + b.n_row for b, _ in parts), max(b.col + b.n_col for b, _ in parts)
    whole = Block(row, col, last_row - row, last_col - col)
    squares = np.zeros(whole.shape, dtype=bool)
    for block, cells in parts:
        squares[block.within(whole)] = cells
    window = _fine(whole, factor)
    land = terrain.land[window.window]
    fine = squares.repeat(factor, axis=0).repeat(factor, axis=1)[: land.shape[0], : land.shape[1]]
    return polygon_of(fine & land, terrain.grid.part(window), tolerance_m=factor * terrain.grid.cell_m / 2)
