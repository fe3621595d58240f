"""Write the display shapes: web-Mercator geometry per zoom band, in step with its rows.

Whoever writes a geometry calls `shapes_rebuild` in the same transaction. Whoever does not (psql, QGIS) cannot
leave an outdated shape behind: database triggers delete the shapes of a row whose geometry changes, and
`shapes_missing_count` then finds the row.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from django.contrib.gis.db import models
from django.db import connection, transaction
from django.utils.translation import gettext as _
from numpy.typing import NDArray
from psycopg import sql

from gisapp.geo import generalise
from layers.geometry import DISPLAY_SRID
from layers.models import BANDS, FULL_BAND
from layers.progress import progress_tell
from layers.services.copying import ewkb, rows_analyze, rows_copy
from layers.services.shape_groups import source_areas_group
from layers.shape_tables import Generalisation, ShapeTable, shape_table_of

# Rows read, simplified and written at a time: bounds memory to some tens of megabytes.
CHUNK_ROWS = 5_000
# So many that a plan made for the table as it was before may be far slower.
MANY_SHAPES = 10_000
# Edges move by no more than this, and what is smaller than this is not drawn.
TOLERANCE_PIXELS = 0.5
# Neighbours from different surveys leave slivers between them. One narrower than a pixel at the finest
# simplified band (19.1 m) is taken for such a sliver and closed; a wider gap is taken for real.
SLIVER_WIDTH_M = generalise.pixel_m(BANDS[-1])

Owners = NDArray[np.int64]
Geometries = NDArray[np.object_]
HALF_WORLD_M = generalise.PIXEL_AT_ZOOM_0_M * 128


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """Some rows: their keys, the values that decide how they are drawn, and their full EPSG:3857 geometry."""

    owners: Owners
    drawn: list[tuple[Any, ...]]
    full: Geometries

    def part(self, members: NDArray[np.bool_]) -> "Chunk":
        """Return some of the rows."""
        drawn = [values for values, is_member in zip(self.drawn, members, strict=True) if is_member]
        return Chunk(self.owners[members], drawn, self.full[members])


def shapes_rebuild(
    model: type[models.Model], owner_ids: Sequence[int] | None = None, *, keep_current: bool = True
) -> int:
    """Compute the display shapes of a model's rows.

    Parameters
    ----------
    model
        A model with a sibling shape table: District, SourceArea, ...
    owner_ids
        Primary keys of the rows to look at; None for all. Districts and subdistricts are done all together as
        soon as one of them needs it, because a moved edge moves their neighbours' edge too.
    keep_current
        Pass over rows that have shapes: triggers keep no outdated ones, so a large layer is not drawn anew for
        the few rows that an import added. False after a change of the bands or of the way to simplify.

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
        chunks = _chunks(table, owner_ids, keep_current=keep_current)
        total = table.model._default_manager.count() if owner_ids is None else len(owner_ids)
        if table.generalisation is Generalisation.COVERAGE:
            written = _coverage_rebuild(table) if any(True for _ in chunks) or not keep_current else 0
        else:
            written, done = 0, 0
            for chunk in chunks:
                progress_tell(_("drawing the map"), done, total)
                written += _chunk_rebuild(table, chunk)
                done += len(chunk.owners)
        if written and (owner_ids is None or written >= MANY_SHAPES):
            rows_analyze(table.shape_model._meta.db_table)
        if table.group_model is not None:
            source_areas_group()
        if written:
            _version_raise(table)
    return written


def _coverage_rebuild(table: ShapeTable) -> int:
    """Rebuild a layer whose areas tile the region."""
    chunks = list(_chunks(table, None, keep_current=False))
    table.shape_model._default_manager.all().delete()
    if not chunks:
        return 0
    whole = Chunk(
        np.concatenate([chunk.owners for chunk in chunks]),
        [values for chunk in chunks for values in chunk.drawn],
        np.concatenate([chunk.full for chunk in chunks]),
    )
    written = _write(table, whole, band=FULL_BAND, shapes=generalise.multi(whole.full))
    for members in _generations(table, whole.owners):
        generation = whole.part(members)
        coverage = generalise.coverage_cleaned(generation.full, gap_width_m=SLIVER_WIDTH_M)
        for band in BANDS:
            shapes = generalise.coverage_generalised(coverage, tolerance_m=_tolerance_m(band))
            written += _write(table, generation, band=band, shapes=shapes)
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


def _chunk_rebuild(table: ShapeTable, chunk: Chunk) -> int:
    """Rebuild some rows that are generalised one by one, or not at all."""
    table.shape_model._default_manager.filter(owner_id__in=chunk.owners.tolist()).delete()
    if table.generalisation is Generalisation.NONE:
        return _write(table, chunk, band=FULL_BAND, shapes=chunk.full)
    written = _write(table, chunk, band=FULL_BAND, shapes=generalise.multi(chunk.full))
    for band in BANDS:
        shapes = generalise.rows_generalised(chunk.full, tolerance_m=_tolerance_m(band))
        written += _write(table, chunk, band=band, shapes=shapes)
    return written


