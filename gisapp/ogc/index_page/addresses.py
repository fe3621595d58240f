"""The addresses of all services, and of each layer in them, as the client sees them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from gisapp.ogc.catalog import GROUP_TITLES, PublishedLayer
from gisapp.ogc.layers import layer_list
from gisapp.ogc.map_layers import MapLayer, map_layer_list
from gisapp.ogc.properties import Text
from gisapp.ogc.versions import Versions

MATRIX_SET = "WebMercatorQuad"


@dataclass(frozen=True, slots=True)
class Address:
    """An address to copy, and what it gives."""

    name: Text
    address: str


@dataclass(frozen=True, slots=True)
class Service:
    """A protocol: for what it is good, and where QGIS takes its address."""

    name: Text
    purpose: Text
    address: str
    place_in_qgis: str


@dataclass(frozen=True, slots=True)
class ListedLayer:
    """A layer with its addresses; `page` is empty for one without features."""

    name: str
    title: Text
    abstract: Text
    page: str
    addresses: tuple[Address, ...]


@dataclass(frozen=True, slots=True)
class ListedGroup:
    """Layers of one theme."""

    title: Text
    layers: tuple[ListedLayer, ...]


def service_list(host: str) -> tuple[Service, ...]:
    """Return all protocols.

    Parameters
    ----------
    host
        Scheme and host, without a slash at the end.
    """
    return (
        Service("WMS 1.1.1, 1.3.0", _("Maps as pictures, with legends."), f"{host}/wms", "WMS/WMTS"),
        Service("WMTS 1.0.0", _("Maps in tiles: fast, and kept by the program."), f"{host}/wmts", "WMS/WMTS"),
        Service(
            "WFS 2.0", _("Features with all their figures, to work with."), f"{host}/wfs", "WFS / OGC API - Features"
        ),
        Service(
            "OGC API - Features",
            _("The same features, one page at a time; also to read in the browser."),
            f"{host}/ogc",
            "WFS / OGC API - Features",
        ),
        Service(
            _("Vector tiles"),
            _("All of a layer's features in tiles, drawn by the program."),
            f"{host}/ogc/collections/{{id}}/tiles/{MATRIX_SET}/{{z}}/{{y}}/{{x}}",
            "Vector Tiles",
        ),
        Service("OGC API - Processes", _("Suggest locations from another program."), f"{host}/ogc/processes", ""),
    )


def group_list(host: str, versions: Versions) -> tuple[ListedGroup, ...]:
    """Return all layers by theme, themes and layers in the order in which they are listed everywhere."""
    layers = all_layers(versions)
    return tuple(
        ListedGroup(title, tuple(_listed(layer, host) for layer in layers if layer.group is group))
        for group, title in GROUP_TITLES.items()
        if any(layer.group is group for layer in layers)
    )


def all_layers(versions: Versions) -> tuple[MapLayer, ...]:
    """Return all layers: those with features, and rasters."""
    return tuple(dict.fromkeys((*layer_list(versions), *map_layer_list(versions))))


def _listed(layer: MapLayer, host: str) -> ListedLayer:
    return ListedLayer(
        name=layer.name,
        title=layer.title,
        abstract=layer.abstract,
        page=f"{_collection(layer, host)}?f=html" if isinstance(layer, PublishedLayer) else "",
        addresses=layer_addresses(layer, host),
    )


def layer_addresses(layer: MapLayer, host: str) -> tuple[Address, ...]:
    """Return the addresses that a layer has of its own."""
    address = _collection(layer, host)
    features = _of_features(address) if isinstance(layer, PublishedLayer) else ()
    return (*features, *(_of_maps(layer, address) if layer.styles else ()))


def _collection(layer: MapLayer, host: str) -> str:
    return f"{host}/ogc/collections/{layer.name}"


def _of_features(address: str) -> tuple[Address, ...]:
    return (
        Address(_("Collection"), address),
        Address("GeoJSON", f"{address}/items?f=json"),
        Address("CSV", f"{address}/items?f=csv"),
    )


def _of_maps(layer: MapLayer, address: str) -> tuple[Address, ...]:
    place = f"{MATRIX_SET}/{{z}}/{{y}}/{{x}}"
    vector = (Address(_("Vector tiles"), f"{address}/tiles/{place}"),) if isinstance(layer, PublishedLayer) else ()
    return (*vector, Address(_("Map tiles"), f"{address}/map/tiles/{place}?f=png"))
