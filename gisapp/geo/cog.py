"""Write rasters as Cloud Optimized GeoTIFF: tiled, with overviews, readable by window."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import rasterio
import rasterio.shutil
from affine import Affine
from numpy.typing import NDArray
from rasterio.crs import CRS
from rasterio.io import DatasetReader, MemoryFile
from rasterio.vrt import WarpedVRT

from gisapp.geo.crs import authority_code

OPTIONS = {"driver": "COG", "compress": "DEFLATE", "blocksize": 512, "bigtiff": "IF_SAFER"}


def cog_write(
    path: Path,
    band: NDArray[np.generic],
    *,
    transform: Affine,
    srid: int,
    nodata: float | None,
    overview_resampling: str = "average",
    tags: Mapping[str, str] | None = None,
) -> None:
    """Write one band.

    Parameters
    ----------
    band
        (n_row, n_col), rows from north to south.
    transform
        Maps (column, row) to (x, y) of the CRS.
    overview_resampling
        ``average`` for quantities, ``mode`` or ``nearest`` for classes and bits.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    profile = {
        "driver": "GTiff",
        "height": band.shape[0],
        "width": band.shape[1],
        "count": 1,
        "dtype": band.dtype,
        "crs": CRS.from_user_input(authority_code(srid)),
        "transform": transform,
        "nodata": nodata,
    }
    with MemoryFile() as memory:
        with memory.open(**profile) as dataset:
            dataset.write(band, 1)
            dataset.update_tags(**(tags or {}))
        with memory.open() as dataset:
            cog_copy(dataset, path, overview_resampling=overview_resampling)


def cog_copy(source: DatasetReader | WarpedVRT, path: Path, *, overview_resampling: str) -> None:
    """Copy a raster of any size, block by block; the file appears whole or not at all.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    handle, name = tempfile.mkstemp(suffix=".tif", dir=path.parent)
    os.close(handle)
    written = Path(name)
    try:
        rasterio.shutil.copy(source, written, overview_resampling=overview_resampling, **OPTIONS)
        # A temporary file is its maker's alone; the server may run as another user than the worker.
        written.chmod(0o644)
        written.replace(path)
    finally:
        written.unlink(missing_ok=True)
