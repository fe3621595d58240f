"""Geometry from the database as shapely arrays in the metric CRS of the study area, and back."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import shapely
from django.conf import settings

from gisapp.geo.crs import transform_geometry
from gisapp.siting.codes import Floats, Geometries


def metric_geometries(wkb: Iterable[Any]) -> Geometries:
    """Return geometries stored in EPSG:4326, given as WKB, in the metric CRS."""
    stored = shapely.from_wkb(np.array([bytes(value) for value in wkb], dtype=object))
    return transform_geometry(stored, source_srid=settings.STORAGE_SRID, target_srid=settings.METRIC_SRID)


def metric_points(wkb: Iterable[Any]) -> tuple[Floats, Floats]:
    """Return x and y in the metric CRS of points stored in EPSG:4326, given as WKB."""
    points = metric_geometries(wkb)
    return shapely.get_x(points), shapely.get_y(points)


def stored_multipolygon(geometry: shapely.Geometry) -> shapely.MultiPolygon:
    """Return a polygon of the metric CRS in EPSG:4326, valid, its parts that are polygons only.

    Moving vertices from one CRS to another can fold a thin spike over itself; the database takes
    valid polygons alone.
    """
    moved = transform_geometry(
        np.array([geometry], dtype=object), source_srid=settings.METRIC_SRID, target_srid=settings.STORAGE_SRID
    )[0]
    parts = shapely.get_parts(shapely.make_valid(moved))
    # make_valid may nest: a collection of a MultiPolygon and of lines.
    parts = shapely.get_parts(parts)
    return shapely.MultiPolygon([part for part in parts if part.geom_type == "Polygon" and not part.is_empty])
