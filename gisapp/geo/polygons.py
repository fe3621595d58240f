"""Polygons as the layers hold them: valid, and all of one type."""

import shapely


def as_multipolygon(geometry: shapely.Geometry) -> shapely.MultiPolygon:
    """Return the polygonal part of a geometry; empty where it has none.

    Examples
    --------
    >>> as_multipolygon(shapely.box(0, 0, 1, 1)).geom_type
    'MultiPolygon'
    """
    parts = shapely.get_parts(shapely.get_parts(geometry))
    polygons = parts[(shapely.get_type_id(parts) == shapely.GeometryType.POLYGON) & ~shapely.is_empty(parts)]
    return shapely.MultiPolygon(list(polygons))


def made_valid(geometry: shapely.Geometry) -> shapely.MultiPolygon:
    """Repair a polygon by its structure: rings that cross stay one area, and holes stay holes.

    Returns
    -------
    shapely.MultiPolygon
        Valid; empty where nothing with area is left.
    """
    repaired = as_multipolygon(shapely.make_valid(geometry, method="structure", keep_collapsed=False))
    # GEOS 3.14 may leave parts that share an edge, which a valid multipolygon must not.
    return as_multipolygon(shapely.union_all(shapely.get_parts(repaired)))
