"""The pages of scenarios; thin: find, render."""

import uuid
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from gisapp.planning.scenarios.readers import reader_of, scenario_find
from gisapp.web.rendering import page_render
from gisapp.web.scenarios.contexts import comparison_context, list_context, scenario_context
from gisapp.web.scenarios.sides import side_find


@require_safe
@gzip_page
@never_cache
@ensure_csrf_cookie
def scenarios(request: HttpRequest) -> HttpResponse:
    """List scenarios."""
    context = list_context(reader_of(request.user), request.GET.get("page", ""))
    return page_render(request, "web/scenarios/list.html", context)


@require_safe
@gzip_page
@never_cache
@ensure_csrf_cookie
def scenario(request: HttpRequest, scenario_id: uuid.UUID) -> HttpResponse:
    """Show one scenario to whoever may read it."""
    reader = reader_of(request.user)
    found, side = scenario_find(scenario_id, reader), side_find(str(scenario_id), reader)
    if found is None or side is None:
        text = _("There is no such scenario, or it is not shared with you. Ask who sent you the link to share it.")
        context = {"text": text, "back": reverse("web:scenarios")}
        return page_render(request, "web/profiles/missing.html", context, status=HTTPStatus.NOT_FOUND)
    link = request.build_absolute_uri(request.path)
    return page_render(request, "web/scenarios/one.html", scenario_context(found, side, reader, link=link))


@require_safe
@gzip_page
@never_cache
@ensure_csrf_cookie
def compare(request: HttpRequest) -> HttpResponse:
    """Show two scenarios, or runs, side by side; asks for what is missing."""
    reader = reader_of(request.user)
    asked = {name: request.GET.get(name, "") for name in ("a", "b")}
    sides = {name: side_find(text, reader) if text else None for name, text in asked.items()}
    context = comparison_context(sides["a"], sides["b"], reader)
    context["missing"] = [name.upper() for name, text in asked.items() if text and sides[name] is None]
    context["link"] = request.build_absolute_uri()
    status = HTTPStatus.NOT_FOUND if context["missing"] else HTTPStatus.OK
    return page_render(request, "web/scenarios/compare.html", context, status=status)
