"""Thin views: parse, look up, render."""

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from gisapp import conf
from gisapp.api.errors import endpoint
from gisapp.api.explore.params import search_query
from gisapp.api.params import place_query
from gisapp.exchange.written_places import written_places
from gisapp.geo.bbox import Bbox
from gisapp.planning.here import here_document
from layers.selectors.map_context import mainland_extent
from layers.selectors.place_search import place_search


@endpoint("GET")
def search(request: HttpRequest) -> HttpResponse:
    """Find places by name, or by coordinates as people write them."""
    query = search_query(request.GET)
    likely = Bbox(*(mainland_extent() or conf.EXTENT_WITHOUT_DISTRICTS)).expanded(conf.LIKELY_MARGIN_DEG)
    written = [{"kind": "coordinates", **asdict(place)} for place in written_places(query.text, likely=likely)]
    # What is written as coordinates is no name.
    named = [] if written else [asdict(place) for place in place_search(query.text, limit=query.limit)]
    return _json({"q": query.text, "places": [*written, *named][: query.limit]})


@endpoint("GET")
def here(request: HttpRequest) -> HttpResponse:
    """Tell what is known of a place."""
    place = place_query(request.GET)
    return _json(here_document(lon=place.lon, lat=place.lat))


def _json(document: dict[str, Any]) -> JsonResponse:
    # Labels are in the language of the request: no cache may keep an answer.
    options = {"ensure_ascii": False, "allow_nan": False}
    return JsonResponse(document, json_dumps_params=options, headers={"Cache-Control": "no-store"})
