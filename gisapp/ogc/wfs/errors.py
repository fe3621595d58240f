"""What goes wrong, as the exception report of WFS (OWS Common 1.1)."""

import logging
from typing import Final

from django.contrib.gis.gdal import GDALException
from django.contrib.gis.geos import GEOSException
from django.core.exceptions import FieldError, SuspiciousOperation, ValidationError
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from gisserver.exceptions import OperationParsingFailed, OperationProcessingFailed, OWSException, WFSException

from gisapp.ogc.errors import OgcError, answer_of
from gisapp.ogc.xml import xml_text

logger = logging.getLogger(__name__)

# What the library and the database raise at a request of which they can make no sense.
UNREADABLE: Final = (
    ArithmeticError,
    AttributeError,
    DataError,
    FieldError,
    GDALException,
    GEOSException,
    LookupError,
    NotImplementedError,
    RecursionError,
    SuspiciousOperation,
    TypeError,
    ValidationError,
    ValueError,
)
REFUSED: Final = (OWSException, *UNREADABLE)
_MOST_CHARACTERS: Final = 400


def encode_error(_request: HttpRequest, error: OgcError) -> HttpResponse:
    """Tell an error of ours as an exception report."""
    # The library takes a text shorter than its locator for a mistake.
    text = str(error).ljust(len(error.locator))
    return report(WFSException(text, code=answer_of(error).ows_code, locator=error.locator or None, status_code=400))


def report(error: Exception) -> HttpResponse:
    """Tell one of `REFUSED` as an exception report."""
    response: HttpResponse = _ows(error).as_response()
    # Messages quote the request, which may hold what XML does not know.
    response.content = xml_text(response.content.decode()).encode()
    return response


def _ows(error: Exception) -> OWSException:
    if isinstance(error, OperationProcessingFailed):
        # The standard allows 400 too, and the fault is the request's.
        return OperationProcessingFailed(error.text, locator=error.locator, status_code=400)
    if isinstance(error, OWSException):
        return error
    logger.warning("a WFS request could not be read", exc_info=error)
    return OperationParsingFailed(f"The request could not be read: {str(error)[:_MOST_CHARACTERS]}")
