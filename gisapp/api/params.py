"""Requests become frozen dataclasses here; nothing beyond sees an HttpRequest."""

import json
import math
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from gisapp import conf
from gisapp.api.errors import BodyError, BodyTooLargeError, MediaTypeError, NotFoundError
from gisapp.planning.chains import ChainParameters, chain_parameters_parse
from gisapp.planning.errors import ParameterError
from gisapp.planning.parameters import SitingParameters, parameters_parse, process_code_checked
from layers.models import RunRasterKind
from layers.selectors.nearby import NearbyKind

JSON_TYPE = "application/json"
LON = conf.Range(-180, 180)
LAT = conf.Range(-90, 90)
# One of the comma-separated preferences of the header; more digits than these are no number of seconds.
_WAIT = re.compile(r"(?:^|,)\s*wait\s*=\s*([0-9]{1,9})\s*(?:,|;|$)", re.IGNORECASE)
KINDS = tuple(kind.value for kind in NearbyKind)


@dataclass(frozen=True, slots=True)
class Place:
    """A point in EPSG:4326, degrees."""

    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class PlaceOfRun:
    """A point, and the rank of the plant of a run that it would replace; None for the last."""

    place: Place
    in_place_of: int | None


@dataclass(frozen=True, slots=True)
class WhyNotQuery:
    """A point, and perhaps the kind of plant that is to stand there."""

    place: Place
    process: str | None


@dataclass(frozen=True, slots=True)
class NearbyQuery:
    """What is asked for around a point."""

    place: Place
    radius_m: float
    kind: NearbyKind
    limit: int


def siting_parameters(request: HttpRequest) -> SitingParameters:
    """Read the parameters of a run from a JSON body.

    Raises
    ------
    MediaTypeError, BodyTooLargeError, BodyError, ParameterError
        By what is wrong.
    """
    return parameters_parse(json_body(request))


def chain_parameters(request: HttpRequest) -> ChainParameters:
    """Read the parameters of a plan of a chain from a JSON body.

    Raises
    ------
    MediaTypeError, BodyTooLargeError, BodyError, ParameterError
        By what is wrong.
    """
    return chain_parameters_parse(json_body(request))


def json_body(request: HttpRequest, *, limit_bytes: int = conf.MAX_BODY_BYTES) -> Mapping[str, Any]:
    """Read a JSON object from the body.

    Raises
    ------
    MediaTypeError, BodyTooLargeError, BodyError
        By what is wrong.
    """
    if request.content_type != JSON_TYPE:
        raise MediaTypeError(
            _("The body is of type %(type)s; send %(wanted)s.")
            % {"type": request.content_type or _("none"), "wanted": JSON_TYPE}
        )
    return _json_object(_body(request, limit_bytes))


