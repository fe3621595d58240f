"""DXF of a drawing program: its layers are a column; a closed line is an area."""

import re
from dataclasses import replace

import numpy as np
import shapely
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from gisapp.exchange.formats.base import Head, Layer, Note, Place
from gisapp.exchange.formats.gdal import GdalFormat

_BEGINNING = re.compile(r"(999\s*\n[^\n]*\n\s*)*0\s*\r?\n\s*SECTION", flags=re.ASCII)
_RING_POINTS = 4


class Dxf(GdalFormat):
    """DXF."""

    code, title, suffix = "dxf", "DXF", ".dxf"
    driver, is_single = "DXF", True

    def recognises(self, head: Head) -> bool:
        """Tell by its first section."""
        return _BEGINNING.match(head.text) is not None

    def read(self, place: Place) -> Layer:
        """Return the entities, with closed lines as polygons."""
        found = super().read(place)
        if found.geometry is None:
            return found
        geometry, n_closed = _closed_as_polygons(found.geometry)
        notes = found.notes
        if n_closed:
            notes += (Note("lines_closed", _("Closed lines were taken for areas."), n_closed),)
        return replace(found, geometry=geometry, notes=notes)


def _closed_as_polygons(geometry: NDArray[np.object_]) -> tuple[NDArray[np.object_], int]:
    is_line = shapely.get_type_id(geometry) == shapely.GeometryType.LINESTRING
    is_ring = is_line & shapely.is_closed(geometry) & (shapely.get_num_points(geometry) >= _RING_POINTS)
    polygons = geometry.copy()
    polygons[is_ring] = [shapely.Polygon(line) for line in geometry[is_ring]]
    return polygons, int(is_ring.sum())
