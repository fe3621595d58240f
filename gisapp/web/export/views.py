"""The page of exports; thin: read, render. Files come from the API."""

from functools import cache
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe
from pyproj import CRS

from gisapp import conf
from gisapp.csp import apply_policy, make_nonce
from gisapp.exchange.exports.documents import offer_document
from gisapp.ogc.versions import table_versions
from gisapp.symbology.css import custom_properties
from gisapp.web.export.texts import export_texts
from layers.models import Commodity, District

DEFAULT_FORMAT = "gpkg"
FIELDS = ("district", "commodity", "bbox", "crs")


@require_safe
@gzip_page
def page(request: HttpRequest) -> HttpResponse:
    """Show what can be exported; the query of the address fills in the form."""
    offer = offer_document(table_versions())
    chosen = [name for part in request.GET.getlist("layers") for name in part.split(",")]
    context = {
        "nonce": (nonce := make_nonce()),
        "tokens_css": custom_properties(),
        "groups": _groups(offer["layers"], chosen),
        "formats": offer["formats"],
        "systems": [{"code": code, "title": _crs_title(code)} for code in offer["crs"]],
        "districts": District.objects.filter(valid_to__isnull=True).order_by("name"),
        "commodities": sorted(Commodity.objects.all(), key=lambda one: one.name),
        "format": request.GET.get("f") or DEFAULT_FORMAT,
        "where": "\n".join(request.GET.getlist("where")),
        "given": {name: request.GET.get(name, "") for name in FIELDS},
        "limits": offer["limits"],
        "config": _config(offer),
    }
    return apply_policy(render(request, "web/export.html", context), nonce=nonce)


@require_safe
def file(request: HttpRequest) -> HttpResponse:
    """Send the form on to the API, for browsers without scripts."""
    layers = ",".join(request.GET.getlist("layers")) or "-"
    asked = [(name, value) for name in ("f", *FIELDS) if (value := request.GET.get(name))]
    where = [("where", line) for text in request.GET.getlist("where") for line in text.split("\n") if line.strip()]
    query = urlencode([*asked, *((name, line.strip()) for name, line in where), ("language", get_language())])
    return HttpResponseRedirect(f"{reverse('api:export', kwargs={'layers': layers})}?{query}")


def _groups(layers: list[dict[str, Any]], chosen: list[str]) -> list[dict[str, Any]]:
    """Return layers by theme, each with whether it is chosen."""
    marked = [{**layer, "is_chosen": layer["name"] in chosen} for layer in layers]
    groups: dict[str, list[dict[str, Any]]] = {}
    for title, some in groupby(marked, key=lambda layer: layer["group_title"]):
        groups.setdefault(title, []).extend(some)
    return [
        {"title": title, "layers": some, "is_open": number == 0 or any(layer["is_chosen"] for layer in some)}
        for number, (title, some) in enumerate(groups.items())
    ]


def _config(offer: dict[str, Any]) -> dict[str, Any]:
    return {
        "language": get_language(),
        "exports": reverse("api:exports"),
        "poll_ms": conf.RUN_POLL_INTERVAL_MS,
        "formats": {one["key"]: one for one in offer["formats"]},
        "texts": export_texts(),
    }


@cache
def _crs_title(code: str) -> str:
    return f"{code} · {CRS.from_user_input(code).name}"
