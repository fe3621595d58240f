"""The raster grid of a study area: cells, land, districts and islands.

Rows run from north to south and columns from west to east, as in any GeoTIFF. A cell is land when its
centre is, so the slivers that real boundaries leave between neighbours close by themselves.
"""

from dataclasses import dataclass, replace
from threading import Lock

import numpy as np
import rasterio.features
import shapely
from affine import Affine
from numpy.typing import NDArray
from scipy import ndimage
from scipy.spatial import cKDTree

from gisapp.siting.blocks import BY_CORNER, Block, Connected, blocks_of, smallest_dtype
from gisapp.siting.codes import Bools, Floats, Geometries, Ints
from gisapp.siting.errors import ProblemError
from gisapp.siting.execution import Execution, Stage
from gisapp.siting.types import Districts, StudyArea

# At some ten bytes a cell, sea included, this is what 4 GB hold: Indonesia at 250 m has 150 million.
MAX_CELLS = 250_000_000
# rasterio silences a warning of its own by a switch that all threads share, and gains nothing from them.
_RASTERIZING = Lock()


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

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north edge, metric CRS."""
        return (
            self.west_m,
            self.north_m - self.n_row * self.cell_m,
            self.west_m + self.n_col * self.cell_m,
            self.north_m,
        )

    def part(self, block: Block) -> "Grid":
        """Return the grid of one block."""
        return replace(
            self,
            west_m=self.west_m + block.col * self.cell_m,
            north_m=self.north_m - block.row * self.cell_m,
            n_row=block.n_row,
            n_col=block.n_col,
        )

    def _clipped(self, geometry: Geometries) -> Geometries:
        """Return what of polygons lies in the grid or within a cell of it, which keeps new edges off its cells."""
        west, south, east, north = self.bounds
        rim = self.cell_m
        return np.asarray(shapely.clip_by_rect(geometry, west - rim, south - rim, east + rim, north + rim), object)

    def centres(self, row: Ints, col: Ints) -> tuple[Floats, Floats]:
        """Return x and y of the centres of cells, in metres.

        Parameters
        ----------
        row, col
            Of one shape, which is that of the answer.
        """
        x_m = np.asarray(self.west_m + (col + 0.5) * self.cell_m, dtype=np.float64)
        y_m = np.asarray(self.north_m - (row + 0.5) * self.cell_m, dtype=np.float64)
        return x_m, y_m

    def cells(self, x_m: Floats, y_m: Floats) -> tuple[Ints, Ints]:
        """Return row and column of the cells that hold points; outside the grid they exceed it.

        Parameters
        ----------
        x_m, y_m
            Of one shape, which is that of the answer, in the metric CRS of the grid.
        """
        col = np.floor((np.asarray(x_m) - self.west_m) / self.cell_m).astype(np.int64)
        row = np.floor((self.north_m - np.asarray(y_m)) / self.cell_m).astype(np.int64)
        return row, col

    def inside(self, row: Ints, col: Ints) -> Bools:
        """Tell which cells the grid has.

        Parameters
        ----------
        row, col
            Of one shape, which is that of the answer.
        """
        return np.asarray((row >= 0) & (row < self.n_row) & (col >= 0) & (col < self.n_col))

    def sample(self, raster: NDArray[np.generic], x_m: Floats, y_m: Floats, *, outside: int) -> Ints:
        """Return the raster's value at points, and `outside` beyond the grid.

        Parameters
        ----------
        raster
            (n_row, n_col) of the grid.
        x_m, y_m
            (n,) in the metric CRS of the grid.
        """
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
        shapes = [g for g in self._clipped(np.ravel(geometry)) if g is not None and not g.is_empty]
        if not shapes:
            return np.zeros(self.shape, dtype=bool)
        burnt = np.zeros(self.shape, dtype=np.uint8)
        _rasterize([(shape, 1) for shape in shapes], burnt, grid=self, all_touched=all_touched)
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
        near = self._clipped(geometry)
        shapes = [(near[row], row) for row in rows if not near[row].is_empty]
        if shapes:
            _rasterize(shapes, raster, grid=self, all_touched=all_touched)


def _rasterize(
    shapes: list[tuple[shapely.Geometry, int]], raster: NDArray[np.integer], *, grid: Grid, all_touched: bool
) -> None:
    """Write a number for each shape into a raster, in place."""
    with _RASTERIZING:
        rasterio.features.rasterize(shapes, out=raster, transform=grid.transform, all_touched=all_touched)


@dataclass(frozen=True, slots=True, eq=False)
class Shore:
    """The land cells that lie at the water, ready for the nearest one to be found.

    Attributes
    ----------
    tree
        Of the centres of the cells; None where there is no land.
    island
        (n_cell,) island of each.
    """

    tree: cKDTree | None
    island: Ints


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
    island: NDArray[np.signedinteger]
    shore: Shore

    def island_of(self, x_m: Floats, y_m: Floats, *, tolerance_m: float) -> Ints:
        """Return the island of points, -1 where no land lies within `tolerance_m`.

        The tolerance forgives coastlines drawn at different scales: a jetty, a mill or the end of a
        bridge that falls a few cells out to sea belongs to the nearest shore.

        Parameters
        ----------
        x_m, y_m
            (n,) in the metric CRS of the grid.
        """
        x_m, y_m = np.asarray(x_m, float), np.asarray(y_m, float)
        island = self.grid.sample(self.island, x_m, y_m, outside=-1)
        lost = np.flatnonzero(island < 0)
        if lost.size and self.shore.tree is not None:
            distance_m, found = self.shore.tree.query(np.column_stack([x_m[lost], y_m[lost]]))
            near = np.asarray(distance_m) <= tolerance_m
            island[lost[near]] = self.shore.island[np.asarray(found)[near]]
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


@dataclass(frozen=True, slots=True, eq=False)
class _Boundaries:
    """What every block of a terrain is burnt from."""

    grid: Grid
    land: Geometries
    district: Geometries


def _burnt(shared: _Boundaries, block: Block) -> tuple[Bools, NDArray[np.int16]]:
    """Return the land and the districts of one block."""
    part = shared.grid.part(block)
    district = np.full(part.shape, -1, dtype=np.int16)
    part.number(district, shared.district, rows=list(range(len(shared.district))))
    land = district >= 0 if shared.land is shared.district else part.burn(shared.land)
    district[~land] = -1
    return land, district


def _shore(grid: Grid, island: NDArray[np.signedinteger]) -> Shore:
    """Find the land cells with a neighbour that is none."""
    found = []
    for block in blocks_of(grid.shape):
        around = block.grown(1, grid.shape)
        land = np.asarray(island[around.window] >= 0)
        row, col = np.nonzero((land & ~ndimage.binary_erosion(land, BY_CORNER))[block.within(around)])
        found.append((row + block.row, col + block.col))
    row, col = (np.concatenate(numbers) for numbers in zip(*found, strict=True))
    order = np.lexsort((col, row))
    row, col = row[order], col[order]
    tree = cKDTree(np.column_stack(grid.centres(row, col))) if row.size else None
    return Shore(tree=tree, island=np.asarray(island[row, col], dtype=np.int64))


def terrain_of(area: StudyArea, districts: Districts, *, execution: Execution | None = None) -> Terrain:
    """Rasterise land, districts and islands of a study area, block by block.

    Raises
    ------
    ProblemError
        If the area is empty or the cells are too many.
    StoppedError
        If the execution is to stop.
    """
    grid, execution = grid_of(area), execution or Execution()
    land, district = np.zeros(grid.shape, dtype=bool), np.full(grid.shape, -1, dtype=np.int16)
    islands, blocks = Connected(grid.shape, structure=BY_CORNER), blocks_of(grid.shape)
    shared = _Boundaries(grid=grid, land=area.land, district=districts.boundary)
    for block, burnt in zip(blocks, execution.map(Stage.PREPARE, _burnt, blocks, shared=shared), strict=True):
        land[block.window], district[block.window] = burnt
        islands.add(block, burnt[0])
    number, n_island = islands.numbered()
    number -= 1
    island = number.astype(smallest_dtype(n_island))
    return Terrain(grid=grid, land=land, district=district, island=island, shore=_shore(grid, island))
