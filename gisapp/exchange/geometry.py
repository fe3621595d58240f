"""Geometries of files, brought to degrees."""

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from gisapp.exchange.errors import MappingError
from gisapp.geo.bbox import Bbox
from gisapp.geo.crs import WGS84, transform_geometry

DEGREES = Bbox(-180.0, -90.0, 180.0, 90.0)


def to_degrees(geometry: NDArray[np.object_], srid: int | None) -> NDArray[np.object_]:
    """Bring geometries to EPSG:4326.

    Raises
    ------
    MappingError
        If their CRS is not known.
    """
    if srid is None:
        raise MappingError(_("The file does not say in which CRS it is: give --crs EPSG:n."))
    return geometry if srid == WGS84 else transform_geometry(geometry, source_srid=srid, target_srid=WGS84)
