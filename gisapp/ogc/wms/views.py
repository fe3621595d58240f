"""The one address of the maps: parse, operate, render."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from gisapp.ogc.access import public
from gisapp.ogc.cache import turn
from gisapp.ogc.conditional import conditional
from gisapp.ogc.errors import InvalidParameterError, OgcError, OperationNotSupportedError
from gisapp.ogc.kvp import Parameters, parameters_of
from gisapp.ogc.provider import provider
from gisapp.ogc.render.pictures import render
from gisapp.ogc.render.request import MapRequest
from gisapp.ogc.render.shown import rules_shown
from gisapp.ogc.versions import Versions, table_versions
from gisapp.ogc.wms.capabilities import capabilities
from gisapp.ogc.wms.dialects import DIALECTS
from gisapp.ogc.wms.exceptions import report, report_as_picture
from gisapp.ogc.wms.feature_info import feature_info
from gisapp.ogc.wms.info_encode import ENCODERS as INFO_ENCODERS
from gisapp.ogc.wms.info_encode import GML, content_type
from gisapp.ogc.wms.info_encode import MEDIA_TYPES as INFO_MEDIA_TYPES
from gisapp.ogc.wms.legend import ENCODERS as LEGEND_ENCODERS
from gisapp.ogc.wms.legend import MEDIA_TYPES as LEGEND_MEDIA_TYPES
from gisapp.ogc.wms.params import info_read, legend_read, map_read
from gisapp.ogc.wms.picture import MEDIA_TYPE
from gisapp.ogc.wms.version import NEWEST, version_agreed, version_given

Operation = Callable[[HttpRequest, Parameters, Versions], HttpResponse]


def _error(request: HttpRequest, error: OgcError) -> HttpResponse:
    try:
        parameters = parameters_of(request)
    except OgcError:
        parameters = Parameters({})
    return report(parameters, error)


@public(_error, methods=("GET", "POST"))
def wms(request: HttpRequest) -> HttpResponse:
    """Answer a WMS request by GET or by a form."""
    parameters = parameters_of(request)
    try:
        return _operation(parameters)(request, parameters, table_versions())
    except OgcError as error:
        picture = report_as_picture(parameters, error)
        if picture is None:
            raise
        return picture


def _operation(parameters: Parameters) -> Operation:
    service = parameters.text("SERVICE", default="WMS")
    if service.upper() != "WMS":
        raise InvalidParameterError(f"SERVICE={service[:40]!r}: this address speaks WMS", locator="SERVICE")
    asked = parameters.text("REQUEST")
    operation = _OPERATIONS.get(asked.lower())
    if operation is None:
        known = "GetCapabilities, GetMap, GetFeatureInfo, GetLegendGraphic"
        raise OperationNotSupportedError(
            f"REQUEST={asked[:40]!r} is not known; choose one of {known}", locator="REQUEST"
        )
    return operation


def _get_capabilities(request: HttpRequest, parameters: Parameters, versions: Versions) -> HttpResponse:
    dialect = DIALECTS[version_agreed(parameters)]
    address = request.build_absolute_uri(request.path)
    return conditional(
        request,
        rests_on=("wms capabilities", dialect.version, get_language(), address, provider(), sorted(versions.items())),
        content_type=dialect.capabilities_media_type,
        make=lambda: capabilities(dialect, address=address, versions=versions),
    )


def _get_map(request: HttpRequest, parameters: Parameters, versions: Versions) -> HttpResponse:
    asked = map_read(parameters, version_given(parameters), versions=versions)

    def make() -> bytes:
        with turn():
            return render(asked.map)

    response = conditional(
        request,
        rests_on=("wms map", *_rests_on(asked.map)),
        content_type=MEDIA_TYPE[asked.map.form],
        make=make,
    )
    return _warned(response, asked.warnings)


def _get_feature_info(_request: HttpRequest, parameters: Parameters, versions: Versions) -> HttpResponse:
    asked = info_read(parameters, version_given(parameters), versions=versions, media_types=INFO_MEDIA_TYPES)
    infos = feature_info(asked, as_gml=asked.media_type == GML)
    body = INFO_ENCODERS[asked.media_type](infos)
    response = HttpResponse(body, content_type=content_type(asked.media_type), headers={"Cache-Control": "no-cache"})
    return _warned(response, asked.warnings)


def _get_legend_graphic(request: HttpRequest, parameters: Parameters, versions: Versions) -> HttpResponse:
    version_given(parameters, default=NEWEST)
    asked = legend_read(parameters, versions=versions, media_types=LEGEND_MEDIA_TYPES)
    legend, view = asked.legend, asked.legend.view
    look = (legend.zoom, legend.scale_factor, legend.is_transparent, legend.background, asked.bbox)

    def make() -> bytes:
        bbox = asked.bbox
        rules = None if bbox is None else rules_shown(view, bbox=bbox, zoom=legend.zoom)
        return LEGEND_ENCODERS[asked.media_type](replace(legend, rules=rules))

    return conditional(
        request,
        rests_on=("wms legend", view.layer.name, view.style, view.version, *look, get_language()),
        content_type=asked.media_type,
        make=make,
    )


# The second names are those of WMS 1.0.0, which old clients still use.
_OPERATIONS: Final[Mapping[str, Operation]] = {
    "getcapabilities": _get_capabilities,
    "capabilities": _get_capabilities,
    "getmap": _get_map,
    "map": _get_map,
    "getfeatureinfo": _get_feature_info,
    "feature_info": _get_feature_info,
    "getlegendgraphic": _get_legend_graphic,
}


def _rests_on(asked: MapRequest) -> tuple[object, ...]:
    layers = [(view.layer.name, view.style, view.year, view.version) for view in asked.layers]
    look = (asked.scale_factor, asked.is_transparent, asked.background, asked.form)
    return (layers, asked.bbox, asked.srid, asked.width_px, asked.height_px, *look)


def _warned(response: HttpResponse, warnings: tuple[str, ...]) -> HttpResponse:
    if warnings:
        response["Warning"] = ", ".join(warnings)
    return response
