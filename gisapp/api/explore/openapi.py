"""Describe this part of the API in the API's own description."""

from typing import Any

from gisapp import conf
from gisapp.api.params import JSON_TYPE, LAT, LON
from gisapp.planning.parameter_schema import number_schema
from layers.selectors.place_search import PlaceKind

Json = dict[str, Any]
_MEANINGS = {
    "400": "A parameter is unknown, missing or out of range.",
    "405": "The address does not take this method.",
    "503": "The file of a stored raster cannot be read.",
}


def explore_paths() -> Json:
    """Return the addresses of this part."""
    place = [_query("lon", number_schema(LON), required=True), _query("lat", number_schema(LAT), required=True)]
    text = {
        "type": "string",
        "minLength": int(conf.SEARCH_CHARS.low),
        "maxLength": int(conf.SEARCH_CHARS.high),
        "examples": ["Batulicin", "115,9938 BT 3,4312 LS", "50S 388229 9620686"],
    }
    limit = number_schema(conf.SEARCH_LIMIT) | {"type": "integer", "default": conf.DEFAULT_SEARCH_LIMIT}
    return {
        "/search": {
            "parameters": [_query("q", text, required=True), _query("limit", limit)],
            "get": _get("searchPlaces", "Places by name, or by degrees or UTM as people write them.", "PlaceList"),
        },
        "/here": {
            "parameters": place,
            "get": _get("getHere", "What is known of a place: districts, UTM, nearest road, rasters.", "Here", "503"),
        },
    }


def explore_schemas() -> Json:
    """Return what the answers are made of."""
    number, text = {"type": "number"}, {"type": "string"}
    area = {"type": ["object", "null"], "properties": {"code": text, "name": text, "source": text}}
    return {
        "PlaceList": {
            "type": "object",
            "required": ["q", "places"],
            "properties": {
                "q": text,
                "places": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["kind", "lon", "lat"],
                        "properties": {
                            "kind": {"type": "string", "enum": [*(kind.value for kind in PlaceKind), "coordinates"]},
                            "name": text,
                            "within": text,
                            "lon": number,
                            "lat": number,
                            "zone": text | {"description": "UTM zone in which coordinates were read; else empty."},
                            "bbox": {"type": ["array", "null"], "items": number},
                        },
                    },
                },
            },
        },
        "Here": {
            "type": "object",
            "required": ["lon", "lat", "utm", "district", "subdistrict", "road", "rasters"],
            "properties": {
                "lon": number,
                "lat": number,
                "utm": {
                    "type": "object",
                    "required": ["zone", "srid", "easting_m", "northing_m"],
                    "properties": {
                        "zone": text,
                        "srid": {"type": "integer"},
                        "easting_m": number,
                        "northing_m": number,
                    },
                },
                "district": area,
                "subdistrict": area,
                "road": {"type": ["object", "null"], "properties": {"name": text, "distance_m": number}},
                "rasters": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["name", "kind", "value", "unit", "source"],
                        "properties": {"value": {"type": ["number", "null"]}, "unit": text},
                    },
                },
            },
        },
    }


def _get(operation: str, summary: str, schema: str, *problems: str) -> Json:
    content = {JSON_TYPE: {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    refusals = {code: {"description": _MEANINGS[code]} for code in ("400", "405", *problems)}
    return {
        "operationId": operation,
        "summary": summary,
        "responses": {"200": {"description": "Found.", "content": content}, **refusals},
    }


def _query(name: str, schema: Json, *, required: bool = False) -> Json:
    return {"name": name, "in": "query", "required": required, "schema": schema}
