"""CSV (RFC 4180, UTF-8): points as two columns, other shapes as well-known text; metadata beside it (CSV on the Web).

References
----------
W3C, Metadata Vocabulary for Tabular Data, 2015: what `NAME.csv-metadata.json` says.
"""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pa_csv
import shapely

from gisapp.exchange.exporters.archive import archive_write
from gisapp.exchange.exporters.contents import GEOMETRY, ID, Contents, LayerContent
from gisapp.geo.crs import is_geographic
from gisapp.ogc.catalog import GeometryType
from gisapp.ogc.properties import PropertyKind

WKT = "wkt"
DEGREE_DIGITS, METRE_DIGITS = 7, 3
_DATATYPE = {
    PropertyKind.STRING: "string",
    PropertyKind.INTEGER: "integer",
    PropertyKind.NUMBER: "number",
    PropertyKind.BOOLEAN: "boolean",
    PropertyKind.DATE: "date",
    PropertyKind.DATE_TIME: "dateTime",
}


def csv_write(path: Path, contents: Contents) -> None:
    """Write each layer as a file, and its metadata beside it.

    Raises
    ------
    ExportError
        If rows cannot be read.
    """
    for content in contents.layers:
        reader = content.batches()
        kept = [field for field in reader.schema if field.name != GEOMETRY]
        schema = pa.schema([*kept, *(pa.field(name, kind) for name, kind in position_columns(content))])
        file = contents.folder / f"{content.name}.csv"
        with pa_csv.CSVWriter(file, schema) as writer:
            for batch in reader:
                writer.write_batch(pa.record_batch([*batch.columns[:-1], *positions(content, batch)], schema=schema))
        beside = contents.folder / f"{content.name}.csv-metadata.json"
        beside.write_text(json.dumps(_description(content), ensure_ascii=False, indent=1), encoding="utf-8")
    archive_write(path, contents.folder, contents.layers)


def position_columns(content: LayerContent) -> tuple[tuple[str, pa.DataType], ...]:
    """Return names and types of the columns that tell where a row lies."""
    if content.geometry_type is not GeometryType.POINT:
        return ((WKT, pa.string()),)
    names = ("lon", "lat") if is_geographic(content.srid) else ("x", "y")
    return tuple((name, pa.float64()) for name in names)


def positions(content: LayerContent, batch: pa.RecordBatch) -> list[pa.Array]:
    """Return the columns that tell where the rows of a batch lie, rounded to a centimetre or finer."""
    digits = DEGREE_DIGITS if is_geographic(content.srid) else METRE_DIGITS
    shapes = shapely.from_wkb(batch.column(GEOMETRY).to_numpy(zero_copy_only=False))
    if content.geometry_type is not GeometryType.POINT:
        return [pa.array(shapely.to_wkt(shapes, rounding_precision=digits), pa.string())]
    return [pa.array(of(shapes).round(digits), pa.float64(), from_pandas=True) for of in (shapely.get_x, shapely.get_y)]


def _description(content: LayerContent) -> dict[str, Any]:
    entries = content.statement.entries()
    places = [{"name": name, "titles": name} for name, _kind in position_columns(content)]
    columns = [{"name": one.name, "titles": one.title, "datatype": _DATATYPE[one.kind]} for one in content.columns]
    return {
        "@context": "http://www.w3.org/ns/csvw",
        "url": f"{content.name}.csv",
        **{f"dc:{name}": value for name, value in entries.items() if name not in ("filter", "crs", "version")},
        **{name: entries[name] for name in ("filter", "crs", "version") if name in entries},
        "tableSchema": {"columns": [{"name": ID, "titles": ID, "datatype": "integer"}, *columns, *places]},
    }
