"""Areas of many polygons on the WGS 84 ellipsoid."""

from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod

_GEOD = Geod(ellps="WGS84")
_E = float(np.sqrt(_GEOD.es))
# Where edges bend by more than this share of a polygon's area, the little that the series leaves out could matter.
_BEND = 5e-5
# Bounds memory: corners of so many polygons at a time.
_BLOCK = 5_000

Floats = NDArray[np.float64]
Geometries = NDArray[np.object_]


def geodesic_areas_m2(geometry: Geometries) -> Floats:
    """Measure polygons in degrees (EPSG:4326), to a millionth of their area.

    On the cylindrical equal-area map of the ellipsoid any area is a sum over corners, and how far an edge bends away
    from the geodesic is the first term of a series. Polygons with edges too long for that are measured by geodesics.

    Parameters
    ----------
    geometry
        (n,) polygons or multipolygons.

    Returns
    -------
    numpy.ndarray
        (n,) m2.

    References
    ----------
    Snyder, J. P. (1987). Map projections: a working manual. USGS Professional Paper 1395, equations 3-12 and 10-14.
    Karney, C. F. F. (2013). Algorithms for geodesics. Journal of Geodesy 87, 43-55.

    Examples
    --------
    >>> square = shapely.MultiPolygon([shapely.box(115, -3, 115.001, -2.999)])
    >>> geodesic_areas_m2(np.array([square])).round(2).tolist()
    [12292.62]
    """
    blocks = (geometry[start : start + _BLOCK] for start in range(0, len(geometry), _BLOCK))
    return np.concatenate([np.empty(0), *map(_block_areas_m2, blocks)])


def _block_areas_m2(geometry: Geometries) -> Floats:
    polygons, of_geometry = shapely.get_parts(geometry, return_index=True)
    rings, of_polygon = shapely.get_rings(polygons, return_index=True)
    corners, of_ring = shapely.get_coordinates(rings, return_index=True)
    starts = np.searchsorted(of_ring, np.arange(len(rings) + 1))
    area_m2, bend_m2 = _equal_area_m2(corners, starts)
    # The first ring of a polygon is its shell, the others are holes.
    is_hole = np.diff(of_polygon, prepend=-1) == 0
    of = of_geometry[of_polygon]

    def summed(rings_m2: Floats) -> Floats:
        return np.bincount(of, rings_m2, minlength=len(geometry)).astype(np.float64)

    found_m2 = summed(np.where(is_hole, -area_m2, area_m2))
    bent = np.flatnonzero((summed(bend_m2) > found_m2 * _BEND)[of])
    if bent.size:
        area_m2[bent] = _geodesic_m2(corners, starts, bent)
        found_m2 = summed(np.where(is_hole, -area_m2, area_m2))
    return found_m2


def _equal_area_m2(corners: Floats, starts: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Return the areas of rings, and by how much their edges bend on the equal-area map, all counted as positive.

    A great circle, y = sin(lat) over lon, has y'' = -sin(lat) (cos2(lat) + 3 lat'2): over an edge that is an area of
    R2 sin(lat) d_lon (cos2(lat) d_lon2 + 3 d_lat2) / 12, to the third order. Flattening changes it by 1.4 %.
    """
    if not len(corners):
        return np.empty(0), np.empty(0)
    lon, lat = np.radians(corners).T
    sine = np.sin(lat)
    y = ((1 - _E**2) / 2) * (sine / (1 - (_E * sine) ** 2) + np.arctanh(_E * sine) / _E)
    d_lon, d_lat = np.diff(lon), np.diff(lat)
    middle = (sine[1:] + sine[:-1]) / 2
    bend = middle * d_lon * ((1 - middle**2) * d_lon**2 + 3 * d_lat**2) / 12
    under = d_lon * (y[1:] + y[:-1]) / 2 + bend
    # What leads from one ring to the next is no edge.
    joints = starts[1:-1] - 1
    under[joints] = bend[joints] = 0.0
    area, bends = (np.add.reduceat(some, starts[:-1]) * _GEOD.a**2 for some in (under, np.abs(bend)))
    return np.abs(area), bends


def _geodesic_m2(corners: Floats, starts: NDArray[np.int64], rings: NDArray[np.int64]) -> Floats:
    lon, lat = np.ascontiguousarray(corners.T)
    ends = list(pairwise(starts.tolist()))
    spans = (ends[ring] for ring in rings.tolist())
    return np.array([abs(_GEOD.polygon_area_perimeter(lon[at:end], lat[at:end])[0]) for at, end in spans])
