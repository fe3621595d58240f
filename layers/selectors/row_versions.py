"""Versions of single rows: equal as long as every bit of a row is."""

import json
from collections.abc import Mapping
from typing import Any

from django.contrib.gis.db import models
from django.db import connection
from psycopg import sql

from layers.models import ImportBefore

_VERSION = sql.SQL("SELECT md5(record_send(t)) FROM {table} AS t WHERE t.id = %(id)s")
_LOCKED = sql.SQL("SELECT md5(record_send(t)) FROM (SELECT * FROM {table} WHERE id = %(id)s FOR UPDATE) AS t")
# What a row was at a version is known where an import changed it; geometries stand in it as GeoJSON.
_AT_VERSION = sql.SQL("""
    SELECT b.id, to_jsonb(r)::text FROM layers_importbefore AS b CROSS JOIN LATERAL (SELECT (b."row"::{table}).*) AS r
    WHERE b."table" = %(table)s AND b.row_id = %(id)s AND md5(record_send(r)) = %(version)s
    ORDER BY b.id DESC LIMIT 1
""")
_NOW = sql.SQL("SELECT to_jsonb(t)::text FROM {table} AS t WHERE t.id = %(id)s")


def row_version(model: type[models.Model], pk: int, *, is_locked: bool = False) -> str | None:
    """Return the version of a row; None where there is no such row.

    Parameters
    ----------
    is_locked
        Whether nobody else may change the row until the transaction ends.
    """
    found = _asked(_LOCKED if is_locked else _VERSION, model, id=pk)
    return str(found[0]) if found else None


def row_changed_since(model: type[models.Model], pk: int, version: str) -> Mapping[str, Any] | None:
    """Return who first changed a row of a version, when, and which fields have other values now.

    Returns
    -------
    mapping or None
        `by`, `at` and `fields`; None where nothing noted the change.
    """
    found = _asked(_AT_VERSION, model, id=pk, table=model._meta.db_table, version=version)
    if found is None:
        return None
    noted, before = found[0], json.loads(found[1])
    cause = ImportBefore.objects.select_related("data_import__created_by").get(pk=noted).data_import
    now = json.loads((_asked(_NOW, model, id=pk) or ("{}",))[0])
    names = {str(field.column): field.name for field in model._meta.concrete_fields}
    return {
        "by": cause.created_by.get_username() if cause.created_by else "",
        "at": cause.committed_at,
        "fields": [names[column] for column, value in before.items() if now.get(column) != value],
    }


def _asked(query: sql.SQL, model: type[models.Model], **values: Any) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(query.format(table=sql.Identifier(model._meta.db_table)), values)
        found = cursor.fetchone()
    return None if found is None else tuple(found)
