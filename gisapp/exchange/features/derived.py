"""Figures that followed from others are left to follow again."""

import math
from collections.abc import Mapping
from typing import Any

import shapely

from gisapp.geo.crs import geodesic_area_m2
from gisapp.geo.units import M2_PER_HA

Cells = dict[str, Any]
# Of floats that were reckoned the same way.
_SAME = 1e-6
_FACTORS = ("area_ha", "yield_t_per_ha", "availability")


def derived_left_empty(stored: Mapping[str, Any], changes: Mapping[str, Any], boundary: shapely.MultiPolygon) -> Cells:
    """Return those figures of a source area, emptied, that the importer is to reckon anew.

    Parameters
    ----------
    stored, changes
        Cells by field, as they are and as they are to be.
    boundary
        Of the stored area, in degrees: hectares that were measured from it are measured from the new one.
    """
    emptied: Cells = {}
    area_ha = stored["area_ha"]
    if area_ha is not None and _is_same(area_ha, geodesic_area_m2(boundary) / M2_PER_HA):
        emptied["area_ha"] = None
    figures = [stored[name] for name in _FACTORS]
    if None not in figures and _is_same(stored["annual_tonnes"], math.prod(figures)):
        emptied["annual_tonnes"] = None
    # What somebody says is not reckoned.
    return {name: value for name, value in emptied.items() if changes.get(name, stored[name]) == stored[name]}


def _is_same(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=_SAME)
