"""From a document to an answer: JSON with an ETag, or a page."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from gisapp.csp import apply_policy, make_nonce
from gisapp.ogc.cache import key_of
from gisapp.ogc.conditional import not_modified, tagged
from gisapp.ogc.root.contribution import Json, link
from gisapp.ogc.root.formats import HTML, Format
from gisapp.symbology.css import custom_properties

JSON_SEPARATORS = (",", ":")


def root_address(request: HttpRequest) -> str:
    """Return the address of the root of the OGC APIs as the client sees it, without a slash at its end."""
    return request.build_absolute_uri(reverse("ogc:landing"))


def document(request: HttpRequest, chosen: Format, *, made: Json, template: str) -> HttpResponse:
    """Answer with a document in the format chosen.

    Parameters
    ----------
    made
        The document.
    template
        The page that shows the document, which it finds as ``document``.
    """
    if chosen is HTML:
        return page(request, template, {"document": made})
    return answer(request, chosen, to_json(made))


def answer(request: HttpRequest, chosen: Format, body: bytes) -> HttpResponse:
    """Answer with what is quickly made; its tag comes from what it says."""
    etag = f'"{key_of(body)}"'
    response = not_modified(request, etag=etag) or tagged(HttpResponse(body, content_type=chosen.media_type), etag=etag)
    patch_vary_headers(response, ("Accept", "Accept-Language"))
    return response


def page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Answer with a page that loads nothing from elsewhere."""
    nonce = make_nonce()
    response = render(request, template, {**context, "nonce": nonce, "tokens_css": custom_properties()})
    response["Cache-Control"] = "no-cache"
    patch_vary_headers(response, ("Accept", "Cookie"))
    return apply_policy(response, nonce=nonce)


def to_json(value: object) -> bytes:
    """Return JSON, texts in the language of the request."""
    return json.dumps(value, ensure_ascii=False, separators=JSON_SEPARATORS, default=str).encode()


def self_links(address: str, chosen: Format, formats: tuple[Format, ...]) -> list[Json]:
    """Return the link of a resource to itself, and to itself in the other formats."""
    others = [one for one in formats if one is not chosen]
    return [
        link(f"{address}?f={chosen.key}", "self", chosen.media_type),
        *(link(f"{address}?f={one.key}", "alternate", one.media_type, one.title) for one in others),
    ]
