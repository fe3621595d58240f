"""Features, and the schemas that tell of them; thin: parse, operate, render."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from gisapp import conf
from gisapp.ogc.access import public
from gisapp.ogc.cache import key_of, turn
from gisapp.ogc.catalog import PublishedLayer
from gisapp.ogc.compression import streamed
from gisapp.ogc.conditional import not_modified, tagged
from gisapp.ogc.crs import CRS84
from gisapp.ogc.features import schemas
from gisapp.ogc.features.browse import feature_context, listing_context
from gisapp.ogc.features.encode import csv_table, geojson_page
from gisapp.ogc.features.flatgeobuf import flatgeobuf_file
from gisapp.ogc.features.formats import CSV, FLATGEOBUF, SCHEMA_FORMATS
from gisapp.ogc.features.links import item_links, items_links
from gisapp.ogc.features.operations import Question, feature_find, features_read
from gisapp.ogc.features.pages import Page
from gisapp.ogc.features.params import feature_id, item_request, items_request
from gisapp.ogc.problems import problem
from gisapp.ogc.root.answers import document, page, root_address, to_json
from gisapp.ogc.root.collections import layer_named
from gisapp.ogc.root.contribution import Json
from gisapp.ogc.root.formats import GEOJSON, HTML, Format, format_chosen
from gisapp.ogc.root.query import query_of
from gisapp.ogc.versions import table_versions, version_of


@public(problem)
def items(request: HttpRequest, name: str) -> HttpResponseBase:
    """Return features of a layer."""
    versions = table_versions()
    layer = layer_named(name, versions)
    question = Question(layer, version_of(layer, versions), items_request(request, layer.source))
    chosen = question.asked.format
    if chosen is HTML:
        return _items_page(request, question)
    # The moment of the answer is told in it: alike in all that matters, not byte by byte.
    etag = f'W/"{key_of(*question.rests_on, root_address(request))}"'
    response = not_modified(request, etag=etag) or _ANSWERS[chosen](request, question)
    response["Content-Crs"] = f"<{question.asked.crs.uri}>"
    patch_vary_headers(response, ("Accept",))
    return tagged(response, etag=etag)


@public(problem)
def item(request: HttpRequest, name: str, number: str) -> HttpResponse:
    """Return one feature."""
    versions = table_versions()
    layer = layer_named(name, versions)
    chosen, crs = item_request(request)
    collection = f"{root_address(request)}/collections/{name}"
    links = item_links(collection, feature_id(number), request.GET.dict(), chosen)
    if chosen is HTML:
        feature = feature_find(layer, feature_id(number), CRS84)
        return page(request, "ogc/item.html", feature_context(layer, json.loads(feature), links=links))
    told_links = to_json(links)
    etag = f'"{key_of("item", version_of(layer, versions), layer.name, feature_id(number), crs.uri, told_links)}"'
    response = not_modified(request, etag=etag)
    if response is None:
        body = feature_find(layer, feature_id(number), crs)[:-1] + b',"links":' + told_links + b"}"
        response = HttpResponse(body, content_type=GEOJSON.media_type)
    response["Content-Crs"] = f"<{crs.uri}>"
    patch_vary_headers(response, ("Accept",))
    return tagged(response, etag=etag)


@public(problem)
def schema(request: HttpRequest, name: str) -> HttpResponse:
    """Tell what each feature tells."""
    return _schema(request, name, schemas.schema_document)


@public(problem)
def queryables(request: HttpRequest, name: str) -> HttpResponse:
    """Tell what features can be asked by."""
    return _schema(request, name, schemas.queryables_document)


@public(problem)
def sortables(request: HttpRequest, name: str) -> HttpResponse:
    """Tell what features can be sorted by."""
    return _schema(request, name, schemas.sortables_document)


@public(problem)
def feature_schema(request: HttpRequest, name: str) -> HttpResponse:
    """Tell how GeoJSON writes each feature."""
    return _schema(request, name, schemas.feature_schema_document)


def _schema(request: HttpRequest, name: str, describe: Callable[[PublishedLayer, str], Json]) -> HttpResponse:
    layer = layer_named(name, table_versions())
    chosen = format_chosen(request, query_of(request, known=("f",)).get("f"), SCHEMA_FORMATS)
    made = describe(layer, request.build_absolute_uri(request.path))
    return document(request, chosen, made=made, template="ogc/schema.html")


def _items_page(request: HttpRequest, question: Question) -> HttpResponse:
    found = question.page(default_limit=conf.DEFAULT_LISTED_FEATURES)
    # A map of the page's own, whatever the system asked for.
    telling = replace(question.telling, crs=CRS84, properties=None, has_geometry=True)
    context = listing_context(
        question.layer,
        features_read(telling, found),
        links=_links(request, question, found),
        matched=found.matched,
    )
    return page(request, "ogc/items.html", context | {"filter": request.GET.get("filter", "")})


def _geojson(request: HttpRequest, question: Question) -> HttpResponseBase:
    found = question.page(default_limit=conf.DEFAULT_FEATURES_LIMIT)
    time = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    links = _links(request, question, found)
    return _streamed(request, geojson_page(question.telling, found, links=links, time=time), GEOJSON)


def _csv(request: HttpRequest, question: Question) -> HttpResponseBase:
    response = _streamed(request, csv_table(question.telling, question.walk()), CSV)
    response["Content-Type"] = f"{CSV.media_type}; charset=utf-8; header=present"
    return _as_file(response, question, "csv")


def _flatgeobuf(_request: HttpRequest, question: Question) -> HttpResponseBase:
    with turn():
        file = flatgeobuf_file(question.telling, question.walk(), name=question.layer.name)
    return _as_file(FileResponse(file, content_type=FLATGEOBUF.media_type), question, "fgb")


_ANSWERS: Mapping[Format, Callable[[HttpRequest, Question], HttpResponseBase]] = {
    GEOJSON: _geojson,
    CSV: _csv,
    FLATGEOBUF: _flatgeobuf,
}


def _streamed(request: HttpRequest, stream: Iterator[bytes], chosen: Format) -> StreamingHttpResponse:
    """Answer with a stream whose first part is made before anything is sent, so that an error still has its status."""
    started = chain([next(stream)], stream)
    return streamed(request, started, content_type=chosen.media_type)


def _as_file(response: HttpResponseBase, question: Question, extension: str) -> HttpResponseBase:
    response["Content-Disposition"] = f'attachment; filename="{question.layer.name}.{extension}"'
    return response


def _links(request: HttpRequest, question: Question, found: Page) -> list[Json]:
    address = f"{root_address(request)}/collections/{question.layer.name}/items"
    return items_links(address, request.GET.dict(), question.asked.format, found)
