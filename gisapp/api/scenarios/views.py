"""Thin views: parse, operate, render."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from gisapp.api.errors import ForbiddenError
from gisapp.api.params import json_body, no_query
from gisapp.api.scenarios import params
from gisapp.api.staff import staff_endpoint
from gisapp.planning.scenarios.documents import scenario_documents
from gisapp.planning.scenarios.readers import Reader, reader_of, scenario_find
from gisapp.planning.scenarios.requests import new_scenario_parse, scenario_changes_parse
from gisapp.planning.scenarios.services import scenario_create
from layers.models import Scenario
from layers.selectors.scenarios import scenario_list
from layers.services.scenarios import scenario_change, scenario_delete


@staff_endpoint("GET", "POST", open_to_all=("GET",))
def scenarios(request: HttpRequest) -> HttpResponse:
    """List scenarios, or save one."""
    reader = reader_of(request.user)
    if request.method == "POST":
        return _create(request, reader)
    page = params.page_query(request.GET)
    found = scenario_list(is_staff=reader.is_staff)
    part = found[page.offset : page.offset + page.limit]
    return _json({"total": found.count(), "scenarios": scenario_documents(part, reader)})


@staff_endpoint("GET", "PATCH", "DELETE", open_to_all=("GET",))
def scenario(request: HttpRequest, scenario_id: str) -> HttpResponse:
    """Tell of a scenario, change what is said of it, or delete it."""
    no_query(request.GET)
    reader = reader_of(request.user)
    found = scenario_find(params.scenario_id(scenario_id), reader)
    if found is None:
        raise params.missing(scenario_id)
    if request.method == "DELETE":
        _change_checked(found, reader)
        scenario_delete(found)
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    if request.method == "PATCH":
        _change_checked(found, reader)
        scenario_change(found, **scenario_changes_parse(json_body(request)))
    return _json(*scenario_documents([found], reader))


def _create(request: HttpRequest, reader: Reader) -> HttpResponse:
    no_query(request.GET)
    made = scenario_create(new_scenario_parse(json_body(request)), reader)
    stored = scenario_find(made.pk, reader)
    assert stored is not None  # noqa: S101 - for the type checker: staff read all
    headers = {"Location": reverse("api:scenario", kwargs={"scenario_id": str(made.pk)})}
    return _json(*scenario_documents([stored], reader), status=HTTPStatus.CREATED, headers=headers)


def _change_checked(found: Scenario, reader: Reader) -> None:
    if not reader.may_change(found):
        author = found.created_by.get_username() if found.created_by else _("somebody who has left")
        message = _("“%(name)s” was saved by %(author)s, who alone may change it: make a copy instead.")
        raise ForbiddenError(message % {"name": found.name, "author": author})


def _json(document: dict[str, Any], **options: Any) -> JsonResponse:
    response = JsonResponse(document, json_dumps_params={"ensure_ascii": False, "allow_nan": False}, **options)
    response["Cache-Control"] = "no-store"
    return response
