"""What requests about imports say."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _

from gisapp import conf
from gisapp.api.errors import BodyError, BodyTooLargeError, MediaTypeError, NotFoundError
from gisapp.api.imports.uploads import LimitedUpload
from gisapp.api.params import Page, id_read, json_body, only_known, page_read
from gisapp.exchange.imports.services import ImportChanges
from gisapp.exchange.imports.storage import Upload
from gisapp.planning.errors import ParameterError
from layers.models import FindingLevel, ImportState

MULTIPART = "multipart/form-data"
TRUE = "1"
_OFFSETS = conf.Range(0, 10_000_000)


@dataclass(frozen=True, slots=True)
class UploadRequest:
    """Files, what they are, and whether they are to be looked at as well."""

    files: tuple[Upload, ...]
    kind: str
    is_to_be_looked_at: bool


def upload_request(request: HttpRequest) -> UploadRequest:
    """Read the files that are brought in.

    Raises
    ------
    MediaTypeError, BodyTooLargeError, BodyError, ParameterError
        By what is wrong.
    """
    if request.content_type != MULTIPART:
        message = _("The body is of type %(type)s; send %(wanted)s.")
        raise MediaTypeError(message % {"type": request.content_type or _("none"), "wanted": MULTIPART})
    try:
        sent = request.FILES.getlist("file")
    except (MultiPartParserError, TooManyFieldsSent, TooManyFilesSent) as error:
        raise BodyError(_("The body is no form that can be read: %(reason)s.") % {"reason": error}) from error
    if any(isinstance(one, LimitedUpload) and one.is_too_large for one in request.upload_handlers):
        message = _("The files are larger than the limit of %(limit)d MiB: bring them in in parts.")
        raise BodyTooLargeError(message % {"limit": conf.MAX_IMPORT_BYTES // 2**20})
    if not sent:
        raise BodyError(_("No file was sent: send it as the part “file”."))
    if len(sent) > conf.MAX_UPLOADED_FILES:
        allowed = _("at most %(limit)d parts of one Shapefile") % {"limit": conf.MAX_UPLOADED_FILES}
        raise ParameterError(name="file", value=len(sent), allowed=allowed)
    only_known(request.POST, ("kind", "look"))
    return UploadRequest(tuple(sent), request.POST.get("kind", ""), request.POST.get("look") == TRUE)


def changes_request(request: HttpRequest) -> ImportChanges:
    """Read what is said of an import.

    Raises
    ------
    MediaTypeError, BodyTooLargeError, BodyError, ParameterError
        By what is wrong.
    """
    given = json_body(request, limit_bytes=conf.MAX_MAPPING_BYTES)
    for name in given:
        if name not in _CHANGES:
            raise ParameterError(name="parameter", value=name, allowed=", ".join(_CHANGES))
    mapping = given.get("mapping")
    if mapping is not None and not isinstance(mapping, dict):
        raise ParameterError(name="mapping", value=mapping, allowed=_("an object"))
    return ImportChanges(
        layer=_text(given, "layer", 255),
        mapping=mapping,
        source=_text(given, "source", 500),
        source_date=_day(given),
        licence=_text(given, "licence", 120),
    )


def list_query(query: QueryDict) -> tuple[str, str, Page]:
    """Read which imports are asked for: state, kind, part of the list.

    Raises
    ------
    ParameterError
        At the first parameter that is unknown or out of range.
    """
    only_known(query, ("state", "kind", "offset", "limit"))
    state = _one_of(query, "state", ImportState.values)
    return state, query.get("kind", ""), _page(query, conf.IMPORTS_LISTED, default=conf.DEFAULT_IMPORTS_LISTED)


def findings_query(query: QueryDict) -> tuple[str, str, Page]:
    """Read which findings are asked for: level, code, part of the list.

    Raises
    ------
    ParameterError
        At the first parameter that is unknown or out of range.
    """
    only_known(query, ("level", "code", "offset", "limit"))
    level = _one_of(query, "level", FindingLevel.values)
    return level, query.get("code", ""), _page(query, conf.FINDINGS_LISTED, default=conf.DEFAULT_FINDINGS_LISTED)


def import_id(text: str) -> uuid.UUID:
    """Read the id of an import.

    Raises
    ------
    NotFoundError
        If it is no id at all: no import has it.
    """
    return id_read(text, otherwise=NotFoundError(_("There is no import %(id)s.") % {"id": text[:40]}))


def _page(query: QueryDict, limits: conf.Range, *, default: int) -> Page:
    return page_read(query, offsets=_OFFSETS, limits=limits, default=default)


def _one_of(query: QueryDict, name: str, known: list[str]) -> str:
    value = query.get(name, "")
    if value and value not in known:
        raise ParameterError(name=name, value=value, allowed=", ".join(known))
    return value


def _text(given: Mapping[str, Any], name: str, length: int) -> str | None:
    value = given.get(name)
    if value is not None and not (isinstance(value, str) and len(value) <= length):
        raise ParameterError(name=name, value=value, allowed=_("a text of up to %(n)d characters") % {"n": length})
    return value


def _day(given: Mapping[str, Any]) -> date | None:
    value = given.get("source_date")
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise ParameterError(name="source_date", value=value, allowed=_("a day such as 2025-12-31")) from error


_CHANGES = ("layer", "mapping", "source", "source_date", "licence")
