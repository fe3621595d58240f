"""Between the geometries of GeoDjango, which models hold, and those of shapely, which arrays hold."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import shapely
from django.contrib.gis.geos import GEOSGeometry
from numpy.typing import NDArray

STORAGE_SRID = 4326
DISPLAY_SRID = 3857


def shape_of(geometry: GEOSGeometry) -> shapely.Geometry:
    """Return a shapely geometry, in the CRS it had."""
    return shapely.from_wkb(bytes(geometry.wkb))


def to_shapely(geometries: Iterable[GEOSGeometry]) -> NDArray[np.object_]:
    """Return (n,) shapely geometries, in the CRS they had."""
    return np.array([shape_of(one) for one in geometries], dtype=object)


def to_geos(geometry: shapely.Geometry) -> Any:
    """Return a geometry in degrees (EPSG:4326) as a model field takes it."""
    return GEOSGeometry(memoryview(shapely.to_wkb(geometry)), srid=STORAGE_SRID)
