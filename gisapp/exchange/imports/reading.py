"""Read the file of an import: what it holds, its rows, its geometries, its rejected rows."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from gisapp.exchange.coordinates import CoordinateColumns, coordinate_columns_parse
from gisapp.exchange.errors import UnreadableFileError
from gisapp.exchange.importers.registry import ImportKind
from gisapp.exchange.imports.mapping import ImportMapping
from gisapp.exchange.look import file_look
from gisapp.exchange.preview import preview
from gisapp.exchange.rejected import rejected_write as rows_write
from gisapp.exchange.table import Table, table_read


def look_read(path: Path, kind: ImportKind) -> dict[str, Any]:
    """Return what a file holds, as JSON takes it.

    Raises
    ------
    UnreadableFileError
        If it cannot be read, or holds cells where rows are wanted or the other way round.
    """
    look = file_look(path).as_json()
    is_raster = any(layer["raster"] is not None for layer in look["layers"])
    if is_raster != kind.is_raster:
        message = (
            _("%(file)s is a raster: import it as a raster layer.")
            if is_raster
            else _("%(file)s is no raster: give a GeoTIFF, or import it as another kind.")
        )
        raise UnreadableFileError(message % {"file": path.name})
    plain: dict[str, Any] = json.loads(json.dumps(look, cls=DjangoJSONEncoder))
    return plain


def input_read(path: Path, kind: ImportKind, *, layer: str, mapping: ImportMapping) -> Table | Path:
    """Return what the importer of a kind takes: the rows of a layer, or the path of a raster.

    Raises
    ------
    ExchangeError
        If the file cannot be read, or not by this mapping.
    """
    if kind.is_raster:
        return path
    return table_read(path, layer=layer or None, coordinates=_coordinates(mapping))


def preview_read(path: Path, *, layer: str, mapping: ImportMapping) -> dict[str, Any]:
    """Return the geometries of a layer as small GeoJSON.

    Raises
    ------
    ExchangeError
        If the file cannot be read, or not by this mapping.
    """
    table = table_read(path, layer=layer or None, coordinates=_coordinates(mapping))
    return preview(table, mapping.srid)


def rejected_write(path: Path, *, layer: str, reasons: Mapping[int, str], target: Path) -> Path:
    """Write rows of a layer, each with its reason; return where they were written."""
    return rows_write(path, layer or None, reasons, target)


def _coordinates(mapping: ImportMapping) -> CoordinateColumns | None:
    return coordinate_columns_parse(mapping.coordinates) if mapping.coordinates else None
