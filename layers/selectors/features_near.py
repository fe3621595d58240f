"""Features of a layer within a box, their corners exact: to choose one of them, and to snap to them."""

from collections.abc import Sequence

from django.contrib.gis.db import models
from django.db import connection
from psycopg import sql

from gisapp.geo.bbox import Bbox

Found = tuple[int, str]
# Digits of a degree: a centimetre.
_DIGITS = 7
_QUERY = sql.SQL("""
    SELECT id, ST_AsGeoJSON(shape, {digits}) FROM (
        SELECT id, shape, sum(ST_NPoints(shape)) OVER (ORDER BY id) AS corners FROM (
            SELECT t.id, ST_ClipByBox2D(t.{column}, box) AS shape
            FROM {table} AS t, (SELECT ST_MakeEnvelope(%s, %s, %s, %s, 4326) AS box) AS b
            WHERE t.{column} && box AND ST_Intersects(t.{column}, box) ORDER BY t.id LIMIT %s
        ) AS clipped WHERE NOT ST_IsEmpty(shape)
    ) AS counted WHERE corners <= %s ORDER BY id
""")


def features_near(model: type[models.Model], column: str, *, bbox: Bbox, limit: int, corners: int) -> Sequence[Found]:
    """Return number and shape, as GeoJSON cut to the box, of the first features in a box.

    Parameters
    ----------
    corners
        Of all shapes together, at most.
    """
    query = _QUERY.format(
        digits=sql.Literal(_DIGITS), column=sql.Identifier(column), table=sql.Identifier(model._meta.db_table)
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [bbox.west, bbox.south, bbox.east, bbox.north, limit, corners])
        return [(int(pk), str(shape)) for pk, shape in cursor.fetchall()]
