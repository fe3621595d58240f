"""Thin views: parse, change, render."""

from dataclasses import asdict
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from gisapp.api.features import params
from gisapp.api.params import no_query
from gisapp.api.staff import staff_endpoint
from gisapp.exchange.features.kinds import FeatureKind, feature_kind
from gisapp.exchange.features.reading import feature_document, features_document
from gisapp.exchange.features.services import Edit, feature_change, feature_create, feature_remove


@staff_endpoint("GET", "POST")
def features(request: HttpRequest, kind: str) -> HttpResponse:
    """Tell what lies in a box, or store a new feature."""
    found = feature_kind(kind)
    if request.method == "POST":
        no_query(request.GET)
        edit = feature_create(found, params.change_read(request, found), by=request.user.pk)
        response = _edited(found, edit, status=HTTPStatus.CREATED)
        response["Location"] = reverse("api:feature", kwargs={"kind": kind, "feature_id": str(edit.feature_id)})
        return response
    return _json(features_document(found, params.bbox_query(request.GET)))


@staff_endpoint("GET", "PATCH", "DELETE")
def feature(request: HttpRequest, kind: str, feature_id: str) -> HttpResponse:
    """Tell of a feature, change it, or remove it."""
    no_query(request.GET)
    found, number = feature_kind(kind), params.feature_id(feature_id)
    if request.method == "GET":
        document = feature_document(found, number)
        return _json(document, headers={"ETag": _tag(document)})
    version = params.version_read(request)
    if request.method == "DELETE":
        return _json(_told(feature_remove(found, number, by=request.user.pk, version=version)))
    change = params.change_read(request, found)
    return _edited(found, feature_change(found, number, change, by=request.user.pk, version=version))


def _edited(kind: FeatureKind, edit: Edit, *, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    document = feature_document(kind, edit.feature_id)
    return _json({"feature": document, **_told(edit)}, status=status, headers={"ETag": _tag(document)})


def _told(edit: Edit) -> dict[str, Any]:
    """Return by which import a change is undone, and what was found."""
    key = None if edit.data_import is None else str(edit.data_import.pk)
    return {"import": key, "findings": [asdict(one) for one in edit.findings]}


def _tag(document: dict[str, Any]) -> str:
    return f'"{document["version"]}"'


def _json(document: dict[str, Any], **options: Any) -> JsonResponse:
    response = JsonResponse(document, json_dumps_params={"ensure_ascii": False, "allow_nan": False}, **options)
    response["Cache-Control"] = "no-store"
    return response