def preferred_wait_s(request: HttpRequest) -> int:
    """Return how many seconds the client would wait for an answer (RFC 7240), at most `conf.MAX_WAIT_S`.

    A preference that cannot be read is no error but ignored, as the standard has it.
    """
    found = _WAIT.search(request.headers.get("Prefer", ""))
    return min(int(found[1]), conf.MAX_WAIT_S) if found else 0


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a list."""

    offset: int
    limit: int


def page_read(query: QueryDict, *, offsets: conf.Range, limits: conf.Range, default: int) -> Page:
    """Read which part of a list is asked for: `offset` and `limit`.

    Raises
    ------
    ParameterError
        If one is out of range.
    """
    return Page(
        offset=whole_number(query, "offset", offsets, default=0),
        limit=whole_number(query, "limit", limits, default=default),
    )


def id_read(text: str, *, otherwise: NotFoundError) -> uuid.UUID:
    """Read an id.

    Raises
    ------
    NotFoundError
        `otherwise`, if it is no id at all: nothing has it.
    """
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise otherwise from error


def run_id(text: str) -> uuid.UUID:
    """Read the id of a run.

    Raises
    ------
    NotFoundError
        If it is no id at all: no run has it.
    """
    return id_read(text, otherwise=NotFoundError(_("There is no run %(id)s.") % {"id": text[:40]}))


def run_raster_kind(text: str) -> RunRasterKind:
    """Read which raster of a run is meant.

    Raises
    ------
    NotFoundError
        If there is no such kind.
    """
    if text not in RunRasterKind.values:
        message = _("A run has no raster %(kind)s; it has: %(kinds)s.")
        raise NotFoundError(message % {"kind": text[:40], "kinds": ", ".join(RunRasterKind.values)})
    return RunRasterKind(text)


def plan_id(text: str) -> uuid.UUID:
    """Read the id of a plan of a chain.

    Raises
    ------
    NotFoundError
        If it is no id at all: no plan has it.
    """
    return id_read(text, otherwise=NotFoundError(_("There is no plan %(id)s.") % {"id": text[:40]}))


def place_query(query: QueryDict) -> Place:
    """Read a point.

    Raises
    ------
    ParameterError
        If a coordinate is missing or outside the world, or there is any other parameter.
    """
    only_known(query, ("lon", "lat"))
    return _place(query)


def place_of_run_query(query: QueryDict) -> PlaceOfRun:
    """Read a point, and the rank of the plant that would stand there instead.

    Raises
    ------
    ParameterError
        If a coordinate is missing or outside the world, the rank is none, or there is any other parameter.
    """
    only_known(query, ("lon", "lat", "in_place_of"))
    rank = whole_number(query, "in_place_of", conf.PLANTS, default=0) if "in_place_of" in query else None
    return PlaceOfRun(place=_place(query), in_place_of=rank)


def why_not_query(query: QueryDict) -> WhyNotQuery:
    """Read a point and the code of a process.

    Raises
    ------
    ParameterError
        If a coordinate is missing or outside the world, or a parameter is unknown or no code.
    """
    only_known(query, ("lon", "lat", "process"))
    process = query.get("process")
    return WhyNotQuery(place=_place(query), process=None if process is None else process_code_checked(process))


def nearby_query(query: QueryDict) -> NearbyQuery:
    """Read what is asked for around a point.

    Raises
    ------
    ParameterError
        At the first parameter that is unknown, missing or out of range.
    """
    only_known(query, ("lon", "lat", "radius_km", "of", "limit"))
    kind = query.get("of", NearbyKind.FACILITIES.value)
    if kind not in KINDS:
        raise ParameterError(name="of", value=kind, allowed=", ".join(KINDS))
    limit = whole_number(query, "limit", conf.NEARBY_LIMIT, default=conf.DEFAULT_NEARBY_LIMIT)
    radius_km = _number(query, "radius_km", conf.NEARBY_RADIUS_KM, default=conf.DEFAULT_NEARBY_RADIUS_KM)
    return NearbyQuery(place=_place(query), radius_m=radius_km * 1_000, kind=NearbyKind(kind), limit=limit)


def no_query(query: QueryDict) -> None:
    """Refuse any parameter.

    Raises
    ------
    ParameterError
        If there is one.
    """
    only_known(query, ())


def only_known(query: QueryDict, names: tuple[str, ...]) -> None:
    """Refuse parameters of another name, and those given twice.

    Raises
    ------
    ParameterError
        At the first one.
    """
    for name in query:
        if name not in names:
            raise ParameterError(name="parameter", value=name, allowed=", ".join(names) or _("none"))
        if len(query.getlist(name)) > 1:
            raise ParameterError(name=name, value=query.getlist(name), allowed=_("one value"))


def whole_number(query: QueryDict, name: str, limits: conf.Range, *, default: int) -> int:
    """Read a whole number.

    Raises
    ------
    ParameterError
        If it is none, or out of range.
    """
    value = _number(query, name, limits, default=default)
    if value != int(value):
        raise ParameterError(name=name, value=value, allowed=_("a whole number, %s") % limits)
    return int(value)


def _place(query: QueryDict) -> Place:
    return Place(lon=_number(query, "lon", LON), lat=_number(query, "lat", LAT))


def _number(query: QueryDict, name: str, limits: conf.Range, *, default: float | None = None) -> float:
    text = query.get(name)
    if text is None and default is not None:
        return default
    try:
        value = float(text or "")
    except ValueError:
        value = math.nan
    # NaN lies in no range.
    if value not in limits:
        raise ParameterError(name=name, value=text, allowed=_("a number, %(range)s") % {"range": limits})
    return value


def _body(request: HttpRequest, limit: int) -> bytes:
    too_large = BodyTooLargeError(_("The body is longer than the limit of %(limit)d bytes.") % {"limit": limit})
    # The stated length is looked at first, so that a long body is not even read.
    stated = request.META.get("CONTENT_LENGTH") or "0"
    if stated.isdecimal() and int(stated) > limit:
        raise too_large
    body = request.body
    if len(body) > limit:
        raise too_large
    return body


def _json_object(body: bytes) -> Mapping[str, Any]:
    try:
        value = json.loads(body, parse_constant=_refuse_constant, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise BodyError(_("The body is not JSON: %(reason)s.") % {"reason": str(error)[:120]}) from error
    if not isinstance(value, dict):
        raise BodyError(_("The body is a JSON %(kind)s; send an object.") % {"kind": type(value).__name__})
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _value in pairs]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise ValueError(f"“{twice}” is given twice")
    return dict(pairs)