def _tolerance_m(band: int) -> float:
    return TOLERANCE_PIXELS * generalise.pixel_m(band)


def _lock(table: ShapeTable) -> None:
    """Let no two rebuilds of one table meet; readers are not held up."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [table.shape_model._meta.db_table])


def _version_raise(table: ShapeTable) -> None:
    """Tell that maps of the rows have changed: who changed the rows may have done so long before.

    The trigger that raises versions acts on statements, whether or not they find a row.
    """
    statement = sql.SQL("UPDATE {table} SET id = id WHERE false").format(
        table=sql.Identifier(table.model._meta.db_table)
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _chunks(table: ShapeTable, owner_ids: Sequence[int] | None, *, keep_current: bool) -> Iterator[Chunk]:
    """Read some thousand rows at a time, neighbours together, whatever the order in which they were stored.

    A map then finds its shapes in few pages of the table.
    """
    query = sql.SQL(
        "SELECT o.id, ST_AsBinary(ST_Transform(ST_Force2D(o.{column}), 3857)){drawn}"
        " FROM unnest(%(some)s::bigint[]) WITH ORDINALITY AS listed (id, place)"
        " JOIN {rows} AS o ON o.id = listed.id ORDER BY listed.place"
    ).format(
        column=sql.Identifier(table.geometry_column),
        drawn=sql.SQL("".join(f", {expression}" for expression in table.drawn.values())),
        rows=sql.Identifier(table.model._meta.db_table),
    )
    owners = _owners(table, owner_ids, keep_current=keep_current)
    for start in range(0, len(owners), CHUNK_ROWS):
        with connection.cursor() as cursor:
            cursor.execute(query, {"some": owners[start : start + CHUNK_ROWS]})
            found = cursor.fetchall()
        yield Chunk(
            np.asarray([row[0] for row in found], np.int64),
            [row[2:] for row in found],
            np.asarray(shapely.from_wkb([bytes(row[1]) for row in found]), object),
        )


def _owners(table: ShapeTable, owner_ids: Sequence[int] | None, *, keep_current: bool) -> list[int]:
    """Return the keys of the rows to look at, in the order in which a Hilbert curve passes them."""
    query = sql.SQL(
        "SELECT o.id FROM {rows} AS o"
        " WHERE (%(wanted)s::bigint[] IS NULL OR o.id = ANY(%(wanted)s::bigint[]))"
        " AND NOT (%(keep_current)s AND EXISTS"
        " (SELECT FROM {shapes} AS s WHERE s.owner_id = o.id AND s.band = %(full_band)s))"
        # This is how PostGIS sorts geometry.
        " ORDER BY o.{column}, o.id"
    ).format(
        column=sql.Identifier(table.geometry_column),
        rows=sql.Identifier(table.model._meta.db_table),
        shapes=sql.Identifier(table.shape_model._meta.db_table),
    )
    wanted = None if owner_ids is None else list(owner_ids)
    with connection.cursor() as cursor:
        cursor.execute(query, {"wanted": wanted, "keep_current": keep_current, "full_band": FULL_BAND})
        return [row[0] for row in cursor.fetchall()]


def _write(table: ShapeTable, chunk: Chunk, *, band: int, shapes: Geometries) -> int:
    """Copy the shapes of one band in; None is a shape that is not drawn at this band."""
    visible = np.flatnonzero(shapes != np.asarray(None, object))
    columns = {"extent_m": _extents_m(shapes[visible]).tolist()}
    if table.group_model is not None:
        columns["tile"] = _tiles(shapes[visible], band=band).tolist()
    drawn = zip(*[chunk.drawn[index] for index in visible.tolist()], strict=True)
    given = ([band] * visible.size, chunk.owners[visible].tolist(), ewkb(shapes[visible], srid=DISPLAY_SRID))
    rows = zip(*given, *columns.values(), *drawn, strict=True)
    rows_copy(table.shape_model._meta.db_table, ("band", "owner_id", "shape", *columns, *table.drawn), rows)
    return int(visible.size)


def _extents_m(shapes: Geometries) -> NDArray[np.float64]:
    """Return the longer side of each bounding box."""
    west, south, east, north = shapely.bounds(shapes).reshape(-1, 4).T
    return np.asarray(np.maximum(east - west, north - south), np.float64)


def _tiles(shapes: Geometries, *, band: int) -> NDArray[np.int64]:
    """Return the number of the tile, at the zoom level of the band, that the middle of each shape lies in."""
    west, south, east, north = shapely.bounds(shapes).reshape(-1, 4).T
    side = 2 * HALF_WORLD_M / 2**band
    column = np.floor(((west + east) / 2 + HALF_WORLD_M) / side).astype(np.int64)
    row = np.floor((HALF_WORLD_M - (south + north) / 2) / side).astype(np.int64)
    return np.asarray(column * 2**band + row, np.int64)
