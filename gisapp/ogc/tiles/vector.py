"""A vector tile of one layer, encoded by PostGIS from the display shapes.

A tile keeps to a number of features and of bytes; what is left out is the smallest. Numbers of bytes are those of
the tile as it is decoded; a client that accepts gzip receives about half.

References
----------
Mapbox Vector Tile specification 2.1.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from psycopg import Cursor, sql

from gisapp import conf
from gisapp.geo.tile_matrix import Tile
from gisapp.ogc.catalog import FeatureSource, GeometryType, PublishedLayer
from gisapp.ogc.database import Row, raw_cursor
from gisapp.ogc.properties import Property
from gisapp.ogc.query import Conditions, expression_of, fixed_conditions, from_rows, from_shapes
from layers.models import FULL_BAND
from layers.selectors.shapes import band_for_zoom

# Steps of a tile's side, and how far shapes reach beyond it, so that no outline shows where tiles meet.
EXTENT: Final = 4_096
MARGIN: Final = 64
# What a map is coloured and told apart by; at small scales a tile carries nothing else.
_FEW: Final = frozenset(
    (
        "code",
        "commodity",
        "process",
        "kind",
        "status",
        "annual_tonnes",
        "capacity_t_per_year",
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
_AROUND: Final = f"ST_TileEnvelope(%(zoom)s, %(column)s, %(row)s, margin => {MARGIN / EXTENT})"
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
# Of what one tile cannot hold all, the largest are kept; points have no size, and those recorded first are kept.
_SIZE_OF: Final[Mapping[GeometryType, str]] = {
    GeometryType.MULTI_POLYGON: "ST_Area(s.shape) DESC",
    GeometryType.MULTI_LINE_STRING: "ST_Length(s.shape) DESC",
    GeometryType.POINT: "s.row_id",
}


def tile_properties(layer: PublishedLayer, zoom: int) -> tuple[Property, ...]:
    """Return what a tile tells of each feature at a zoom level."""
    if zoom >= conf.TILE_ALL_PROPERTIES_ZOOM:
        return layer.source.properties
    shown = _FEW if layer.classes is None else {*_FEW, layer.classes.property}
    return tuple(one for one in layer.source.properties if one.name in shown)


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


def _encoded(cursor: Cursor[Row], query: sql.Composable, values: Mapping[str, Any]) -> tuple[bytes, int]:
    [(encoded, count)] = cursor.execute(query, values)
    return bytes(encoded), count


def _query(layer: PublishedLayer, tile: Tile, *, year: int | None) -> tuple[sql.Composable, dict[str, Any]]:
    source = layer.source
    conditions = _conditions(source, year=year)
    query = sql.SQL(
        "SELECT ST_AsMVT(found, {name}, {extent}, 'geom', 'row_id'), count(*) FROM ("
        "SELECT s.row_id, {geometry} AS geom{properties}"
        " FROM (SELECT * FROM ({candidates}) AS s ORDER BY {size} LIMIT %(limit)s) AS s"
        " JOIN {rows} AS o ON o.id = s.row_id{joins}) AS found"
    ).format(
        name=sql.Literal(layer.name),
        extent=sql.Literal(EXTENT),
        geometry=_TILE_GEOMETRY[source.geometry_type],
        properties=sql.SQL("").join(
            sql.SQL(f", {one.expression} AS ") + sql.Identifier(one.name) for one in tile_properties(layer, tile.zoom)
        ),
        candidates=_candidates(source, tile, conditions),
        size=sql.SQL(_SIZE_OF[source.geometry_type]),
        rows=sql.Identifier(source.rows),
        joins=sql.SQL(source.joins),
    )
    place = {"zoom": tile.zoom, "row": tile.row, "column": tile.column}
    corner = {"west": tile.box.west, "north": tile.box.north, "steps": EXTENT / tile.box.width}
    return query, {**conditions.values, **place, **corner}


def _conditions(source: FeatureSource, *, year: int | None) -> Conditions:
    conditions = fixed_conditions(source)
    if year is None:
        return conditions
    return conditions.and_(sql.SQL(expression_of(source, source.time) + " = %(year)s"), year=year)


def _candidates(source: FeatureSource, tile: Tile, conditions: Conditions) -> sql.Composable:
    """Return the query of all shapes that reach into a tile, each with the key of its row."""
    if source.shapes is None:
        near = conditions.and_(sql.SQL(f"{source.geometry} && ST_Transform({_AROUND}, 4326)"))
        return sql.SQL(f"SELECT o.id AS row_id, ST_Transform({source.geometry}, 3857) AS shape") + (
            from_rows(source) + near.where
        )
    band = band_for_zoom(tile.zoom)
    near = Conditions((sql.SQL(f"s.band = {band if band in source.shapes.bands else FULL_BAND}"),)).and_(
        sql.SQL(f"s.shape && {_AROUND}")
    )
    if not conditions.parts and source.shape_owner == "o.id":
        # Where every shape is of the layer, the largest are found before their rows are looked at.
        shapes = sql.Identifier(source.shapes.shape_model._meta.db_table)
        return sql.SQL("SELECT s.owner_id AS row_id, s.shape FROM ") + shapes + sql.SQL(" AS s") + near.where
    for part in conditions.parts:
        near = near.and_(part)
    return sql.SQL("SELECT o.id AS row_id, s.shape") + from_shapes(source) + near.where
