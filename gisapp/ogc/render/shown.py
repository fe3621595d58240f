"""Which rules of a style draw anything in a part of the world: what a legend beside a map has to explain."""

from psycopg import sql

from gisapp import conf
from gisapp.geo.bbox import Bbox
from gisapp.ogc.database import raw_cursor
from gisapp.ogc.raster_layers import PublishedRaster
from gisapp.ogc.render.facts import style_of
from gisapp.ogc.render.queries import BOX, PIXEL_WIDTH, drawing_of, layer_query
from gisapp.ogc.render.request import LayerView


def rules_shown(view: LayerView, *, bbox: Bbox, zoom: float) -> frozenset[str]:
    """Return the names of the rules that draw something of a layer of features.

    Parameters
    ----------
    bbox
        EPSG:3857.
    zoom
        Decides which generalisation is looked at.

    Raises
    ------
    LookupError
        If the layer is a raster.
    UnknownStyleError
        If there is no style of the view's name.
    BusyError
        If the database takes too long.
    """
    if isinstance(view.layer, PublishedRaster):
        raise LookupError(f"{view.layer.name} has no features")
    style = style_of(view)
    query = layer_query(view, view.layer.source, drawing_of(style), zoom=zoom)
    box = f"ST_MakeEnvelope({bbox.west!r}, {bbox.south!r}, {bbox.east!r}, {bbox.north!r}, 3857)"
    query = query.replace(BOX, box).replace(PIXEL_WIDTH, "0")
    drawn = sql.SQL("({query}) AS drawn").format(query=sql.SQL(query))
    within = sql.SQL("ST_Intersects(shape, {box})").format(box=sql.SQL(box))
    with raw_cursor(timeout_ms=conf.MAP_STATEMENT_TIMEOUT_MS) as cursor:
        cursor.execute(sql.SQL("SELECT DISTINCT rule FROM {drawn} WHERE {within}").format(drawn=drawn, within=within))
        return frozenset(style.rules[number].name for (number,) in cursor.fetchall() if number is not None)
