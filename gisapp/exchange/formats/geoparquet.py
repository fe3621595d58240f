"""GeoParquet: read by Arrow's own reader."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import shapely
from django.utils.translation import gettext as _
from pyarrow import parquet

from gisapp import conf
from gisapp.exchange.errors import UnreadableFileError
from gisapp.exchange.formats.base import REASON_COLUMN, Format, Head, Layer, Place
from gisapp.exchange.formats.gdal import plain_values
from gisapp.exchange.formats.limits import counts_checked
from gisapp.exchange.formats.writing import GEOMETRY, refused_table, suffixed

MAGIC = b"PAR1"
_LONGITUDE_LATITUDE = "OGC:CRS84"
_FAULTS = (pa.ArrowException, OSError, ValueError, KeyError, TypeError, shapely.errors.ShapelyError)


class GeoParquet(Format):
    """GeoParquet; Parquet without geometry too."""

    code, title, suffix = "geoparquet", "GeoParquet", ".parquet"

    def recognises(self, head: Head) -> bool:
        """Tell by its mark."""
        return head.start.startswith(MAGIC)

    def read(self, place: Place) -> Layer:
        """Return the rows.

        Raises
        ------
        UnreadableFileError
            If it does not open, its geometry is not well-known binary, or it holds more than the limits.
        """
        try:
            file = parquet.ParquetFile(place.path)
            _size_checked(file, place.path.name)
            geo = json.loads((file.schema_arrow.metadata or {}).get(b"geo", b"{}"))
            table = file.read()
            return _layer(table, geo, place.path.name)
        except _FAULTS as error:
            message = _("%(path)s does not open (%(error)s): save it again, or give another format.")
            raise UnreadableFileError(message % {"path": place.path.name, "error": str(error)[:200]}) from error

    def write_refused(self, place: Place, *, reasons: Mapping[int, str], target: Path) -> Path:
        """Write the rows that have a reason."""
        found = self.read(place)
        table = refused_table(found, reasons)
        if found.geometry is not None:
            column: dict[str, Any] = {
                "encoding": "WKB",
                "geometry_types": [],
                "crs": json.loads(found.crs) if found.crs else None,
            }
            geo = {"version": "1.1.0", "primary_column": GEOMETRY, "columns": {GEOMETRY: column}}
            table = table.replace_schema_metadata({"geo": json.dumps(geo)})
        written = suffixed(target, ".parquet")
        parquet.write_table(table, written)
        return written


def _size_checked(file: parquet.ParquetFile, name: str) -> None:
    meta = file.metadata
    counts_checked(name, n_rows=meta.num_rows, n_columns=len(file.schema_arrow.names))
    size = sum(meta.row_group(index).total_byte_size for index in range(meta.num_row_groups))
    if size > conf.MAX_IMPORT_UNPACKED_BYTES:
        message = _("%(file)s unpacks to %(size)d MiB; the limit is %(limit)d MiB: import it in parts.")
        told = {"file": name, "size": size // 2**20, "limit": conf.MAX_IMPORT_UNPACKED_BYTES // 2**20}
        raise UnreadableFileError(message % told)


def _layer(table: pa.Table, geo: Mapping[str, Any], name: str) -> Layer:
    chosen = geo.get("primary_column")
    described = geo.get("columns", {}).get(chosen, {})
    geometry, crs = None, ""
    if chosen is not None:
        if described.get("encoding") != "WKB":
            message = _("%(file)s has geometry as “%(encoding)s”: write it as WKB.")
            raise UnreadableFileError(message % {"file": name, "encoding": described.get("encoding")})
        wkb = table.column(chosen).to_numpy()
        geometry = np.asarray(shapely.from_wkb(wkb, on_invalid="ignore"), dtype=object)
        # The format's own rule: no word means longitude and latitude, null means that nobody knows.
        stated = described.get("crs", _LONGITUDE_LATITUDE)
        crs = json.dumps(stated) if isinstance(stated, dict) else stated or ""
    counts_checked(name, geometry=geometry)
    others = {*geo.get("columns", {}), REASON_COLUMN}
    columns = {
        column: plain_values(table.column(column))
        for column in table.column_names
        if column not in others and not pa.types.is_nested(table.schema.field(column).type)
    }
    return Layer(columns=columns, rows=range(1, table.num_rows + 1), geometry=geometry, crs=crs)
