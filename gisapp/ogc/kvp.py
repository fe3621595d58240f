"""Requests as keys and values, as WMS and WMTS have them: names in any case, each with one value."""

from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import parse_qsl

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest

from gisapp import conf
from gisapp.ogc.errors import InvalidParameterError, MissingParameterError, TooLargeError, UnsupportedMediaTypeError

FORM: Final = "application/x-www-form-urlencoded"
_MOST_DIGITS: Final = 18


class Parameters(Mapping[str, str]):
    """The parameters of a request by their names in capitals."""

    def __init__(self, pairs: Mapping[str, str]) -> None:
        self._values = dict(pairs)

    def __getitem__(self, name: str) -> str:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def text(self, name: str, *, default: str | None = None) -> str:
        """Return a parameter; an empty one counts as left out.

        Raises
        ------
        MissingParameterError
            If it was left out and has no default.
        """
        found = self._values.get(name, "").strip() or default
        if found is None:
            raise MissingParameterError(f"the parameter {name} is missing", locator=name)
        return found

    def whole(self, name: str, *, low: int, high: int, default: int | None = None) -> int:
        """Return a parameter that is a whole number.

        Raises
        ------
        MissingParameterError
            If it was left out and has no default.
        InvalidParameterError
            If it is no whole number from `low` to `high`.
        """
        text = self.text(name, default=None if default is None else str(default))
        # More digits are beyond every limit, and slow to read.
        if not (text.removeprefix("-").isdecimal() and len(text) <= _MOST_DIGITS and low <= int(text) <= high):
            raise InvalidParameterError(f"{name}={text[:80]!r}: give a whole number from {low} to {high}", locator=name)
        return int(text)


def parameters_of(request: HttpRequest) -> Parameters:
    """Read the parameters of a request from its address and from a form in its body.

    Raises
    ------
    InvalidParameterError
        If a parameter is given twice with different values.
    TooLargeError
        If there are too many, or the body is too long.
    UnsupportedMediaTypeError
        If the body is no form.
    """
    pairs = [*_pairs(request.META.get("QUERY_STRING", "")), *_pairs(_form(request))]
    values: dict[str, str] = {}
    for name, value in pairs:
        key = name.upper()
        # QGIS adds SERVICE to an address that was pasted with it.
        if values.setdefault(key, value) != value:
            raise InvalidParameterError(f"the parameter {key[:80]!r} is given twice, and differently", locator=key[:80])
    return Parameters(values)


def _pairs(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, max_num_fields=conf.REQUEST_PARAMETERS_LIMIT)
    except ValueError as error:
        raise TooLargeError(f"more than {conf.REQUEST_PARAMETERS_LIMIT} parameters in one request") from error


def _form(request: HttpRequest) -> str:
    """Return the form in a request's body; empty where it has no body."""
    if request.method != "POST":
        return ""
    media_type = request.content_type or ""
    if media_type != FORM:
        raise UnsupportedMediaTypeError(f"a body of type {media_type[:80]!r} is not read; send {FORM}")
    try:
        return request.body.decode("utf-8", errors="replace")
    except RequestDataTooBig as error:
        raise TooLargeError(f"the body is longer than {settings.DATA_UPLOAD_MAX_MEMORY_SIZE} bytes") from error
