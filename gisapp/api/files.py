"""Files as answers: whole, in part for readers that look into a window, or not at all where nothing changed."""

import re
from http import HTTPStatus
from pathlib import Path

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from gisapp.api.errors import NotFoundError

COG_TYPE = "image/tiff; application=geotiff; profile=cloud-optimized"
_RANGE = re.compile(r"bytes=(?:(\d{1,18})-(\d{0,18})|-(\d{1,18}))")


def file_response(request: HttpRequest, path: Path, *, content_type: str, etag: str) -> HttpResponseBase:
    """Answer with a file, the one range of it that is asked for, or 304 where the client has it (RFC 9110).

    Parameters
    ----------
    etag
        Strong and quoted.

    Raises
    ------
    NotFoundError
        If the file was removed since it was looked up.
    """
    response = _answer(request, path, content_type=content_type, etag=etag)
    for name, value in {"ETag": etag, "Cache-Control": "no-cache", "Accept-Ranges": "bytes"}.items():
        response[name] = value
    return response


def _answer(request: HttpRequest, path: Path, *, content_type: str, etag: str) -> HttpResponseBase:
    known: HttpResponse | None = get_conditional_response(request, etag=etag)
    if known is not None:
        return known
    try:
        file = path.open("rb")
    except FileNotFoundError as error:
        raise NotFoundError(_("The file %(name)s is not kept any more.") % {"name": path.name}) from error
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    # Several ranges are answered with the whole, as is allowed; so is who has parts of another version.
    if asked is None or request.headers.get("If-Range", etag) != etag:
        return FileResponse(file, content_type=content_type)
    with file:
        size = path.stat().st_size
        first, last = _limits(asked, size=size)
        if first > last:
            headers = {"Content-Range": f"bytes */{size}"}
            return HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers=headers)
        file.seek(first)
        part = file.read(last - first + 1)
    headers = {"Content-Range": f"bytes {first}-{last}/{size}"}
    return HttpResponse(part, status=HTTPStatus.PARTIAL_CONTENT, content_type=content_type, headers=headers)


def _limits(asked: re.Match[str], *, size: int) -> tuple[int, int]:
    """Return the first and the last byte that are asked for, both included."""
    first, last, from_end = asked.groups()
    if from_end:
        return max(size - int(from_end), 0), size - 1 if int(from_end) else -1
    return int(first), min(int(last), size - 1) if last else size - 1
