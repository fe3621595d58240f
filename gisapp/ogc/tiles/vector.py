"""A vector tile of one layer, encoded by PostGIS from the display shapes.

A tile keeps to a number of features and of bytes; what is left out is the smallest; of points, which have no size,
those recorded last. Bytes are counted before gzip, which takes off about a third.

References
----------
Mapbox Vector Tile specification 2.1.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from psycopg import Cursor, sql

from gisapp import conf
from gisapp.geo.tile_matrix import Tile
from gisapp.ogc.catalog import FeatureSource, GeometryType, PublishedLayer
from gisapp.ogc.database import Row, raw_cursor
from gisapp.ogc.properties import Property, properties_of
from gisapp.ogc.query import Conditions, expression_of, fixed_conditions, from_rows, from_shapes
from layers.models import FULL_BAND
from layers.selectors.shapes import band_for_zoom

# Steps of a tile's side, and how far shapes reach beyond it, so that no outline shows where tiles meet.
EXTENT: Final = 4_096
MARGIN: Final = 64
# QGIS cuts symbols off where tiles meet: points are in every tile that their symbols, up to a pin, reach into.
POINT_MARGIN: Final = 512
# What a map is coloured and told apart by; at small scales a tile carries nothing else.
_FEW: Final = frozenset(
    (
        "code",
        "kind",
        "effect",
        "reason",
        "road_class",
        "is_ferry",
        "is_reserve",
        "rank",
        "value",
    )
)
# Features differ in bytes; what is kept is estimated somewhat low, so that a second look is enough.
_SAFETY: Final = 0.9

_TILE: Final = "ST_TileEnvelope(%(zoom)s, %(column)s, %(row)s)"
_AROUND: Final = "ST_TileEnvelope(%(zoom)s, %(column)s, %(row)s, margin => %(margin)s)"
_CUT: Final = f"ST_AsMVTGeom(s.shape, {_TILE}, {EXTENT}, {MARGIN})"
_MOVED: Final = "ST_SnapToGrid(ST_TransScale(s.shape, -%(west)s, -%(north)s, %(steps)s, -%(steps)s), 1)"
# Cutting a shape costs several times as much as moving it into the tile; most lie wholly within. Outlines run
# clockwise on the screen, which is against the clock in a tile, where y grows downwards.
_TILE_GEOMETRY: Final[Mapping[GeometryType, sql.SQL]] = {
    GeometryType.MULTI_POLYGON: sql.SQL(
        f"CASE WHEN s.shape @ {_AROUND} THEN ST_ForcePolygonCCW({_MOVED}) ELSE {_CUT} END"
    ),
    GeometryType.MULTI_LINE_STRING: sql.SQL(f"CASE WHEN s.shape @ {_AROUND} THEN {_MOVED} ELSE {_CUT} END"),
    GeometryType.POINT: sql.SQL(_MOVED),
}


def tile_properties(layer: PublishedLayer, zoom: int) -> tuple[Property, ...]:
    """Return what a tile tells of each feature at a zoom level; expressions are over `o`, its joins and the shape."""
    source, drawn = layer.source, _drawn(layer.source)
    if zoom >= conf.TILE_ALL_PROPERTIES_ZOOM:
        names = {one.name for one in source.properties}
        return (*source.properties, *(one for one in drawn if one.name not in names))
    if drawn:
        return drawn
    shown = _FEW if layer.classes is None else {*_FEW, layer.classes.property}
    return tuple(one for one in source.properties if one.name in shown)


def _drawn(source: FeatureSource) -> tuple[Property, ...]:
    """Return the columns of the shapes that decide how they are drawn, so that no row has to be looked up."""
    if source.shapes is None or source.shape_owner != "o.id":
        return ()
    columns = properties_of(source.shapes.shape_model, {name: f"o.{name}" for name in source.shapes.drawn})
    return tuple(replace(one, expression=f"s.{one.name}") for one in columns)


def layers_tile(layers: Sequence[tuple[PublishedLayer, int | None]], tile: Tile) -> bytes:
    """Encode several layers, each with the year that is shown of it, as one Mapbox Vector Tile.

    Returns
    -------
    bytes
        Empty where nothing lies in the tile.

    Raises
    ------
    BusyError
        If the database takes too long.
    """
    # A tile is a sequence of layers and nothing else, so tiles of one layer each make one when joined.
    share = conf.TILE_BYTES_LIMIT // max(len(layers), 1)
    return b"".join(layer_tile(layer, tile, year=year, limit_bytes=share) for layer, year in layers)


def layer_tile(layer: PublishedLayer, tile: Tile, *, year: int | None, limit_bytes: int) -> bytes:
    """Encode one layer as a Mapbox Vector Tile.

    Parameters
    ----------
    year
        Of a layer whose features have one: the year that is shown.
    limit_bytes
        Most that the tile may take, unless a single feature takes more.

    Returns
    -------
    bytes
        Empty where nothing of the layer lies in the tile.

    Raises
    ------
    BusyError
        If the database takes too long.
    """
    query, values = _query(layer, tile, year=year)
    limit = conf.TILE_FEATURES_LIMIT
    with raw_cursor(timeout_ms=conf.TILE_TIMEOUT_MS) as cursor:
        encoded, count = _encoded(cursor, query, {**values, "limit": limit})
        while len(encoded) > limit_bytes and count > 1:
            limit = max(int(count * limit_bytes / len(encoded) * _SAFETY), 1)
            encoded, count = _encoded(cursor, query, {**values, "limit": limit})
    return encoded


def _encoded(cursor: Cursor[Row], query: sql.Composed, values: Mapping[str, Any]) -> tuple[bytes, int]:
    [(encoded, count)] = cursor.execute(query, values)
    return bytes(encoded), count


def _query(layer: PublishedLayer, tile: Tile, *, year: int | None) -> tuple[sql.Composed, dict[str, Any]]:
    source, properties = layer.source, tile_properties(layer, tile.zoom)
    candidates, values = _candidates(source, tile, year=year)
    rows = sql.SQL(" JOIN {rows} AS o ON o.id = s.row_id" + source.joins).format(rows=sql.Identifier(source.rows))
    query = sql.SQL(
        "SELECT ST_AsMVT(found, {name}, {extent}, 'geom', 'row_id'), count(*) FROM ("
        "SELECT s.row_id, {geometry} AS geom{properties}"
        " FROM (SELECT * FROM ({candidates}) AS s ORDER BY {size} LIMIT %(limit)s) AS s{rows}) AS found"
    ).format(
        name=sql.Literal(layer.name),
        extent=sql.Literal(EXTENT),
        geometry=_TILE_GEOMETRY[source.geometry_type],
        properties=sql.SQL("").join(
            sql.SQL(f", {one.expression} AS ") + sql.Identifier(one.name) for one in properties
        ),
        candidates=candidates,
        size=sql.SQL("s.row_id" if source.geometry_type is GeometryType.POINT else "s.extent_m DESC, s.row_id"),
        rows=sql.SQL("") if all(one.expression.startswith("s.") for one in properties) else rows,
    )
    place = {"zoom": tile.zoom, "row": tile.row, "column": tile.column}
    corner = {"west": tile.box.west, "north": tile.box.north, "steps": EXTENT / tile.box.width}
    margin = POINT_MARGIN if source.geometry_type is GeometryType.POINT else MARGIN
    return query, {**values, **place, **corner, "margin": margin / EXTENT}


def _candidates(source: FeatureSource, tile: Tile, *, year: int | None) -> tuple[sql.Composable, dict[str, Any]]:
    """Return the query of all shapes that reach into a tile, each with the key of its row and its size."""
    conditions = fixed_conditions(source)
    if year is not None:
        conditions = conditions.and_(sql.SQL(expression_of(source, source.time) + " = %(year)s"), year=year)
    if source.shapes is None:
        near = conditions.and_(sql.SQL(f"{source.geometry} && ST_Transform({_AROUND}, 4326)"))
        columns = (
            f"o.id AS row_id, ST_Transform({source.geometry}, 3857) AS shape,"
            f" ST_Length(ST_BoundingDiagonal({source.geometry})) AS extent_m"
        )
        return sql.SQL("SELECT " + columns) + from_rows(source) + near.where, near.values
    drawn = "".join(f", s.{name}" for name in source.shapes.drawn)
    band = band_for_zoom(tile.zoom)
    near = Conditions((sql.SQL(f"s.band = {band if band in source.shapes.bands else FULL_BAND}"),)).and_(
        sql.SQL(f"s.shape && {_AROUND}")
    )
    fixed = _fixed_on_shapes(source) if year is None else None
    if fixed is not None:
        # Where the shapes alone tell what is of the layer, the largest are found before rows are looked at.
        shapes = sql.Identifier(source.shapes.shape_model._meta.db_table)
        near = _all_of(near, fixed)
        own = sql.SQL(f"SELECT s.owner_id AS row_id, s.shape, s.extent_m{drawn}")
        return own + sql.SQL(" FROM ") + shapes + sql.SQL(" AS s") + near.where, near.values
    near = _all_of(near, conditions)
    return sql.SQL(f"SELECT o.id AS row_id, s.shape, s.extent_m{drawn}") + from_shapes(source) + near.where, near.values


def _fixed_on_shapes(source: FeatureSource) -> Conditions | None:
    """Return what makes a shape one of this layer's, None where its row must be asked."""
    assert source.shapes is not None  # noqa: S101
    names = {name for name, _value in source.fixed}
    if source.condition or source.shape_owner != "o.id" or not names <= set(source.shapes.drawn):
        return None
    conditions = Conditions()
    for name, value in source.fixed:
        conditions = conditions.and_(sql.SQL(f"s.{name} = %(fixed_{name})s"), **{f"fixed_{name}": value})
    return conditions


def _all_of(one: Conditions, other: Conditions) -> Conditions:
    return Conditions((*one.parts, *other.parts), {**one.values, **other.values})
