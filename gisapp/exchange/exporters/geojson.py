"""GeoJSON (RFC 7946), whole or a feature a line; coordinates in WGS 84, to a centimetre.

References
----------
RFC 7946, The GeoJSON Format, 2016: 3.1.6 right-hand rule, 4 coordinate reference system, 6.1 foreign members.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import IO

import orjson
import pyarrow as pa
import shapely

from gisapp.exchange.exporters.archive import archive_write
from gisapp.exchange.exporters.contents import ID, Contents, LayerContent
from gisapp.geo.geojson import geojson_texts
from gisapp.ogc.catalog import GeometryType

DEGREE_DIGITS = 7


def geojson_write(path: Path, contents: Contents) -> None:
    """Write a collection of features; its metadata are a foreign member.

    Raises
    ------
    ExportError
        If rows cannot be read.
    """
    [content] = contents.layers
    head = orjson.dumps({"type": "FeatureCollection", "name": content.name, "metadata": content.statement.entries()})
    with path.open("wb") as file:
        file.write(head[:-1] + b',"features":[\n')
        _write_joined(file, features(content), between=b",\n")
        file.write(b"\n]}\n")


def geojson_lines_write(path: Path, contents: Contents) -> None:
    """Write each layer as a file with a feature a line, and the metadata beside it: a line has no place for them.

    Raises
    ------
    ExportError
        If rows cannot be read.
    """
    for content in contents.layers:
        with (contents.folder / f"{content.name}.geojsonl").open("wb") as file:
            for texts in features(content):
                file.write(b"\n".join(texts) + b"\n")
    archive_write(path, contents.folder, contents.layers)


def features(content: LayerContent) -> Iterator[list[bytes]]:
    """Give the features of a layer as GeoJSON, some at a time."""
    names = [one.name for one in content.columns]
    for batch in content.batches():
        ids, *columns = (column.to_pylist() for column in batch.columns[:-1])
        shapes = geojson_texts(_outward(batch.columns[-1], content.geometry_type), digits=DEGREE_DIGITS)
        rows = zip(*columns, strict=True) if columns else ((),) * len(ids)
        yield [
            orjson.dumps(
                {
                    "type": "Feature",
                    ID: key,
                    "properties": dict(zip(names, row, strict=True)),
                    "geometry": orjson.Fragment(shape),
                }
            )
            for key, row, shape in zip(ids, rows, shapes, strict=True)
        ]


def _outward(column: pa.Array, kind: GeometryType) -> list[bytes | None]:
    """Return well-known binary whose outer rings run counter-clockwise."""
    if kind is not GeometryType.MULTI_POLYGON:
        found: list[bytes | None] = column.to_pylist()
        return found
    shapes = shapely.from_wkb(column.to_numpy(zero_copy_only=False))
    return list(shapely.to_wkb(shapely.orient_polygons(shapes), byte_order=1))


def _write_joined(file: IO[bytes], parts: Iterator[list[bytes]], *, between: bytes) -> None:
    is_first = True
    for texts in parts:
        file.write((b"" if is_first or not texts else between) + between.join(texts))
        is_first = is_first and not texts
