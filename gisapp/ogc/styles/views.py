"""The styles of a layer; thin: parse, operate, render."""

from django.http import HttpRequest, HttpResponse

from gisapp.ogc.access import public
from gisapp.ogc.catalog import PublishedLayer
from gisapp.ogc.errors import NotFoundError
from gisapp.ogc.map_layers import map_version_of
from gisapp.ogc.problems import problem
from gisapp.ogc.render.facts import style_of
from gisapp.ogc.render.request import LayerView
from gisapp.ogc.root.answers import answer, root_address, to_json
from gisapp.ogc.root.collections import layer_named
from gisapp.ogc.root.formats import JSON, format_chosen
from gisapp.ogc.root.query import query_of
from gisapp.ogc.styles.documents import MAPLIBRE, SLD, maplibre_document, style_list_document
from gisapp.ogc.versions import Versions, table_versions
from gisapp.symbology.sld import sld


@public(problem)
def style_list(request: HttpRequest, name: str) -> HttpResponse:
    """List the styles of a layer."""
    chosen = format_chosen(request, query_of(request, known=("f",)).get("f"), (JSON,))
    layer = _drawn_layer(name, table_versions())
    address = f"{root_address(request)}/collections/{layer.name}/styles"
    return answer(request, chosen, to_json(style_list_document(address, layer)))


@public(problem)
def style(request: HttpRequest, name: str, style: str) -> HttpResponse:
    """Answer a style: for MapLibre, or as SLD."""
    chosen = format_chosen(request, query_of(request, known=("f",)).get("f"), (MAPLIBRE, SLD))
    versions = table_versions()
    layer = _drawn_layer(name, versions)
    if style not in layer.styles:
        known = ", ".join(layer.styles)
        raise NotFoundError(f"the collection {layer.name} has no style {style[:80]!r}; it has {known}")
    found = style_of(LayerView(layer, style, version=map_version_of(layer, versions)))
    if chosen is SLD:
        return answer(request, chosen, sld(found, layer=layer.name).encode())
    return answer(request, chosen, to_json(maplibre_document(root_address(request), layer, found, versions)))


def _drawn_layer(name: str, versions: Versions) -> PublishedLayer:
    layer = layer_named(name, versions)
    if not layer.styles:
        raise NotFoundError(f"the collection {layer.name} has no styles: no map shows it")
    return layer
