"""Bring a raster of any CRS onto a grid of square cells."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio
from affine import Affine
from numpy.typing import NDArray
from pyproj import Geod, Transformer
from rasterio.crs import CRS
from rasterio.io import DatasetReader
from rasterio.vrt import WarpedVRT
from rasterio.warp import Resampling, transform_bounds

from gisapp.geo.crs import WGS84, authority_code


@dataclass(frozen=True, slots=True, eq=False)
class GridValues:
    """Values on a grid.

    Attributes
    ----------
    value
        (n_row, n_col) NaN where the raster has no data.
    """

    value: NDArray[np.float32]

    @property
    def known(self) -> NDArray[np.bool_]:
        """(n_row, n_col) True where the raster has data."""
        return np.asarray(~np.isnan(self.value))


def grid_values(
    path: Path,
    *,
    transform: Affine,
    shape: tuple[int, int],
    srid: int,
    source_crs: str | None = None,
    is_class: bool = False,
) -> GridValues:
    """Read a raster onto a grid: the mean of a quantity, or the commonest class, in each cell.

    Only the part under the grid is read, by blocks, and from an overview where the raster is much finer.

    Parameters
    ----------
    transform, shape
        Of the grid.
    srid
        EPSG code of the grid.
    source_crs
        CRS to use instead of what the file states.

    Raises
    ------
    rasterio.errors.RasterioError
        If the file does not open, or lies where the grid's CRS does not reach.
    """
    level = None if is_class else _overview_level(path, cell_m=abs(transform.a), crs=source_crs)
    options = {} if level is None else {"OVERVIEW_LEVEL": level}
    with (
        rasterio.open(path, **options) as dataset,
        WarpedVRT(
            dataset,
            src_crs=CRS.from_user_input(source_crs) if source_crs else dataset.crs,
            crs=CRS.from_user_input(authority_code(srid)),
            transform=transform,
            height=shape[0],
            width=shape[1],
            dtype="float32",
            src_nodata=dataset.nodata,
            nodata=np.nan,
            resampling=Resampling.mode if is_class else Resampling.average,
        ) as warped,
    ):
        return GridValues(warped.read(1))


def bounds_degrees(path: Path) -> tuple[float, float, float, float]:
    """Return west, south, east and north of a raster, EPSG:4326.

    Raises
    ------
    rasterio.errors.RasterioIOError
        If it does not open.
    """
    with rasterio.open(path) as dataset:
        west, south, east, north = transform_bounds(dataset.crs, CRS.from_epsg(WGS84), *dataset.bounds)
    return west, south, east, north


def cell_size_m(dataset: DatasetReader, *, crs: str | None = None) -> float:
    """Return the longer side of a cell on the ground, at the middle of a raster."""
    x, y = dataset.transform @ (dataset.width / 2, dataset.height / 2)
    return ground_size_m(x, y, size=max(abs(dataset.res[0]), abs(dataset.res[1])), crs=crs or dataset.crs.to_wkt())


def ground_size_m(x: float, y: float, *, size: float, crs: str) -> float:
    """Return how long a step of some units of a CRS is on the ground, the longer of both axes."""
    to_degrees = Transformer.from_crs(crs, WGS84, always_xy=True)
    lon, lat = to_degrees.transform([x, x + size, x], [y, y, y + size])
    geod = Geod(ellps="WGS84")
    return float(max(geod.inv(lon[0], lat[0], lon[k], lat[k])[2] for k in (1, 2)))


def _overview_level(path: Path, *, cell_m: float, crs: str | None) -> int | None:
    """Return the coarsest overview with at least two cells along a cell of the grid, None for none."""
    with rasterio.open(path) as dataset:
        own_m = cell_size_m(dataset, crs=crs)
        fine = [level for level, factor in enumerate(dataset.overviews(1)) if own_m * factor <= cell_m / 2]
    return max(fine, default=None)
