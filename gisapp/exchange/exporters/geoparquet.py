"""GeoParquet 1.1: one layer, written a row group at a time, each with its box.

References
----------
OGC GeoParquet 1.1.0: metadata of columns, bounding-box covering, WKB encoding.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from pyproj import CRS

from gisapp.exchange.exporters.contents import GEOMETRY, Contents, LayerContent
from gisapp.geo.crs import authority_code

VERSION = "1.1.0"
BBOX = "bbox"
_SIDES = ("xmin", "ymin", "xmax", "ymax")
_BBOX_TYPE = pa.struct([pa.field(side, pa.float64()) for side in _SIDES])


def geoparquet_write(path: Path, contents: Contents) -> None:
    """Write the layer; its metadata are key-value metadata of the file, beside those of the standard.

    Raises
    ------
    ExportError
        If rows cannot be read.
    """
    [content] = contents.layers
    reader = content.batches()
    schema = reader.schema.append(pa.field(BBOX, _BBOX_TYPE))
    bounds = np.array([np.inf, np.inf, -np.inf, -np.inf])
    # A schema of Arrow's own would hide from its readers what is only known, and added, at the end.
    with pq.ParquetWriter(path, schema, compression="zstd", store_schema=False) as writer:
        for batch in reader:
            boxes = shapely.bounds(shapely.from_wkb(batch.column(GEOMETRY).to_numpy(zero_copy_only=False)))
            if np.isfinite(boxes).any():
                bounds[:2] = np.fmin(bounds[:2], np.nanmin(boxes[:, :2], axis=0))
                bounds[2:] = np.fmax(bounds[2:], np.nanmax(boxes[:, 2:], axis=0))
            writer.write_batch(_with_boxes(batch, schema, boxes))
        writer.add_key_value_metadata({"geo": json.dumps(_geo(content, bounds)), **content.statement.entries()})


def _with_boxes(batch: pa.RecordBatch, schema: pa.Schema, boxes: "np.typing.NDArray[np.float64]") -> pa.RecordBatch:
    sides = [pa.array(boxes[:, index], pa.float64()) for index in range(len(_SIDES))]
    is_absent = pa.array(np.isnan(boxes[:, 0]))
    covering = pa.StructArray.from_arrays(sides, fields=list(_BBOX_TYPE), mask=is_absent)
    return pa.record_batch([*batch.columns, covering], schema=schema)


def _geo(content: LayerContent, bounds: "np.typing.NDArray[np.float64]") -> dict[str, Any]:
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": [content.geometry_type.value],
        "crs": CRS.from_user_input(authority_code(content.srid)).to_json_dict(),
        "covering": {BBOX: {side: [BBOX, side] for side in _SIDES}},
    }
    if np.isfinite(bounds).all():
        column["bbox"] = bounds.tolist()
    return {"version": VERSION, "primary_column": GEOMETRY, "columns": {GEOMETRY: column}}
