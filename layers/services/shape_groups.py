"""Group display shapes: those of one look and one tile that do not overlap become one geometry.

A map engine spends more on each geometry than on its vertices, and so does the database. Shapes get a level: one
more than the highest level below it, in the order in which they are drawn. Shapes of one level do not touch, so
drawing them together, level after level, gives the picture that drawing them one by one gives.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import numpy as np
import shapely
from django.db import connection
from numpy.typing import NDArray
from psycopg import sql

from gisapp.geo.generalise import pixel_m
from layers.geometry import DISPLAY_SRID
from layers.models import SourceAreaGroup, SourceAreaShape, UngroupedTile
from layers.services.copying import ewkb, rows_copy

# Bounds memory: a tile holds some ten thousand shapes at the most.
TILES_AT_A_TIME = 16
TOUCH_PIXELS = 1 / 16

Integers = NDArray[np.int64]
Geometries = NDArray[np.object_]

_TABLES = {
    "groups": sql.Identifier(SourceAreaGroup._meta.db_table),
    "shapes": sql.Identifier(SourceAreaShape._meta.db_table),
    "ungrouped": sql.Identifier(UngroupedTile._meta.db_table),
}
_TAKE = sql.SQL(
    "DELETE FROM {ungrouped} WHERE id IN (SELECT id FROM {ungrouped} ORDER BY band, tile LIMIT %s FOR UPDATE)"
    " RETURNING band, tile"
).format(**_TABLES)
_DELETE = sql.SQL("DELETE FROM {groups} WHERE (band, tile) IN (SELECT * FROM unnest(%s::int[], %s::bigint[]))").format(
    **_TABLES
)
_READ = sql.SQL(
    "SELECT s.band, s.tile, s.commodity, ST_AsBinary(s.shape)"
    " FROM {shapes} AS s JOIN unnest(%s::int[], %s::bigint[]) AS taken (band, tile)"
    " ON s.band = taken.band AND s.tile = taken.tile ORDER BY s.band, s.tile, s.density_t_per_km2, s.owner_id"
).format(**_TABLES)


def source_areas_group() -> int:
    """Group the shapes of every tile that has changed; call it in the transaction that changed them.

    Returns
    -------
    int
        Number of groups written.
    """
    written = 0
    while tiles := _take_ungrouped():
        bands, numbers = zip(*tiles, strict=True)
        with connection.cursor() as cursor:
            cursor.execute(_DELETE, [list(bands), list(numbers)])
            cursor.execute(_READ, [list(bands), list(numbers)])
            rows = cursor.fetchall()
        groups = [
            group
            for tile, members in groupby(rows, key=lambda row: (row[0], row[1]))
            for group in _groups(tile, list(members))
        ]
        rows_copy(SourceAreaGroup._meta.db_table, ("band", "tile", "level", "commodity", "shape"), groups)
        written += len(groups)
    return written


def levels(shapes: Geometries, *, touch_m: float) -> Integers:
    """Return the level of each shape, given in the order in which they are drawn.

    Parameters
    ----------
    shapes
        (n,) geometries; they count as overlapping where their bounding boxes do.
    touch_m
        Boxes that overlap by less only touch: neighbours in a grid do not lie upon each other.

    Returns
    -------
    numpy.ndarray
        (n,) zero where a shape lies upon no other, else one more than the highest of those below it.
    """
    west, south, east, north = shapely.bounds(shapes).reshape(-1, 4).T
    inset_x, inset_y = np.minimum(touch_m, east - west) / 2, np.minimum(touch_m, north - south) / 2
    boxes = shapely.box(west + inset_x, south + inset_y, east - inset_x, north - inset_y)
    above, below = shapely.STRtree(boxes).query(boxes)
    is_later = above > below
    above, below = above[is_later], below[is_later]
    found = np.zeros(shapes.size, np.int64)
    while True:
        raised = np.zeros(shapes.size, np.int64)
        np.maximum.at(raised, above, found[below] + 1)
        if np.array_equal(raised, found):
            return found
        found = raised


def _take_ungrouped() -> list[tuple[int, int]]:
    """Take some tiles off the list of those that have changed; whoever changes one again waits to list it."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [TILES_AT_A_TIME])
        return list(cursor.fetchall())


def _groups(tile: tuple[int, int], rows: list[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Group the shapes of one tile; yields band, tile, level, commodity and geometry."""
    names, commodity = np.unique([row[2] for row in rows], return_inverse=True)
    shapes = np.asarray(shapely.from_wkb([bytes(row[3]) for row in rows]), object)
    looks, group_of = np.unique(
        levels(shapes, touch_m=TOUCH_PIXELS * pixel_m(tile[0])) * names.size + commodity, return_inverse=True
    )
    order = np.argsort(group_of, kind="stable")
    parts, shape_of = shapely.get_parts(shapes[order], return_index=True)
    grouped = np.asarray(shapely.multipolygons(parts, indices=group_of[order][shape_of]), object)
    for look, shape in zip(looks.tolist(), ewkb(grouped, srid=DISPLAY_SRID), strict=True):
        level, name = divmod(look, names.size)
        yield (*tile, level, names[name], shape)
