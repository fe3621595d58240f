"""Read the display shapes: which band a zoom level takes, and the shapes as GeoJSON."""

import math
from collections.abc import Mapping

from django.contrib.gis.db import models
from django.db import connection
from django.utils.translation import gettext as _
from psycopg import sql

from gisapp.geo.bbox import Bbox
from layers.errors import UnknownCodeError
from layers.models import BANDS, FULL_BAND
from layers.selectors.shape_catalog import CATALOG, PublishedLayer
from layers.shape_tables import SHAPE_TABLES, shape_table_of

# Web Mercator ends here; PostGIS cannot transform a pole.
MERCATOR_MAX_LATITUDE = 85.051_128
TILE_SIZE_PX = 256

FilterValue = str | int


def band_for_zoom(zoom: float) -> int:
    """Return the coarsest zoom band that shows every pixel of a zoom level.

    Examples
    --------
    >>> band_for_zoom(3), band_for_zoom(8.5), band_for_zoom(13), band_for_zoom(14)
    (7, 9, 13, 24)
    """
    return next((band for band in BANDS if band >= zoom), FULL_BAND)


def coordinate_digits(band: int) -> int:
    """Return the decimals of a degree that keep a position within a tenth of a pixel.

    Examples
    --------
    >>> coordinate_digits(7), coordinate_digits(13), coordinate_digits(24)
    (3, 5, 7)
    """
    pixels_per_degree = TILE_SIZE_PX * 2.0**band / 360
    return min(math.ceil(math.log10(pixels_per_degree)) + 1, 7)


def shapes_geojson(
    layer: str,
    band: int,
    *,
    bbox: Bbox | None = None,
    filters: Mapping[str, FilterValue] | None = None,
    limit: int = 10_000,
) -> bytes:
    """Encode a layer's display shapes as a GeoJSON FeatureCollection.

    Parameters
    ----------
    layer
        A name of the catalog: districts, subdistricts, source_areas, exclusion_zones, road_links, facilities.
    band
        A zoom band; see `band_for_zoom`. A layer of points has only one, which stands for all.
    bbox
        Longitudes and latitudes (EPSG:4326) of which shapes are wanted; None for everywhere.
    filters
        Exact values by the catalog's filter names, such as ``{"commodity": "oil_palm"}``.
    limit
        Largest number of features. Where there are more, none is given: the first of them would pass for all.

    Returns
    -------
    bytes
        UTF-8 GeoJSON (RFC 7946) in EPSG:4326, with `numberReturned` and `truncated`, which tells that there
        are more than `limit`, and so none here.

    Raises
    ------
    UnknownCodeError
        If the layer or a filter is not in the catalog.
    """
    published = _published(layer)
    stored_bands = SHAPE_TABLES[layer].bands
    query = _query(published, layer=layer, filters=filters or {}, has_bbox=bbox is not None)
    values = {
        "band": band if band in stored_bands else FULL_BAND,
        "digits": coordinate_digits(band),
        "limit": limit,
        "limit_and_one": limit + 1,
        **_bbox_values(bbox),
        **{f"filter_{name}": value for name, value in (filters or {}).items()},
    }
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        row = cursor.fetchone()
    text: str = row[0] if row else ""
    return text.encode()


def shapes_missing_count(model: type[models.Model]) -> int:
    """Count the rows without display shapes; a changed geometry loses its shapes, so outdated ones are among them.

    Raises
    ------
    UnknownCodeError
        If the model has no table of display shapes.
    """
    table = shape_table_of(model)
    full = table.shape_model._default_manager.filter(owner_id=models.OuterRef("pk"), band=FULL_BAND)
    return model._default_manager.filter(~models.Exists(full)).count()


def _published(layer: str) -> PublishedLayer:
    if layer not in CATALOG:
        raise UnknownCodeError(_("layer"), layer, known=CATALOG)
    return CATALOG[layer]


def _query(
    published: PublishedLayer, *, layer: str, filters: Mapping[str, FilterValue], has_bbox: bool
) -> sql.Composed:
    """Compose the query; identifiers come from the catalog, values are bound."""
    unknown = sorted(set(filters) - set(published.filters))
    if unknown:
        raise UnknownCodeError(_("filter"), unknown[0], known=published.filters)
    conditions = [sql.SQL("s.band = %(band)s")]
    if has_bbox:
        conditions.append(
            sql.SQL("s.shape && ST_Transform(ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326), 3857)")
        )
    conditions += [sql.SQL(published.filters[name] + f" = %(filter_{name})s") for name in filters]
    table = SHAPE_TABLES[layer]
    return sql.SQL(
        """
        WITH found AS MATERIALIZED (
            SELECT s.owner_id, s.shape
            FROM {shapes} AS s JOIN {rows} AS o ON o.id = s.owner_id {joins}
            WHERE {conditions}
            LIMIT %(limit_and_one)s
        ), counted AS (
            SELECT count(*) > %(limit)s AS is_too_many FROM found
        ), told AS (
            SELECT o.id, s.shape,
                   (SELECT row_to_json(properties) FROM (SELECT {properties}) AS properties) AS properties
            FROM found AS s JOIN {rows} AS o ON o.id = s.owner_id {joins}
            WHERE NOT (SELECT is_too_many FROM counted)
        )
        SELECT '{{"type":"FeatureCollection","numberReturned":' || count(*)
            || ',"truncated":' || (SELECT is_too_many FROM counted)::text || ',"features":['
            || coalesce(string_agg(
                '{{"type":"Feature","id":' || id || ',"geometry":'
                || ST_AsGeoJSON(ST_Transform(shape, 4326), %(digits)s) || ',"properties":' || properties || '}}',
                ',' ORDER BY id
            ), '') || ']}}'
        FROM told
        """
    ).format(
        properties=sql.SQL(", ").join(
            sql.SQL(expression) + sql.SQL(" AS ") + sql.Identifier(name)
            for name, expression in published.properties.items()
        ),
        shapes=sql.Identifier(table.shape_model._meta.db_table),
        rows=sql.Identifier(table.model._meta.db_table),
        joins=sql.SQL(published.joins),
        conditions=sql.SQL(" AND ").join(conditions),
    )


def _bbox_values(bbox: Bbox | None) -> dict[str, float]:
    if bbox is None:
        return {}
    return {
        "west": bbox.west,
        "south": max(bbox.south, -MERCATOR_MAX_LATITUDE),
        "east": bbox.east,
        "north": min(bbox.north, MERCATOR_MAX_LATITUDE),
    }
