"""Write many rows of one model by COPY: column by column, without an object for each row."""

from __future__ import annotations  # Django's fields are generic only to the type checker

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import shapely
from django.contrib.gis.db import models
from django.db import connection, transaction
from django.utils.translation import gettext as _
from numpy.typing import NDArray
from psycopg import sql

from gisapp.geo.hilbert import hilbert_order
from layers.geometry import STORAGE_SRID
from layers.progress import progress_tell
from layers.services.copying import ewkb, rows_analyze, rows_copy
from layers.services.shapes import shapes_rebuild
from layers.shape_tables import SHAPE_TABLES

# Values by field name: plain ones, rows of other models for links, shapely geometries in degrees.
Values = Mapping[str, Sequence[Any] | NDArray[np.object_]]
# Rows of one statement: large ones are cheaper, but none may take longer than statements may.
COPY_ROWS = 20_000
# So many that a plan made for the table as it was before may be far slower.
MANY_ROWS = 1_000


@transaction.atomic
def columns_create(model: type[models.Model], values: Values, *, count: int) -> list[int]:
    """Add rows, and draw what maps show of them.

    Neighbours are written one after the other: what a map or a search reads then lies in few pages, and so do the
    entries of the indexes.

    Parameters
    ----------
    values
        (count,) values of each field that is given; the others get the model's default.

    Returns
    -------
    list of int
        Primary keys, in the order of the rows.
    """
    if not count:
        return []
    ids = _next_ids(model, count)
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    defaults = {field.name: [field.get_default()] * count for field in fields if field.name not in values}
    _copy(model._meta.db_table, fields, {**defaults, **values}, ids=ids, order=_spatial_order(values))
    if count >= MANY_ROWS:
        rows_analyze(model._meta.db_table, ["id"])
    shapes_draw(model, ids)
    return ids


@transaction.atomic
def columns_update(model: type[models.Model], ids: Sequence[int], values: Values) -> None:
    """Change some fields of stored rows, and draw anew what maps show of them."""
    if not ids:
        return
    fields = [field for field in model._meta.concrete_fields if field.name in values]
    names = [sql.Identifier(str(field.column)) for field in fields]
    table = sql.Identifier(model._meta.db_table)
    given = sql.SQL("CREATE TEMP TABLE given ON COMMIT DROP AS SELECT id, {names} FROM {table} LIMIT 0")
    update = sql.SQL("UPDATE {table} AS t SET ({names}) = ROW({given}) FROM given AS g WHERE t.id = g.id")
    with connection.cursor() as cursor:
        cursor.execute(given.format(names=sql.SQL(", ").join(names), table=table))
        _copy("given", fields, values, ids=ids, order=range(len(ids)))
        of_given = sql.SQL(", ").join(sql.SQL("g.{}").format(name) for name in names)
        cursor.execute(update.format(table=table, names=sql.SQL(", ").join(names), given=of_given))
        cursor.execute("DROP TABLE given")
    shapes_draw(model, ids)


def shapes_draw(model: type[models.Model], ids: Sequence[int]) -> None:
    """Draw what maps show of some rows; what no map shows has nothing to draw."""
    if any(table.model is model for table in SHAPE_TABLES.values()):
        shapes_rebuild(model, ids)


def _next_ids(model: type[models.Model], count: int) -> list[int]:
    query = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
    with connection.cursor() as cursor:
        cursor.execute(query, [model._meta.db_table, count])
        return [number for (number,) in cursor.fetchall()]


def _copy(
    table: str, fields: Sequence[models.Field[Any, Any]], values: Values, *, ids: Sequence[int], order: Sequence[int]
) -> None:
    """Copy rows in, in some order of their positions; only those of one statement are held as bytes at a time."""
    names, total = ["id", *(str(field.column) for field in fields)], len(order)
    for done in range(0, total, COPY_ROWS):
        progress_tell(_("writing the rows"), done, total)
        at = order[done : done + COPY_ROWS]
        columns = [_stored(field, _picked(values[field.name], at)) for field in fields]
        rows_copy(table, names, zip(_picked(ids, at), *columns, strict=True))


def _picked(values: Sequence[Any] | NDArray[np.object_], at: Sequence[int]) -> Sequence[Any] | NDArray[np.object_]:
    return values[list(at)] if isinstance(values, np.ndarray) else [values[one] for one in at]


def _spatial_order(values: Values) -> Sequence[int]:
    """Return the positions of rows in the order in which a Hilbert curve passes them, if they have places."""
    shapes = next((some for some in values.values() if isinstance(some, np.ndarray)), None)
    if shapes is None:
        return range(max(map(len, values.values()), default=0))
    west, south, east, north = shapely.bounds(shapes).reshape(-1, 4).T
    return list(hilbert_order((west + east) / 2, (south + north) / 2))


def _stored(field: models.Field[Any, Any], values: Sequence[Any] | NDArray[np.object_]) -> Sequence[Any]:
    """Return values as COPY takes them."""
    if isinstance(field, models.GeometryField):
        if isinstance(values, np.ndarray):
            return list(ewkb(values, srid=STORAGE_SRID))
        return [None if value is None else bytes(value.ewkb) for value in values]
    if field.is_relation:
        return [getattr(value, "pk", value) for value in values]
    return list(values)
