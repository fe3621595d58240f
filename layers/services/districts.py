"""Writes of districts and subdistricts."""

from collections.abc import Collection, Sequence

import numpy as np
from django.db import transaction
from numpy.typing import NDArray

from gisapp.geo.crs import geodesic_area_m2
from layers.geometry import to_shapely
from layers.models import District, Subdistrict
from layers.services.rows import Written, rows_upsert

M2_PER_KM2 = 1_000_000.0


@transaction.atomic
def districts_upsert(districts: Sequence[District], *, fields: Collection[str]) -> Written:
    """Store districts by code: known ones are changed in place, so that what refers to them holds.

    The area is measured from the boundary, on the spheroid.
    """
    _measure(districts)
    return rows_upsert(districts, fields={*fields, "boundary", "area_km2"})


@transaction.atomic
def subdistricts_upsert(subdistricts: Sequence[Subdistrict], *, fields: Collection[str]) -> Written:
    """Store subdistricts by code; as `districts_upsert`."""
    _measure(subdistricts)
    return rows_upsert(subdistricts, fields={*fields, "boundary", "area_km2"})


@transaction.atomic
def areas_delete_others(model: type[District] | type[Subdistrict], *, kept_codes: Collection[str]) -> dict[str, int]:
    """Delete the districts (or subdistricts) of other codes, with what belongs to them alone.

    Returns
    -------
    dict
        Rows deleted by model name, so that it can be told; subdistricts and statistics go with
        their district, facilities and source areas stay without one.
    """
    _total, by_label = model._default_manager.exclude(code__in=list(kept_codes)).delete()
    return {label.split(".")[1]: n for label, n in by_label.items() if n and not label.endswith("Shape")}


def areas_km2(boundaries: NDArray[np.object_]) -> list[float]:
    """Return the areas of boundaries in degrees, on the spheroid, km2."""
    return [geodesic_area_m2(boundary) / M2_PER_KM2 for boundary in boundaries]


def _measure(areas: Sequence[District | Subdistrict]) -> None:
    for area, km2 in zip(areas, areas_km2(to_shapely(area.boundary for area in areas)), strict=True):
        area.area_km2 = km2
