"""What requests about features say."""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import shapely
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from gisapp import conf
from gisapp.api.errors import BodyError, NotFoundError, VersionNeededError
from gisapp.api.params import json_body, only_known
from gisapp.exchange.features.kinds import FeatureKind
from gisapp.exchange.features.services import FeatureChange
from gisapp.geo.bbox import Bbox
from gisapp.planning.errors import ParameterError
from layers.errors import nearest_code_hint

MEMBERS = ("geometry", "properties")
# PostgreSQL's largest bigint has one digit more.
_ID_DIGITS = 18
_BBOX = "west,south,east,north"


def feature_id(text: str) -> int:
    """Read the number of a feature.

    Raises
    ------
    NotFoundError
        If it is none: no feature has it.
    """
    if not text.isascii() or not text.isdecimal() or len(text) > _ID_DIGITS:
        raise NotFoundError(_("There is no feature %(id)s.") % {"id": text[:40]})
    return int(text)


def bbox_query(query: QueryDict) -> Bbox:
    """Read a box in degrees.

    Raises
    ------
    ParameterError
        If there is none, it is none, or there is any other parameter.
    """
    only_known(query, ("bbox",))
    text = query.get("bbox", "")
    try:
        return Bbox.parse(text)
    except ValueError:
        raise ParameterError(name="bbox", value=text[:80], allowed=_BBOX) from None


def version_read(request: HttpRequest) -> str:
    """Read which version of a feature is to be changed, as its ETag tells it.

    Raises
    ------
    VersionNeededError
        If the request does not say.
    """
    tag = request.headers.get("If-Match", "").strip()
    if not tag:
        raise VersionNeededError(_("Send the feature's ETag in the header If-Match, so that no other change is lost."))
    return tag.removeprefix("W/").strip('"')


def change_read(request: HttpRequest, kind: FeatureKind) -> FeatureChange:
    """Read a change from a JSON body: `geometry` (GeoJSON, degrees) and `properties`, both optional.

    Raises
    ------
    MediaTypeError, BodyTooLargeError, BodyError
        By what is wrong.
    """
    body = json_body(request, limit_bytes=conf.FEATURE_BODY_BYTES)
    for name in body:
        if name not in MEMBERS:
            message = _("“%(name)s” is no part of a feature here; send %(known)s.")
            raise BodyError(message % {"name": name[:40], "known": ", ".join(MEMBERS)})
    return FeatureChange(geometry=_geometry(body.get("geometry")), properties=_properties(body, kind))


def _properties(body: Mapping[str, Any], kind: FeatureKind) -> dict[str, Any]:
    given = body.get("properties", {})
    if not isinstance(given, dict):
        raise BodyError(_("properties is not an object: send names of fields with their values."))
    for name, value in given.items():
        if name not in kind.fields:
            hint = nearest_code_hint(name, kind.fields)
            raise BodyError(_("There is no field “%(field)s”. %(hint)s") % {"field": name[:40], "hint": hint})
        if not isinstance(value, str | int | float | None):
            raise BodyError(_("properties.%(field)s is no text and no number.") % {"field": name})
        if "\0" in str(value):
            raise BodyError(_("properties.%(field)s has a NUL sign: delete it.") % {"field": name})
        if len(str(value)) > conf.MAX_MAPPING_VALUE_CHARS:
            message = _("properties.%(field)s is longer than %(limit)d characters: shorten it.")
            raise BodyError(message % {"field": name, "limit": conf.MAX_MAPPING_VALUE_CHARS})
    return {name: value if value != "" else None for name, value in given.items()}


def _geometry(given: object) -> shapely.Geometry | None:
    if given is None:
        return None
    try:
        shape = shapely.force_2d(shapely.from_geojson(json.dumps(given)))
    except (shapely.GEOSException, ValueError, RecursionError) as error:
        message = _("geometry is no GeoJSON geometry: %(reason)s")
        raise BodyError(message % {"reason": str(error)[:120]}) from error
    corners = int(shapely.get_num_coordinates(shape))
    if corners not in conf.FEATURE_CORNERS:
        message = _("geometry has %(count)d corners, where %(limit)s are taken: bring a larger one in by a file.")
        raise BodyError(message % {"count": corners, "limit": conf.FEATURE_CORNERS})
    if not np.isfinite(shapely.get_coordinates(shape)).all():
        raise BodyError(_("geometry has a coordinate that is no finite number."))
    return shape
