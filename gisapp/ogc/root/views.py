"""The resources that the OGC APIs share; thin: parse, operate, render."""

from django.http import HttpRequest, HttpResponse

from gisapp.ogc.access import public
from gisapp.ogc.errors import NotFoundError
from gisapp.ogc.layers import layer_list
from gisapp.ogc.problems import problem
from gisapp.ogc.root import collections, landing
from gisapp.ogc.root.answers import document, root_address
from gisapp.ogc.root.formats import Format, format_chosen
from gisapp.ogc.root.openapi import openapi_document
from gisapp.ogc.root.query import query_of
from gisapp.ogc.root.rooms import ROOMS
from gisapp.ogc.versions import table_versions


@public(problem)
def landing_page(request: HttpRequest) -> HttpResponse:
    """Tell where to go from here."""
    chosen = _format(request, landing.FORMATS)
    root = root_address(request)
    return document(
        request,
        chosen,
        made=landing.landing_document(root, chosen, rooms=ROOMS),
        template="ogc/landing.html",
    )


@public(problem)
def conformance(request: HttpRequest) -> HttpResponse:
    """Tell which standards hold."""
    chosen = _format(request, landing.FORMATS)
    root = root_address(request)
    return document(
        request,
        chosen,
        made=landing.conformance_document(root, chosen, rooms=ROOMS),
        template="ogc/conformance.html",
    )


@public(problem)
def api(request: HttpRequest) -> HttpResponse:
    """Describe the interface."""
    chosen = _format(request, landing.API_FORMATS)
    root, versions = root_address(request), table_versions()
    return document(
        request,
        chosen,
        made=openapi_document(root, layers=layer_list(versions), rooms=ROOMS),
        template="ogc/api.html",
    )


@public(problem)
def collection_list(request: HttpRequest) -> HttpResponse:
    """List all layers."""
    chosen = _format(request, collections.FORMATS)
    root, versions = root_address(request), table_versions()
    return document(
        request,
        chosen,
        made=collections.collections_document(
            root, chosen, layers=layer_list(versions), versions=versions, rooms=ROOMS
        ),
        template="ogc/collections.html",
    )


@public(problem)
def collection(request: HttpRequest, name: str) -> HttpResponse:
    """Tell of one layer."""
    root, versions = root_address(request), table_versions()
    layer = collections.layer_named(name, versions)
    chosen = _format(request, collections.FORMATS)
    return document(
        request,
        chosen,
        made=collections.collection_document(root, chosen, layer=layer, versions=versions, rooms=ROOMS),
        template="ogc/collection.html",
    )


@public(problem)
def nothing_here(request: HttpRequest) -> HttpResponse:
    """Answer what is asked for at an address that does not exist."""
    raise NotFoundError(f"there is nothing at {request.path[:200]}; start at {root_address(request)}")


def _format(request: HttpRequest, formats: tuple[Format, ...]) -> Format:
    return format_chosen(request, query_of(request, known=("f",)).get("f"), formats)
