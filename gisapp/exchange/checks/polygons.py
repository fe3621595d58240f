"""Polygons: valid, or repaired with what that changes in m2, all multipolygons."""

import re
from functools import partial

import numpy as np
import shapely
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from gisapp.exchange.checks.shapes import POLYGONS, coordinates_check, present_check, shaped, type_check, unshaped
from gisapp.exchange.intake import Intake
from gisapp.geo.crs import geodesic_area_m2
from gisapp.geo.polygons import made_valid
from layers.models import FindingLevel

_PLACE = re.compile(r"\[(\S+) (\S+)\]")


def polygons_check(intake: Intake, *, field: str) -> None:
    """Refuse rows without a valid polygon, or repair it where that is wished; all become multipolygons."""
    present_check(intake, field=field)
    type_check(intake, field=field, wanted=POLYGONS)
    coordinates_check(intake, field=field)
    validity_check(intake, field=field)


def validity_check(intake: Intake, *, field: str) -> None:
    """Refuse or repair invalid polygons, and make multipolygons of all."""
    at, geometry = np.flatnonzero(intake.is_shaped), shaped(intake)
    if intake.geometry is None or not at.size:
        return
    invalid = at[~shapely.is_valid(geometry)]
    for position in invalid.tolist():
        _repair(intake, position, field=field)
    whole = np.flatnonzero(intake.is_shaped)
    intake.geometry[whole] = _multi(intake.geometry[whole])


def _repair(intake: Intake, position: int, *, field: str) -> None:
    assert intake.geometry is not None  # noqa: S101 - the caller has seen it
    drawn: shapely.MultiPolygon = intake.geometry[position]
    reason, repaired = shapely.is_valid_reason(drawn), made_valid(drawn)
    tell = partial(intake.tell, [position], field=field, value=reason, places=_place(reason))
    if repaired.is_empty:
        unshaped(intake, np.array([position]))
        tell("no_area", limit=_("a polygon with an area"), fix=_("Correct it at its source."))
        return
    change = _change(drawn, repaired)
    if intake.options.is_repairing:
        intake.geometry[position] = repaired
        tell("invalid_geometry", level=FindingLevel.REPAIRED, fix=change)
        return
    unshaped(intake, np.array([position]))
    fix = _("Choose “Repair invalid shapes” (--repair), or correct it at its source. Repaired: %(change)s")
    fix %= {"change": change}
    tell("invalid_geometry", limit=_("a valid geometry"), fix=fix)


def _place(reason: str) -> NDArray[np.float64]:
    """Return the place that GEOS names, (1, 2) degrees; NaN where it names none."""
    found = _PLACE.search(reason)
    return np.array([[float(found[1]), float(found[2])] if found else [np.nan, np.nan]])


def _change(drawn: shapely.MultiPolygon, repaired: shapely.MultiPolygon) -> str:
    before_m2, after_m2 = geodesic_area_m2(drawn), geodesic_area_m2(repaired)
    text = _("%(before)s m2 as drawn, %(after)s m2 valid (%(change)s m2), %(parts)d parts")
    return text % {
        "before": f"{before_m2:,.0f}",
        "after": f"{after_m2:,.0f}",
        "change": f"{after_m2 - before_m2:+,.0f}",
        "parts": shapely.get_num_geometries(repaired),
    }


def _multi(geometry: NDArray[np.object_]) -> NDArray[np.object_]:
    single = shapely.get_type_id(geometry) == shapely.GeometryType.POLYGON
    found = geometry.copy()
    found[single] = shapely.multipolygons(geometry[single], indices=np.arange(int(single.sum())))
    return found
