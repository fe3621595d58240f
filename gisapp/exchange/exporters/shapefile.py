"""Zipped Shapefiles: names of at most ten letters, with a table of what they are short for."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from django.utils.translation import gettext as _

from gisapp.exchange.exporters.archive import archive_write
from gisapp.exchange.exporters.contents import GEOMETRY, ID, Contents, LayerContent
from gisapp.exchange.exporters.ogr import ogr_write

NAME_LENGTH = 10
TEXT_BYTES = 254
NAMES_SUFFIX = "-names.csv"
_OPTIONS = {"ENCODING": "UTF-8", "2GB_LIMIT": "YES", "SPATIAL_INDEX": "NO"}


def shapefile_write(path: Path, contents: Contents) -> None:
    """Write each layer with a table of its names (``LAYER-names.csv``); long texts are cut, and the README says so.

    Raises
    ------
    ExportError
        If a layer cannot be written; no part of a Shapefile may be larger than 2 GB.
    """
    notes: list[str] = []
    for content in contents.layers:
        notes += _write(content, contents.folder)
    archive_write(path, contents.folder, contents.layers, notes=notes)


def short_names(names: Iterable[str]) -> Mapping[str, str]:
    """Return a short name for each name, none of them twice.

    Examples
    --------
    >>> dict(short_names(["name", "commodity_name_id", "commodity_name_en"]))
    {'name': 'name', 'commodity_name_id': 'commodity', 'commodity_name_en': 'commodit_1'}
    """
    taken: dict[str, str] = {}
    for name in names:
        short = name[:NAME_LENGTH].rstrip("_")
        number = 0
        while short in taken.values():
            number += 1
            ending = f"_{number}"
            short = name[: NAME_LENGTH - len(ending)].rstrip("_") + ending
        taken[name] = short
    return taken


def _write(content: LayerContent, folder: Path) -> list[str]:
    """Write a layer and return notes on what was cut."""
    names = short_names([ID, *(one.name for one in content.columns)])
    schema = content.batches().schema
    shortened = pa.schema([pa.field(names.get(one.name, one.name), _kind(one.type)) for one in schema])
    cut: dict[str, int] = {}

    def change(batch: pa.RecordBatch) -> pa.RecordBatch:
        columns = []
        for name, column in zip(batch.schema.names, batch.columns, strict=True):
            short = column if name == GEOMETRY else column.cast(_kind(column.type))
            if pa.types.is_string(short.type) and (count := _too_long(short)):
                cut[name] = cut.get(name, 0) + count
                short = pa.array([_cut(text) for text in short.to_pylist()], pa.string())
            columns.append(short)
        return pa.record_batch(columns, schema=shortened)

    file = folder / f"{content.name}.shp"
    ogr_write(content, file, driver="ESRI Shapefile", change=change, schema=shortened, layer_options=_OPTIONS)
    _write_names(content, names, folder / f"{content.name}{NAMES_SUFFIX}")
    return [
        _("%(layer)s: %(count)d texts of %(name)s are longer than %(limit)d bytes and were cut.")
        % {"layer": content.name, "count": count, "name": name, "limit": TEXT_BYTES}
        for name, count in cut.items()
        if count
    ]


def _too_long(column: pa.Array) -> int:
    return int(pc.sum(pc.greater(pc.binary_length(column), TEXT_BYTES)).as_py() or 0)


def _cut(text: str | None) -> str | None:
    """Return what of a text a DBF table holds, no letter in halves."""
    return text if text is None else text.encode()[:TEXT_BYTES].decode(errors="ignore")


def _kind(kind: pa.DataType) -> pa.DataType:
    # A DBF table has days but no moments.
    return pa.string() if pa.types.is_timestamp(kind) else kind


def _write_names(content: LayerContent, names: Mapping[str, str], path: Path) -> None:
    titles = {one.name: one.title for one in content.columns}
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["short_name", "name", "title"])
        table.writerows([short, name, titles.get(name, "")] for name, short in names.items())
