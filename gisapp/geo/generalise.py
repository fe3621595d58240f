"""Geometry made simpler for a map: no more detail than a pixel of the zoom level can show.

Coordinates are web-Mercator metres (EPSG:3857) throughout.
"""

import numpy as np
import shapely
from numpy.typing import NDArray

Geometries = NDArray[np.object_]

# Equatorial circumference of the WGS 84 sphere of EPSG:3857 over 256 pixels: metres a pixel at zoom 0.
PIXEL_AT_ZOOM_0_M = 156_543.033_928_040_97

# Measured on the 156 subdistricts of South Kalimantan with a gap width of 19 m: of 5.4 km of slivers that open to
# the sea, snapping a quarter as far leaves 0.6 km and closes every other; half as far leaves one hole.
SNAP_SHARE = 0.25


def pixel_m(zoom: int) -> float:
    """Return the side of a pixel of a 256-pixel tile at a zoom level, in EPSG:3857 metres.

    References
    ----------
    OGC 17-083r4, Two Dimensional Tile Matrix Set, annex D.1 (WebMercatorQuad).

    Examples
    --------
    >>> round(pixel_m(13), 2)
    19.11
    """
    return float(PIXEL_AT_ZOOM_0_M / 2**zoom)


def coverage_cleaned(polygons: Geometries, *, gap_width_m: float) -> Geometries:
    """Make neighbours share their edges exactly: overlaps go to one of the two, slivers are closed.

    Parameters
    ----------
    polygons
        (n,) polygons or multipolygons that are meant to tile a region.
    gap_width_m
        A gap narrower than this goes to the neighbour it has most border with.

    Returns
    -------
    numpy.ndarray
        (n,) polygons or multipolygons that form a valid coverage. One that another covers wholly keeps its
        place: overlaps go to the smaller area.
    """
    polygonal = _repaired(polygons)
    # An overlay of nearly parallel edges computes intersections at infinity on the way; GEOS discards them.
    with np.errstate(invalid="ignore"):
        cleaned = shapely.coverage_clean(  # type: ignore[attr-defined]  # newer than the published stubs
            polygonal,
            gap_width=gap_width_m,
            # Vertices of the two sides that nearly meet are one; that also closes slivers which open to the sea.
            snapping_distance=gap_width_m * SNAP_SHARE,
            merge_strategy="min_area",
        )
    return np.where(shapely.is_empty(cleaned), polygonal, cleaned)


def coverage_generalised(coverage: Geometries, *, tolerance_m: float) -> Geometries:
    """Simplify a clean coverage so that shared edges stay shared; none of its areas vanishes.

    Parameters
    ----------
    coverage
        (n,) polygons or multipolygons whose shared edges are identical.
    tolerance_m
        Side of the smallest detail kept (its square is the area of the triangles that are removed).

    Returns
    -------
    numpy.ndarray
        (n,) valid multipolygons, none empty.

    References
    ----------
    Visvalingam, M., Whyatt, J. D. (1993). Line generalisation by repeated elimination of points.
    The Cartographic Journal 30(1), 46-51.
    """
    simplified = np.asarray(shapely.coverage_simplify(coverage, tolerance_m), object)
    return multi(np.where(shapely.is_empty(simplified), coverage, simplified))


def rows_generalised(geometry: Geometries, *, tolerance_m: float) -> Geometries:
    """Simplify polygons or lines one by one; what is smaller than the tolerance is dropped.

    Parameters
    ----------
    geometry
        (n,) polygons, multipolygons, lines or multilines.
    tolerance_m
        Farthest that an edge may move; also the smallest extent (longer side of the box) that is kept.

    Returns
    -------
    numpy.ndarray
        (n,) valid multi-geometries, None where dropped.

    References
    ----------
    Douglas, D. H., Peucker, T. K. (1973). Algorithms for the reduction of the number of points required to
    represent a digitized line or its caricature. Cartographica 10(2), 112-122.
    """
    result = np.full(geometry.shape, None, object)
    visible = np.flatnonzero(_extent_m(geometry) >= tolerance_m)
    if not visible.size:
        return result
    full = geometry[visible]
    simple = np.asarray(shapely.simplify(full, tolerance_m, preserve_topology=False), object)
    # The plain algorithm is ten times faster, but may collapse a shape or lose a lobe of it: no edge moves
    # by more than the tolerance, so a greater loss of area than that along the outline is such a loss.
    lost = np.abs(shapely.area(full) - shapely.area(simple)) > shapely.length(full) * tolerance_m
    redo = np.flatnonzero(shapely.is_empty(simple) | ~shapely.is_valid(simple) | lost)
    simple[redo] = _repaired(shapely.simplify(full[redo], tolerance_m, preserve_topology=True))
    result[visible] = _collected(simple)
    return result


def multi(geometry: Geometries) -> Geometries:
    """Return valid multi-geometries of the same dimension; simplification and projection can break one."""
    return _collected(_repaired(geometry))


def _collected(valid: Geometries) -> Geometries:
    """Return multi-geometries of polygons and lines."""
    dimension = shapely.get_dimensions(valid)
    result = valid.copy()
    areas, lines = np.flatnonzero(dimension == 2), np.flatnonzero(dimension == 1)
    for where, collect in ((areas, shapely.multipolygons), (lines, shapely.multilinestrings)):
        if where.size:
            parts, owner = shapely.get_parts(valid[where], return_index=True)
            result[where] = collect(parts, indices=owner)
    return result


def _repaired(geometry: Geometries) -> Geometries:
    """Return valid geometries of the same kind; one that repair would leave without an area stays as it is."""
    result = geometry.copy()
    broken = np.flatnonzero(~shapely.is_valid(geometry))
    repaired = shapely.make_valid(geometry[broken], method="structure", keep_collapsed=False)
    result[broken] = np.where(shapely.is_empty(repaired), geometry[broken], repaired)
    return result


def _extent_m(geometry: Geometries) -> NDArray[np.float64]:
    """Return the longer side of each bounding box."""
    west, south, east, north = shapely.bounds(geometry).T
    return np.asarray(np.maximum(east - west, north - south), np.float64)
