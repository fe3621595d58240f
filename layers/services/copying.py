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
    return np.asarray(shapely.to_wkb(shapely.set_srid(geometry, srid), include_srid=True), dtype=object)
