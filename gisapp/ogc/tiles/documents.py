"""Documents of this room as answers."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from gisapp.ogc.conditional import not_modified, tagged
from gisapp.ogc.root.answers import to_json
from gisapp.ogc.root.contribution import Json
from gisapp.ogc.root.formats import Format


def answer(request: HttpRequest, chosen: Format, document: Json) -> HttpResponse:
    """Answer with a document that is quickly made; its tag comes from what it says."""
    body = to_json(document)
    etag = f'"{hashlib.blake2b(body, digest_size=16).hexdigest()}"'
    response = not_modified(request, etag=etag) or tagged(HttpResponse(body, content_type=chosen.media_type), etag=etag)
    patch_vary_headers(response, ("Accept", "Accept-Language"))
    return response
