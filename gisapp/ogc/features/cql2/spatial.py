"""How geometries lie to each other (DE-9IM), after every geometry is brought to EPSG:4326."""

import json
from typing import Any

import numpy as np
import shapely
from psycopg import sql

from gisapp import conf
from gisapp.geo.crs import transform_geometry
from gisapp.ogc.crs import STORAGE_SRID
from gisapp.ogc.features.boxes import box_of
from gisapp.ogc.features.cql2.errors import FilterError, shown
from gisapp.ogc.features.cql2.scalars import expect, scalar
from gisapp.ogc.features.cql2.scope import Kind, Operand, Scope

RELATIONS = {
    "s_intersects": "ST_Intersects",
    "s_equals": "ST_Equals",
    "s_disjoint": "ST_Disjoint",
    "s_touches": "ST_Touches",
    "s_within": "ST_Within",
    "s_overlaps": "ST_Overlaps",
    "s_crosses": "ST_Crosses",
    "s_contains": "ST_Contains",
}
# DE-9IM knows no collections of different kinds; only what asks whether anything is shared can be told of them.
_TAKE_COLLECTIONS = ("s_intersects", "s_disjoint")


def related(operator: str, args: list[Any], scope: Scope) -> sql.Composable:
    """Return the SQL of a relation between two geometries.

    Raises
    ------
    FilterError
        If these are not two valid geometries.
    """
    if len(args) != 2:
        raise FilterError(f"{operator} takes two geometries, not {len(args)}")
    takes_collections = operator in _TAKE_COLLECTIONS
    a, b = (_geometry(arg, scope, takes_collections=takes_collections) for arg in args)
    relation = sql.SQL(RELATIONS[operator])
    return relation + sql.SQL("({a}, {b})").format(a=a.sql, b=b.sql)


def _geometry(node: Any, scope: Scope, *, takes_collections: bool) -> Operand:
    match node:
        case {"bbox": list(numbers)}:
            if not all(isinstance(number, int | float) for number in numbers):
                raise FilterError(f"bbox {shown(numbers)}: give four (or six) numbers")
            wkb = box_of(numbers, scope.crs, told=f"bbox {shown(numbers)}", locator="filter").wkb
        case {"type": str()}:
            wkb = shapely.to_wkb(_literal(node, scope, takes_collections=takes_collections))
        case _:
            return expect(scalar(node, scope), Kind.GEOMETRY)
    placeholder = scope.values.bind(wkb, "bytea")
    geometry = sql.SQL("ST_GeomFromWKB({wkb}, {srid})").format(wkb=placeholder, srid=sql.Literal(STORAGE_SRID))
    return Operand(geometry, Kind.GEOMETRY, "a geometry")


def _literal(node: dict[str, Any], scope: Scope, *, takes_collections: bool) -> shapely.Geometry:
    try:
        read = shapely.from_geojson(json.dumps(node))
    except (shapely.GEOSException, ValueError) as error:
        raise FilterError(f"{shown(node)} is no geometry: {shown(error)}") from error
    shape = shapely.force_2d(read)
    _check(shape, node, takes_collections=takes_collections)
    if scope.crs.is_northing_first:
        shape = shapely.transform(shape, lambda xy: xy[:, ::-1])
    if scope.crs.srid == STORAGE_SRID:
        return shape
    moved: shapely.Geometry = transform_geometry(
        np.array([shape]), source_srid=scope.crs.srid, target_srid=STORAGE_SRID
    )[0]
    if not np.isfinite(shapely.get_coordinates(moved)).all():
        raise FilterError(f"{shown(node)} lies where {scope.crs.uri} does not reach")
    return moved


def _check(shape: shapely.Geometry, node: dict[str, Any], *, takes_collections: bool) -> None:
    vertices = shapely.get_coordinates(shape)
    if len(vertices) == 0 or not np.isfinite(vertices).all():
        raise FilterError(f"{shown(node)} has no finite coordinates")
    if len(vertices) > conf.FILTER_VERTICES_LIMIT:
        raise FilterError(
            f"a geometry of {len(vertices)} vertices; the limit is {conf.FILTER_VERTICES_LIMIT}: simplify it"
        )
    if not shapely.is_valid(shape):
        raise FilterError(f"{shown(node)} is no valid geometry: {shapely.is_valid_reason(shape)}")
    if isinstance(shape, shapely.GeometryCollection) and not takes_collections:
        raise FilterError(f"a collection of geometries can only be asked by {' and '.join(_TAKE_COLLECTIONS)}")
