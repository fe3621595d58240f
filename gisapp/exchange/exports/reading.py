"""The rows of a layer in batches: read by key, so that memory and every statement stay small."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from django.utils.translation import gettext as _
from psycopg import sql

from gisapp import conf
from gisapp.exchange.exporters.contents import ID, Column, schema_of
from gisapp.exchange.exports.arrow_copy import record_batch
from gisapp.geo.bbox import Bbox
from gisapp.ogc.catalog import PublishedLayer
from gisapp.ogc.crs import STORAGE_SRID
from gisapp.ogc.database import raw_cursor
from gisapp.ogc.properties import SQL_TYPE, Property
from gisapp.ogc.query import Conditions, from_rows
from layers.progress import progress_tell


@dataclass(frozen=True, slots=True)
class Size:
    """How much is selected.

    Attributes
    ----------
    byte_count
        Of the shapes in memory, as the database has them.
    extent
        EPSG:4326; None where nothing is selected.
    """

    count: int
    byte_count: int
    extent: Bbox | None


@dataclass(frozen=True, slots=True, eq=False)
class Selected:
    """Rows of a layer that are to be read.

    Attributes
    ----------
    properties
        What is told of each row.
    """

    layer: PublishedLayer
    properties: tuple[Property, ...]
    conditions: Conditions
    srid: int

    @property
    def columns(self) -> tuple[Column, ...]:
        """The properties as columns, titles in the active language."""
        return tuple(Column(one.name, one.kind, str(one.title)) for one in self.properties)


def size_read(selected: Selected) -> Size:
    """Return how much is selected, in one statement."""
    query = (
        sql.SQL(
            "SELECT count, bytes, ST_XMin(box), ST_YMin(box), ST_XMax(box), ST_YMax(box) FROM (SELECT count(*),"
            " coalesce(sum(pg_column_size({geometry})), 0)::bigint, ST_Extent({geometry}) AS box"
        ).format(geometry=sql.SQL(selected.layer.source.geometry))
        + from_rows(selected.layer.source)
        + selected.conditions.where
        + sql.SQL(") AS found (count, bytes, box)")
    )
    with raw_cursor(timeout_ms=conf.EXPORT_TIMEOUT_MS) as cursor:
        row: Any = cursor.execute(query, selected.conditions.values).fetchone()
    count, byte_count, *sides = row
    return Size(count=count, byte_count=byte_count, extent=None if sides[0] is None else Bbox(*sides))


def batches(selected: Selected, *, total: int) -> pa.RecordBatchReader:
    """Return the rows in the order of their ids: id, properties, geometry as well-known binary, x first.

    Parameters
    ----------
    total
        Number of rows, for the progress that is told.
    """
    schema = schema_of(selected.columns)
    return pa.RecordBatchReader.from_batches(schema, _read(selected, schema, total))


def _read(selected: Selected, schema: pa.Schema, total: int) -> Iterator[pa.RecordBatch]:
    query = _query(selected)
    stage = _("writing %(layer)s") % {"layer": selected.layer.title}
    last, done, limit = -1, 0, int(conf.EXPORT_ROWS_PER_READ.low)
    while True:
        progress_tell(stage, done, total)
        bound = {**selected.conditions.values, "after": last, "limit": limit}
        with raw_cursor(timeout_ms=conf.EXPORT_TIMEOUT_MS) as cursor, cursor.copy(query, bound) as copy:
            copied = b"".join(bytes(chunk) for chunk in copy)
        batch = record_batch(copied, schema)
        if batch.num_rows:
            yield batch
        if batch.num_rows < limit:
            return
        last, done = batch.column(ID)[-1].as_py(), done + batch.num_rows
        limit = _next_limit(limit, byte_count=len(copied))


def _next_limit(limit: int, *, byte_count: int) -> int:
    """Return how many rows to read next: as many as fill a read, going by those before, at most four times as many."""
    fitting = limit * conf.EXPORT_BYTES_PER_READ // max(byte_count, 1)
    bounded = min(fitting, 4 * limit, int(conf.EXPORT_ROWS_PER_READ.high))
    return max(bounded, int(conf.EXPORT_ROWS_PER_READ.low))


def _query(selected: Selected) -> sql.Composed:
    source = selected.layer.source
    geometry = source.geometry
    if selected.srid != STORAGE_SRID:
        geometry = f"ST_Transform({geometry}, {selected.srid})"
    columns = [
        "o.id::bigint",
        *(f"({one.expression})::{SQL_TYPE[one.kind]}" for one in selected.properties),
        f"ST_AsBinary({geometry}, 'NDR')",
    ]
    conditions = selected.conditions.and_(sql.SQL("o.id > %(after)s"))
    return sql.SQL(
        "COPY (SELECT {columns}{rows}{where} ORDER BY o.id LIMIT %(limit)s) TO STDOUT (FORMAT BINARY)"
    ).format(columns=sql.SQL(", ".join(columns)), rows=from_rows(source), where=conditions.where)
