"""The raster grid of a study area: cells, land, districts and islands.

Rows run from north to south and columns from west to east, as in any GeoTIFF. A cell is land when its
centre is, so the slivers that real boundaries leave between neighbours close by themselves.
"""

from dataclasses import dataclass

import numpy as np
import rasterio.features
import shapely
from affine import Affine
from numpy.typing import NDArray
from scipy import ndimage

from gisapp.geo.nearest import nearest
from gisapp.siting.codes import Bools, Floats, Geometries, Ints
from gisapp.siting.errors import ProblemError
from gisapp.siting.types import Districts, StudyArea

MAX_CELLS = 50_000_000
_TOUCHING = np.ones((3, 3), dtype=np.int8)


@dataclass(frozen=True, slots=True)
class Grid:
    """A lattice of square cells.

    Attributes
    ----------
    west_m, north_m
        Outer corner of the first cell, metric CRS.
    """

    west_m: float
    north_m: float
    cell_m: float
    n_row: int
    n_col: int

    @property
    def shape(self) -> tuple[int, int]:
        """Rows, columns."""
        return self.n_row, self.n_col

    @property
    def transform(self) -> Affine:
        """Map (column, row) to (x, y)."""
        return Affine(self.cell_m, 0.0, self.west_m, 0.0, -self.cell_m, self.north_m)

    def centres(self, row: Ints, col: Ints) -> tuple[Floats, Floats]:
        """Return x and y of the centres of cells, in metres."""
        x_m = np.asarray(self.west_m + (col + 0.5) * self.cell_m, dtype=np.float64)
        y_m = np.asarray(self.north_m - (row + 0.5) * self.cell_m, dtype=np.float64)
        return x_m, y_m

    def cells(self, x_m: Floats, y_m: Floats) -> tuple[Ints, Ints]:
        """Return row and column of the cells that hold points; outside the grid they exceed it."""
        col = np.floor((np.asarray(x_m) - self.west_m) / self.cell_m).astype(np.int64)
        row = np.floor((self.north_m - np.asarray(y_m)) / self.cell_m).astype(np.int64)
        return row, col

    def inside(self, row: Ints, col: Ints) -> Bools:
        """Tell which cells the grid has."""
        return np.asarray((row >= 0) & (row < self.n_row) & (col >= 0) & (col < self.n_col))

    def sample(self, raster: NDArray[np.generic], x_m: Floats, y_m: Floats, *, outside: int) -> Ints:
        """Return the raster's value at points, and `outside` beyond the grid."""
        row, col = self.cells(x_m, y_m)
        ok = self.inside(row, col)
        value = np.full(row.shape, outside, dtype=np.int64)
        value[ok] = raster[row[ok], col[ok]]
        return value

    def burn(self, geometry: Geometries, *, all_touched: bool = False) -> Bools:
        """Return (n_row, n_col) True where a cell's centre lies in a geometry.

        Parameters
        ----------
        all_touched
            Take every cell that a geometry touches; for lines, points and slim polygons.
        """
        shapes = [g for g in np.ravel(geometry) if g is not None and not g.is_empty]
        if not shapes:
            return np.zeros(self.shape, dtype=bool)
        burnt = rasterio.features.rasterize(
            shapes, out_shape=self.shape, transform=self.transform, all_touched=all_touched, dtype=np.uint8
        )
        return np.asarray(burnt.astype(bool))

    def number(
        self, raster: NDArray[np.signedinteger], geometry: Geometries, *, rows: list[int], all_touched: bool = False
    ) -> None:
        """Write the rows of geometries into the cells they cover, a later one over an earlier one.

        Parameters
        ----------
        raster
            (n_row, n_col), changed in place.
        """
        shapes = [(geometry[row], row) for row in rows if not geometry[row].is_empty]
        if shapes:
            rasterio.features.rasterize(shapes, out=raster, transform=self.transform, all_touched=all_touched)


@dataclass(frozen=True, slots=True, eq=False)
class Terrain:
    """A grid and what lies where: reusable as long as boundaries stay the same.

    Attributes
    ----------
    land
        (n_row, n_col) True on land of the study area.
    district
        (n_row, n_col) row of `Districts`, -1 elsewhere.
    island
        (n_row, n_col) number of the connected piece of land from 0, -1 on water. Cells that touch by
        a corner are connected.
    """

    grid: Grid
    land: Bools
    district: NDArray[np.int16]
    island: NDArray[np.int32]

    def island_of(self, x_m: Floats, y_m: Floats, *, tolerance_m: float) -> Ints:
        """Return the island of points, -1 where no land lies within `tolerance_m`.

        The tolerance forgives coastlines drawn at different scales: a jetty, a mill or the end of a
        bridge that falls a few cells out to sea belongs to the nearest shore.
        """
        x_m, y_m = np.asarray(x_m, float), np.asarray(y_m, float)
        island = self.grid.sample(self.island, x_m, y_m, outside=-1)
        lost = np.flatnonzero(island < 0)
        if lost.size and self.land.any():
            row, col = np.nonzero(self.land & ~ndimage.binary_erosion(self.land, _TOUCHING))
            shore_x, shore_y = self.grid.centres(row, col)
            distance_m, found = nearest(np.column_stack([shore_x, shore_y]), np.column_stack([x_m[lost], y_m[lost]]))
            near = distance_m <= tolerance_m
            found = found[near]
            island[lost[near]] = self.island[row[found], col[found]]
        return island


def grid_of(area: StudyArea) -> Grid:
    """Lay a grid over a study area, its corner on a multiple of the cell size.

    Raises
    ------
    ProblemError
        If the area is empty or the cells are too many.
    """
    west, south, east, north = shapely.total_bounds(area.land)
    if not np.isfinite([west, south, east, north]).all():
        raise ProblemError("StudyArea.land: every polygon is empty; give at least one with area")
    cell = area.cell_size_m
    west, north = np.floor(west / cell) * cell, np.ceil(north / cell) * cell
    n_row, n_col = int(np.ceil((north - south) / cell)), int(np.ceil((east - west) / cell))
    if n_row * n_col > MAX_CELLS:
        raise ProblemError(
            f"StudyArea.cell_size_m: {cell} gives {n_row * n_col} cells, above the limit of {MAX_CELLS};"
            " give a larger cell, or check that the CRS is metric"
        )
    return Grid(west_m=float(west), north_m=float(north), cell_m=cell, n_row=max(n_row, 1), n_col=max(n_col, 1))


def terrain_of(area: StudyArea, districts: Districts) -> Terrain:
    """Rasterise land, districts and islands of a study area."""
    grid = grid_of(area)
    land = grid.burn(area.land)
    district = np.full(grid.shape, -1, dtype=np.int16)
    grid.number(district, districts.boundary, rows=list(range(len(districts.boundary))))
    district[~land] = -1
    island = np.empty(grid.shape, dtype=np.int32)
    ndimage.label(land, structure=_TOUCHING, output=island)
    return Terrain(grid=grid, land=land, district=district, island=island - 1)
