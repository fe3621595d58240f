"""The pages of imports; thin: find the import, render."""

import uuid
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from gisapp.web.imports.contexts import list_context, new_context, step_context
from gisapp.web.imports.steps import STEPS, current_step
from gisapp.web.rendering import page_render
from layers.models import DataImport

View = Callable[..., HttpResponse]


def staff_page(view: View) -> View:
    """Show a page to staff; others may sign in, or are told whom to ask."""

    @require_safe
    @gzip_page
    @ensure_csrf_cookie
    @login_required
    @wraps(view)
    def answer(request: HttpRequest, **kwargs: object) -> HttpResponse:
        if not request.user.is_staff:
            return page_render(request, "web/imports/forbidden.html", {}, status=HTTPStatus.FORBIDDEN)
        return view(request, **kwargs)

    return answer


@staff_page
def imports(request: HttpRequest) -> HttpResponse:
    """List what was brought in."""
    return page_render(request, "web/imports/list.html", list_context(request.GET.get("page", "")))


@staff_page
def new(request: HttpRequest) -> HttpResponse:
    """Take a file."""
    return page_render(request, "web/imports/new.html", new_context(request.GET.get("kind", "")))


@staff_page
def one(request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
    """Lead to the step at which an import stands."""
    found = _import(import_id)
    return _missing(request) if found is None else _to_step(found, current_step(found))


@staff_page
def step(request: HttpRequest, import_id: uuid.UUID, name: str) -> HttpResponse:
    """Show a step; one that the import has not come to yet leads to the one at which it stands."""
    found = _import(import_id)
    if found is None or name not in STEPS:
        return _missing(request)
    if not STEPS[name].is_reached(found):
        return _to_step(found, current_step(found))
    return page_render(request, f"web/imports/{name}.html", step_context(found, name))


def _import(import_id: uuid.UUID) -> DataImport | None:
    return DataImport.objects.select_related("created_by").filter(pk=import_id).first()


def _to_step(data_import: DataImport, name: str) -> HttpResponse:
    address = reverse("web:import-step", kwargs={"import_id": data_import.pk, "name": name})
    return HttpResponseRedirect(address, headers={"Cache-Control": "no-store"})


def _missing(request: HttpRequest) -> HttpResponse:
    context = {"text": _("There is no such import; it may have been deleted."), "back": reverse("web:imports")}
    return page_render(request, "web/profiles/missing.html", context, status=HTTPStatus.NOT_FOUND)
