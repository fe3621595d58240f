"""Exports: small files at once, large ones as jobs; thin: parse, operate, render."""

import tempfile
from http import HTTPStatus
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils.translation import get_language, override

from gisapp.api import params
from gisapp.api.errors import endpoint
from gisapp.api.files import file_response
from gisapp.exchange.exports.documents import export_document, offer_document
from gisapp.exchange.exports.jobs import export_cancel, export_get, export_path, export_queue
from gisapp.exchange.exports.planning import ExportPlan, plan_make
from gisapp.exchange.exports.request import ExportRequest, request_parse
from gisapp.exchange.exports.services import export_write, file_name
from gisapp.ogc.cache import turn
from gisapp.ogc.versions import table_versions
from layers.models import DataExport

PARAMETERS = ("f", "district", "commodity", "bbox", "crs", "language")
MANY = "where"


@endpoint("GET")
def offer(request: HttpRequest) -> HttpResponse:
    """List layers, formats and systems."""
    params.no_query(request.GET)
    return JsonResponse(offer_document(table_versions()))


@endpoint("GET")
def export(request: HttpRequest, layers: str) -> HttpResponseBase:
    """Give the file of a small export at once, or tell of the job that makes a large one."""
    asked = _request(request, layers)
    with override(asked.language):
        plan = plan_make(asked)
    return _at_once(plan) if plan.is_small else _queued(request, plan)


@endpoint("GET", "DELETE")
def job(request: HttpRequest, export_id: str) -> HttpResponse:
    """Tell where a job stands, or cancel it; the file of one that is ready is removed."""
    params.no_query(request.GET)
    found = export_get(export_id)
    if request.method == "DELETE":
        export_cancel(found)
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return _told(request, found)


@endpoint("GET")
def result(request: HttpRequest, export_id: str) -> HttpResponseBase:
    """Give the file of a job, whole or in part."""
    params.no_query(request.GET)
    found = export_get(export_id)
    file = export_path(found)
    response = file_response(request, file, content_type=found.media_type, etag=f'"{found.pk}"')
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response


def _request(request: HttpRequest, layers: str) -> ExportRequest:
    query = request.GET.copy()
    where = query.pop(MANY, [])
    params.only_known(query, PARAMETERS)
    given = {name: query[name] for name in PARAMETERS if name in query}
    language = given.get("language") or get_language()
    return request_parse({**given, "layers": layers.split(","), "where": where, "language": language})


def _at_once(plan: ExportPlan) -> HttpResponseBase:
    folder = Path(settings.STATE_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    # The open file outlives its folder, and goes with the answer.
    with turn(), tempfile.TemporaryDirectory(prefix="export-", dir=folder) as temporary:
        name = file_name(plan.request)
        export_write(plan.request, Path(temporary) / name)
        file = (Path(temporary) / name).open("rb")
    response = FileResponse(file, as_attachment=True, filename=name, content_type=plan.request.format.media_type)
    response["Cache-Control"] = "no-cache"
    return response


def _queued(request: HttpRequest, plan: ExportPlan) -> HttpResponse:
    return _told(request, export_queue(plan), status=HTTPStatus.ACCEPTED)


def _told(request: HttpRequest, found: DataExport, *, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    address = request.build_absolute_uri(reverse("api:export-job", kwargs={"export_id": str(found.pk)}))
    response = JsonResponse(export_document(found, address=address), status=status)
    response["Cache-Control"] = "no-store"
    if status is HTTPStatus.ACCEPTED:
        response["Location"] = address
    return response
