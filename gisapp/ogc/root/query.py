"""The query string of an OGC API request: known names only, each once."""

from collections.abc import Collection
from urllib.parse import parse_qsl

from django.http import HttpRequest

from gisapp import conf
from gisapp.ogc.errors import InvalidParameterError, TooLargeError


def query_of(request: HttpRequest, *, known: Collection[str]) -> dict[str, str]:
    """Return the parameters of a request.

    Raises
    ------
    InvalidParameterError
        If a name is unknown, a parameter is given twice, or a value holds what no text holds.
    TooLargeError
        If there are too many.
    """
    try:
        pairs = parse_qsl(
            request.META.get("QUERY_STRING", ""),
            keep_blank_values=True,
            max_num_fields=conf.REQUEST_PARAMETERS_LIMIT,
        )
    except ValueError as error:
        raise TooLargeError(f"more than {conf.REQUEST_PARAMETERS_LIMIT} parameters in one request") from error
    values: dict[str, str] = {}
    for name, value in pairs:
        if name not in known:
            choices = ", ".join(sorted(known))
            raise InvalidParameterError(f"there is no parameter {name[:80]!r}; known are {choices}", locator=name[:80])
        if name in values:
            raise InvalidParameterError(f"the parameter {name} is given more than once", locator=name)
        if "\0" in value:
            raise InvalidParameterError(f"{name} holds a null character; leave it out", locator=name)
        values[name] = value
    return values
