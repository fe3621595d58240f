from datetime import UTC, datetime

import pyarrow as pa
import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gisapp.exchange.exports.arrow_copy import record_batch
from gisapp.ogc.database import raw_cursor

pytestmark = pytest.mark.django_db
COLUMNS = (
    ("t", "text", pa.string()),
    ("b", "bytea", pa.binary()),
    ("i", "bigint", pa.int64()),
    ("f", "float8", pa.float64()),
    ("o", "boolean", pa.bool_()),
    ("d", "date", pa.date32()),
    ("m", "timestamptz", pa.timestamp("us", tz="UTC")),
)
SCHEMA = pa.schema([pa.field(name, kind) for name, _sql, kind in COLUMNS])
TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=20)
ROW = st.tuples(
    st.none() | TEXT,
    st.none() | st.binary(max_size=20),
    st.none() | st.integers(-(2**63), 2**63 - 1),
    st.none() | st.floats(allow_nan=False),
    st.none() | st.booleans(),
    st.none() | st.dates(),
    st.none() | st.integers(-2_000_000_000, 7_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
)


def copied(rows):
    typed = ", ".join(f"{name} {kind}" for name, kind, _arrow in COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS pg_temp.rows; CREATE TEMP TABLE rows (n serial, {typed})")
        names = ", ".join(name for name, *_ in COLUMNS)
        cursor.executemany(f"INSERT INTO rows ({names}) VALUES (%s, %s, %s, %s, %s, %s, %s)", rows)
    query = f"COPY (SELECT {names} FROM rows ORDER BY n) TO STDOUT (FORMAT BINARY)"
    with raw_cursor(timeout_ms=5_000) as cursor, cursor.copy(query) as copy:
        return b"".join(copy)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ROW, max_size=8))
def test_all_values_come_through(db, rows):
    found = record_batch(copied(rows), SCHEMA)
    found.validate(full=True)
    assert [tuple(row.values()) for row in found.to_pylist()] == rows


def test_rows_of_another_width_are_told(db):
    with pytest.raises(ValueError, match="6 columns"):
        record_batch(copied([(None,) * 7]), pa.schema(list(SCHEMA)[:6]))
