"""The system of a raster file, in words that Mapnik understands."""

from functools import lru_cache
from pathlib import Path

import rasterio


@lru_cache(maxsize=64)
def raster_crs(file: Path) -> str:
    """Return the system of a file as an authority's code, or as WKT where it has none."""
    with rasterio.open(file) as opened:
        code = opened.crs.to_authority()
        return ":".join(code).lower() if code else str(opened.crs.to_wkt())


@lru_cache(maxsize=64)
def raster_range(file: Path) -> tuple[float, float]:
    """Return the lowest and highest value of a file, from an overview where it has one."""
    with rasterio.open(file) as opened:
        factor = max(opened.overviews(1), default=1)
        shape = (max(opened.height // factor, 1), max(opened.width // factor, 1))
        values = opened.read(1, masked=True, out_shape=shape).compressed()
    return (float(values.min()), float(values.max())) if values.size else (0.0, 1.0)
