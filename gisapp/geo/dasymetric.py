"""Dasymetric mapping: spread a total over the places where it can occur, keeping its mass.

A statistic knows the district, not the field. It is spread over square cells clipped to the district,
in proportion to area times a density: how much of the good a land cover is expected to bear, relative
to the others. Everything here is in one metric CRS.

References
----------
Eicher, C. L., Brewer, C. A. (2001). Dasymetric mapping and areal interpolation: implementation and
evaluation. Cartography and Geographic Information Science 28(2), 125-138.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import rasterio.features
import shapely
from affine import Affine
from numpy.typing import NDArray
from pyproj import Transformer

from gisapp.geo.polygons import as_multipolygon

Floats = NDArray[np.float64]
Geometries = NDArray[np.object_]

# A piece smaller than this is a crumb of the clipping, not a place.
CRUMB_M2 = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """Square cells of a lattice clipped to an area.

    Attributes
    ----------
    piece
        (n,) MultiPolygon, the part of each cell inside the area.
    area_m2
        (n,) area of each piece.
    cell_m
        Side of the lattice; its lines run through multiples of it.
    """

    piece: Geometries
    area_m2: Floats
    cell_m: float

    def __len__(self) -> int:
        return int(self.piece.size)


@dataclass(frozen=True, slots=True, eq=False)
class Raster:
    """Classes on a regular grid.

    Attributes
    ----------
    classes
        (n_row, n_col) class of each cell.
    transform
        From column and row to x and y of the raster's CRS.
    from_metric
        Brings x and y of the metric CRS to those of the raster.
    """

    classes: NDArray[np.int64]
    transform: Affine
    from_metric: Transformer

    def class_at(self, x_m: Floats, y_m: Floats) -> NDArray[np.int64]:
        """Return the class at places of the metric CRS, -1 beyond the raster."""
        x, y = self.from_metric.transform(x_m, y_m)
        x, y, back = np.asarray(x, float), np.asarray(y, float), ~self.transform
        column, row = back.a * x + back.b * y + back.c, back.d * x + back.e * y + back.f
        n_row, n_col = self.classes.shape
        inside = np.isfinite(column) & np.isfinite(row)
        inside &= (column >= 0) & (column < n_col) & (row >= 0) & (row < n_row)
        found = np.full(np.shape(x_m), -1, dtype=np.int64)
        found[inside] = self.classes[row[inside].astype(np.int64), column[inside].astype(np.int64)]
        return found


def cells_of(area: shapely.Polygon | shapely.MultiPolygon, *, cell_m: float) -> Cells:
    """Cut an area along a lattice.

    Raises
    ------
    ValueError
        If the cell has no size or the area is empty.
    """
    if not cell_m > 0:
        raise ValueError(f"cell_m is {cell_m}: give a side above 0 m")
    if area.is_empty:
        raise ValueError("the area is empty: give a polygon")
    west, south, east, north = (np.floor(bound / cell_m) for bound in area.bounds)
    column, row = np.meshgrid(np.arange(west, east + 1), np.arange(south, north + 1))
    x, y = column.ravel() * cell_m, row.ravel() * cell_m
    squares = shapely.box(x, y, x + cell_m, y + cell_m)
    shapely.prepare(area)
    squares = squares[shapely.intersects(area, squares)]
    piece = squares.copy()
    cut = ~shapely.contains_properly(area, squares)
    piece[cut] = shapely.intersection(squares[cut], area)
    piece = np.array([as_multipolygon(part) for part in piece], dtype=object)
    area_m2 = shapely.area(piece)
    real = area_m2 > CRUMB_M2
    return Cells(piece=piece[real], area_m2=np.asarray(area_m2[real], float), cell_m=cell_m)


def density_from_zones(piece: Geometries, *, zone: Geometries, zone_density: Floats) -> Floats:
    """Average the density of zones over pieces, by the area they share.

    Parameters
    ----------
    piece
        (n,) polygons.
    zone
        (m,) polygons, without overlap.
    zone_density
        (m,) weight per unit of area.

    Returns
    -------
    numpy.ndarray
        (n,) density; 0 where no zone reaches. A gap between zones takes the mean of the rest of its piece.
    """
    index, zone_index = shapely.STRtree(zone).query(piece, predicate="intersects")
    shared_m2 = shapely.area(shapely.intersection(piece[index], zone[zone_index], grid_size=0))
    covered_m2 = np.bincount(index, shared_m2, minlength=piece.size)
    weight = np.bincount(index, shared_m2 * zone_density[zone_index], minlength=piece.size)
    return np.divide(weight, covered_m2, out=np.zeros(piece.size), where=covered_m2 > 0)


def density_from_raster(
    cells: Cells, raster: Raster, *, class_density: Mapping[int, float], samples_per_side: int = 10
) -> Floats:
    """Average the density of a raster's classes over cells.

    The raster may be finer or coarser than the cells: each cell is sampled on its own lattice of
    `samples_per_side` squared places, of which those inside the piece count.

    Returns
    -------
    numpy.ndarray
        (n,) density; places beyond the raster and classes without a density weigh nothing.
    """
    return np.array([_sampled(piece, raster, class_density, cells.cell_m / samples_per_side) for piece in cells.piece])


def _sampled(piece: shapely.MultiPolygon, raster: Raster, class_density: Mapping[int, float], step_m: float) -> float:
    west, south, east, north = piece.bounds
    n_row, n_col = (max(int(np.ceil(side / step_m)), 1) for side in (north - south, east - west))
    to_xy = Affine(step_m, 0.0, west, 0.0, -step_m, north)
    row, column = np.nonzero(rasterio.features.rasterize([piece], out_shape=(n_row, n_col), transform=to_xy))
    x, y = west + (column + 0.5) * step_m, north - (row + 0.5) * step_m
    if row.size == 0:
        inner = shapely.point_on_surface(piece)
        x, y = np.array([inner.x]), np.array([inner.y])
    found = raster.class_at(np.asarray(x, float), np.asarray(y, float))
    return float(np.mean([class_density.get(int(value), 0.0) for value in found]))


def shares(*, area_m2: Floats, density: Floats) -> tuple[Floats, bool]:
    """Turn densities into shares of a total.

    Returns
    -------
    share
        (n,) shares that sum to 1.
    is_even
        True where no place had any weight, so that the total went by area alone.

    Raises
    ------
    ValueError
        If there is no place with area, or a density is negative or not a number.
    """
    if not (np.isfinite(density).all() and (density >= 0).all()):
        raise ValueError("a density is negative or not a number: give 0 or more")
    weight = area_m2 * density
    is_even = not weight.sum() > 0
    if is_even:
        weight = area_m2
    if not weight.sum() > 0:
        raise ValueError("there is no area to spread over: give at least one cell")
    # Scaled by the largest first: tiny weights must not vanish in the division.
    weight = weight / weight.max()
    return weight / weight.sum(), is_even


def outer_shore(areas: Geometries, *, gap_m: float) -> shapely.MultiLineString:
    """Return the outline that areas have in common, without the gaps between them and the lakes within.

    Parameters
    ----------
    areas
        (n,) polygons in a metric CRS.
    gap_m
        Gaps up to twice this width count as closed.
    """
    grown = shapely.buffer(shapely.simplify(areas, gap_m / 5), gap_m, quad_segs=2)
    whole = as_multipolygon(shapely.buffer(shapely.union_all(grown), -gap_m, quad_segs=2))
    return shapely.MultiLineString(list(shapely.get_exterior_ring(shapely.get_parts(whole))))
