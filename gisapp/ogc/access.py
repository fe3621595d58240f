"""Who may ask, and how: public protocols answer programs of any origin, and tell errors in the protocol's own form."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from gisapp import conf
from gisapp.ogc.database import answering
from gisapp.ogc.errors import NotAllowedError, OgcError, answer_of

View = Callable[..., HttpResponseBase]
ErrorEncoder = Callable[[HttpRequest, OgcError], HttpResponse]


def public(encode_error: ErrorEncoder, *, methods: tuple[str, ...] = ("GET",)) -> Callable[[View], View]:
    """Open a view to programs of any origin.

    The protocols know no user and use no cookie, so there is nothing that a forged request could misuse: views
    are exempt from the check of Django's CSRF token.

    Parameters
    ----------
    encode_error
        Makes the body that the protocol prescribes; status and further headers are set here.
    methods
        What the view takes besides OPTIONS; HEAD comes with GET.
    """
    allowed = tuple(method for name in methods for method in ((name, "HEAD") if name == "GET" else (name,)))

    def decorate(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def opened(request: HttpRequest, *parts: object, **named: object) -> HttpResponseBase:
            if request.method == "OPTIONS":
                return _allowing(HttpResponse(status=HTTPStatus.NO_CONTENT), request, allowed)
            try:
                if request.method not in allowed:
                    raise NotAllowedError(f"{request.method} is not taken here; use {', '.join(allowed)}")
                with answering(f"the database does not answer; ask again in {conf.RETRY_AFTER_S} s"):
                    response = view(request, *parts, **named)
            except OgcError as error:
                response = _told(encode_error(request, error), error)
                if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
                    _allowing(response, request, allowed)
            response["Access-Control-Allow-Origin"] = "*"
            response["Access-Control-Expose-Headers"] = (
                "ETag, Content-Crs, Link, Location, Preference-Applied, Retry-After"
            )
            return response

        return opened

    return decorate


def _told(response: HttpResponseBase, error: OgcError) -> HttpResponseBase:
    response.status_code = answer_of(error).status
    response["Cache-Control"] = "no-store"
    if response.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
        response["Retry-After"] = str(conf.RETRY_AFTER_S)
    return response


def _allowing(response: HttpResponseBase, request: HttpRequest, allowed: tuple[str, ...]) -> HttpResponseBase:
    """Tell a browser what a page of another site may send."""
    methods = ", ".join((*allowed, "OPTIONS"))
    response["Allow"] = methods
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Methods"] = methods
    response["Access-Control-Allow-Headers"] = request.headers.get("Access-Control-Request-Headers", "")
    return response
