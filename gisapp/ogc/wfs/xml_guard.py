"""Bounds of what is read as XML: no document type, hence no entity, and no deeper or longer than a sensible request."""

from typing import Any
from xml.parsers.expat import ExpatError, ParserCreate

from gisapp import conf
from gisapp.ogc.errors import InvalidParameterError, TooLargeError

_QUERIES = ("Query", "StoredQuery")


class _Bounds:
    """Count elements as a parser comes across them."""

    def __init__(self, locator: str) -> None:
        self._locator = locator
        self._depth = 0
        self._elements = 0
        self.queries = 0

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        self._depth += 1
        self._elements += 1
        self.queries += name.rpartition(":")[2] in _QUERIES
        if self._depth > conf.XML_DEPTH_LIMIT:
            raise TooLargeError(f"XML nested deeper than {conf.XML_DEPTH_LIMIT} elements", locator=self._locator)
        if self._elements > conf.XML_ELEMENTS_LIMIT:
            raise TooLargeError(f"XML of more than {conf.XML_ELEMENTS_LIMIT} elements", locator=self._locator)

    def end(self, _name: str) -> None:
        self._depth -= 1

    def refuse(self, *_declaration: Any) -> None:
        raise InvalidParameterError("XML with a document type is not read; leave it out", locator=self._locator)


def xml_check(text: str | bytes, *, locator: str) -> int:
    """Refuse XML that is malformed, has a document type, or is too deep or long; prefixes need no declaration.

    Parameters
    ----------
    locator
        Where the text stands in the request.

    Returns
    -------
    int
        Number of WFS queries in it.

    Raises
    ------
    InvalidParameterError
        If it is no XML, or has a document type.
    TooLargeError
        If it is nested too deep or has too many elements.
    """
    bounds = _Bounds(locator)
    parser = ParserCreate()
    parser.StartElementHandler = bounds.start
    parser.EndElementHandler = bounds.end
    parser.StartDoctypeDeclHandler = bounds.refuse
    try:
        parser.Parse(text, True)  # noqa: FBT003 - the parser names no parameter
    except (ExpatError, ValueError, LookupError) as error:
        raise InvalidParameterError(f"this is no XML: {str(error)[:200]}", locator=locator) from error
    return bounds.queries
