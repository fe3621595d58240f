"""The published layers as the tree of the map lists them, and what is told of one that is shown."""

from dataclasses import astuple
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from gisapp.ogc.catalog import GROUP_TITLES, PublishedLayer
from gisapp.ogc.index_page.addresses import Address, layer_addresses
from gisapp.ogc.map_layers import MapLayer, map_facts, map_layer_list
from gisapp.ogc.versions import Versions


def tree_document(versions: Versions) -> dict[str, Any]:
    """Return the layers that maps show, by theme."""
    layers = map_layer_list(versions)
    return {
        "groups": [
            {
                "code": group.value,
                "title": str(title),
                "layers": [{"name": layer.name, "title": str(layer.title)} for layer in layers if layer.group is group],
            }
            for group, title in GROUP_TITLES.items()
            if any(layer.group is group for layer in layers)
        ]
    }


def layer_document(layer: MapLayer, host: str, versions: Versions) -> dict[str, Any]:
    """Return what is told of a layer.

    Parameters
    ----------
    host
        Scheme and host, without a slash at the end.
    """
    facts = map_facts(layer, versions)
    named = urlencode({"layers": layer.name})
    return {
        "name": layer.name,
        "title": str(layer.title),
        "abstract": str(layer.abstract),
        "years": list(facts.years),
        "bbox": None if facts.extent is None else list(astuple(facts.extent)),
        "sources": list(facts.sources),
        "licences": list(facts.licences),
        "properties": _properties(layer) if isinstance(layer, PublishedLayer) else [],
        "addresses": [{"name": str(one.name), "address": one.address} for one in _addresses(layer, host)],
        "download": f"{reverse('web:export')}?{named}",
        "qgis": f"{reverse('ogc:qgis-definition')}?{named}",
    }


def _properties(layer: PublishedLayer) -> list[dict[str, Any]]:
    """Return the words for what features hold, by which a reader is told what lies at a click."""
    return [
        {
            "name": one.name,
            "title": str(one.title),
            "kind": one.kind.value,
            "values": {value: str(meaning) for value, meaning in one.values},
        }
        for one in layer.source.properties
    ]


def _addresses(layer: MapLayer, host: str) -> tuple[Address, ...]:
    """Return where other programs find a layer; WMS and WFS know it by its name."""
    wfs = (Address("WFS", f"{host}/wfs"),) if isinstance(layer, PublishedLayer) else ()
    return (Address("WMS", f"{host}/wms"), *wfs, *layer_addresses(layer, host))
