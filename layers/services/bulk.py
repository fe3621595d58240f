"""Write many rows of one model by COPY: column by column, without an object for each row."""

from __future__ import annotations  # Django's fields are generic only to the type checker

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

import numpy as np
import shapely
from django.contrib.gis.db import models
from django.db import connection, transaction
from django.utils.translation import gettext as _
from numpy.typing import NDArray
from psycopg import sql

from layers.geometry import STORAGE_SRID
from layers.progress import progress_tell
from layers.services.shapes import shapes_rebuild
from layers.shape_tables import SHAPE_TABLES

# Values by field name: plain ones, rows of other models for links, shapely geometries in degrees.
Values = Mapping[str, Sequence[Any] | NDArray[np.object_]]
# Rows of one statement: large ones are cheaper, but none may take longer than statements may.
COPY_ROWS = 20_000


@transaction.atomic
def columns_create(model: type[models.Model], values: Values, *, count: int) -> list[int]:
    """Add rows, and draw what maps show of them.

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
    columns = [_stored(field, values.get(field.name, [field.get_default()] * count)) for field in fields]
    _copy(model._meta.db_table, ["id", *(str(field.column) for field in fields)], [ids, *columns])
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
        columns = [_stored(field, values[field.name]) for field in fields]
        _copy("given", ["id", *(str(field.column) for field in fields)], [ids, *columns])
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


def _copy(table: str, columns: Sequence[str], values: Sequence[Sequence[Any]]) -> None:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    copy = sql.SQL("COPY {table} ({columns}) FROM STDIN").format(table=sql.Identifier(table), columns=names)
    rows, total = zip(*values, strict=True), len(values[0])
    for done in range(0, total, COPY_ROWS):
        progress_tell(_("writing the rows"), done, total)
        with connection.cursor() as cursor, cursor.copy(copy) as stream:
            for row in islice(rows, COPY_ROWS):
                stream.write_row(row)


def _stored(field: models.Field[Any, Any], values: Sequence[Any] | NDArray[np.object_]) -> Sequence[Any]:
    """Return values as COPY takes them."""
    if isinstance(field, models.GeometryField):
        if isinstance(values, np.ndarray):
            placed = shapely.set_srid(values, STORAGE_SRID)
            # GEOS writes hexadecimal digits one by one: Python takes a fifth of its time.
            return [one and one.hex() for one in shapely.to_wkb(placed, include_srid=True)]
        return [None if value is None else value.hexewkb.decode() for value in values]
    if field.is_relation:
        return [getattr(value, "pk", value) for value in values]
    return list(values)
