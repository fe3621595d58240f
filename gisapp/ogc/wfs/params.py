"""Limits of a request, looked at before the library reads it, and one spelling of coordinate systems."""

import re
from typing import Final

from django.http import HttpRequest, QueryDict

from gisapp import conf
from gisapp.ogc.crs import CRS84, crs_parse
from gisapp.ogc.errors import InvalidParameterError, TooLargeError
from gisapp.ogc.wfs.xml_guard import xml_check

_PROPERTIES: Final = "PROPERTYNAME"
# Several queries in one request stand in parentheses: (first)(second).
_BETWEEN: Final = ")("
# A box with the name of its system; that of several queries is left to the library.
_BOX: Final = re.compile(r"([^(,]*(?:,[^,]*){3}),([^,]*)")


def parameters_checked(request: HttpRequest) -> QueryDict:
    """Return the parameters in the address of a request that keeps within the limits.

    Raises
    ------
    OgcError
        If XML in it is malformed or hostile, if it holds too many queries, names no property for one of them, or names
        a coordinate system that is not served.
    """
    if request.method == "POST":
        _limit_queries(xml_check(request.body, locator="body"))
        return request.GET
    given = request.GET.copy()
    for name in list(given):
        if name.upper() == _PROPERTIES and not given[name]:
            # Clients that want all properties name none; the library cannot tell that from a mistake.
            del given[name]
        else:
            given[name] = _checked(name.upper(), str(given[name]))
    return given


def _checked(name: str, value: str) -> str:
    queries = value.removeprefix("(").removesuffix(")").split(_BETWEEN)
    _limit_queries(len(queries))
    if name == "FILTER":
        for query in filter(None, queries):
            xml_check(query, locator="filter")
    elif name == _PROPERTIES and not all(queries):
        raise InvalidParameterError(
            f"propertyName={value[:80]!r} names nothing for one of the queries; leave it out for all", locator=name
        )
    elif name == "SRSNAME" and value:
        return _urn(value, locator="srsName")
    elif name == "BBOX" and (found := _BOX.fullmatch(value)):
        return f"{found[1]},{_urn(found[2], locator='bbox')}"
    return value


def _limit_queries(count: int) -> None:
    if count > conf.WFS_QUERIES_LIMIT:
        raise TooLargeError(f"{count} queries in one request; the limit is {conf.WFS_QUERIES_LIMIT}")


def _urn(name: str, *, locator: str) -> str:
    """Return the one spelling that the library reads as we do, axis order included."""
    crs = crs_parse(name, locator=locator)
    return "urn:ogc:def:crs:OGC::CRS84" if crs == CRS84 else f"urn:ogc:def:crs:EPSG::{crs.srid}"
