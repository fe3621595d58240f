"""Thin views: parse, operate, render."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gisapp.api.errors import NotFoundError
from gisapp.api.imports import params
from gisapp.api.params import no_query
from gisapp.api.staff import staff_endpoint
from gisapp.exchange.errors import ImportStateError, UnknownKindError
from gisapp.exchange.imports import services
from gisapp.exchange.imports.documents import (
    findings_document,
    import_document,
    import_list_document,
    kinds_document,
)
from gisapp.exchange.imports.files import preview_document, rejected_file
from gisapp.exchange.imports.kinds import kind_of
from gisapp.exchange.imports.samples import sample_csv
from gisapp.exchange.jobs import import_step_queue
from layers.models import DataImport, ImportState
from layers.selectors.data_imports import data_import_list

GEOJSON_TYPE = "application/geo+json"


@staff_endpoint("GET", "POST")
def imports(request: HttpRequest) -> HttpResponse:
    """List imports, or bring a file in."""
    if request.method == "POST":
        return _upload(request)
    state, kind, page = params.list_query(request.GET)
    found = data_import_list(state=state, kind=kind)
    part = found[page.offset : page.offset + page.limit]
    return _json(import_list_document(list(part), total=found.count()))


@staff_endpoint("GET", "PATCH", "DELETE")
def one_import(request: HttpRequest, import_id: str) -> HttpResponse:
    """Tell where an import stands, say how its file is to be read, or remove it."""
    no_query(request.GET)
    data_import = _import(import_id)
    if request.method == "DELETE":
        services.import_delete(data_import)
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    if request.method == "PATCH":
        data_import = services.import_map(data_import, params.changes_request(request))
    return _json(import_document(data_import))


@staff_endpoint("POST")
def look(request: HttpRequest, import_id: str) -> HttpResponse:
    """Find out what the file holds."""
    no_query(request.GET)
    return _json(import_document(services.import_look(_import(import_id))))


@staff_endpoint("POST")
def check(request: HttpRequest, import_id: str) -> HttpResponse:
    """Try the import out."""
    no_query(request.GET)
    return _stepped(services.import_check, import_id)


@staff_endpoint("POST")
def commit(request: HttpRequest, import_id: str) -> HttpResponse:
    """Take the rows over."""
    no_query(request.GET)
    return _stepped(services.import_commit, import_id)


@staff_endpoint("POST")
def undo(request: HttpRequest, import_id: str) -> HttpResponse:
    """Bring all rows back to what they were."""
    no_query(request.GET)
    return _stepped(services.import_undo, import_id)


@staff_endpoint("POST")
def cancel(request: HttpRequest, import_id: str) -> HttpResponse:
    """Stop what waits or is under way."""
    no_query(request.GET)
    return _json(import_document(services.import_cancel(_import(import_id))))


@staff_endpoint("GET")
def findings(request: HttpRequest, import_id: str) -> HttpResponse:
    """List what was found in the rows."""
    level, code, page = params.findings_query(request.GET)
    data_import = _import(import_id)
    return _json(findings_document(data_import, level=level, code=code, offset=page.offset, limit=page.limit))


@staff_endpoint("GET")
def rejected(request: HttpRequest, import_id: str) -> HttpResponseBase:
    """Return the rows that were not taken, in the format of the file."""
    no_query(request.GET)
    file = rejected_file(_import(import_id))
    return FileResponse(file.stream, as_attachment=True, filename=file.name, headers={"Cache-Control": "no-store"})


@staff_endpoint("GET")
def preview(request: HttpRequest, import_id: str) -> HttpResponse:
    """Return the geometries of the chosen layer, simplified."""
    no_query(request.GET)
    return _json(preview_document(_import(import_id)), content_type=GEOJSON_TYPE)


@staff_endpoint("GET")
def kinds(request: HttpRequest) -> HttpResponse:
    """List the kinds of imports."""
    no_query(request.GET)
    return _json(kinds_document())


@staff_endpoint("GET")
def sample(request: HttpRequest, kind: str) -> HttpResponse:
    """Return a file to fill in."""
    no_query(request.GET)
    try:
        text = sample_csv(kind_of(kind))
    except UnknownKindError as error:
        raise NotFoundError(str(error)) from error
    disposition = f'attachment; filename="{kind}.csv"'
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": disposition})


def _upload(request: HttpRequest) -> HttpResponse:
    no_query(request.GET)
    asked = params.upload_request(request)
    user_id = request.user.pk
    data_import = services.import_upload(asked.files, kind=asked.kind, user_id=user_id, language=get_language() or "")
    if asked.is_to_be_looked_at:
        data_import = services.import_look(data_import)
    headers = {"Location": reverse("api:import", kwargs={"import_id": str(data_import.pk)})}
    return _json(import_document(data_import), status=HTTPStatus.CREATED, headers=headers)


def _stepped(step: Callable[..., DataImport], import_id: str) -> HttpResponse:
    """Do a step: answered when it is done, or as soon as it waits for a worker."""
    was = _import(import_id)
    data_import = step(was, queue=import_step_queue)
    if data_import.state == ImportState.COMMITTED and was.state == ImportState.COMMITTED:
        raise ImportStateError(data_import.message)
    is_waiting = data_import.state == ImportState.QUEUED
    return _json(import_document(data_import), status=HTTPStatus.ACCEPTED if is_waiting else HTTPStatus.OK)


def _import(import_id: str) -> DataImport:
    found = DataImport.objects.select_related("created_by").filter(pk=params.import_id(import_id)).first()
    if found is None:
        raise NotFoundError(_("There is no import %(id)s.") % {"id": import_id})
    return found


def _json(document: dict[str, Any], **options: Any) -> JsonResponse:
    response = JsonResponse(document, json_dumps_params={"ensure_ascii": False, "allow_nan": False}, **options)
    response["Cache-Control"] = "no-store"
    return response
