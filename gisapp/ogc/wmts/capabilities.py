"""What the service tells of itself, of its layers and of their tiles."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final
from urllib.parse import urlencode
from xml.etree.ElementTree import Element

from gisapp import conf
from gisapp.geo.tile_matrix import HALF_SIDE_M, TILE_PX, scale_denominator
from gisapp.ogc.catalog import GROUP_TITLES
from gisapp.ogc.extents import extent_of
from gisapp.ogc.map_layers import MapLayer, map_layer_list, years_of
from gisapp.ogc.properties import Text
from gisapp.ogc.provider import ABSTRACT, ACCESS_CONSTRAINTS, FEES, KEYWORDS, TITLE, provider
from gisapp.ogc.tiles.map_tiles import EXTENSIONS, FORMS
from gisapp.ogc.tiles.params import MATRIX_SET
from gisapp.ogc.versions import Versions
from gisapp.ogc.wms.dimension import year_told
from gisapp.ogc.wms.info_encode import MEDIA_TYPES
from gisapp.ogc.wms.styles import is_queryable, legend_size, style_title
from gisapp.ogc.wmts.exceptions import OWS
from gisapp.ogc.wmts.params import SECTIONS, SERVICE, VERSION
from gisapp.ogc.xml import XLINK, XSI, child, document

WMTS: Final = "http://www.opengis.net/wmts/1.0"
_SCHEMA: Final = f"{WMTS} http://schemas.opengis.net/wmts/1.0/wmtsGetCapabilities_response.xsd"
# As annex E.4 of OGC 07-057r7 names the system of the well-known scale set.
_CRS: Final = "urn:ogc:def:crs:EPSG:6.18:3:3857"
_SCALE_SET: Final = "urn:ogc:def:wkss:OGC:1.0:GoogleMapsCompatible"
_LEGEND: Final = "image/png"
_OPERATIONS: Final = ("GetCapabilities", "GetTile", "GetFeatureInfo")
# How the last part of a path says in which form it wants to know what lies at a pixel.
INFO_EXTENSIONS: Final = {"html": "text/html", "json": "application/json", "txt": "text/plain"}


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the service is, and where its legends are; without parameters."""

    kvp: str
    rest: str
    legend: str


@dataclass(frozen=True, slots=True)
class _Telling:
    addresses: Addresses
    versions: Versions
    layers: tuple[MapLayer, ...]


def capabilities(sections: tuple[str, ...], *, addresses: Addresses, versions: Versions) -> bytes:
    """Return the capabilities document in the active language.

    Parameters
    ----------
    sections
        Those that are wanted, of `SECTIONS`.
    """
    telling = _Telling(addresses, versions, map_layer_list(versions))
    root = Element(
        "Capabilities",
        {
            "xmlns": WMTS,
            "xmlns:ows": OWS,
            "xmlns:xlink": XLINK,
            "xmlns:xsi": XSI,
            "xsi:schemaLocation": _SCHEMA,
            "version": VERSION,
        },
    )
    for section in sections:
        _ADD[section](root, telling)
    if sections == SECTIONS:
        _linked(root, "ServiceMetadataURL", f"{addresses.rest}/WMTSCapabilities.xml")
    return document(root)


def _identification(root: Element, _telling: _Telling) -> None:
    section = child(root, "ows:ServiceIdentification")
    child(section, "ows:Title", TITLE)
    child(section, "ows:Abstract", ABSTRACT)
    _keywords(section, KEYWORDS)
    child(section, "ows:ServiceType", f"OGC {SERVICE}")
    child(section, "ows:ServiceTypeVersion", VERSION)
    child(section, "ows:Fees", FEES)
    child(section, "ows:AccessConstraints", ACCESS_CONSTRAINTS)


def _provider(root: Element, _telling: _Telling) -> None:
    office = provider()
    section = child(root, "ows:ServiceProvider")
    child(section, "ows:ProviderName", office.name or TITLE)
    contact = child(section, "ows:ServiceContact")
    if office.email:
        child(child(child(contact, "ows:ContactInfo"), "ows:Address"), "ows:ElectronicMailAddress", office.email)


def _operations(root: Element, telling: _Telling) -> None:
    section = child(root, "ows:OperationsMetadata")
    for name in _OPERATIONS:
        operation = child(section, "ows:Operation", name=name)
        http = child(child(operation, "ows:DCP"), "ows:HTTP")
        # Paths are told by ServiceMetadataURL and ResourceURL; a second address here would be taken for this one.
        _allowed(_linked(http, "ows:Get", f"{telling.addresses.kvp}?"), "ows:Constraint", "GetEncoding", ("KVP",))
        if name == "GetCapabilities":
            _allowed(operation, "ows:Parameter", "Sections", ("All", *SECTIONS))
            _allowed(operation, "ows:Parameter", "AcceptVersions", (VERSION,))


def _allowed(parent: Element, kind: str, name: str, values: tuple[str, ...]) -> None:
    allowed = child(child(parent, kind, name=name), "ows:AllowedValues")
    for value in values:
        child(allowed, "ows:Value", value)


