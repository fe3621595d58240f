"""What is told of the styles of a layer.

References
----------
OGC 20-009, OGC API - Styles (draft); MapLibre Style Specification, version 8.
"""

from typing import Final

from django.utils.translation import gettext as _

from gisapp.ogc.catalog import PublishedLayer
from gisapp.ogc.extents import extent_of
from gisapp.ogc.root.contribution import Json, link
from gisapp.ogc.root.formats import JSON, Format
from gisapp.ogc.versions import Versions
from gisapp.symbology.maplibre import TileSource, maplibre_layers
from gisapp.symbology.model import Style
from gisapp.symbology.tokens import colour

MAPLIBRE: Final = Format("mapbox", "application/vnd.mapbox.style+json", "MapLibre", ("application/json",))
SLD: Final = Format("sld11", "application/vnd.ogc.sld+xml;version=1.1", "SLD 1.1", ("application/vnd.ogc.sld+xml",))
_SOURCE: Final = "hilir"
_REL_STYLESHEET: Final = "stylesheet"


def style_list_document(address: str, layer: PublishedLayer) -> Json:
    """List the styles of a layer, the one that it is drawn in unless asked otherwise first."""
    return {
        "default": layer.styles[0],
        "styles": [{"id": name, "title": name, "links": _stylesheets(f"{address}/{name}")} for name in layer.styles],
        "links": [link(f"{address}?f=json", "self", JSON.media_type)],
    }


def maplibre_document(root: str, layer: PublishedLayer, style: Style, versions: Versions) -> Json:
    """Return a style that MapLibre and QGIS open by its address: it brings the vector tiles along.

    It names no glyphs, for which it would have to send the map to another host; labels are left out.
    """
    told: Json = {
        "version": 8,
        "name": f"{layer.title} ({style.name})",
        "sources": {
            _SOURCE: {"type": "vector", "url": f"{root}/collections/{layer.name}/tiles/WebMercatorQuad?f=tilejson"}
        },
        "layers": [
            {"id": "background", "type": "background", "paint": {"background-color": colour("white")}},
            *maplibre_layers(style, TileSource(_SOURCE, layer.name)),
        ],
    }
    extent = extent_of(layer, versions)
    if extent is not None:
        told["center"] = [(extent.west + extent.east) / 2, (extent.south + extent.north) / 2]
    return told


def collection_links(root: str, layer: PublishedLayer) -> list[Json]:
    """Return the links by which a layer tells of its styles."""
    if not layer.styles:
        return []
    address = f"{root}/collections/{layer.name}/styles"
    rel = "http://www.opengis.net/def/rel/ogc/1.0/styles"
    return [link(f"{address}?f=json", rel, JSON.media_type, _("Styles"))]


def _stylesheets(address: str) -> list[Json]:
    return [link(f"{address}?f={one.key}", _REL_STYLESHEET, one.media_type, one.title) for one in (MAPLIBRE, SLD)]
