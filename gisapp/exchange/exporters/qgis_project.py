"""A QGIS project with its data beside it: a GeoPackage, and a project file that shows it as our maps do."""

from itertools import groupby
from pathlib import Path
from typing import Final

from gisapp.exchange.exporters.archive import archive_write
from gisapp.exchange.exporters.contents import Contents, LayerContent
from gisapp.exchange.exporters.geopackage import geopackage_write
from gisapp.exchange.exporters.styles import SYMBOL_TYPE, rule_title
from gisapp.geo.bbox import Bbox
from gisapp.geo.crs import bbox_transform
from gisapp.ogc.catalog import GROUP_TITLES
from gisapp.ogc.index_page.qgis_files import FROM_THE_TOP, Theme, project_archive
from gisapp.ogc.index_page.qgis_layers import MAP_SRID, QgisLayer
from gisapp.symbology.qml import style_elements

DATA: Final = "hilir.gpkg"
PROJECT: Final = "hilir.qgz"


def qgis_project_write(path: Path, contents: Contents) -> None:
    """Write a zip file with project, data and README.

    Raises
    ------
    ExportError
        If the data cannot be written.
    """
    geopackage_write(contents.folder / DATA, contents)
    (contents.folder / PROJECT).write_bytes(project_archive(_themes(contents.layers), _extent(contents.layers)))
    archive_write(path, contents.folder, contents.layers)


def _themes(contents: tuple[LayerContent, ...]) -> tuple[Theme, ...]:
    ordered = sorted(contents, key=lambda content: FROM_THE_TOP.index(content.layer.group))
    return tuple(
        Theme(title=GROUP_TITLES[group], maps=tuple(_project_layer(content) for content in some), features=())
        for group, some in groupby(ordered, key=lambda content: content.layer.group)
    )


def _project_layer(content: LayerContent) -> QgisLayer:
    elements = (
        tuple(style_elements(content.style, symbol_type=SYMBOL_TYPE[content.geometry_type], title_of=rule_title))
        if content.style
        else ()
    )
    return QgisLayer(
        layer=content.layer,
        identifier=f"hilir_{content.name}_data",
        provider="ogr",
        source=f"./{DATA}|layername={content.name}",
        srid=content.srid,
        is_shown=True,
        style=elements,
    )


def _extent(contents: tuple[LayerContent, ...]) -> Bbox | None:
    """Return the box around all layers in the system of the map."""
    return Bbox.around(
        box
        for content in contents
        if content.extent is not None
        and (box := bbox_transform(content.extent, source_srid=content.srid, target_srid=MAP_SRID)) is not None
    )
