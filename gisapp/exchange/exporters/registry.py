"""The formats that data can be had in: publishing one more is adding one more entry."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from gisapp.exchange.exporters.cog import cog_export
from gisapp.exchange.exporters.contents import Contents
from gisapp.exchange.exporters.delimited import csv_write
from gisapp.exchange.exporters.flatgeobuf import flatgeobuf_write
from gisapp.exchange.exporters.geojson import geojson_lines_write, geojson_write
from gisapp.exchange.exporters.geopackage import geopackage_write
from gisapp.exchange.exporters.geoparquet import geoparquet_write
from gisapp.exchange.exporters.kml import kml_write, kmz_write
from gisapp.exchange.exporters.pmtiles import pmtiles_write
from gisapp.exchange.exporters.qgis_project import qgis_project_write
from gisapp.exchange.exporters.shapefile import shapefile_write
from gisapp.exchange.exporters.spreadsheet import xlsx_write
from gisapp.ogc.properties import Text

ZIP = "application/zip"


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A format.

    Attributes
    ----------
    key
        What requests call it.
    purpose
        What it is good for.
    write
        Writes a file that does not exist yet.
    srid
        The one system that it takes; None for any.
    is_raster
        Whether it holds rasters; all others hold features.
    """

    key: str
    title: Text
    purpose: Text
    suffix: str
    media_type: str
    write: Callable[[Path, Contents], None]
    has_several_layers: bool = False
    srid: int | None = None
    is_raster: bool = False


_WGS84 = 4326
_ALL = (
    ExportFormat(
        "gpkg",
        "GeoPackage",
        _("For QGIS and ArcGIS: several layers with styles and metadata in one file."),
        ".gpkg",
        "application/geopackage+sqlite3",
        geopackage_write,
        has_several_layers=True,
    ),
    ExportFormat(
        "qgis",
        _("QGIS project"),
        _("A project with its data beside it, to be opened by a double click."),
        ".zip",
        ZIP,
        qgis_project_write,
        has_several_layers=True,
    ),
    ExportFormat(
        "shp",
        "Shapefile",
        _("For older programs: short names, texts of at most 254 bytes."),
        ".zip",
        ZIP,
        shapefile_write,
        has_several_layers=True,
    ),
    ExportFormat(
        "xlsx",
        "Excel (XLSX)",
        _("Tables with units and sources; a point instead of each shape."),
        ".xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        xlsx_write,
        has_several_layers=True,
    ),
    ExportFormat(
        "csv",
        "CSV",
        _("Plain tables; shapes as well-known text."),
        ".zip",
        ZIP,
        csv_write,
        has_several_layers=True,
    ),
    ExportFormat(
        "geojson",
        "GeoJSON",
        _("For web maps and scripts."),
        ".geojson",
        "application/geo+json",
        geojson_write,
        srid=_WGS84,
    ),
    ExportFormat(
        "geojsonl",
        _("GeoJSON, a feature a line"),
        _("For scripts that read line by line."),
        ".zip",
        ZIP,
        geojson_lines_write,
        has_several_layers=True,
        srid=_WGS84,
    ),
    ExportFormat(
        "kmz",
        "KMZ",
        _("For Google Earth: colours, symbols and a legend."),
        ".kmz",
        "application/vnd.google-earth.kmz",
        kmz_write,
        has_several_layers=True,
        srid=_WGS84,
    ),
    ExportFormat(
        "kml",
        "KML",
        _("For phones and GPS programs: colours only."),
        ".kml",
        "application/vnd.google-earth.kml+xml",
        kml_write,
        has_several_layers=True,
        srid=_WGS84,
    ),
    ExportFormat(
        "fgb",
        "FlatGeobuf",
        _("Large layers, read in part and fast."),
        ".fgb",
        "application/flatgeobuf",
        flatgeobuf_write,
    ),
    ExportFormat(
        "parquet",
        "GeoParquet",
        _("For analysis in Python, R and DuckDB."),
        ".parquet",
        "application/vnd.apache.parquet",
        geoparquet_write,
    ),
    ExportFormat(
        "pmtiles",
        "PMTiles",
        _("Vector tiles in one file, for web maps without a server of tiles."),
        ".pmtiles",
        "application/vnd.pmtiles",
        pmtiles_write,
        srid=_WGS84,
    ),
    ExportFormat(
        "cog",
        "GeoTIFF (COG)",
        _("Rasters, read in part and fast."),
        ".tif",
        "image/tiff; application=geotiff; profile=cloud-optimized",
        cog_export,
        is_raster=True,
    ),
)
FORMATS: Mapping[str, ExportFormat] = {one.key: one for one in _ALL}