def _contents(root: Element, telling: _Telling) -> None:
    section = child(root, "Contents")
    for layer in telling.layers:
        _layer(section, layer, telling)
    matrices = child(section, "TileMatrixSet")
    child(matrices, "ows:Identifier", MATRIX_SET)
    child(matrices, "ows:SupportedCRS", _CRS)
    child(matrices, "WellKnownScaleSet", _SCALE_SET)
    for zoom in range(conf.MAP_TILE_LAST_ZOOM + 1):
        matrix = child(matrices, "TileMatrix")
        child(matrix, "ows:Identifier", zoom)
        child(matrix, "ScaleDenominator", scale_denominator(zoom))
        child(matrix, "TopLeftCorner", f"{-HALF_SIDE_M!r} {HALF_SIDE_M!r}")
        for name, value in (("TileWidth", TILE_PX), ("TileHeight", TILE_PX)):
            child(matrix, name, value)
        for name in ("MatrixWidth", "MatrixHeight"):
            child(matrix, name, 2**zoom)


def _layer(section: Element, layer: MapLayer, telling: _Telling) -> None:
    element = child(section, "Layer")
    child(element, "ows:Title", layer.title)
    child(element, "ows:Abstract", layer.abstract)
    _keywords(element, layer.keywords)
    if (extent := extent_of(layer, telling.versions)) is not None:
        box = child(element, "ows:WGS84BoundingBox")
        child(box, "ows:LowerCorner", f"{extent.west!r} {extent.south!r}")
        child(box, "ows:UpperCorner", f"{extent.east!r} {extent.north!r}")
    child(element, "ows:Identifier", layer.name)
    for style in layer.styles:
        _style(element, layer, style, telling)
    for media_type in FORMS:
        child(element, "Format", media_type)
    for media_type in MEDIA_TYPES if is_queryable(layer) else ():
        child(element, "InfoFormat", media_type)
    years = years_of(layer, telling.versions)
    if years:
        _time(element, years)
    child(child(element, "TileMatrixSetLink"), "TileMatrixSet", MATRIX_SET)
    _resources(element, layer, telling, has_years=bool(years))


def _style(element: Element, layer: MapLayer, name: str, telling: _Telling) -> None:
    style = child(element, "Style")
    if name == layer.styles[0]:
        style.set("isDefault", "true")
    child(style, "ows:Title", style_title(name))
    child(style, "ows:Identifier", name)
    query = {
        "SERVICE": "WMS",
        "VERSION": "1.3.0",
        "REQUEST": "GetLegendGraphic",
        "LAYER": layer.name,
        "STYLE": name,
        "FORMAT": _LEGEND,
    }
    legend = _linked(style, "LegendURL", f"{telling.addresses.legend}?{urlencode(query)}")
    width, height = legend_size(layer, name, telling.versions)
    legend.set("format", _LEGEND)
    legend.set("width", str(width))
    legend.set("height", str(height))


def _time(element: Element, years: tuple[int, ...]) -> None:
    dimension = child(element, "Dimension")
    child(dimension, "ows:Identifier", "TIME")
    child(dimension, "ows:UOM", "ISO8601")
    child(dimension, "Default", year_told(years[-1]))
    child(dimension, "Current", "true")
    for year in years:
        child(dimension, "Value", year_told(year))


def _resources(element: Element, layer: MapLayer, telling: _Telling, *, has_years: bool) -> None:
    time = "/{TIME}" if has_years else ""
    stem = f"{telling.addresses.rest}/{layer.name}/{{Style}}{time}/{{TileMatrixSet}}/{{TileMatrix}}/{{TileRow}}"
    for extension, media_type in EXTENSIONS.items():
        template = f"{stem}/{{TileCol}}.{extension}"
        child(element, "ResourceURL", format=media_type, resourceType="tile", template=template)
    for extension, media_type in INFO_EXTENSIONS.items() if is_queryable(layer) else ():
        template = f"{stem}/{{TileCol}}/{{J}}/{{I}}.{extension}"
        child(element, "ResourceURL", format=media_type, resourceType="FeatureInfo", template=template)


def _themes(root: Element, telling: _Telling) -> None:
    section = child(root, "Themes")
    by_group = sorted(telling.layers, key=lambda layer: tuple(GROUP_TITLES).index(layer.group))
    for group, layers in groupby(by_group, key=lambda layer: layer.group):
        theme = child(section, "Theme")
        child(theme, "ows:Title", GROUP_TITLES[group])
        child(theme, "ows:Identifier", group.value)
        for layer in layers:
            child(theme, "LayerRef", layer.name)


def _keywords(parent: Element, keywords: tuple[Text, ...]) -> None:
    words = child(parent, "ows:Keywords")
    for keyword in keywords:
        child(words, "ows:Keyword", keyword)


def _linked(parent: Element, name: str, address: str) -> Element:
    element = child(parent, name)
    element.set("xlink:href", address)
    return element


_ADD: Final[Mapping[str, Callable[[Element, _Telling], None]]] = {
    "ServiceIdentification": _identification,
    "ServiceProvider": _provider,
    "OperationsMetadata": _operations,
    "Contents": _contents,
    "Themes": _themes,
}
