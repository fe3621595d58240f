"""What the formats that GDAL reads share: one driver each, chosen by us, and no way to the network."""

import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pyarrow as pa
import pyogrio
import pyogrio.errors
import shapely
from django.utils.translation import gettext as _
from numpy.typing import NDArray
from pyarrow import compute

from gisapp.exchange.errors import UnreadableFileError
from gisapp.exchange.formats.base import REASON_COLUMN, Format, Layer, Place
from gisapp.exchange.formats.limits import counts_checked
from gisapp.exchange.formats.writing import layer_write, suffixed

# No address but this may be opened over a network: there is none. A Shapefile without .shx is read all the same.
pyogrio.set_gdal_config_options(
    {"CPL_VSIL_CURL_ALLOWED_FILENAME": "none", "GDAL_HTTP_MAX_RETRY": "0", "SHAPE_RESTORE_SHX": "YES"}
)
_GEOMETRY = "wkb_geometry"
_NONE = np.empty(0, dtype=object)
# Bounds what is held twice, as bytes and as geometries.
_ROWS_AT_A_TIME = 16_384
_FAULTS = (
    pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pyogrio.errors.FeatureError,
    pyogrio.errors.GeometryError, pa.ArrowException, UnicodeDecodeError, RuntimeError,
)  # fmt: skip


class GdalFormat(Format):
    """A format that GDAL reads.

    Attributes
    ----------
    driver
        The only driver that may open it.
    prefix
        What before the path makes GDAL take that driver.
    is_single
        Whether a file has but one layer, whose name says nothing.
    writes
        Driver and suffix for rows that are written back: another format where this one holds no columns of its own.
    """

    driver: ClassVar[str]
    prefix: ClassVar[str] = ""
    is_single: ClassVar[bool] = False
    writes: ClassVar[tuple[str, str]] = ("GPKG", ".gpkg")

    def layers(self, path: Path) -> tuple[str, ...]:
        """Return the names of the layers; empty for the one of a file that has only one."""
        if self.is_single:
            return super().layers(path)
        with readable(path):
            return tuple(str(name) for name, _type in pyogrio.list_layers(self._source(path)))

    def read(self, place: Place) -> Layer:
        """Return the rows of a layer; curves become lines of short pieces."""
        with readable(place.path):
            meta, table, geometry = self._rows(place)
        names = [str(name) for name in meta["fields"] if name != REASON_COLUMN]
        counts_checked(place.path.name, n_rows=table.num_rows, n_columns=len(names), geometry=geometry)
        with readable(place.path):
            columns = {name: plain_values(table.column(name)) for name in names}
        return Layer(columns=columns, rows=range(1, table.num_rows + 1), geometry=geometry, crs=meta["crs"] or "")

    def write_refused(self, place: Place, *, reasons: Mapping[int, str], target: Path) -> Path:
        """Write the rows that have a reason, in this format or the nearest that has room for it."""
        driver, suffix = self.writes
        return layer_write(self.read(place), reasons=reasons, target=suffixed(target, suffix), driver=driver)

    def open_options(self, path: Path) -> dict[str, Any]:
        """Return what the driver is told before it opens a file."""
        del path
        return {}

    def _source(self, path: Path) -> str:
        return f"{self.prefix}{path}"

    def _rows(self, place: Place) -> tuple[dict[str, Any], pa.Table, NDArray[np.object_] | None]:
        """Return metadata, cells and geometries; only some of these are held as bytes too at a time."""
        source, options = self._source(place.path), self.open_options(place.path)
        if not self.prefix:
            self._checked(pyogrio.read_info(source, layer=place.layer or 0, **options), place.path)
        asked = {"layer": place.layer or 0, "batch_size": _ROWS_AT_A_TIME, **options}
        with pyogrio.raw.open_arrow(source, use_pyarrow=True, **asked) as (meta, reader):
            own, schema = meta["geometry_name"] or _GEOMETRY, reader.schema
            cells: list[pa.RecordBatch] = []
            shapes: list[NDArray[np.object_] | None] = []
            for batch in reader:
                if own in schema.names:
                    shapes.append(_shapes(batch.column(own)))
                cells.append(batch.select([name for name in schema.names if name != own]))
                counts_checked(place.path.name, n_rows=sum(one.num_rows for one in cells))
        if own not in schema.names:
            return meta, pa.Table.from_batches(cells, schema), None
        table = pa.Table.from_batches(cells, schema.remove(schema.get_field_index(own)))
        present = [one for one in shapes if one is not None]
        geometry = self._straightened(place) if len(present) < len(shapes) else np.concatenate([_NONE, *present])
        return meta, table, geometry

    def _checked(self, info: dict[str, Any], path: Path) -> None:
        if info["driver"] != self.driver:
            message = _("%(file)s is taken for %(driver)s, not for %(title)s: save it again as %(title)s.")
            told = {"file": path.name, "driver": info["driver"], "title": self.title}
            raise UnreadableFileError(message % told)
        counts_checked(path.name, n_rows=info["features"], n_columns=len(info["fields"]))

    def _straightened(self, place: Place) -> NDArray[np.object_]:
        """Return the geometries of a layer that has curves, read in the way that makes lines of them."""
        options = self.open_options(place.path)
        wkb = pyogrio.raw.read(self._source(place.path), layer=place.layer or 0, columns=[], **options)[2]
        return np.asarray(shapely.from_wkb(wkb, on_invalid="ignore"), dtype=object)


def _shapes(wkb: pa.Array) -> NDArray[np.object_] | None:
    """Return geometries; None where one has curves, which GEOS does not know."""
    try:
        return np.asarray(shapely.from_wkb(wkb.to_numpy(zero_copy_only=False), on_invalid="ignore"), dtype=object)
    except NotImplementedError:
        return None


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Turn what GDAL raises into an error of the exchange."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except _FAULTS as error:
        message = _("%(path)s does not open (%(error)s): save it again, or give another format.")
        raise UnreadableFileError(message % {"path": path.name, "error": str(error)[:200]}) from error


def plain_values(column: pa.ChunkedArray) -> list[Any]:
    """Return values as plain Python: times as text, blanks as nothing, no bytes and no NaN."""
    kind = column.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        trimmed = compute.utf8_trim_whitespace(column)
        return list(compute.if_else(compute.equal(trimmed, ""), None, trimmed).to_pylist())
    if pa.types.is_floating(kind):
        return list(compute.if_else(compute.is_nan(column), None, column).to_pylist())
    if pa.types.is_temporal(kind):
        return [None if value is None else _moment(value) for value in column.to_pylist()]
    if pa.types.is_boolean(kind) or pa.types.is_integer(kind):
        return list(column.to_pylist())
    return [_text(value) for value in column.to_pylist()]


def _moment(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _text(value: Any) -> Any:
    if isinstance(value, str):
        return value.strip() or None
    if value is None or isinstance(value, bytes):
        return None
    return str(value)
