"""What an import changed, noted by database triggers while it runs, and taken back exactly.

The triggers (migration 0018) note the rows that it adds and, before it changes or removes a row, the row. Nothing
here knows what an importer does: what it brings about elsewhere, such as links that are lost with a district that it
removes, comes back too.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.apps import apps
from django.contrib.gis.db import models
from django.db import IntegrityError, connection, transaction
from django.db.models import Func, Sum
from django.utils.translation import gettext as _
from psycopg import sql

from layers.errors import LayersError
from layers.models import DistrictIndex, ImportAdded, ImportBefore
from layers.services.shapes import shapes_rebuild
from layers.shape_tables import SHAPE_TABLES, Generalisation


class ChangedSinceError(LayersError):
    """What an import left is not as it left it: to take it back would lose what was done since."""


@contextmanager
def changes_noted(import_id: uuid.UUID) -> Iterator[None]:
    """Note what is added, changed and removed in this block; to be used within a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('hilir.data_import', %s, true)", [str(import_id)])
        yield
        cursor.execute("SELECT set_config('hilir.data_import', '', true)")
        for table in _tables(import_id):
            for statement in (_HASH_ADDED, _HASH_BEFORE):
                cursor.execute(_of(table, statement), {"import": import_id, "table": table})


def changes_are_noted() -> bool:
    """Tell whether an import is under way that can be undone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('hilir.data_import', true), '') <> ''")
        return bool((cursor.fetchone() or (False,))[0])


@transaction.atomic
def changes_undo(import_id: uuid.UUID) -> int:
    """Take back all that an import changed, and draw anew what maps show of it.

    Returns
    -------
    int
        Number of rows removed or restored.

    Raises
    ------
    ChangedSinceError
        If one of the rows was changed or removed since, or something new refers to one; nothing is changed then.
    """
    tables = _tables(import_id)
    for table in tables:
        _unchanged_checked(import_id, table)
    count = 0
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for step in (_DELETE_INDICES, _DELETE_ADDED, _RESTORE_REMOVED, _RESTORE_CHANGED):
                for table in tables:
                    if step is _DELETE_INDICES and table != "layers_district":
                        continue
                    cursor.execute(_of(table, step), {"import": import_id, "table": table})
                    count += cursor.rowcount if step is not _DELETE_INDICES else 0
            # Links are checked at the end of a transaction; here and now, the reason can still be told.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError as error:
        raise ChangedSinceError(_in_the_way(error)) from error
    for table in tables:
        _shapes_redraw(import_id, table)
    return count


def changes_count(import_id: uuid.UUID) -> int:
    """Return how many rows an import added, changed and removed."""
    added = ImportAdded.objects.filter(data_import=import_id)
    count = (
        added.aggregate(count=Sum(Func("row_ids", function="cardinality", output_field=models.BigIntegerField())))[
            "count"
        ]
        or 0
    )
    return count + ImportBefore.objects.filter(data_import=import_id).count()


def changes_forget(import_id: uuid.UUID) -> None:
    """Drop the record of what an import changed: it can be undone no more."""
    ImportAdded.objects.filter(data_import=import_id).delete()
    ImportBefore.objects.filter(data_import=import_id).delete()


def files_kept_for_undo(column: str, *, table: str) -> set[str]:
    """Return the file names that a column had in the rows that imports changed or removed."""
    query = sql.SQL('SELECT DISTINCT ("row"::{table}).{column} FROM layers_importbefore WHERE "table" = %s').format(
        table=sql.Identifier(table), column=sql.Identifier(column)
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [table])
        return {name for (name,) in cursor.fetchall()}


def _tables(import_id: uuid.UUID) -> list[str]:
    added = ImportAdded.objects.filter(data_import=import_id).values_list("table", flat=True)
    before = ImportBefore.objects.filter(data_import=import_id).values_list("table", flat=True)
    return sorted({*added, *before})


def _unchanged_checked(import_id: uuid.UUID, table: str) -> None:
    named = _model(table)._meta.verbose_name_plural
    with connection.cursor() as cursor:
        cursor.execute(_of(table, _OTHER_COLUMNS), {"import": import_id, "table": table})
        if cursor.fetchone():
            message = _("The table of %(layer)s has other columns since an update of the software.")
            raise ChangedSinceError(message % {"layer": named})
        cursor.execute(_of(table, _COUNT_CHANGED), {"import": import_id, "table": table})
        count, example = cursor.fetchone() or (0, None)
    if count:
        message = _(
            "%(count)d rows of %(layer)s were changed since (such as number %(id)d): undo what changed them first."
        )
        raise ChangedSinceError(message % {"count": count, "layer": named, "id": example})


def _in_the_way(error: IntegrityError) -> str:
    """Say what keeps rows from being removed or restored, as far as the database says it."""
    diagnosis = error.__cause__.diag if isinstance(error.__cause__, psycopg.Error) else None
    table, detail = (diagnosis.table_name, diagnosis.message_detail) if diagnosis else (None, None)
    message = _("Something in %(layer)s refers to what this import added, or has taken its place: %(row)s")
    layer = _model(table)._meta.verbose_name_plural if table else _("another table")
    return message % {"layer": layer, "row": detail or error}


def _shapes_redraw(import_id: uuid.UUID, table: str) -> None:
    drawn = next((one for one in SHAPE_TABLES.values() if one.model._meta.db_table == table), None)
    if drawn is None:
        return
    if drawn.generalisation is Generalisation.COVERAGE:
        # Neighbours share edges with what went: none of them is as it was.
        shapes_rebuild(drawn.model, keep_current=False)
    else:
        restored = ImportBefore.objects.filter(data_import=import_id, table=table)
        shapes_rebuild(drawn.model, list(restored.values_list("row_id", flat=True)))


def _model(table: str) -> type[models.Model]:
    return next(model for model in apps.get_app_config("layers").get_models() if model._meta.db_table == table)


def _of(table: str, statement: sql.SQL) -> sql.Composed:
    """Put the name of a table into a statement, and those of its columns."""
    columns = [sql.Identifier(str(field.column)) for field in _model(table)._meta.concrete_fields]
    return statement.format(
        added=_ADDED,
        before=_BEFORE.format(added=_ADDED),
        hash=_HASH,
        rows=sql.Identifier(table),
        columns=sql.SQL(", ").join(columns),
        restored=sql.SQL(", ").join([sql.SQL("r.{}").format(column) for column in columns]),
        indices=sql.Identifier(DistrictIndex._meta.db_table),
    )


# Of the row `t` as it is sent, geometries as bytes: as text they would take three times as long.
_HASH = sql.SQL("hashtextextended(md5(record_send(t)), 0)")
_ADDED = sql.SQL("""
    SELECT unnest(a.row_ids) AS id, unnest(a.hashes) AS hash FROM layers_importadded AS a
    WHERE a.data_import_id = %(import)s AND a."table" = %(table)s
