"""WMTS as keys and values and as paths; thin: parse, operate, render."""

from collections.abc import Callable, Mapping
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from gisapp.ogc.access import public
from gisapp.ogc.conditional import conditional
from gisapp.ogc.errors import InvalidFormatError, InvalidParameterError, NotAcceptableError
from gisapp.ogc.kvp import Parameters, parameters_of
from gisapp.ogc.tiles.map_tiles import EXTENSIONS, map_tile_answer
from gisapp.ogc.versions import Versions, table_versions
from gisapp.ogc.wms.feature_info import feature_info
from gisapp.ogc.wms.info_encode import ENCODERS, GML
from gisapp.ogc.wmts.capabilities import INFO_EXTENSIONS, Addresses, capabilities
from gisapp.ogc.wmts.exceptions import report
from gisapp.ogc.wmts.params import (
    SECTIONS,
    info_asked,
    sections_read,
    service_checked,
    tile_asked,
    version_checked,
)

_XML_TYPES: Final = ("application/xml", "text/xml")
Operation = Callable[[HttpRequest, Parameters, Versions], HttpResponse]


@public(report)
def wmts(request: HttpRequest) -> HttpResponse:
    """Answer a request as keys and values."""
    parameters = parameters_of(request)
    service_checked(parameters)
    asked = parameters.text("REQUEST")
    operation = _OPERATIONS.get(asked.lower())
    if operation is None:
        known = "GetCapabilities, GetTile, GetFeatureInfo"
        raise InvalidParameterError(f"request={asked[:40]!r} is not known; choose one of {known}", locator="REQUEST")
    if operation is not _get_capabilities:
        version_checked(parameters)
    return operation(request, parameters, table_versions())


@public(report)
def rest_capabilities(request: HttpRequest) -> HttpResponse:
    """Answer the capabilities at their own address."""
    accepted = request.headers.get("Accept")
    if accepted and request.get_preferred_type(_XML_TYPES) is None:
        raise NotAcceptableError(f"Accept: {accepted[:80]!r}; to be had is {_XML_TYPES[0]}")
    return _capabilities(request, SECTIONS, table_versions())


@public(report)
def rest_tile(request: HttpRequest, extension: str, **named: str) -> HttpResponse:
    """Answer a tile at its own address."""
    if extension not in EXTENSIONS:
        raise InvalidFormatError(f"{extension[:20]!r}: choose one of {', '.join(EXTENSIONS)}", locator="FORMAT")
    parameters = _parameters({**named, "FORMAT": EXTENSIONS[extension]})
    return _get_tile(request, parameters, table_versions())


@public(report)
def rest_feature_info(request: HttpRequest, extension: str, **named: str) -> HttpResponse:
    """Answer what lies at a pixel of a tile at its own address."""
    if extension not in INFO_EXTENSIONS:
        known = ", ".join(INFO_EXTENSIONS)
        raise InvalidFormatError(f"{extension[:20]!r}: choose one of {known}", locator="INFOFORMAT")
    form = {"FORMAT": next(iter(EXTENSIONS.values())), "INFOFORMAT": INFO_EXTENSIONS[extension]}
    return _get_feature_info(request, _parameters({**named, **form}), table_versions())


def _parameters(named: Mapping[str, str]) -> Parameters:
    return Parameters({name.upper(): value for name, value in named.items()})


def _get_capabilities(request: HttpRequest, parameters: Parameters, versions: Versions) -> HttpResponse:
    return _capabilities(request, sections_read(parameters), versions)


def _capabilities(request: HttpRequest, sections: tuple[str, ...], versions: Versions) -> HttpResponse:
    kvp = request.build_absolute_uri(reverse("ogc:wmts"))
    addresses = Addresses(kvp=kvp, rest=f"{kvp}/1.0.0", legend=request.build_absolute_uri(reverse("ogc:wms")))
    response = conditional(
        request,
        rests_on=("wmts capabilities", sections, get_language(), kvp, sorted(versions.items())),
        content_type=_XML_TYPES[0],
        make=lambda: capabilities(sections, addresses=addresses, versions=versions),
    )
    patch_vary_headers(response, ("Accept-Language",))
    return response


def _get_tile(request: HttpRequest, parameters: Parameters, versions: Versions) -> HttpResponse:
    return map_tile_answer(request, tile_asked(parameters, versions), versions)


def _get_feature_info(_request: HttpRequest, parameters: Parameters, versions: Versions) -> HttpResponse:
    asked = info_asked(parameters, versions)
    infos = feature_info(asked, as_gml=asked.media_type == GML)
    body = ENCODERS[asked.media_type](infos)
    # The standard wants the very name that the capabilities tell: no charset is added.
    return HttpResponse(body, content_type=asked.media_type, headers={"Cache-Control": "no-cache"})


_OPERATIONS: Final[Mapping[str, Operation]] = {
    "getcapabilities": _get_capabilities,
    "gettile": _get_tile,
    "getfeatureinfo": _get_feature_info,
}
