"""Write one row that a person edited by hand."""

from collections.abc import Collection
from typing import cast

import shapely
from django.contrib.gis.db import models
from django.db import transaction

from gisapp.geo.crs import geodesic_area_m2
from layers.geometry import shape_of
from layers.models import District, SourceArea, Subdistrict
from layers.services.shapes import shapes_rebuild
from layers.shape_tables import SHAPE_TABLES

M2_PER_KM2 = 1_000_000.0


@transaction.atomic
def row_save(row: models.Model, *, changed_fields: Collection[str]) -> None:
    """Store a row with what follows from its geometry: area, point on the area, display shapes.

    Parameters
    ----------
    row
        A row of any layer, new or stored.
    changed_fields
        Names of the fields that the editor changed; nothing is derived anew from a geometry not among them.
    """
    is_boundary_changed = row._state.adding or "boundary" in changed_fields
    if isinstance(row, District | Subdistrict) and is_boundary_changed:
        boundary = cast("shapely.MultiPolygon", shape_of(row.boundary))
        row.area_km2 = geodesic_area_m2(boundary) / M2_PER_KM2
    if isinstance(row, SourceArea) and is_boundary_changed:
        row.centre = row.boundary.point_on_surface
    drawn = next((table for table in SHAPE_TABLES.values() if isinstance(row, table.model)), None)
    is_drawing_changed = drawn is not None and (row._state.adding or drawn.geometry_column in changed_fields)
    row.save()
    if is_drawing_changed:
        shapes_rebuild(type(row), [row.pk])
