"""Layers as QGIS writes them into its files (3.22 and later): as a map by WMS, and as features by WFS."""

from dataclasses import dataclass
from urllib.parse import urlencode
from xml.etree.ElementTree import Element, SubElement

from gisapp.ogc.catalog import GeometryType, PublishedLayer
from gisapp.ogc.crs import STORAGE_SRID
from gisapp.ogc.map_layers import MapLayer
from gisapp.ogc.xml import child, xml_text

MAP_SRID = 3857
WFS_PREFIX = "hilir"
# How QGIS names the kinds of geometry, and the type of a layer of it.
_GEOMETRY = {
    GeometryType.POINT: ("Point", "Point"),
    GeometryType.MULTI_LINE_STRING: ("Line", "MultiLineString"),
    GeometryType.MULTI_POLYGON: ("Polygon", "MultiPolygon"),
}


@dataclass(frozen=True, slots=True)
class QgisLayer:
    """A layer of a QGIS file.

    Attributes
    ----------
    identifier
        Longer than ten characters: QGIS puts its own in the place of a shorter one.
    provider, source
        Which of QGIS's own readers opens it, and what that needs to know.
    is_shown
        Whether it is shown when the file is opened.
    style
        Elements that tell how it is drawn; none where the server draws it, or QGIS is to choose.
    """

    layer: MapLayer
    identifier: str
    provider: str
    source: str
    srid: int
    is_shown: bool
    style: tuple[Element, ...] = ()


def as_map(layer: MapLayer, wms: str, *, is_shown: bool) -> QgisLayer:
    """Return a layer as the server draws it.

    Parameters
    ----------
    wms
        Address of WMS.
    """
    source = urlencode(
        {
            "contextualWMSLegend": "0",
            "crs": f"EPSG:{MAP_SRID}",
            "dpiMode": "7",
            "featureCount": "10",
            "format": "image/png",
            "layers": layer.name,
            "styles": layer.styles[0],
            "url": wms,
        },
        safe=":/",
    )
    return QgisLayer(layer, f"hilir_{layer.name}_map", "wms", source, MAP_SRID, is_shown)


def as_features(layer: PublishedLayer, host: str) -> QgisLayer:
    """Return a layer whose features QGIS reads and draws."""
    source = " ".join(
        f"{name}='{value}'"
        for name, value in {
            "pagingEnabled": "true",
            "restrictToRequestBBOX": "1",
            "srsname": f"EPSG:{STORAGE_SRID}",
            "typename": f"{WFS_PREFIX}:{layer.name}",
            "url": f"{host}/wfs",
            "version": "2.0.0",
        }.items()
    )
    return QgisLayer(layer, f"hilir_{layer.name}_features", "WFS", source, STORAGE_SRID, is_shown=False)


def tree_entry(parent: Element, layer: QgisLayer) -> None:
    """Add a layer to the tree of layers."""
    element = SubElement(
        parent,
        "layer-tree-layer",
        {
            "id": layer.identifier,
            "name": xml_text(layer.layer.title),
            "providerKey": layer.provider,
            "source": layer.source,
            "checked": "Qt::Checked" if layer.is_shown else "Qt::Unchecked",
            "expanded": "0",
        },
    )
    SubElement(element, "customproperties")


def map_layer(parent: Element, layer: QgisLayer) -> None:
    """Add what QGIS needs to open a layer."""
    kind = {"type": "raster"}
    if layer.provider != "wms" and isinstance(layer.layer, PublishedLayer):
        geometry, wkb = _GEOMETRY[layer.layer.source.geometry_type]
        kind = {"type": "vector", "geometry": geometry, "wkbType": wkb}
    element = SubElement(parent, "maplayer", kind)
    child(element, "id", layer.identifier)
    child(element, "datasource", layer.source)
    child(element, "layername", layer.layer.title)
    child(element, "abstract", layer.layer.abstract)
    reference_system(SubElement(element, "srs"), layer.srid)
    child(element, "provider", layer.provider)
    element.extend(layer.style)


def reference_system(parent: Element, srid: int) -> None:
    """Name a reference system; QGIS looks the rest up, once it sees an id of its own list, whichever."""
    system = SubElement(parent, "spatialrefsys")
    child(system, "srsid", srid)
    child(system, "srid", srid)
    child(system, "authid", f"EPSG:{srid}")
