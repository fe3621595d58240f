"""A geometry is there, of the wanted type, and its coordinates can be."""

from collections.abc import Collection

import numpy as np
import shapely
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from gisapp.exchange.coordinates import swapped
from gisapp.exchange.geometry import DEGREES
from gisapp.exchange.intake import Intake
from layers.models import FindingLevel

POLYGONS = frozenset({"Polygon", "MultiPolygon"})
LINES = frozenset({"LineString", "MultiLineString"})
POINTS = frozenset({"Point", "MultiPoint"})


def present_check(intake: Intake, *, field: str) -> None:
    """Refuse rows without a geometry."""
    if intake.geometry is None:
        absent = np.arange(len(intake))
    else:
        empty = shapely.is_missing(intake.geometry) | shapely.is_empty(intake.geometry)
        absent = np.flatnonzero(empty)
    unshaped(intake, absent)
    # A cell that should hold a coordinate has been told of by itself.
    silent = absent[intake.is_good[absent]] if field == "location" else absent
    fix = _("Draw it, fill in its coordinates, or delete the row.")
    intake.tell(silent, "no_geometry", field=field, limit=_("a geometry"), fix=fix)


def type_check(intake: Intake, *, field: str, wanted: Collection[str]) -> None:
    """Refuse geometries of another type."""
    geometry = shaped(intake)
    at = np.flatnonzero(intake.is_shaped)
    _ids, first, of = np.unique(shapely.get_type_id(geometry), return_index=True, return_inverse=True)
    types = [one.geom_type for one in geometry[first]]
    wrong = np.array([one not in wanted for one in types], dtype=bool)[of]
    unshaped(intake, at[wrong])
    intake.tell(
        at[wrong],
        "wrong_type",
        field=field,
        value=[types[one] for one in of[wrong]],
        limit=_("one of %(types)s") % {"types": ", ".join(sorted(wanted))},
        fix=_("Give a file of the right type, or another --layer."),
    )


def coordinates_check(intake: Intake, *, field: str) -> None:
    """Refuse coordinates that no place has; where x and y are exchanged, repair them if that is wished."""
    at = np.flatnonzero(intake.is_shaped)
    if not at.size:
        return
    bounds = shapely.bounds(shaped(intake))
    impossible = ~_in_degrees(bounds)
    exchanged = impossible & _in_degrees(bounds[:, [1, 0, 3, 2]])
    beyond = impossible & ~exchanged
    limit = _("longitude -180 to 180, latitude -90 to 90")
    unshaped(intake, at[beyond])
    intake.tell(
        at[beyond],
        "impossible_coordinates",
        field=field,
        value=_corners(bounds[beyond]),
        limit=limit,
        fix=_("Name the CRS of the coordinates: --crs EPSG:n."),
    )
    where = bounds[exchanged][:, [1, 0]]
    if intake.options.is_repairing and intake.geometry is not None:
        intake.geometry[at[exchanged]] = swapped(intake.geometry[at[exchanged]])
        fix, level = _("longitude and latitude were exchanged"), FindingLevel.REPAIRED
    else:
        unshaped(intake, at[exchanged])
        fix, level = swapped_fix(), FindingLevel.ERROR
    intake.tell(
        at[exchanged],
        "swapped_coordinates",
        field=field,
        value=_corners(bounds[exchanged]),
        limit=limit,
        fix=fix,
        level=level,
        places=where,
    )


def swapped_fix() -> str:
    """Return what to do where x and y are swapped."""
    return _("Longitude and latitude are swapped: exchange the two columns (--map lon=… lat=…), or have it repaired.")


def shaped(intake: Intake) -> NDArray[np.object_]:
    """Return the geometries that nothing is wrong with so far."""
    if intake.geometry is None:
        return np.empty(0, dtype=object)
    return intake.geometry[intake.is_shaped]


def unshaped(intake: Intake, at: NDArray[np.int64]) -> None:
    """Leave the geometries of some rows out of what is checked further."""
    intake.is_shaped[at] = False


def _in_degrees(bounds: NDArray[np.float64]) -> NDArray[np.bool_]:
    west, south, east, north = bounds.T
    inside = (west >= DEGREES.west) & (east <= DEGREES.east) & (south >= DEGREES.south) & (north <= DEGREES.north)
    return np.asarray(inside & np.isfinite(bounds).all(axis=1))


def _corners(bounds: NDArray[np.float64]) -> list[str]:
    return [f"{west:.6g} {south:.6g}" for west, south, _east, _north in bounds]
