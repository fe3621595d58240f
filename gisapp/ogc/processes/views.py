"""The addresses of processes and jobs; thin: parse, operate, render."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from gisapp.ogc.access import public
from gisapp.ogc.errors import InvalidParameterError
from gisapp.ogc.problems import problem
from gisapp.ogc.processes import encode, operations
from gisapp.ogc.processes.definitions import (
    GEOJSON_TYPE,
    JSON_TYPE,
    POTENTIAL,
    SUGGEST_LOCATIONS,
    ProcessDefinition,
    definition_named,
)
from gisapp.ogc.processes.params import (
    Execution,
    ResponseForm,
    Transmission,
    check_format,
    execution_of,
    jobs_query_of,
)
from gisapp.ogc.root.answers import root_address, to_json
from gisapp.ogc.root.contribution import Json
from gisapp.ogc.root.query import query_of
from layers.models import SitingRun


@public(problem)
def process_list(request: HttpRequest) -> HttpResponse:
    """List the processes."""
    check_format(query_of(request, known=("f",)))
    return _answer(encode.process_list_document(root_address(request)))


@public(problem)
def process(request: HttpRequest, name: str) -> HttpResponse:
    """Describe a process."""
    check_format(query_of(request, known=("f",)))
    return _answer(encode.process_document(definition_named(name), root_address(request)))


@public(problem, methods=("POST",))
def execution(request: HttpRequest, name: str) -> HttpResponse:
    """Execute a process."""
    check_format(query_of(request, known=("f",)))
    definition = definition_named(name)
    asked = execution_of(request, definition)
    return _EXECUTE[definition.name](request, definition, asked)


@public(problem)
def job_list(request: HttpRequest) -> HttpResponse:
    """List jobs."""
    query = jobs_query_of(request)
    return _answer(encode.jobs_document(operations.job_list(query), root_address(request)))


@public(problem, methods=("GET", "DELETE"))
def job(request: HttpRequest, name: str) -> HttpResponse:
    """Tell where a job stands, or dismiss it."""
    check_format(query_of(request, known=("f",)))
    run = operations.job_dismiss(name) if request.method == "DELETE" else operations.job_read(name)
    return _answer(encode.status_document(run, root_address(request)))


@public(problem)
def job_results(request: HttpRequest, name: str) -> HttpResponse:
    """Give what a job came to."""
    check_format(query_of(request, known=("f",)))
    return _answer(operations.job_result(name), media_type=GEOJSON_TYPE)


def _suggest_locations(request: HttpRequest, definition: ProcessDefinition, asked: Execution) -> HttpResponse:
    """Answer with the sites, or, where they are not wanted or not to be had so soon, with the job."""
    run = operations.locations_suggest(asked)
    root = root_address(request)
    if asked.prefers_async or not operations.is_over(run):
        return _accepted(run, root, asked)
    result = operations.run_result(run)
    return _result(definition, result, asked=asked, address=f"{root}/jobs/{run.pk}/results")


def _potential(_request: HttpRequest, definition: ProcessDefinition, asked: Execution) -> HttpResponse:
    """Answer with the index; it is found at once, and so kept nowhere to be referred to."""
    if asked.transmission is Transmission.REFERENCE:
        raise InvalidParameterError(f"{definition.name} gives its output by value only", locator="outputs")
    return _result(definition, operations.potential_read(asked), asked=asked, address="")


_EXECUTE = {SUGGEST_LOCATIONS: _suggest_locations, POTENTIAL: _potential}


def _accepted(run: SitingRun, root: str, asked: Execution) -> HttpResponse:
    response = _answer(encode.status_document(run, root), status=HTTPStatus.CREATED)
    response["Location"] = f"{root}/jobs/{run.pk}"
    if asked.prefers_async:
        response["Preference-Applied"] = "respond-async"
    return response


def _result(definition: ProcessDefinition, result: Json, *, asked: Execution, address: str) -> HttpResponse:
    is_plain = asked.form is ResponseForm.RAW
    if is_plain and asked.transmission is Transmission.REFERENCE:
        response = HttpResponse(status=HTTPStatus.NO_CONTENT)
        response["Link"] = f'<{address}>; rel="{definition.output.name}"; type="{definition.output.media_type}"'
        return response
    document = encode.result_document(definition, result, execution=asked, address=address)
    return _answer(document, media_type=definition.output.media_type if is_plain else JSON_TYPE)


def _answer(document: Json, *, status: int = HTTPStatus.OK, media_type: str = JSON_TYPE) -> HttpResponse:
    response = HttpResponse(to_json(document), status=status, content_type=media_type)
    # Texts are in the language of the request, and jobs change: no cache may keep an answer.
    response["Cache-Control"] = "no-store"
    patch_vary_headers(response, ("Accept-Language",))
    return response
