"""Errors as WMTS tells them.

References
----------
OGC 06-121r3, OGC Web Services Common 1.1.0, clause 8.
"""

from typing import Final
from xml.etree.ElementTree import Element

from django.http import HttpRequest, HttpResponse

from gisapp.ogc.errors import OgcError, answer_of
from gisapp.ogc.wmts.params import VERSION
from gisapp.ogc.xml import XSI, child, document

OWS: Final = "http://www.opengis.net/ows/1.1"
_SCHEMA: Final = f"{OWS} http://schemas.opengis.net/ows/1.1.0/owsExceptionReport.xsd"
# Names as the standard spells them; requests may spell them in any case.
_SPELLING: Final = {
    name.upper(): name
    for name in (
        "service",
        "request",
        "version",
        "sections",
        "layer",
        "style",
        "format",
        "infoFormat",
        "TileMatrixSet",
        "TileMatrix",
        "TileRow",
        "TileCol",
        "TIME",
        "I",
        "J",
    )
}


def report(_request: HttpRequest, error: OgcError) -> HttpResponse:
    """Return an exception report; its status is set where it is sent."""
    root = Element(
        "ows:ExceptionReport",
        {"xmlns:ows": OWS, "xmlns:xsi": XSI, "xsi:schemaLocation": _SCHEMA, "version": VERSION, "xml:lang": "en"},
    )
    exception = child(root, "ows:Exception", exceptionCode=answer_of(error).ows_code)
    if error.locator:
        exception.set("locator", _SPELLING.get(error.locator.upper(), error.locator))
    child(exception, "ows:ExceptionText", str(error))
    return HttpResponse(document(root), content_type="application/xml")
