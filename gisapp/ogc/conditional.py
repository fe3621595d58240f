"""Strong ETags: an answer that has not changed is not made again."""

from collections.abc import Callable
from http import HTTPStatus
from typing import TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response

from gisapp.ogc.cache import answer_for, key_of

Response = TypeVar("Response", bound=HttpResponseBase)
# Lets a client keep the answer but makes it ask, so that an edit shows at once.
CACHE_CONTROL = "no-cache"


def conditional(
    request: HttpRequest, *, rests_on: tuple[object, ...], content_type: str, make: Callable[[], bytes]
) -> HttpResponse:
    """Answer 304 if the client has the answer already, from the cache if anyone asked before, or make it.

    Parameters
    ----------
    rests_on
        All that the answer depends on: what was asked, in which language, and the versions of the data.
    make
        Makes the body.

    Raises
    ------
    BusyError
        If the answer is not to be had in time.
    """
    key = key_of(*rests_on, content_type)
    unchanged = not_modified(request, etag=f'"{key}"')
    if unchanged is not None:
        return unchanged
    return tagged(HttpResponse(answer_for(key, make), content_type=content_type), etag=f'"{key}"')


def not_modified(request: HttpRequest, *, etag: str) -> HttpResponse | None:
    """Return the answer 304 if the client has the answer of this tag already, or else None."""
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is None or unchanged.status_code != HTTPStatus.NOT_MODIFIED:
        return None
    unchanged["Cache-Control"] = CACHE_CONTROL
    return unchanged


def tagged(response: Response, *, etag: str) -> Response:
    """Set the tag of an answer and return the answer."""
    response["ETag"] = etag
    response["Cache-Control"] = CACHE_CONTROL
    return response
