"""Requests of OGC API Processes become frozen dataclasses here."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, NoReturn, TypeVar

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest

from gisapp import conf
from gisapp.ogc.errors import InvalidParameterError, TooLargeError, UnsupportedMediaTypeError
from gisapp.ogc.features.intervals import Interval, interval_parse
from gisapp.ogc.processes.definitions import JSON_TYPE, ProcessDefinition
from gisapp.ogc.processes.statuses import JobStatus
from gisapp.ogc.root.query import query_of

_ASYNC: Final = re.compile(r"(?:^|,)\s*respond-async\s*(?:,|;|$)", re.IGNORECASE)
_MOST_DIGITS: Final = 9
Choice = TypeVar("Choice", bound=StrEnum)


class Transmission(StrEnum):
    """How a result is sent."""

    VALUE = "value"
    REFERENCE = "reference"


class ResponseForm(StrEnum):
    """Whether results come by themselves or in a document that names them."""

    RAW = "raw"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Execution:
    """A request to execute a process."""

    inputs: Mapping[str, Any]
    transmission: Transmission
    form: ResponseForm
    prefers_async: bool


@dataclass(frozen=True, slots=True)
class JobsQuery:
    """Which jobs are wanted; None means any.

    Attributes
    ----------
    shortest_s, longest_s
        How long they take or took, both included.
    """

    limit: int
    processes: tuple[str, ...] | None = None
    statuses: tuple[JobStatus, ...] | None = None
    created: Interval | None = None
    shortest_s: int | None = None
    longest_s: int | None = None
    has_other_type: bool = False


def execution_of(request: HttpRequest, definition: ProcessDefinition) -> Execution:
    """Read the body of a request to execute a process.

    Raises
    ------
    UnsupportedMediaTypeError, TooLargeError, InvalidParameterError
        By what is wrong.
    """
    given = _object(_json(request), locator="body")
    for name in given:
        if name not in ("inputs", "outputs", "response"):
            raise InvalidParameterError(
                f"{name[:80]!r} is not read; give inputs, outputs and response", locator=name[:80]
            )
    return Execution(
        inputs=_object(given.get("inputs", {}), locator="inputs"),
        transmission=_transmission(_object(given.get("outputs", {}), locator="outputs"), definition),
        form=_choice(ResponseForm, given.get("response", ResponseForm.RAW), locator="response"),
        prefers_async=_ASYNC.search(request.headers.get("Prefer", "")) is not None,
    )


def jobs_query_of(request: HttpRequest) -> JobsQuery:
    """Read which jobs are wanted.

    Raises
    ------
    InvalidParameterError
        If a parameter is unknown or has a value that it may not have.
    """
    query = query_of(
        request, known=("f", "limit", "type", "processID", "status", "datetime", "minDuration", "maxDuration")
    )
    check_format(query)
    return JobsQuery(
        limit=_whole(query, "limit", limits=conf.JOBS_LISTED) or conf.DEFAULT_JOBS_LISTED,
        processes=_listed(query, "processID"),
        statuses=_statuses(query),
        created=interval_parse(query["datetime"]) if "datetime" in query else None,
        shortest_s=_whole(query, "minDuration", limits=conf.JOB_DURATION_S),
        longest_s=_whole(query, "maxDuration", limits=conf.JOB_DURATION_S),
        has_other_type="process" not in (_listed(query, "type") or ("process",)),
    )


def check_format(query: Mapping[str, str]) -> None:
    """Refuse any other format than JSON.

    Raises
    ------
    InvalidParameterError
        If another one is asked for.
    """
    if query.get("f", "json") != "json":
        raise InvalidParameterError(f"f={query['f'][:80]!r}: processes and jobs come as json", locator="f")


def _transmission(outputs: Mapping[str, Any], definition: ProcessDefinition) -> Transmission:
    for name, wanted in outputs.items():
        locator = f"outputs.{name[:80]}"
        if name != definition.output.name:
            raise InvalidParameterError(
                f"{definition.name} has no output {name[:80]!r}; choose {definition.output.name}", locator=locator
            )
        return _choice(
            Transmission, _object(wanted, locator=locator).get("transmissionMode", Transmission.VALUE), locator=locator
        )
    return Transmission.VALUE


def _choice(kind: type[Choice], value: object, *, locator: str) -> Choice:
    if value not in tuple(kind):
        raise InvalidParameterError(f"{str(value)[:80]!r}: choose one of {', '.join(kind)}", locator=locator)
    return kind(str(value))


def _statuses(query: Mapping[str, str]) -> tuple[JobStatus, ...] | None:
    given = _listed(query, "status")
    return None if given is None else tuple(_choice(JobStatus, one, locator="status") for one in given)


def _listed(query: Mapping[str, str], name: str) -> tuple[str, ...] | None:
    return tuple(query[name].split(",")) if name in query else None


def _whole(query: Mapping[str, str], name: str, *, limits: conf.Range) -> int | None:
    if name not in query:
        return None
    text = query[name]
    if not (text.isdecimal() and len(text) <= _MOST_DIGITS and int(text) in limits):
        raise InvalidParameterError(f"{name}={text[:80]!r}: give a whole number, {limits}", locator=name)
    return int(text)


def _json(request: HttpRequest) -> object:
    if request.content_type != JSON_TYPE:
        raise UnsupportedMediaTypeError(f"a body of type {(request.content_type or 'none')[:80]!r}; send {JSON_TYPE}")
    limit = conf.MAX_BODY_BYTES
    too_large = TooLargeError(f"the body is longer than {limit} bytes", locator="body")
    try:
        body = request.body
    except RequestDataTooBig as error:
        raise too_large from error
    if len(body) > limit:
        raise too_large
    try:
        return json.loads(body, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise InvalidParameterError(f"the body is no JSON: {str(error)[:120]}", locator="body") from error


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


def _object(value: object, *, locator: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise InvalidParameterError(f"a JSON {type(value).__name__} where an object belongs", locator=locator)
    return value
