"""Strong ETags: an answer that has not changed is not made again."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from gisapp.ogc.cache import answer_for, key_of


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
    etag = f'"{key}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None and unchanged.status_code == HTTPStatus.NOT_MODIFIED:
        unchanged["Cache-Control"] = "no-cache"
        return unchanged
    # "no-cache" lets a client keep the answer but makes it ask, so that an edit shows at once.
    headers = {"ETag": etag, "Cache-Control": "no-cache"}
    return HttpResponse(answer_for(key, make), content_type=content_type, headers=headers)
