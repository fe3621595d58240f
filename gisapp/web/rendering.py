"""Pages as responses, with the design's colours and the content security policy."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gisapp.csp import apply_policy, make_nonce
from gisapp.symbology.css import custom_properties


def page_render(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    """Return a page made of a template."""
    nonce = make_nonce()
    shared = {"nonce": nonce, "tokens_css": custom_properties()}
    return apply_policy(render(request, template, {**shared, **context}, status=status), nonce=nonce)
