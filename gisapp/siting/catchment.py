"""Catchments: the land within a travel time of a site, as a polygon."""

from dataclasses import replace

import numpy as np
import rasterio.features
import shapely
from numpy.typing import NDArray

from gisapp.geo.nearest import nearest
from gisapp.geo.units import M_PER_KM, drive_minutes
from gisapp.siting.codes import Bools, Floats
from gisapp.siting.grid import Grid, Terrain
from gisapp.siting.network import RoadGraph
from gisapp.siting.travel import Points, travel_minutes

BLOCK_M = 500.0


def _blocks(terrain: Terrain) -> tuple[int, NDArray[np.int32]]:
    """Return cells to a block, and the raster of the island that each block has land of, -1 for none."""
    factor = max(1, round(BLOCK_M / terrain.grid.cell_m))
    pad = [(0, -size % factor) for size in terrain.island.shape]
    island = np.pad(terrain.island, pad, constant_values=-1)
    n_row, n_col = island.shape[0] // factor, island.shape[1] // factor
    return factor, island.reshape(n_row, factor, n_col, factor).max(axis=(1, 3))


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


def catchments(
    terrain: Terrain, graph: RoadGraph, sites: Points, *, limit_min: Floats, ceiling_km: float | None
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
        Metric CRS, clipped to land cells, simplified to half a block.
    """
    factor, island = _blocks(terrain)
    row, col = np.nonzero(island >= 0)
    block_m = factor * terrain.grid.cell_m
    x_m, y_m = terrain.grid.west_m + (col + 0.5) * block_m, terrain.grid.north_m - (row + 0.5) * block_m
    blocks = Points(np.column_stack([x_m, y_m]), island[row, col].astype(np.int64))
    if ceiling_km is not None:
        near = np.flatnonzero(nearest(sites.xy_m, blocks.xy_m)[0] <= ceiling_km * M_PER_KM)
        row, col, blocks = row[near], col[near], blocks[near]
    # A source lies up to half a diagonal from the centre of its block, which must not fall out for that.
    bound_min = limit_min + drive_minutes(block_m / np.sqrt(2), graph.off_road_speed_km_h)
    minutes = travel_minutes(graph, blocks, sites, float(bound_min.max(initial=0.0)))
    shapes = []
    for site in range(len(sites)):
        within = minutes[:, site] <= bound_min[site]
        if ceiling_km is not None:
            within &= np.hypot(*(blocks.xy_m - sites.xy_m[site]).T) <= ceiling_km * M_PER_KM
        coarse = np.zeros(island.shape, dtype=bool)
        coarse[row[within], col[within]] = True
        fine = coarse.repeat(factor, axis=0).repeat(factor, axis=1)[: terrain.grid.n_row, : terrain.grid.n_col]
        shapes.append(polygon_of(fine & terrain.land, terrain.grid, tolerance_m=block_m / 2))
    return tuple(shapes)
