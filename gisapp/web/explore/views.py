"""Data of the tree of layers; thin: find, render."""

from urllib.parse import urlsplit

from django.http import HttpRequest, JsonResponse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from gisapp.ogc.map_layers import map_layer_find, map_layer_list
from gisapp.ogc.versions import table_versions
from gisapp.web.errors import UnknownLayerError
from gisapp.web.explore.layers import layer_document, tree_document
from gisapp.web.views import refusal

# A refusal names so many of those that there are.
LAYERS_NAMED = 12


@require_safe
@gzip_page
def tree(_request: HttpRequest) -> JsonResponse:
    """List the layers that maps show, by theme."""
    return _json(tree_document(table_versions()))


@require_safe
@gzip_page
def layer(request: HttpRequest, name: str) -> JsonResponse:
    """Tell of one layer: its years, sources, words and addresses."""
    versions = table_versions()
    found = map_layer_find(name, versions)
    if found is None:
        known = tuple(one.name for one in map_layer_list(versions))
        return refusal(UnknownLayerError(name=name[:80], known=known[:LAYERS_NAMED]))
    address = urlsplit(request.build_absolute_uri("/"))
    return _json(layer_document(found, f"{address.scheme}://{address.netloc}", versions))


def _json(document: dict[str, object]) -> JsonResponse:
    # Titles are in the language of the request, and runs add layers: no cache may keep an answer.
    return JsonResponse(document, json_dumps_params={"ensure_ascii": False}, headers={"Cache-Control": "no-store"})
