"""Rows on their way into a table by the binary form of COPY, which neither side has to parse."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import shapely
from django.db import connection
from numpy.typing import NDArray
from psycopg import sql

# PostGIS reads a geometry from the same bytes as its EWKB.
_TYPES = """
SELECT CASE WHEN t.typname = 'geometry' THEN 'bytea'::regtype::oid ELSE t.oid END::bigint
FROM unnest(%s::text[]) WITH ORDINALITY AS wanted (name, place)
JOIN pg_attribute AS a ON a.attrelid = %s::regclass AND a.attname = wanted.name
JOIN pg_type AS t ON t.oid = a.atttypid
ORDER BY wanted.place
"""
# In EWKB: a bit of the last byte of the type says that an SRID follows.
_TYPE_END, _HAS_SRID = 5, 0x20


def rows_copy(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Add rows to a table; return how many.

    Parameters
    ----------
    rows
        A value for each column; of a geometry its bytes, as `ewkb` returns them.
    """
    identifier = sql.Identifier(table)
    copy = sql.SQL("COPY {table} ({columns}) FROM STDIN (FORMAT BINARY)").format(
        table=identifier, columns=sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor() as cursor:
        cursor.execute(_TYPES, [list(columns), f'"{table}"'])
        types = [oid for (oid,) in cursor.fetchall()]
        with cursor.copy(copy) as stream:
            stream.set_types(types)
            for row in rows:
                stream.write_row(row)
        count: int = cursor.rowcount
    return count


def ewkb(geometry: NDArray[np.object_], *, srid: int) -> NDArray[np.object_]:
    """Return (n,) shapely geometries as bytes, None where there is none."""
    # Set on geometries, an SRID would copy each of them.
    number = srid.to_bytes(4, "little")
    written = np.empty(len(geometry), dtype=object)
    written[:] = [
        None
        if wkb is None
        else wkb[: _TYPE_END - 1] + bytes((wkb[_TYPE_END - 1] | _HAS_SRID,)) + number + wkb[_TYPE_END:]
        for wkb in shapely.to_wkb(geometry, byte_order=1)
    ]
    return written


def rows_analyze(table: str, columns: Sequence[str] = ()) -> None:
    """Tell the planner how many rows a table has now; call it in the transaction that added many.

    Autovacuum does not count the rows of an open transaction: if it came round meanwhile, the planner would take the
    table for empty, and read all of it for each row that it looks up. Until the end of the transaction it is held off.

    Parameters
    ----------
    columns
        Those whose values are looked at too; none for all.
    """
    looked_at = sql.SQL(" ({})").format(sql.SQL(", ").join(map(sql.Identifier, columns))) if columns else sql.SQL("")
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("ANALYZE {table}{columns}").format(table=sql.Identifier(table), columns=looked_at))
