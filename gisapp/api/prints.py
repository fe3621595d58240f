"""Prints: map sheets and reports of runs; thin: parse, operate, render."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from gisapp.api import params
from gisapp.api.errors import NotFoundError, endpoint
from gisapp.exchange.printing.request import LANGUAGE, NAMES, language_parse, print_request_parse, report_form_parse
from gisapp.exchange.printing.run_subject import run_get
from gisapp.exchange.printing.services import Printed, map_print, run_report_print


@endpoint("GET")
def prints(request: HttpRequest) -> HttpResponse:
    """Print a map."""
    params.only_known(request.GET, (*NAMES, LANGUAGE))
    given = request.GET.dict()
    language = language_parse(given.pop(LANGUAGE, "") or get_language() or "")
    asked = print_request_parse(given)
    with override(language):
        return _file(map_print(asked))


@endpoint("GET")
def run_report(request: HttpRequest, run_id: str) -> HttpResponse:
    """Print the report of a run."""
    params.only_known(request.GET, ("f", LANGUAGE))
    language = language_parse(request.GET.get(LANGUAGE, "") or get_language() or "")
    form = report_form_parse(request.GET.get("f", ""))
    run = run_get(params.run_id(run_id))
    if run is None:
        raise NotFoundError(_("There is no run %(id)s.") % {"id": run_id})
    with override(language):
        return _file(run_report_print(run, form))


def _file(printed: Printed) -> HttpResponse:
    response = HttpResponse(printed.content, content_type=printed.media_type)
    response["Content-Disposition"] = f'attachment; filename="{printed.name}"'
    # In the language of the request, of data that change.
    response["Cache-Control"] = "no-store"
    return response
