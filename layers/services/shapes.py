"""Write the display shapes: web-Mercator geometry per zoom band, in step with its rows.

Whoever writes a geometry calls `shapes_rebuild` in the same transaction. Whoever does not (psql, QGIS) cannot
leave an outdated shape behind: database triggers delete the shapes of a row whose geometry changes, and
`shapes_missing_count` then finds the row.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import shapely
from django.contrib.gis.db import models
from django.db import connection, transaction
from numpy.typing import NDArray
from psycopg import sql

from gisapp.geo import generalise
from layers.models import BANDS, FULL_BAND
from layers.shape_tables import Generalisation, ShapeTable, shape_table_of

# Rows read, simplified and written at a time: bounds memory to some tens of megabytes.
CHUNK_ROWS = 5_000
# Edges move by no more than this, and what is smaller than this is not drawn.
TOLERANCE_PIXELS = 0.5
# Neighbours from different surveys leave slivers between them. One narrower than a pixel at the finest
# simplified band (19.1 m) is taken for such a sliver and closed; a wider gap is taken for real.
SLIVER_WIDTH_M = generalise.pixel_m(BANDS[-1])

Owners = NDArray[np.int64]
Geometries = NDArray[np.object_]


def shapes_rebuild(model: type[models.Model], owner_ids: Sequence[int] | None = None) -> int:
    """Compute anew the display shapes of a model's rows.

    Parameters
    ----------
    model
        A model with a sibling shape table: District, SourceArea, ...
    owner_ids
        Primary keys of the rows that changed; None for all. Districts and subdistricts are always done all
        together, because a moved edge moves their neighbours' edge too.

    Returns
    -------
    int
        Number of shapes written, over all bands.

    Raises
    ------
    UnknownCodeError
        If the model has no table of display shapes.
    """
    table = shape_table_of(model)
    with transaction.atomic():
        _lock(table)
        if table.generalisation is Generalisation.COVERAGE:
            written = _coverage_rebuild(table)
        else:
            written = sum(_chunk_rebuild(table, owners, full) for owners, full in _chunks(table, owner_ids))
        if owner_ids is None:
            _analyze(table)
    return written


def _coverage_rebuild(table: ShapeTable) -> int:
    """Rebuild a layer whose areas tile the region."""
    chunks = list(_chunks(table, None))
    table.shape_model._default_manager.all().delete()
    if not chunks:
        return 0
    owners = np.concatenate([owners for owners, _ in chunks])
    full = np.concatenate([full for _, full in chunks])
    written = _write(table, owners, band=FULL_BAND, shapes=generalise.multi(full))
    for members in _generations(table, owners):
        coverage = generalise.coverage_cleaned(full[members], gap_width_m=SLIVER_WIDTH_M)
        for band in BANDS:
            shapes = generalise.coverage_generalised(coverage, tolerance_m=_tolerance_m(band))
            written += _write(table, owners[members], band=band, shapes=shapes)
    return written


def _generations(table: ShapeTable, owners: Owners) -> Iterator[NDArray[np.bool_]]:
    """Split rows into sets that may tile a region: a former district lies below the present ones."""
    if not any(field.name == "valid_to" for field in table.model._meta.get_fields()):
        yield np.ones(owners.shape, bool)
        return
    valid_to = dict(table.model._default_manager.values_list("pk", "valid_to"))
    ends = [valid_to[int(owner)] for owner in owners]
    for end in dict.fromkeys(ends):
        yield np.asarray([other == end for other in ends])


def _chunk_rebuild(table: ShapeTable, owners: Owners, full: Geometries) -> int:
    """Rebuild some rows that are generalised one by one, or not at all."""
    table.shape_model._default_manager.filter(owner_id__in=owners.tolist()).delete()
    if table.generalisation is Generalisation.NONE:
        return _write(table, owners, band=FULL_BAND, shapes=full)
    written = _write(table, owners, band=FULL_BAND, shapes=generalise.multi(full))
    for band in BANDS:
        shapes = generalise.rows_generalised(full, tolerance_m=_tolerance_m(band))
        written += _write(table, owners, band=band, shapes=shapes)
    return written


def _tolerance_m(band: int) -> float:
    return TOLERANCE_PIXELS * generalise.pixel_m(band)


def _lock(table: ShapeTable) -> None:
    """Let no two rebuilds of one table meet; readers are not held up."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [table.shape_model._meta.db_table])


def _analyze(table: ShapeTable) -> None:
    """Tell the planner of a table that was written anew, before autovacuum comes round to it."""
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("ANALYZE {table}").format(table=sql.Identifier(table.shape_model._meta.db_table)))


def _chunks(table: ShapeTable, owner_ids: Sequence[int] | None) -> Iterator[tuple[Owners, Geometries]]:
    """Read primary keys and EPSG:3857 geometry, some thousand rows at a time, in the order of the key."""
    query = sql.SQL(
        "SELECT id, ST_AsBinary(ST_Transform(ST_Force2D({column}), 3857)) FROM {table}"
        " WHERE id > %s AND (%s::bigint[] IS NULL OR id = ANY(%s::bigint[])) ORDER BY id LIMIT %s"
    ).format(column=sql.Identifier(table.geometry_column), table=sql.Identifier(table.model._meta.db_table))
    wanted = None if owner_ids is None else list(owner_ids)
    last_id = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(query, [last_id, wanted, wanted, CHUNK_ROWS])
            rows = cursor.fetchall()
        if not rows:
            return
        last_id = rows[-1][0]
        yield (
            np.asarray([row[0] for row in rows], np.int64),
            np.asarray(shapely.from_wkb([bytes(row[1]) for row in rows]), object),
        )


def _write(table: ShapeTable, owners: Owners, *, band: int, shapes: Geometries) -> int:
    """Copy the shapes of one band in; None is a shape that is not drawn at this band."""
    drawn = np.flatnonzero(shapes != np.asarray(None, object))
    hexes = shapely.to_wkb(shapely.set_srid(shapes[drawn], 3857), hex=True, include_srid=True)
    copy = sql.SQL("COPY {table} (band, owner_id, shape) FROM STDIN").format(
        table=sql.Identifier(table.shape_model._meta.db_table)
    )
    lines = [f"{band}\t{owner}\t{wkb}\n" for owner, wkb in zip(owners[drawn], hexes, strict=True)]
    with connection.cursor() as cursor, cursor.copy(copy) as stream:
        stream.write("".join(lines))
    return len(lines)
