"""Describe this part of the API in the API's own description."""

from typing import Any

from gisapp import conf
from gisapp.api.params import JSON_TYPE
from gisapp.exchange.features.kinds import FEATURE_KINDS
from layers.models import FindingLevel

Json = dict[str, Any]
_MEANINGS = {
    "400": "The request is not what it has to be; the detail says what to do.",
    "401": "Nobody is signed in.",
    "403": "Who is signed in is not staff, or the header X-CSRFToken is missing or wrong.",
    "404": "There is no such kind, or no feature of this number.",
    "405": "The address does not take this method.",
    "412": "Somebody has changed the feature since: `changed` tells who, when and which fields, `current` what it is.",
    "413": f"The body is longer than {conf.FEATURE_BODY_BYTES} bytes.",
    "415": "The body is no JSON.",
    "422": "The checks of an import refuse the feature; `findings` say why.",
    "428": "The header If-Match is missing.",
}
_TEXT: Json = {"type": "string"}
_NUMBER: Json = {"type": "integer", "minimum": 0}


def feature_paths() -> Json:
    """Return the addresses of features."""
    kind = _in("path", "kind", {"type": "string", "enum": sorted(FEATURE_KINDS)})
    feature_id = _in("path", "feature_id", _NUMBER)
    version = _in("header", "If-Match", _TEXT) | {"description": "The ETag of the feature as it was read."}
    box = _in("query", "bbox", _TEXT) | {"description": "west,south,east,north in degrees.", "example": "115,-4,116,-3"}
    return {
        "/features/{kind}": {
            "parameters": [kind],
            "get": _operation(
                "getFeatures", "What lies in a box, cut to it: to choose from, and to snap to.",
                {"200": _answer("FeaturesNear")}, "400", "404",
            ) | {"parameters": [box]},
            "post": _operation(
                "createFeature", "Store a new feature.", {"201": _answer("FeatureEdit")},
                "400", "404", "413", "415", "422",
            ) | {"requestBody": _body()},
        },
        "/features/{kind}/{feature_id}": {
            "parameters": [kind, feature_id],
            "get": _operation(
                "getFeature", "One feature, its version in the ETag.", {"200": _answer("EditableFeature")}, "400", "404"
            ),
            "patch": _operation(
                "changeFeature", "Change shape, fields or both.", {"200": _answer("FeatureEdit")},
                "400", "404", "412", "413", "415", "422", "428",
            ) | {"parameters": [version], "requestBody": _body()},
            "delete": _operation(
                "deleteFeature", "Remove a feature; the import that is told undoes it.",
                {"200": _answer("FeatureEdit")}, "400", "404", "412", "422", "428",
            ) | {"parameters": [version]},
        },
    }  # fmt: skip


def feature_schemas() -> Json:
    """Return the shapes of features."""
    geometry = {"type": ["object", "null"], "description": "GeoJSON, EPSG:4326."}
    properties = {"type": "object", "additionalProperties": {"type": ["string", "number", "boolean", "null"]}}
    feature = {
        "type": {"const": "Feature"},
        "id": _NUMBER,
        "kind": _TEXT,
        "title": _TEXT,
        "version": _TEXT,
        "geometry": geometry,
        "properties": properties,
    }
    finding = {
        "row": {"type": ["integer", "null"]},
        "level": {"type": "string", "enum": list(FindingLevel.values)},
        **dict.fromkeys(("name", "code", "field", "value", "limit", "fix"), _TEXT),
        **{name: {"type": ["number", "null"]} for name in ("lon", "lat")},
    }
    return {
        "EditableFeature": _object(feature),
        "FeatureChange": {
            "type": "object",
            "properties": {"geometry": geometry, "properties": properties},
            "additionalProperties": False,
        },
        "FeatureEdit": {
            **_object(
                {"import": {"type": ["string", "null"]}, "findings": {"type": "array", "items": _object(finding)}}
            ),
            "description": "`import` undoes the change: POST /imports/{import}/undo; null where nothing was to change.",
        },
        "FeaturesNear": _object(
            {"type": {"const": "FeatureCollection"}, "is_whole": {"type": "boolean"}, "features": {"type": "array"}}
        ),
    }


def _object(properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _in(where: str, name: str, schema: Json) -> Json:
    return {"name": name, "in": where, "required": True, "schema": schema}


def _body() -> Json:
    return {"required": True, "content": {JSON_TYPE: {"schema": {"$ref": "#/components/schemas/FeatureChange"}}}}


def _answer(name: str) -> Json:
    return {"description": "Done.", "content": {JSON_TYPE: {"schema": {"$ref": f"#/components/schemas/{name}"}}}}


def _operation(name: str, summary: str, answers: Json, *refusals: str) -> Json:
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    told = {
        status: {"description": _MEANINGS[status], "content": problem} for status in ("401", "403", "405", *refusals)
    }
    return {
        "operationId": name,
        "summary": summary,
        "description": "For staff: by the session of the pages; what changes something needs the header X-CSRFToken.",
        "responses": {**answers, **told},
    }
