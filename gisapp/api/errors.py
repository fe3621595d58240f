"""From errors to answers: one table of statuses, and problem details (RFC 9457)."""

from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from gisapp import conf
from gisapp.exchange.errors import (
    ExchangeError,
    FeatureChangedError,
    FeatureError,
    FeatureMissingError,
    FeatureRefusedError,
    FileTooLargeError,
    ImportStateError,
    TooManyImportsError,
)
from gisapp.exchange.exporters.errors import (
    DataChangedError,
    ExportFileError,
    ExportStateError,
    ExportTooLargeError,
    TooManyExportsError,
    UnknownExportError,
)
from gisapp.ogc.database import answering
from gisapp.ogc.errors import BusyError
from gisapp.planning.errors import (
    DataMissingError,
    ParameterError,
    ProductTreeError,
    RasterError,
    RunRasterError,
    RunStateError,
    TooManyRunsError,
)
from layers.errors import UnknownCodeError

View = Callable[..., HttpResponseBase]


class ApiError(Exception):
    """Base of what the API itself refuses."""


class BodyError(ApiError):
    """The body is not what it has to be."""


class BodyTooLargeError(ApiError):
    """The body is longer than the limit."""


class MediaTypeError(ApiError):
    """The body is of a type that is not read."""


class NotFoundError(ApiError):
    """There is nothing at this address."""


class SignInError(ApiError):
    """The address is for those who are signed in."""


class ForbiddenError(ApiError):
    """Who is signed in may not do this."""


class VersionNeededError(ApiError):
    """A change does not say which version it changes."""


class NotAllowedError(ApiError):
    """The address does not take this method."""


STATUS_OF: Mapping[type[Exception], HTTPStatus] = {
    ParameterError: HTTPStatus.BAD_REQUEST,
    BodyError: HTTPStatus.BAD_REQUEST,
    UnknownCodeError: HTTPStatus.BAD_REQUEST,
    ExchangeError: HTTPStatus.BAD_REQUEST,
    SignInError: HTTPStatus.UNAUTHORIZED,
    ForbiddenError: HTTPStatus.FORBIDDEN,
    NotFoundError: HTTPStatus.NOT_FOUND,
    FeatureMissingError: HTTPStatus.NOT_FOUND,
    FeatureChangedError: HTTPStatus.PRECONDITION_FAILED,
    FeatureRefusedError: HTTPStatus.UNPROCESSABLE_ENTITY,
    VersionNeededError: HTTPStatus.PRECONDITION_REQUIRED,
    UnknownExportError: HTTPStatus.NOT_FOUND,
    RunRasterError: HTTPStatus.NOT_FOUND,
    NotAllowedError: HTTPStatus.METHOD_NOT_ALLOWED,
    RunStateError: HTTPStatus.CONFLICT,
    ExportStateError: HTTPStatus.CONFLICT,
    ExportTooLargeError: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    ImportStateError: HTTPStatus.CONFLICT,
    FileTooLargeError: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    BodyTooLargeError: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    RequestDataTooBig: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    MediaTypeError: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    TooManyRunsError: HTTPStatus.TOO_MANY_REQUESTS,
    TooManyImportsError: HTTPStatus.TOO_MANY_REQUESTS,
    TooManyExportsError: HTTPStatus.TOO_MANY_REQUESTS,
    BusyError: HTTPStatus.SERVICE_UNAVAILABLE,
    DataChangedError: HTTPStatus.SERVICE_UNAVAILABLE,
    ExportFileError: HTTPStatus.SERVICE_UNAVAILABLE,
    DataMissingError: HTTPStatus.SERVICE_UNAVAILABLE,
    RasterError: HTTPStatus.SERVICE_UNAVAILABLE,
    ProductTreeError: HTTPStatus.SERVICE_UNAVAILABLE,
}
_KNOWN = tuple(STATUS_OF)
_HEADERS: Mapping[HTTPStatus, Mapping[str, str]] = {
    HTTPStatus.TOO_MANY_REQUESTS: {"Retry-After": str(conf.RETRY_AFTER_S)},
    HTTPStatus.SERVICE_UNAVAILABLE: {"Retry-After": str(conf.RETRY_AFTER_S)},
    HTTPStatus.UNAUTHORIZED: {"WWW-Authenticate": 'Session realm="staff"'},
}


def endpoint(*allowed: str) -> Callable[[View], View]:
    """Make a view take some methods, and answer its errors as problem details.

    The API knows no user and uses no cookie, so there is nothing that a forged request could misuse:
    views are exempt from the check of Django's CSRF token, and bodies must be JSON.
    """
    methods = tuple(method for name in allowed for method in ((name, "HEAD") if name == "GET" else (name,)))

    def decorate(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def answer(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            try:
                if request.method not in methods:
                    raise NotAllowedError(
                        _("%(method)s is not allowed here; use %(allowed)s.")
                        % {"method": request.method, "allowed": ", ".join(allowed)}
                    )
                told = _("The database does not answer; ask again in %(seconds)s s.") % {"seconds": conf.RETRY_AFTER_S}
                with answering(told):
                    return view(request, **kwargs)
            except _KNOWN as error:
                response = problem(error, instance=request.path)
                if isinstance(error, NotAllowedError):
                    response["Allow"] = ", ".join(methods)
                return response

        return answer

    return decorate


def problem(error: Exception, *, instance: str) -> JsonResponse:
    """Return problem details of an error that the table knows."""
    status = next(STATUS_OF[kind] for kind in type(error).__mro__ if kind in STATUS_OF)
    details: dict[str, Any] = {
        "type": "about:blank",
        "title": status.phrase,
        "status": status.value,
        "detail": str(error),
        "instance": instance,
    }
    if isinstance(error, ParameterError):
        details |= {"name": error.name, "value": error.value, "allowed": error.allowed}
    if isinstance(error, FeatureError):
        details |= error.details
    return JsonResponse(
        details, status=status, content_type="application/problem+json", headers=dict(_HEADERS.get(status, {}))
    )
