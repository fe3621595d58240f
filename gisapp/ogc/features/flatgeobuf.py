"""Features as FlatGeobuf: written to a file that knows its number of features and has a spatial index.

The format states both before the first feature, so it cannot be sent while it is made; the file is made row by row.
"""

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

import pyarrow as pa
import pyogrio
from django.conf import settings

from gisapp.geo.crs import authority_code
from gisapp.ogc.catalog import GeometryType
from gisapp.ogc.errors import OgcError
from gisapp.ogc.features.rows import Telling, value_batches
from gisapp.ogc.features.schemas import GEOMETRY, ID
from gisapp.ogc.properties import PropertyKind

_ARROW_TYPE = {
    PropertyKind.STRING: pa.string(),
    PropertyKind.INTEGER: pa.int64(),
    PropertyKind.NUMBER: pa.float64(),
    PropertyKind.BOOLEAN: pa.bool_(),
    PropertyKind.DATE: pa.date32(),
    PropertyKind.DATE_TIME: pa.timestamp("ms", tz="UTC"),
}
_OGR_GEOMETRY = {
    GeometryType.MULTI_POLYGON: "MultiPolygon",
    GeometryType.MULTI_LINE_STRING: "MultiLineString",
    GeometryType.POINT: "Point",
}


def flatgeobuf_file(telling: Telling, walk: Iterable[tuple[int, ...]], *, name: str) -> IO[bytes]:
    """Return an open file with features; it is gone once closed.

    Raises
    ------
    OgcError
        If features cannot be read.
    """
    failures: list[OgcError] = []
    settings.STATE_DIR.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.STATE_DIR) as folder:
        path = Path(folder) / f"{name}.fgb"
        reader = pa.RecordBatchReader.from_batches(_schema(telling), _record_batches(telling, walk, failures))
        try:
            pyogrio.write_arrow(
                reader,
                path,
                layer=name,
                driver="FlatGeobuf",
                geometry_name=GEOMETRY,
                geometry_type=_OGR_GEOMETRY[telling.source.geometry_type],
                crs=authority_code(telling.crs.srid),
            )
        finally:
            # GDAL tells that reading failed, but not why.
            if failures:
                raise failures[0]
        return path.open("rb")


def _schema(telling: Telling) -> pa.Schema:
    return pa.schema(
        [
            pa.field(ID, pa.int64()),
            *(pa.field(one.name, _ARROW_TYPE[one.kind]) for one in telling.told),
            pa.field(GEOMETRY, pa.binary()),
        ]
    )


def _record_batches(
    telling: Telling, walk: Iterable[tuple[int, ...]], failures: list[OgcError]
) -> Iterator[pa.RecordBatch]:
    schema = _schema(telling)
    try:
        for ids in walk:
            for rows in value_batches(telling, ids):
                columns = zip(*rows, strict=True)
                yield pa.record_batch(
                    [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema=schema
                )
    except OgcError as error:
        failures.append(error)
        raise
