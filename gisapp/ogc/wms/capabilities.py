"""What the service tells of itself and of its layers; what the versions do differently is in `dialects`."""

from dataclasses import dataclass
from urllib.parse import urlencode
from xml.etree.ElementTree import Element, SubElement

from gisapp.ogc.catalog import GROUP_TITLES
from gisapp.ogc.extents import extent_of, extent_of_all
from gisapp.ogc.map_layers import MapFacts, MapLayer, map_facts, map_layer_list
from gisapp.ogc.properties import Text
from gisapp.ogc.provider import ABSTRACT, ACCESS_CONSTRAINTS, FEES, KEYWORDS, TITLE, provider
from gisapp.ogc.versions import Versions
from gisapp.ogc.wms.dialects import Dialect
from gisapp.ogc.wms.info_encode import MEDIA_TYPES as INFO_MEDIA_TYPES
from gisapp.ogc.wms.legend import MEDIA_TYPES as LEGEND_MEDIA_TYPES
from gisapp.ogc.wms.picture import FORMATS
from gisapp.ogc.wms.styles import greatest_scale, is_queryable, legend_size, style_title
from gisapp.ogc.xml import child, document, link


@dataclass(frozen=True, slots=True)
class _Telling:
    """What every part of the document needs to know.

    Attributes
    ----------
    address
        Of the service, without parameters.
    """

    dialect: Dialect
    address: str
    versions: Versions


def capabilities(dialect: Dialect, *, address: str, versions: Versions) -> bytes:
    """Return the capabilities document in the active language.

    Parameters
    ----------
    address
        Of the service, without parameters.
    """
    telling = _Telling(dialect=dialect, address=address, versions=versions)
    root = dialect.root()
    _service(root, telling)
    capability = SubElement(root, "Capability")
    _requests(capability, telling)
    exception = SubElement(capability, "Exception")
    for form in dialect.exception_forms:
        child(exception, "Format", form)
    _layers(capability, telling)
    return document(root, doctype=dialect.doctype)


def _service(root: Element, telling: _Telling) -> None:
    service = SubElement(root, "Service")
    child(service, "Name", telling.dialect.service_name)
    child(service, "Title", TITLE)
    child(service, "Abstract", ABSTRACT)
    _keywords(service, KEYWORDS)
    link(service, telling.address)
    _contact(service)
    child(service, "Fees", FEES)
    child(service, "AccessConstraints", ACCESS_CONSTRAINTS)
    telling.dialect.limits(service)


def _contact(service: Element) -> None:
    """Tell whom to ask, as far as the office has told it."""
    office = provider()
    if not (office.name or office.email):
        return
    contact = SubElement(service, "ContactInformation")
    if office.name:
        primary = SubElement(contact, "ContactPersonPrimary")
        child(primary, "ContactPerson", office.name)
        child(primary, "ContactOrganization", office.name)
    if office.email:
        child(contact, "ContactElectronicMailAddress", office.email)


def _requests(capability: Element, telling: _Telling) -> None:
    dialect = telling.dialect
    requests = SubElement(capability, "Request")
    for name, forms in (
        ("GetCapabilities", (dialect.capabilities_media_type,)),
        ("GetMap", tuple(FORMATS)),
        ("GetFeatureInfo", INFO_MEDIA_TYPES),
        (dialect.legend_operation, LEGEND_MEDIA_TYPES),
    ):
        operation = SubElement(requests, name)
        for form in forms:
            child(operation, "Format", form)
        http = SubElement(SubElement(operation, "DCPType"), "HTTP")
        for method in ("Get", "Post"):
            link(SubElement(http, method), f"{telling.address}?")


def _layers(capability: Element, telling: _Telling) -> None:
    """Tell the layers, in groups; what all have in common stands at the root."""
    layers = map_layer_list(telling.versions)
    root = SubElement(capability, "Layer")
    child(root, "Title", TITLE)
    child(root, "Abstract", ABSTRACT)
    telling.dialect.systems(root)
    telling.dialect.extent(root, extent_of_all(layers, telling.versions))
    for group, title in GROUP_TITLES.items():
        members = [layer for layer in layers if layer.group is group]
        if members:
            above = SubElement(root, "Layer")
            child(above, "Title", title)
            for layer in members:
                _layer(above, layer, telling)


def _layer(above: Element, layer: MapLayer, telling: _Telling) -> None:
    facts = map_facts(layer, telling.versions)
    element = child(above, "Layer", queryable=int(is_queryable(layer)))
    child(element, "Name", layer.name)
    child(element, "Title", layer.title)
    child(element, "Abstract", layer.abstract)
    _keywords(element, layer.keywords)
    extent = extent_of(layer, telling.versions)
    if extent is not None:
        telling.dialect.extent(element, extent)
    if facts.years:
        telling.dialect.years(element, facts.years)
    _attribution(element, facts)
    for style in layer.styles:
        _style(element, layer, style, telling)
    denominator = greatest_scale(layer)
    if denominator is not None:
        telling.dialect.greatest_scale(element, denominator)


def _attribution(element: Element, facts: MapFacts) -> None:
    told = "; ".join((*facts.sources, *facts.licences))
    if told:
        child(SubElement(element, "Attribution"), "Title", told)


def _style(element: Element, layer: MapLayer, name: str, telling: _Telling) -> None:
    style = SubElement(element, "Style")
    child(style, "Name", name)
    child(style, "Title", style_title(name))
    width, height = legend_size(layer, name, telling.versions)
    url = child(style, "LegendURL", width=width, height=height)
    child(url, "Format", LEGEND_MEDIA_TYPES[0])
    query = {
        "SERVICE": "WMS",
        "VERSION": telling.dialect.version.value,
        "REQUEST": "GetLegendGraphic",
        "LAYER": layer.name,
        "STYLE": name,
        "FORMAT": LEGEND_MEDIA_TYPES[0],
    }
    link(url, f"{telling.address}?{urlencode(query)}")


def _keywords(element: Element, keywords: tuple[Text, ...]) -> None:
    words = SubElement(element, "KeywordList")
    for keyword in keywords:
        child(words, "Keyword", keyword)
