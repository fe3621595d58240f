"""Check geometries of a file, repair them where asked, and give each the one type of its layer."""

from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from gisapp.exchange.errors import MappingError
from gisapp.exchange.values import ValueRefusedError
from gisapp.geo.bbox import Bbox
from gisapp.geo.crs import WGS84, geodesic_area_m2, transform_geometry
from gisapp.geo.polygons import as_multipolygon, made_valid

DEGREES = Bbox(-180.0, -90.0, 180.0, 90.0)
REPAIR_FIX = "--repair"


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


def polygon_checked(
    geometry: shapely.Geometry | None, *, field: str, is_repairing: bool
) -> tuple[shapely.MultiPolygon, str]:
    """Return a valid MultiPolygon, and what was repaired (empty if nothing).

    Raises
    ------
    ValueRefusedError
        If there is no polygon, it lies outside of the degrees, or it is invalid and not to be repaired.
    """
    found = _present(geometry, field, {"Polygon", "MultiPolygon"}, _("a polygon or multipolygon"))
    if shapely.is_valid(found):
        return as_multipolygon(found), ""
    reason = shapely.is_valid_reason(found)
    if not is_repairing:
        fix = _("Give %(option)s to have it repaired, or correct it at its source.") % {"option": REPAIR_FIX}
        raise ValueRefusedError(
            field, found.geom_type, limit=_("a valid geometry: %(reason)s") % {"reason": reason}, fix=fix
        )
    repaired = made_valid(found)
    if repaired.is_empty:
        limit = _("an area: %(reason)s") % {"reason": reason}
        raise ValueRefusedError(field, found.geom_type, limit=limit, fix=_("Correct it at its source."))
    area_km2 = geodesic_area_m2(repaired) / 1e6
    what = _("%(reason)s; made valid, now %(area).2f km2 in %(parts)d parts") % {
        "reason": reason,
        "area": area_km2,
        "parts": shapely.get_num_geometries(repaired),
    }
    return repaired, what


def line_checked(geometry: shapely.Geometry | None, *, field: str) -> shapely.MultiLineString:
    """Return a MultiLineString with some length.

    Raises
    ------
    ValueRefusedError
        If there is no line, it lies outside of the degrees, or it has no length.
    """
    found = _present(geometry, field, {"LineString", "MultiLineString"}, _("a line or multiline"))
    if not found.length > 0:
        fix = _("Delete the row, or draw the line.")
        raise ValueRefusedError(field, found.geom_type, limit=_("a line of some length"), fix=fix)
    return shapely.MultiLineString([part for part in shapely.get_parts(found) if part.length > 0])


def point_checked(geometry: shapely.Geometry | None, *, field: str) -> shapely.Point:
    """Return the point.

    Raises
    ------
    ValueRefusedError
        If there is none, or several, or it lies outside of the degrees.
    """
    found: Any = _present(geometry, field, {"Point", "MultiPoint"}, _("a point"))
    parts = shapely.get_parts(found)
    if len(parts) != 1:
        limit = _("one point, not %(count)d") % {"count": len(parts)}
        raise ValueRefusedError(field, found.geom_type, limit=limit, fix=_("Make a row of each point."))
    return shapely.Point(parts[0].x, parts[0].y)


def swapped_fix() -> str:
    """Return what to do where x and y are swapped."""
    return _("Longitude and latitude are swapped: exchange the two columns (--map lon=… lat=…).")


def _present(geometry: Any, field: str, types: set[str], wanted: str) -> Any:
    if geometry is None or shapely.is_empty(geometry):
        raise ValueRefusedError(field, None, limit=wanted, fix=_("Draw it, or delete the row."))
    if geometry.geom_type not in types:
        fix = _("Give a file of the right type, or another --layer.")
        raise ValueRefusedError(field, geometry.geom_type, limit=wanted, fix=fix)
    west, south, east, north = geometry.bounds
    inside = np.isfinite(geometry.bounds).all() and DEGREES.contains(west, south) and DEGREES.contains(east, north)
    if not inside:
        value = f"{west:.6g} {south:.6g}"
        limit = _("longitude -180 to 180, latitude -90 to 90")
        is_swapped = DEGREES.contains(south, west) and DEGREES.contains(north, east)
        fix = swapped_fix() if is_swapped else _("Name the CRS of the coordinates: --crs EPSG:n.")
        raise ValueRefusedError(field, value, limit=limit, fix=fix)
    return geometry
