"""What CRS a file states: its EPSG code if it has one in other words, or the system itself."""

import warnings
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from gisapp.geo.crs import WGS84, authority_code

# Two systems are one if they put the corners of the area of use in the same place, to this distance.
_SAME_DEGREES = 1e-7
# How sure PROJ is of a code where all parameters and the datum are the same.
_EQUIVALENT = 70
_AXES_WITH_HEIGHT = 3
_WGS84_SEMI_MAJOR_M = 6_378_137.0
_WORLD = (-180.0, -80.0, 180.0, 80.0)
_CORNERS = np.array([[0.1, 0.1], [0.1, 0.9], [0.5, 0.5], [0.9, 0.1], [0.9, 0.9]])


@dataclass(frozen=True, slots=True)
class StatedCrs:
    """What a file states.

    Attributes
    ----------
    srid
        EPSG code (or Esri's, beyond it); None where it states none, or one that has no code.
    name
        What the system is called; empty where none is stated.
    own
        The system itself, as well-known text, where it has no code; empty if it cannot be used either.
    """

    srid: int | None = None
    name: str = ""
    own: str = ""


@lru_cache(maxsize=64)
def stated_crs(text: str) -> StatedCrs:
    """Identify a CRS from a code, well-known text of any dialect, or PROJJSON."""
    if not text:
        return StatedCrs()
    try:
        crs = CRS.from_user_input(text)
    except CRSError:
        return StatedCrs(name=text[:60])
    crs = _horizontal(crs)
    srid = _code(crs)
    if srid is not None:
        return StatedCrs(srid=srid, name=CRS.from_user_input(authority_code(srid)).name)
    return StatedCrs(name=_name(crs), own=crs.to_wkt() if _is_usable(crs) else "")


def to_degrees_by_own(geometry: NDArray[np.object_], own: str) -> NDArray[np.object_]:
    """Bring geometries of a system without a code to EPSG:4326."""
    mover = Transformer.from_crs(CRS.from_wkt(own), WGS84, always_xy=True)

    def project(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(mover.transform(xy[:, 0], xy[:, 1]))

    return np.asarray(shapely.transform(geometry, project), dtype=object)


def _horizontal(crs: CRS) -> CRS:
    if crs.is_compound:
        crs = crs.sub_crs_list[0]
    return crs.to_2d() if len(crs.axis_info) == _AXES_WITH_HEIGHT else crs


def _code(crs: CRS) -> int | None:
    """Return the code of a system that is exactly this one, whatever its names."""
    # An unknown datum would pass for any of the same shape.
    for authority in () if _has_unknown_datum(crs) else ("EPSG", "ESRI"):
        found = crs.to_authority(authority, min_confidence=_EQUIVALENT)
        if found is not None:
            return int(found[1])
    if not _is_wgs84_shaped(crs):
        return None
    # Where the datum has no name that is known, but the shape of WGS 84, it may be that.
    candidate = _on_wgs84(crs)
    found = None if candidate is None else candidate.to_authority("EPSG", min_confidence=_EQUIVALENT)
    return int(found[1]) if found is not None and _is_same(crs, CRS.from_authority(*found)) else None


def _has_unknown_datum(crs: CRS) -> bool:
    return crs.datum is not None and crs.datum.name.lower().startswith("unknown")


def _on_wgs84(crs: CRS) -> CRS | None:
    """Return the system with the same parameters on WGS 84."""
    base = crs.source_crs if crs.is_bound else crs
    with warnings.catch_warnings():
        # What is lost on the way is looked for afterwards, by comparing places.
        warnings.simplefilter("ignore", UserWarning)
        parameters = {} if base is None else base.to_dict()
    kept = {
        name: value for name, value in parameters.items() if name not in ("ellps", "datum", "towgs84", "a", "b", "rf")
    }
    try:
        return CRS.from_dict({**kept, "datum": "WGS84"})
    except CRSError:
        return None


def _is_same(crs: CRS, other: CRS) -> bool:
    """Tell whether two systems put the same numbers in the same places."""
    if crs.is_geographic != other.is_geographic:
        return False
    area = other.area_of_use
    west, south, east, north = area.bounds if area else _WORLD
    lon = west + _CORNERS[:, 0] * (east - west)
    lat = south + _CORNERS[:, 1] * (north - south)
    try:
        x, y = Transformer.from_crs(WGS84, other, always_xy=True).transform(lon, lat)
        places = [np.array(Transformer.from_crs(one, WGS84, always_xy=True).transform(x, y)) for one in (crs, other)]
    except ProjError:
        return False
    return bool(np.isfinite(places).all() and np.abs(places[0] - places[1]).max() <= _SAME_DEGREES)


def _is_wgs84_shaped(crs: CRS) -> bool:
    """Tell whether the ellipsoid is that of WGS 84, to what is lost in rounding."""
    ellipsoid = crs.ellipsoid
    return ellipsoid is not None and abs(ellipsoid.semi_major_metre - _WGS84_SEMI_MAJOR_M) < 1.0


def _is_usable(crs: CRS) -> bool:
    """Tell whether places of a system can be found on the earth without guessing at its datum."""
    if not (crs.is_geographic or crs.is_projected):
        return False
    try:
        Transformer.from_crs(crs, WGS84, always_xy=True, allow_ballpark=_is_wgs84_shaped(crs))
    except ProjError:
        return False
    return True


def _name(crs: CRS) -> str:
    """Return what a system is called, with its datum, as many have no name of their own."""
    datum = crs.datum.name if crs.datum is not None else ""
    return f"{crs.name}, {datum}" if datum and datum not in crs.name else crs.name
