"""Rows into a file by GDAL, batch by batch: memory does not grow with the number of rows."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyogrio
from django.utils.translation import gettext as _

from gisapp.exchange.exporters.contents import GEOMETRY, LayerContent
from gisapp.exchange.exporters.errors import ExportFileError
from gisapp.geo.crs import authority_code

# The last is how pyogrio tells that rows could not be read.
_FAILURES = (
    pyogrio.errors.DataSourceError,
    pyogrio.errors.DataLayerError,
    pyogrio.errors.FeatureError,
    RuntimeError,
)
Change = Callable[[pa.RecordBatch], pa.RecordBatch]


def ogr_write(
    content: LayerContent,
    path: Path,
    *,
    driver: str,
    layer: str = "",
    change: Change | None = None,
    schema: pa.Schema | None = None,
    is_append: bool = False,
    layer_metadata: Mapping[str, str] | None = None,
    dataset_options: Mapping[str, str] | None = None,
    layer_options: Mapping[str, str] | None = None,
) -> None:
    """Write a layer.

    Parameters
    ----------
    layer
        Its name in the file, where that is not the content's.
    change, schema
        What is done to each batch, and the schema that comes of it; neither where nothing is.
    is_append
        Whether the file holds other layers already.

    Raises
    ------
    ExportError, OgcError
        If rows cannot be read, or the work was stopped.
    ExportFileError
        If GDAL cannot write the file.
    """
    failures: list[Exception] = []
    source = content.batches()
    reader = pa.RecordBatchReader.from_batches(schema or source.schema, _guarded(source, change, failures))
    try:
        pyogrio.write_arrow(
            reader,
            path,
            layer=layer or content.name,
            driver=driver,
            geometry_name=GEOMETRY,
            geometry_type=content.geometry_type.value,
            crs=authority_code(content.srid),
            append=is_append,
            layer_metadata=dict(layer_metadata or {}) or None,
            dataset_options=dict(dataset_options or {}) or None,
            layer_options=dict(layer_options or {}) or None,
        )
    except _FAILURES as error:
        raise _reason(failures, path, error) from error
    if failures:
        raise failures[0]


def _guarded(source: pa.RecordBatchReader, change: Change | None, failures: list[Exception]) -> Iterator[Any]:
    """Give batches, and keep the error of one that cannot be read: GDAL tells that there was one, but not which."""
    try:
        for batch in source:
            yield change(batch) if change else batch
    except Exception as error:
        failures.append(error)
        raise


def _reason(failures: list[Exception], path: Path, error: Exception) -> Exception:
    if failures:
        return failures[0]
    return ExportFileError(_("%(name)s cannot be written: %(reason)s") % {"name": path.name, "reason": error})
