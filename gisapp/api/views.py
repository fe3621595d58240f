"""Thin views: parse, operate, render."""

from dataclasses import asdict
from http import HTTPStatus
from pathlib import Path
from typing import Any, NoReturn

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page

from gisapp.api import params
from gisapp.api.errors import NotFoundError, endpoint
from gisapp.api.files import COG_TYPE, file_response
from gisapp.api.openapi import openapi_document
from gisapp.api.processes import process_list
from gisapp.planning.chain_presentation import chain_plan_document, chain_sites_geojson
from gisapp.planning.jobs import chain_plan_queue, siting_run_queue, siting_run_wait
from gisapp.planning.place_scores import place_score_document
from gisapp.planning.presentation import catchments_geojson, run_document, sites_geojson
from gisapp.planning.presets import preset_list
from gisapp.planning.run_rasters import run_raster_get
from gisapp.planning.services import siting_run_cancel
from gisapp.planning.why_not import why_not_document
from layers.models import SitingRun
from layers.selectors.nearby import nearby_list

GEOJSON_TYPE = "application/geo+json"


@endpoint("POST")
def siting_runs(request: HttpRequest) -> HttpResponse:
    """Queue a run, and wait for its answer where that is preferred."""
    run = siting_run_queue(params.siting_parameters(request))
    headers = {"Location": reverse("api:siting-run", kwargs={"run_id": str(run.pk)})}
    wait_s = params.preferred_wait_s(request)
    if wait_s:
        run = siting_run_wait(run.pk, limit_s=wait_s)
        headers["Preference-Applied"] = f"wait={wait_s}"
    return _json(run_document(run), status=HTTPStatus.CREATED, headers=headers)


@endpoint("GET", "DELETE")
def siting_run(request: HttpRequest, run_id: str) -> HttpResponse:
    """Tell where a run stands, or cancel it."""
    params.no_query(request.GET)
    run = _run(run_id)
    if request.method == "DELETE":
        siting_run_cancel(run.pk)
        run.refresh_from_db()
    return _json(run_document(run))


@endpoint("GET")
def siting_run_sites(request: HttpRequest, run_id: str) -> HttpResponse:
    """Return the sites of a run; none while it is under way."""
    params.no_query(request.GET)
    return _json(sites_geojson(_run(run_id)), content_type=GEOJSON_TYPE)


@endpoint("GET")
def siting_run_catchments(request: HttpRequest, run_id: str) -> HttpResponse:
    """Return the catchments of the sites of a run."""
    params.no_query(request.GET)
    return _json(catchments_geojson(_run(run_id)), content_type=GEOJSON_TYPE)


@endpoint("GET")
def siting_run_why(request: HttpRequest, run_id: str) -> HttpResponse:
    """Judge any place by the question of a run."""
    asked = params.place_of_run_query(request.GET)
    place = asked.place
    return _json(place_score_document(_run(run_id), lon=place.lon, lat=place.lat, in_place_of=asked.in_place_of))


@endpoint("GET")
def siting_run_raster(request: HttpRequest, run_id: str, kind: str) -> HttpResponseBase:
    """Return a raster of a run, whole or in part."""
    params.no_query(request.GET)
    raster = run_raster_get(_run(run_id), params.run_raster_kind(kind))
    return file_response(request, Path(raster.file.path), content_type=COG_TYPE, etag=f'"{raster.sha256}"')


@endpoint("POST")
def chain_plans(request: HttpRequest) -> HttpResponse:
    """Queue a plan of a chain."""
    plan_id = chain_plan_queue(params.chain_parameters(request))
    headers = {"Location": reverse("api:chain-plan", kwargs={"plan_id": str(plan_id)})}
    return _json(_plan(str(plan_id)), status=HTTPStatus.CREATED, headers=headers)


@endpoint("GET")
def chain_plan(request: HttpRequest, plan_id: str) -> HttpResponse:
    """Tell where a plan of a chain stands."""
    params.no_query(request.GET)
    return _json(_plan(plan_id))


@endpoint("GET")
def chain_plan_sites(request: HttpRequest, plan_id: str) -> HttpResponse:
    """Return the sites of all steps of a plan; none while it is under way."""
    params.no_query(request.GET)
    _plan(plan_id)
    return _json(chain_sites_geojson(params.plan_id(plan_id)), content_type=GEOJSON_TYPE)


@gzip_page
@endpoint("GET")
def processes(request: HttpRequest) -> HttpResponse:
    """List the kinds of plants."""
    params.no_query(request.GET)
    return _json({"processes": process_list()})


@endpoint("GET")
def weight_presets(request: HttpRequest) -> HttpResponse:
    """List the named sets of weights."""
    params.no_query(request.GET)
    return _json({"presets": preset_list()})


@endpoint("GET")
def nearby(request: HttpRequest) -> HttpResponse:
    """List what lies around a point."""
    query = params.nearby_query(request.GET)
    items = nearby_list(
        query.kind, lon=query.place.lon, lat=query.place.lat, radius_m=query.radius_m, limit=query.limit
    )
    return _json({"of": query.kind.value, "radius_m": query.radius_m, "items": [asdict(item) for item in items]})


@endpoint("GET")
def why_not(request: HttpRequest) -> HttpResponse:
    """Tell what forbids a plant at a point."""
    query = params.why_not_query(request.GET)
    return _json(why_not_document(lon=query.place.lon, lat=query.place.lat, process_code=query.process))


@endpoint("GET")
def openapi(request: HttpRequest) -> HttpResponse:
    """Describe this API."""
    params.no_query(request.GET)
    return _json(openapi_document(request.build_absolute_uri(reverse("api:root"))))


@endpoint("GET")
def nothing_here(request: HttpRequest, **_kwargs: str) -> NoReturn:
    """Answer any other address."""
    raise NotFoundError(
        _("There is nothing at %(path)s; %(document)s lists what there is.")
        % {"path": request.path[:200], "document": reverse("api:openapi")}
    )


def _run(run_id: str) -> SitingRun:
    run = SitingRun.objects.select_related("process__feed").filter(pk=params.run_id(run_id)).first()
    if run is None:
        raise NotFoundError(_("There is no run %(id)s.") % {"id": run_id})
    return run


def _plan(plan_id: str) -> dict[str, Any]:
    document = chain_plan_document(params.plan_id(plan_id))
    if document is None:
        raise NotFoundError(_("There is no plan %(id)s.") % {"id": plan_id})
    return document


def _json(document: dict[str, Any], **options: Any) -> JsonResponse:
    # Texts are in the language of the request, and runs change: no cache may keep an answer.
    response = JsonResponse(document, json_dumps_params={"ensure_ascii": False, "allow_nan": False}, **options)
    response["Cache-Control"] = "no-store"
    return response
