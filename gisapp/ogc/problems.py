"""Errors of the OGC APIs as problem details.

References
----------
RFC 9457, Problem Details for HTTP APIs.
"""

from http import HTTPStatus

from django.http import HttpRequest, JsonResponse

from gisapp.ogc.errors import OgcError, answer_of


def problem(_request: HttpRequest, error: OgcError) -> JsonResponse:
    """Tell an error of an OGC API; `locator` names the parameter at fault."""
    status = HTTPStatus(answer_of(error).status)
    body = {"type": error.problem_type, "title": status.phrase, "status": status.value, "detail": str(error)}
    if error.locator:
        body["locator"] = error.locator
    return JsonResponse(body, status=status, content_type="application/problem+json")
