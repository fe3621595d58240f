"""The planner's page and the data of its map; thin: parse, read, render."""

import hashlib
from http import HTTPStatus
from pathlib import Path

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from gisapp import conf
from gisapp.csp import apply_policy, make_nonce
from gisapp.geo.bbox import Bbox
from gisapp.symbology.css import custom_properties
from gisapp.web.context import page_config
from gisapp.web.errors import STATUS_OF, ParameterError, UnknownLayerError, UnknownStatisticError
from gisapp.web.map import render_map
from gisapp.web.params import LayerQuery, layer_query_parse
from layers.models import Commodity, District
from layers.selectors.map_context import MODEL_OF_LAYER, mainland_extent, table_versions
from layers.selectors.shapes import band_for_zoom, shapes_geojson

STATIC_FOLDER = Path(__file__).with_name("static")
# Announced to the browser, which else would learn of each only from the one that imports it.
OF_OTHER_PAGES = {"edit", "profiles", "export", "imports", "reading", "scenarios"}
# Loaded once a reader asks for what they do.
FOR_LATER = {"explore"}
MODULES = sorted(
    path.relative_to(STATIC_FOLDER).as_posix()
    for path in STATIC_FOLDER.rglob("*.js")
    if path.parent.name not in OF_OTHER_PAGES | FOR_LATER
)


@require_safe
@gzip_page
@ensure_csrf_cookie
def plan(request: HttpRequest) -> HttpResponse:
    """Show the page on which sites are sought."""
    nonce = make_nonce()
    extent = Bbox(*(mainland_extent() or conf.EXTENT_WITHOUT_DISTRICTS))
    context = {
        "nonce": nonce,
        "tokens_css": custom_properties(),
        "map": render_map(extent),
        "config": page_config(),
        "modules": MODULES,
    }
    return apply_policy(render(request, "web/plan.html", context), nonce=nonce)


@require_safe
@gzip_page
def layer(request: HttpRequest, name: str) -> HttpResponse:
    """Return the features of a layer for a zoom and a box, as GeoJSON."""
    try:
        query = layer_query_parse(name, request.GET.dict())
    except (ParameterError, UnknownLayerError) as error:
        return refusal(error)
    etag = _etag(query)
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    body = shapes_geojson(
        query.layer,
        band_for_zoom(query.zoom),
        bbox=query.bbox,
        filters=query.filters,
        limit=conf.MAP_FEATURES_LIMIT,
    )
    return HttpResponse(body, content_type="application/geo+json", headers={"ETag": etag, "Cache-Control": "no-cache"})


def _etag(query: LayerQuery) -> str:
    """Return a tag that changes when the query or any table behind the layer does."""
    versions = table_versions(MODEL_OF_LAYER[query.layer], District, Commodity)
    return f'"{hashlib.sha256(repr((query, versions)).encode()).hexdigest()[:32]}"'


def refusal(error: ParameterError | UnknownLayerError | UnknownStatisticError) -> JsonResponse:
    """Return a problem document (RFC 9457) that names the value and what is allowed."""
    status = STATUS_OF[type(error)]
    body = {
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": str(error),
        "name": error.name,
        "value": error.value,
        "allowed": error.allowed,
    }
    return JsonResponse(body, status=status, content_type="application/problem+json")
