"""A QGIS project and a layer-definition file with all layers by theme."""

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from django.utils.translation import gettext as _

from gisapp.geo.bbox import Bbox
from gisapp.ogc.cache import key_of
from gisapp.ogc.catalog import GROUP_TITLES, Group, PublishedLayer
from gisapp.ogc.extents import extent_in, extent_of_all
from gisapp.ogc.index_page.addresses import all_layers
from gisapp.ogc.index_page.qgis_layers import (
    MAP_SRID,
    QgisLayer,
    as_features,
    as_map,
    map_layer,
    reference_system,
    tree_entry,
)
from gisapp.ogc.map_layers import MapLayer
from gisapp.ogc.properties import Text
from gisapp.ogc.provider import TITLE
from gisapp.ogc.versions import Versions
from gisapp.ogc.xml import child, document, xml_text

# The oldest QGIS that is looked after; later ones read its files too.
QGIS_VERSION = "3.22.0"
PROJECT_NAME = "hilir.qgs"
# In QGIS what stands above is drawn above: points over lines over areas.
FROM_THE_TOP = (
    Group.SUGGESTIONS,
    Group.INDUSTRY,
    Group.ROADS,
    Group.RULES,
    Group.RAW_MATERIALS,
    Group.STATISTICS,
    Group.AREAS,
)
SHOWN = ("districts", "roads", "facilities")
# A zip file holds a time; a fixed one lets the same layers give the same bytes.
_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Theme:
    """Layers of one theme: those to look at, and those to work with."""

    title: Text
    maps: tuple[QgisLayer, ...]
    features: tuple[QgisLayer, ...]

    @property
    def layers(self) -> tuple[QgisLayer, ...]:
        """All layers of the theme."""
        return (*self.maps, *self.features)


def themes(host: str, versions: Versions, *, only: tuple[MapLayer, ...] = ()) -> tuple[Theme, ...]:
    """Return what the files hold: all layers that are drawn, and the features of those that are no part of another.

    Parameters
    ----------
    only
        Layers to hold alone, each with its map and its features; all of them where none is named.
    """
    layers = only or all_layers(versions)
    whole = _whole(layers)
    # QGIS keeps capabilities for a day, and takes layers for invalid that are not in them: other layers, other address.
    wms = f"{host}/wms?layers_of={key_of(*(layer.name for layer in all_layers(versions)))[:8]}"
    return tuple(
        Theme(
            title=GROUP_TITLES[group],
            maps=tuple(
                as_map(layer, wms, is_shown=bool(only) or layer.name in SHOWN)
                for layer in _of(group, layers)
                if layer.styles
            ),
            features=tuple(as_features(layer, host) for layer in whole if layer.group is group),
        )
        for group in FROM_THE_TOP
        if _of(group, layers)
    )


def project_file(host: str, versions: Versions) -> bytes:
    """Return a project (.qgz), to be opened by a double click."""
    extent = extent_in(extent_of_all(all_layers(versions), versions), MAP_SRID)
    return project_archive(themes(host, versions), extent)


def project_archive(found: tuple[Theme, ...], extent: Bbox | None) -> bytes:
    """Return a project (.qgz) with layers by theme.

    Parameters
    ----------
    extent
        What the map shows, in the system of the map; None leaves that to QGIS.
    """
    body = _project(found, extent)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(zipfile.ZipInfo(PROJECT_NAME, _TIME), body, compress_type=zipfile.ZIP_DEFLATED)
    return file.getvalue()


def definition_file(host: str, versions: Versions, *, only: tuple[MapLayer, ...] = ()) -> bytes:
    """Return a layer definition (.qlr), which adds the layers, or only some of them, to any project."""
    root = Element("qlr")
    found = themes(host, versions, only=only)
    _tree(root, found, title=TITLE)
    _map_layers(SubElement(root, "maplayers"), found)
    return document(root, doctype="<!DOCTYPE qgis-layer-definition>\n")


def _project(found: tuple[Theme, ...], extent: Bbox | None) -> bytes:
    root = Element("qgis", {"projectname": xml_text(TITLE), "version": QGIS_VERSION})
    child(root, "title", TITLE)
    reference_system(SubElement(root, "projectCrs"), MAP_SRID)
    _tree(root, found, title="")
    canvas = SubElement(root, "mapcanvas", {"name": "theMapCanvas", "annotationsVisible": "1"})
    child(canvas, "units", "meters")
    if extent is not None:
        box = SubElement(canvas, "extent")
        for name, value in zip(("xmin", "ymin", "xmax", "ymax"), _corners(extent), strict=True):
            child(box, name, value)
    reference_system(SubElement(canvas, "destinationsrs"), MAP_SRID)
    _map_layers(SubElement(root, "projectlayers"), found)
    # Without this QGIS leaves the project without a reference system.
    systems = SubElement(SubElement(root, "properties"), "SpatialRefSys")
    SubElement(systems, "ProjectionsEnabled", {"type": "int"}).text = "1"
    return document(root, doctype="<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n")


def _tree(parent: Element, found: tuple[Theme, ...], *, title: Text) -> None:
    """Add the tree, which has no name, with all themes below a title where there is one."""
    root = SubElement(parent, "layer-tree-group")
    if title:
        root = _branch(root, title, is_open=True)
    for theme in found:
        branch = _branch(root, theme.title, is_open=any(layer.is_shown for layer in theme.maps))
        _entries(branch, theme.maps)
        if theme.features:
            _entries(_branch(branch, _("Features to work with"), is_open=False), theme.features)


def _branch(parent: Element, title: Text, *, is_open: bool) -> Element:
    told = {"name": xml_text(title), "checked": "Qt::Checked", "expanded": str(int(is_open))}
    return SubElement(parent, "layer-tree-group", told)


def _entries(parent: Element, layers: Iterable[QgisLayer]) -> None:
    # Lists of layers begin with what lies at the bottom.
    for layer in reversed(tuple(layers)):
        tree_entry(parent, layer)


def _map_layers(parent: Element, found: tuple[Theme, ...]) -> None:
    for theme in found:
        for layer in theme.layers:
            map_layer(parent, layer)


def _of(group: Group, layers: tuple[MapLayer, ...]) -> tuple[MapLayer, ...]:
    return tuple(layer for layer in layers if layer.group is group)


def _whole(layers: tuple[MapLayer, ...]) -> list[PublishedLayer]:
    """Return the first layer of each table and geometry: those after it hold parts of it."""
    first: dict[tuple[str, str], PublishedLayer] = {}
    for layer in layers:
        if isinstance(layer, PublishedLayer):
            first.setdefault((layer.source.rows, layer.source.geometry), layer)
    return list(first.values())


def _corners(box: Bbox) -> tuple[float, float, float, float]:
    return (box.west, box.south, box.east, box.north)
