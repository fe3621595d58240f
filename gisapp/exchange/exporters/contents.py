"""What an exporter is given: layers whose rows come in batches, rasters, and what is told of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from gisapp.geo.bbox import Bbox
from gisapp.ogc.catalog import GeometryType, PublishedLayer
from gisapp.ogc.properties import PropertyKind
from gisapp.ogc.raster_layers import PublishedRaster
from gisapp.symbology.model import Style

ID, GEOMETRY = "id", "geometry"
ARROW_TYPE: Mapping[PropertyKind, pa.DataType] = {
    PropertyKind.STRING: pa.string(),
    PropertyKind.INTEGER: pa.int64(),
    PropertyKind.NUMBER: pa.float64(),
    PropertyKind.BOOLEAN: pa.bool_(),
    PropertyKind.DATE: pa.date32(),
    PropertyKind.DATE_TIME: pa.timestamp("us", tz="UTC"),
}


@dataclass(frozen=True, slots=True)
class Statement:
    """What a file says of a layer, in the language that was asked for.

    Attributes
    ----------
    filter
        Which of the layer's rows are in the file, in words; empty for all.
    version
        Changes with the data.
    made_at
        When the file was made.
    """

    title: str
    abstract: str
    sources: tuple[str, ...]
    licences: tuple[str, ...]
    filter: str
    crs: str
    version: str
    provider: str
    made_at: datetime

    def entries(self) -> dict[str, str]:
        """Return all of it by the names that files use; what is not known is left out."""
        told = {
            "title": self.title,
            "description": self.abstract,
            "source": "; ".join(self.sources),
            "licence": "; ".join(self.licences),
            "filter": self.filter,
            "crs": self.crs,
            "version": self.version,
            "publisher": self.provider,
            "date": self.made_at.isoformat(timespec="seconds"),
        }
        return {name: value for name, value in told.items() if value}


@dataclass(frozen=True, slots=True)
class Column:
    """A column; the title tells what it holds and in which unit."""

    name: str
    kind: PropertyKind
    title: str


@dataclass(frozen=True, slots=True, eq=False)
class LayerContent:
    """A layer with its rows.

    Attributes
    ----------
    count
        Number of rows.
    srid
        Of the geometry, which is well-known binary, x before y.
    extent
        In `srid`; None where there are no rows.
    columns
        Those between `ID` and `GEOMETRY`.
    style
        As maps show the layer; None where no map does.
    legend
        Gives a PNG.
    batches
        Reads the rows anew each time it is called, in the order of their ids.
    """

    layer: PublishedLayer
    statement: Statement
    count: int
    srid: int
    extent: Bbox | None
    columns: tuple[Column, ...]
    style: Style | None
    legend: Callable[[], bytes]
    batches: Callable[[], pa.RecordBatchReader]

    @property
    def name(self) -> str:
        """Name of the layer in the file."""
        return self.layer.name

    @property
    def geometry_type(self) -> GeometryType:
        """The one type that all geometries have."""
        return self.layer.source.geometry_type


@dataclass(frozen=True, slots=True, eq=False)
class RasterContent:
    """A raster, and the window of it that is wanted.

    Attributes
    ----------
    srid
        To bring it to; None leaves it as it is.
    window
        EPSG:4326; None for the whole.
    """

    raster: PublishedRaster
    statement: Statement
    srid: int | None
    window: Bbox | None

    @property
    def name(self) -> str:
        """Name of the layer."""
        return self.raster.name


@dataclass(frozen=True, slots=True, eq=False)
class Contents:
    """All that goes into one file.

    Attributes
    ----------
    folder
        Where an exporter may keep what it needs on the way; empty, and gone afterwards.
    """

    layers: tuple[LayerContent, ...]
    rasters: tuple[RasterContent, ...]
    language: str
    folder: Path


def schema_of(columns: tuple[Column, ...]) -> pa.Schema:
    """Return the schema of the batches of a layer with these columns."""
    return pa.schema(
        [
            pa.field(ID, pa.int64()),
            *(pa.field(one.name, ARROW_TYPE[one.kind]) for one in columns),
            pa.field(GEOMETRY, pa.binary()),
        ]
    )
