"""GeoPackage: several layers in one file, each with its style for QGIS and its metadata.

References
----------
OGC GeoPackage 1.3, F.8 (metadata); QGIS finds styles in the table ``layer_styles`` that it makes itself.
"""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from gisapp.exchange.exporters.contents import Contents, LayerContent
from gisapp.exchange.exporters.ogr import ogr_write
from gisapp.exchange.exporters.qgis_metadata import QMD_STANDARD, qmd
from gisapp.exchange.exporters.styles import qml_of
from gisapp.symbology.sld import sld

# GDAL calls the column so too, and so do those who write SQL.
_GEOMETRY = "geom"
# GDAL 3.6 and QGIS 3.22 know no later one.
_DATASET_OPTIONS = {"VERSION": "1.3"}
_STYLES = """
CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT, f_table_catalog TEXT(256), f_table_schema TEXT(256),
    f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
    useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
    update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now'))
)
"""
_REGISTER_STYLES = """
INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('layer_styles', 'attributes', 'layer_styles')
"""
_ADD_STYLE = """
INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML,
    styleSLD, useAsDefault, description, owner)
VALUES ('', '', ?, ?, ?, ?, ?, 1, ?, '')
"""
_ADD_METADATA = (
    "INSERT INTO gpkg_metadata (md_scope, md_standard_uri, mime_type, metadata) VALUES ('dataset', ?, 'text/xml', ?)"
)
_ADD_REFERENCE = """
INSERT INTO gpkg_metadata_reference (reference_scope, table_name, md_file_id) VALUES ('table', ?, ?)
"""


def geopackage_write(path: Path, contents: Contents) -> None:
    """Write all layers.

    Raises
    ------
    ExportError
        If a layer cannot be written.
    """
    for number, content in enumerate(contents.layers):
        statement = content.statement
        options = {"IDENTIFIER": content.name, "DESCRIPTION": statement.title, "GEOMETRY_NAME": _GEOMETRY}
        entries = {name.upper(): value for name, value in statement.entries().items()}
        ogr_write(
            content,
            path,
            driver="GPKG",
            is_append=number > 0,
            layer_metadata=entries,
            layer_options=options,
            dataset_options=None if number else _DATASET_OPTIONS,
        )
    with closing(sqlite3.connect(path)) as database, database:
        _add_styles(database, contents.layers)
        for content in contents.layers:
            added = database.execute(_ADD_METADATA, (QMD_STANDARD, qmd(content, language=contents.language)))
            database.execute(_ADD_REFERENCE, (content.name, added.lastrowid))


def _add_styles(database: sqlite3.Connection, contents: Iterable[LayerContent]) -> None:
    styled = [(content, content.style) for content in contents if content.style is not None]
    if not styled:
        return
    database.execute(_STYLES)
    database.execute(_REGISTER_STYLES)
    for content, style in styled:
        told = (style.name, qml_of(content), sld(style, layer=content.name), content.statement.title)
        database.execute(_ADD_STYLE, (content.name, _GEOMETRY, *told))