""")
# A row that the import added itself and then changed was not there before.
_BEFORE = sql.SQL("""
    SELECT b.row_id AS id, b.hash_after AS hash, b."row" FROM layers_importbefore AS b
    WHERE b.data_import_id = %(import)s AND b."table" = %(table)s
    AND b.row_id NOT IN (SELECT id FROM ({added}) AS added)
""")
_HASH_ADDED = sql.SQL("""
    UPDATE layers_importadded AS a SET hashes = (
        SELECT array_agg({hash} ORDER BY u.place)
        FROM unnest(a.row_ids) WITH ORDINALITY AS u(id, place) LEFT JOIN {rows} AS t ON t.id = u.id
    ) WHERE a.data_import_id = %(import)s AND a."table" = %(table)s
""")
_HASH_BEFORE = sql.SQL("""
    UPDATE layers_importbefore AS b SET hash_after = {hash}
    FROM {rows} AS t WHERE t.id = b.row_id AND b.data_import_id = %(import)s AND b."table" = %(table)s
""")
_OTHER_COLUMNS = sql.SQL("""
    SELECT 1 FROM layers_importbefore AS b WHERE b.data_import_id = %(import)s AND b."table" = %(table)s
    AND b.columns::text[] <> ARRAY(
        SELECT attname::text FROM pg_attribute
        WHERE attrelid = '{rows}'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum
    ) LIMIT 1
""")
_COUNT_CHANGED = sql.SQL("""
    SELECT count(*), min(noted.id)
    FROM (({added}) UNION ALL SELECT id, hash FROM ({before}) AS before) AS noted
    LEFT JOIN {rows} AS t ON t.id = noted.id
    WHERE {hash} IS DISTINCT FROM noted.hash
""")
# Indices are reckoned from the statistics, and are again.
_DELETE_INDICES = sql.SQL("DELETE FROM {indices} WHERE district_id IN (SELECT id FROM ({added}) AS added)")
_DELETE_ADDED = sql.SQL("DELETE FROM {rows} WHERE id IN (SELECT id FROM ({added}) AS added)")
_RESTORE_REMOVED = sql.SQL("""
    INSERT INTO {rows} ({columns}) SELECT {restored}
    FROM ({before}) AS b CROSS JOIN LATERAL (SELECT (b."row"::{rows}).*) AS r
    WHERE NOT EXISTS (SELECT FROM {rows} AS t WHERE t.id = b.id)
""")
_RESTORE_CHANGED = sql.SQL("""
    UPDATE {rows} AS t SET ({columns}) = ({restored})
    FROM ({before}) AS b CROSS JOIN LATERAL (SELECT (b."row"::{rows}).*) AS r
    WHERE t.id = b.id AND b.hash IS NOT NULL
""")
