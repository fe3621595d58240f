"""Slope computed from a raster of elevations, strip by strip."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import rasterio
from django.conf import settings
from django.utils.translation import gettext as _
from rasterio.crs import CRS
from rasterio.io import DatasetWriter
from rasterio.vrt import WarpedVRT
from rasterio.warp import Resampling, calculate_default_transform
from rasterio.windows import Window

from gisapp import conf
from gisapp.exchange.errors import ExchangeError
from gisapp.exchange.importers.rasters import raster_opened
from gisapp.geo.crs import authority_code
from gisapp.geo.raster_grid import cell_size_m
from gisapp.geo.slope import slope_percent

NODATA = -1.0
STRIP_ROWS = 512


@contextmanager
def slope_computed(path: Path, *, srid: int | None, nodata: float | None) -> Iterator[Path]:
    """Yield a file of slopes in percent, in the study area's metric CRS and cells as large as those of the elevations.

    Parameters
    ----------
    path
        Elevations in metres.
    srid, nodata
        Instead of what the file states.

    Raises
    ------
    ExchangeError
        If the cells are too large for a slope to mean anything.
    """
    with raster_opened(path, srid=srid, nodata=nodata) as raster:
        size_m = cell_size_m(raster)
        if size_m > conf.SLOPE_CELL_LIMIT_M:
            message = _(
                "%(path)s has cells of %(cell).0f m: slopes of elevations more than %(limit).0f m apart are much too"
                " gentle. Give a finer file, or leave out --slope."
            )
            raise ExchangeError(message % {"path": path.name, "cell": size_m, "limit": conf.SLOPE_CELL_LIMIT_M})
        metric = CRS.from_user_input(authority_code(settings.METRIC_SRID))
        transform, width, height = calculate_default_transform(
            raster.crs, metric, raster.width, raster.height, *raster.bounds, resolution=size_m
        )
        with (
            TemporaryDirectory() as folder,
            WarpedVRT(
                raster,
                crs=metric,
                transform=transform,
                width=width,
                height=height,
                dtype="float32",
                src_nodata=raster.nodata,
                nodata=np.nan,
                resampling=Resampling.bilinear,
            ) as elevation,
        ):
            found = Path(folder) / "slope.tif"
            profile = {"driver": "GTiff", "count": 1, "dtype": "float32", "nodata": NODATA, "compress": "deflate"}
            grid = {"crs": metric, "transform": transform, "width": width, "height": height}
            with rasterio.open(found, "w", tiled=True, **profile, **grid) as slopes:
                _write(elevation, slopes, size_m)
            yield found


def _write(elevation: WarpedVRT, slopes: DatasetWriter, size_m: float) -> None:
    """Fill slopes strip by strip, each with a rim of one cell; the outermost cells stay unknown."""
    for start in range(0, slopes.height, STRIP_ROWS):
        rows = min(STRIP_ROWS, slopes.height - start)
        above, below = min(start, 1), min(slopes.height - start - rows, 1)
        window = Window(0, start - above, slopes.width, rows + above + below)
        band = np.pad(elevation.read(1, window=window), ((1 - above, 1 - below), (1, 1)), constant_values=np.nan)
        slope = slope_percent(band, cell_x_m=size_m, cell_y_m=size_m)
        filled = np.where(np.isnan(slope), NODATA, slope).astype(np.float32)
        slopes.write(filled, 1, window=Window(0, start, slopes.width, rows))
