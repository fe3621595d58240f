"""The formats in which resources of the OGC APIs can be had, and how a client chooses one."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest

from gisapp.ogc.errors import InvalidParameterError, NotAcceptableError


@dataclass(frozen=True, slots=True)
class Format:
    """A format, the value of `f` that asks for it, and its media type.

    Attributes
    ----------
    others
        Further media types that ask for it.
    """

    key: str
    media_type: str
    title: str
    others: tuple[str, ...] = ()


JSON: Final = Format("json", "application/json", "JSON")
GEOJSON: Final = Format("json", "application/geo+json", "GeoJSON", ("application/json", "application/vnd.geo+json"))
SCHEMA: Final = Format("json", "application/schema+json", "JSON Schema", ("application/json",))
OPENAPI: Final = Format(
    "json",
    "application/vnd.oai.openapi+json;version=3.0",
    "OpenAPI 3.0",
    ("application/vnd.oai.openapi+json", "application/openapi+json", "application/json"),
)
HTML: Final = Format("html", "text/html", "HTML")


def format_chosen(request: HttpRequest, f: str | None, formats: tuple[Format, ...]) -> Format:
    """Return the format that `f`, or else the Accept header, asks for; the first where both leave it open.

    Raises
    ------
    InvalidParameterError
        If `f` names none of the formats.
    NotAcceptableError
        If the client accepts none of them.
    """
    if f is not None:
        found = next((one for one in formats if one.key == f), None)
        if found is None:
            known = ", ".join(one.key for one in formats)
            raise InvalidParameterError(f"f={f[:80]!r}: choose one of {known}", locator="f")
        return found
    if not request.headers.get("Accept"):
        return formats[0]
    by_type = {media_type: one for one in reversed(formats) for media_type in (one.media_type, *one.others)}
    # The order breaks ties, so that a client that accepts anything gets the first format.
    offered = [media_type for one in formats for media_type in (one.media_type, *one.others)]
    chosen = request.get_preferred_type(offered)
    if chosen is None:
        raise NotAcceptableError(f"to be had are {', '.join(one.media_type for one in formats)}, or choose one by f=")
    return by_type[chosen]
