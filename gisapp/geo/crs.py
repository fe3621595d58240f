"""Coordinate reference systems: the only code that knows of axis order.

Inside Hilir every coordinate is x, y (longitude, latitude). Authorities define many systems, EPSG:4326
among them, as latitude, longitude; protocols that follow the authority ask here whether to swap.
"""

from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from pyproj import CRS, Geod, Transformer

from gisapp.geo.bbox import Bbox

WGS84 = 4326
# The EPSG register ends here; PostGIS (spatial_ref_sys) and this project read higher numbers as Esri's.
_LAST_EPSG = 32_767
# Enough for the curve of an edge of a province in any national system.
_POINTS_AN_EDGE = 21
_GEOD = Geod(ellps="WGS84")


def authority_code(srid: int) -> str:
    """Return the authority and the code of a CRS.

    Examples
    --------
    >>> authority_code(32750), authority_code(54034)
    ('EPSG:32750', 'ESRI:54034')
    """
    return f"{'EPSG' if srid <= _LAST_EPSG else 'ESRI'}:{srid}"


@lru_cache(maxsize=64)
def _transformer(source_srid: int, target_srid: int) -> Transformer:
    return Transformer.from_crs(authority_code(source_srid), authority_code(target_srid), always_xy=True)


@lru_cache(maxsize=256)
def is_northing_first(srid: int) -> bool:
    """Tell whether the authority puts the northing (latitude) before the easting.

    Raises
    ------
    pyproj.exceptions.CRSError
        If there is no such code.

    Examples
    --------
    >>> is_northing_first(4326), is_northing_first(32750)
    (True, False)
    """
    axes = CRS.from_user_input(authority_code(srid)).axis_info
    return bool(axes) and axes[0].direction in ("north", "south")


@lru_cache(maxsize=256)
def is_geographic(srid: int) -> bool:
    """Tell whether coordinates are degrees.

    Raises
    ------
    pyproj.exceptions.CRSError
        If there is no such code.

    Examples
    --------
    >>> is_geographic(4326), is_geographic(32750)
    (True, False)
    """
    return bool(CRS.from_user_input(authority_code(srid)).is_geographic)


def transform(
    x: ArrayLike, y: ArrayLike, *, source_srid: int, target_srid: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Bring coordinates from one CRS to another, x before y on both sides.

    Parameters
    ----------
    x, y
        Eastings and northings (or longitudes and latitudes) of one shape.

    Returns
    -------
    x, y
        The same places in the target CRS; infinite where it does not reach.
    """
    moved = _transformer(source_srid, target_srid).transform(np.asarray(x, float), np.asarray(y, float))
    return np.asarray(moved[0], float), np.asarray(moved[1], float)


def bbox_transform(bbox: Bbox, *, source_srid: int, target_srid: int) -> Bbox | None:
    """Return the box, in another CRS, around a box whose edges become curves.

    Returns
    -------
    Bbox or None
        None where the target CRS does not reach.
    """
    bounds = _transformer(source_srid, target_srid).transform_bounds(
        bbox.west, bbox.south, bbox.east, bbox.north, densify_pts=_POINTS_AN_EDGE
    )
    return Bbox(*bounds) if np.isfinite(bounds).all() else None


def transform_geometry(geometry: NDArray[np.object_], *, source_srid: int, target_srid: int) -> NDArray[np.object_]:
    """Bring shapely geometries from one CRS to another, vertex by vertex.

    Returns
    -------
    numpy.ndarray
        New geometries of the same shape and kind.
    """

    def project(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(transform(xy[:, 0], xy[:, 1], source_srid=source_srid, target_srid=target_srid))

    return np.asarray(shapely.transform(np.asarray(geometry, object), project), object)


def geodesic_distance_m(
    lon_a: ArrayLike, lat_a: ArrayLike, *, lon_b: ArrayLike, lat_b: ArrayLike
) -> NDArray[np.float64]:
    """Measure the shortest way over the WGS 84 ellipsoid between points in degrees.

    References
    ----------
    Karney, C. F. F. (2013). Algorithms for geodesics. Journal of Geodesy 87, 43-55.
    """
    a_x, a_y, b_x, b_y = np.broadcast_arrays(lon_a, lat_a, lon_b, lat_b)
    distance = _GEOD.inv(a_x.astype(float), a_y.astype(float), b_x.astype(float), b_y.astype(float))[2]
    return np.asarray(distance, dtype=np.float64)


def geodesic_area_m2(geometry: shapely.Polygon | shapely.MultiPolygon) -> float:
    """Measure the area of a polygon in degrees (EPSG:4326) on the WGS 84 ellipsoid.

    References
    ----------
    Karney, C. F. F. (2013). Algorithms for geodesics. Journal of Geodesy 87, 43-55.
    """
    return abs(float(_GEOD.geometry_area_perimeter(shapely.orient_polygons(geometry))[0]))


def geodesic_length_m(geometry: shapely.LineString | shapely.MultiLineString) -> float:
    """Measure the length of a line in degrees (EPSG:4326) on the WGS 84 ellipsoid.

    References
    ----------
    Karney, C. F. F. (2013). Algorithms for geodesics. Journal of Geodesy 87, 43-55.
    """
    return float(_GEOD.geometry_length(geometry))
