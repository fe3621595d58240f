"""What lies at a pixel of a map."""

from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

import numpy as np
from psycopg import Cursor, sql

from gisapp import conf
from gisapp.geo.crs import transform
from gisapp.ogc.catalog import FeatureSource, GeometryType, PublishedLayer
from gisapp.ogc.crs import STORAGE_SRID
from gisapp.ogc.database import raw_cursor
from gisapp.ogc.query import Conditions, expression_of, fixed_conditions, from_rows
from gisapp.ogc.render.facts import style_of
from gisapp.ogc.render.request import LayerView
from gisapp.ogc.wms.params import InfoAsked
from gisapp.ogc.wms.visible import Reach, is_drawn, is_seen, reach_of

# Half a pixel: a box without an area would miss what rounding moves.
_LEAST_PX: Final = 0.5
# Seven decimals of a degree are a centimetre.
_DIGITS: Final = 7


@dataclass(frozen=True, slots=True)
class Found:
    """A feature at the pixel.

    Attributes
    ----------
    values
        By name of the property, in the catalog's order.
    geometry
        EPSG:4326, longitude first, no finer than half a pixel; in the encoding that was asked for.
    """

    id: int
    values: dict[str, Any]
    geometry: str


@dataclass(frozen=True, slots=True)
class LayerInfo:
    """What was found of one layer, the nearest first."""

    layer: PublishedLayer
    features: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class _Spot:
    """The place of a pixel, and a box around it, in EPSG:4326."""

    lon: float
    lat: float
    box: tuple[float, float, float, float]
    pixel_deg: float


def feature_info(asked: InfoAsked, *, as_gml: bool) -> tuple[LayerInfo, ...]:
    """Return what lies at a pixel, of each layer asked for; the uppermost layer first.

    Parameters
    ----------
    as_gml
        Whether geometry is encoded as GML 2; as GeoJSON otherwise.

    Raises
    ------
    BusyError
        If the database does not answer in time.
    """
    with raw_cursor(timeout_ms=conf.INFO_TIMEOUT_MS) as cursor:
        return tuple(
            LayerInfo(layer=view.layer, features=_found(cursor, view, view.layer.source, asked=asked, as_gml=as_gml))
            for view in reversed(asked.layers)
            if isinstance(view.layer, PublishedLayer)
        )


def _found(
    cursor: Cursor[Any], view: LayerView, source: FeatureSource, *, asked: InfoAsked, as_gml: bool
) -> tuple[Found, ...]:
    """Return what of a layer can be seen at a pixel, the nearest first."""
    style, zoom = style_of(view), asked.map.style_zoom
    spot = _spot(asked, reach_of(style, source.geometry_type, zoom))
    if spot is None or not is_drawn(style, zoom):
        return ()
    # More than are asked for, because the style may not show the nearest.
    query, values = _query(view, source, spot=spot, count=conf.INFO_FEATURES_LIMIT, as_gml=as_gml)
    cursor.execute(query, values)
    names = [one.name for one in source.properties]
    found = (
        Found(id=key, values=dict(zip(names, told, strict=True)), geometry=geometry)
        for key, geometry, *told in cursor.fetchall()
    )
    return tuple(islice((one for one in found if is_seen(style, one.values, zoom)), asked.count))


def _spot(asked: InfoAsked, reach: Reach) -> _Spot | None:
    """Return where a pixel lies, and the box around it; None where its system does not reach."""
    frame, bbox = asked.map, asked.map.bbox
    step_x, step_y = bbox.width / frame.width_px, bbox.height / frame.height_px
    x, y = bbox.west + (asked.column + 0.5) * step_x, bbox.north - (asked.row + 0.5) * step_y
    aside, above, below = (
        max(pixels * frame.scale_factor, _LEAST_PX) for pixels in (reach.aside, reach.above, reach.below)
    )
    around_x = x + step_x * np.array([0.0, -aside, aside, aside, -aside])
    around_y = y + step_y * np.array([0.0, -below, -below, above, above])
    lon, lat = transform(around_x, around_y, source_srid=frame.srid, target_srid=STORAGE_SRID)
    if not (np.isfinite(lon).all() and np.isfinite(lat).all()):
        return None
    box = (float(lon[1:].min()), float(lat[1:].min()), float(lon[1:].max()), float(lat[1:].max()))
    return _Spot(lon=float(lon[0]), lat=float(lat[0]), box=box, pixel_deg=(box[3] - box[1]) / (above + below))


def _query(
    view: LayerView, source: FeatureSource, *, spot: _Spot, count: int, as_gml: bool
) -> tuple[sql.Composed, dict[str, Any]]:
    conditions = _conditions(view, source, spot)
    encode = "ST_AsGML(2, {drawn}, {digits})" if as_gml else "ST_AsGeoJSON({drawn}, {digits})"
    geometry = sql.SQL(source.geometry)
    query = sql.SQL(
        "SELECT o.id, " + encode + "{properties}{rows}{where}"
        " ORDER BY ST_Distance({geometry}, ST_Point(%(lon)s, %(lat)s, 4326)), o.id LIMIT %(count)s"
    ).format(
        drawn=sql.SQL("ST_Simplify({geometry}, %(finest)s, true)").format(geometry=geometry),
        digits=sql.Literal(_DIGITS),
        properties=sql.SQL("").join(sql.SQL(", " + one.expression) for one in source.properties),
        rows=from_rows(source),
        where=conditions.where,
        geometry=geometry,
    )
    values = {"lon": spot.lon, "lat": spot.lat, "finest": spot.pixel_deg / 2, "count": count}
    return query, {**conditions.values, **values}


def _conditions(view: LayerView, source: FeatureSource, spot: _Spot) -> Conditions:
    """Return what a row must meet: of the layer, of the year, and where the click is."""
    conditions = fixed_conditions(source)
    if view.year is not None:
        year = sql.SQL(expression_of(source, source.time))
        conditions = conditions.and_(year + sql.SQL(" = %(year)s"), year=view.year)
    west, south, east, north = spot.box
    place = sql.SQL(
        "ST_Point(%(lon)s, %(lat)s, 4326)"
        if source.geometry_type is GeometryType.MULTI_POLYGON
        else "ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326)"
    )
    return conditions.and_(
        sql.SQL("ST_Intersects(") + sql.SQL(source.geometry) + sql.SQL(", ") + place + sql.SQL(")"),
        west=west,
        south=south,
        east=east,
        north=north,
    )
