"""The API's own description (OpenAPI 3.1), made from the declarations that requests are checked against."""

from typing import Any

from gisapp import conf
from gisapp.api.chain_openapi import chain_paths, chain_schemas
from gisapp.api.explore.openapi import explore_paths, explore_schemas
from gisapp.api.exports_openapi import export_paths, export_schemas
from gisapp.api.features.openapi import feature_paths, feature_schemas
from gisapp.api.files import COG_TYPE
from gisapp.api.imports.openapi import import_paths, import_schemas
from gisapp.api.params import JSON_TYPE, KINDS, LAT, LON
from gisapp.api.potential.openapi import potential_paths, potential_schemas
from gisapp.api.prints_openapi import print_paths
from gisapp.api.scenarios.openapi import scenario_paths, scenario_schemas
from gisapp.api.siting_openapi import quality_schema
from gisapp.planning.parameter_schema import number_schema, siting_schema
from gisapp.planning.parameters import CODE_LENGTH
from layers.models import RunRasterKind, RunStatus

Json = dict[str, Any]


def openapi_document(server_url: str) -> Json:
    """Return the description.

    Parameters
    ----------
    server_url
        Address of the API's root, as the caller sees it.
    """
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Hilir",
            "version": "1",
            "description": "Where downstream plants of a province belong, and why. Coordinates: EPSG:4326, lon, lat.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": server_url}],
        "paths": _paths()
        | chain_paths()
        | potential_paths()
        | export_paths()
        | import_paths()
        | print_paths()
        | scenario_paths()
        | explore_paths()
        | feature_paths(),
        "components": {
            "schemas": _with_chain_plans(_schemas())
            | potential_schemas()
            | export_schemas()
            | import_schemas()
            | scenario_schemas()
            | explore_schemas()
            | feature_schemas()
        },
    }


def _with_chain_plans(schemas: Json) -> Json:
    return schemas | chain_schemas(schemas["SitingParameters"])


def _paths() -> Json:
    run_id = {"name": "run_id", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
    return {
        "/siting-runs": {"post": _post_run()},
        "/siting-runs/{run_id}": {
            "parameters": [run_id],
            "get": _get("getSitingRun", "Where a run stands and what it rests on, or why it was refused.", "SitingRun"),
            "delete": _cancel_run(),
        },
        "/siting-runs/{run_id}/sites.geojson": {
            "parameters": [run_id],
            "get": _get("getSites", "Suggested sites, each with all that explains it.", "FeatureCollection"),
        },
        "/siting-runs/{run_id}/catchments.geojson": {
            "parameters": [run_id],
            "get": _get("getCatchments", "Land within reach of each site.", "FeatureCollection"),
        },
        "/siting-runs/{run_id}/why": {
            "parameters": [run_id],
            "get": _get("getPlaceScore", "The score of any place, or what speaks against it.", "PlaceScore")
            | {"parameters": [*_place(), _in_place_of()]},
        },
        "/siting-runs/{run_id}/rasters/{kind}": {"parameters": [run_id, _raster_kind()], "get": _get_raster()},
        "/processes": {"get": _get("getProcesses", "Kinds of plants that can be planned.", "ProcessList")},
        "/weight-presets": {"get": _get("getWeightPresets", "Named sets of weights, with sources.", "PresetList")},
        "/nearby": {
            "get": _get("getNearby", "What lies around a point, nearest first, m on the spheroid.", "NearbyList")
            | {"parameters": [*_place(), *_nearby()]}
        },
        "/why-not": {
            "get": _get("getWhyNot", "What forbids a plant at a point.", "WhyNot")
            | {"parameters": [*_place(), _why_not_process()]}
        },
        "/openapi.json": {"get": _get("getDescription", "This document.", "Any")},
    }


def _post_run() -> Json:
    return {
        "operationId": "createSitingRun",
        "summary": "Queue a run, and wait a little for its answer where that is preferred.",
        "parameters": [
            {
                "name": "Prefer",
                "in": "header",
                "description": f"wait=N: answer when the run is over, or after N seconds, at most {conf.MAX_WAIT_S}"
                " (RFC 7240). Without it the answer comes at once, the run still waiting.",
                "schema": {"type": "string", "examples": ["wait=10"]},
            }
        ],
        "requestBody": {
            "required": True,
            "content": {JSON_TYPE: {"schema": {"$ref": "#/components/schemas/SitingParameters"}}},
        },
        "responses": {
            "201": {
                "description": "The run, as it stands; ask its address until its status is final.",
                "headers": {
                    "Location": {"required": True, "schema": {"type": "string"}},
                    "Preference-Applied": {"schema": {"type": "string"}},
                },
                "content": {JSON_TYPE: {"schema": {"$ref": "#/components/schemas/SitingRun"}}},
            },
            **_problems("400", "405", "413", "415", "429"),
        },
    }


def _cancel_run() -> Json:
    cancelled = "The run is cancelled; a worker that is busy with it stops before its next step."
    answer = _get("cancelSitingRun", cancelled, "SitingRun")
    return answer | {"summary": "Cancel a run.", "responses": answer["responses"] | _problems("409")}


def _get(operation: str, summary: str, schema: str) -> Json:
    media_type = "application/geo+json" if schema == "FeatureCollection" else JSON_TYPE
    return {
        "operationId": operation,
        "summary": summary,
        "responses": {
            "200": {
                "description": summary,
                "content": {media_type: {"schema": {"$ref": f"#/components/schemas/{schema}"}}},
            },
            **_problems("400", "404", "405"),
        },
    }


def _raster_kind() -> Json:
    return {"name": "kind", "in": "path", "required": True, "schema": {"type": "string", "enum": RunRasterKind.values}}


def _get_raster() -> Json:
    summary = "Suitability (0 to 1) or legal reasons (bits, named by tags) of every cell; one byte range is answered."
    answer = _get("getSitingRunRaster", summary, "Any")
    whole = {
        "description": summary,
        "headers": {"ETag": {"required": True, "schema": {"type": "string"}}},
        "content": {COG_TYPE: {"schema": {"type": "string", "format": "binary"}}},
    }
    return answer | {
        "responses": {
            **answer["responses"],
            "200": whole,
            "206": whole | {"description": "The range that was asked for."},
            "304": {"description": "The client has it already."},
            "416": {"description": "The range lies beyond the end."},
        }
    }


_MEANINGS = {
    "400": "A parameter is unknown, missing or out of range.",
    "404": "There is nothing at this address.",
    "405": "The address does not take this method.",
    "409": "The run is over.",
    "413": f"The body is longer than {conf.MAX_BODY_BYTES} bytes.",
    "415": f"The body is not {JSON_TYPE}.",
    "429": f"{conf.MAX_QUEUED_RUNS} runs are waiting already.",
}


def _problems(*statuses: str) -> Json:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": _MEANINGS[status], "content": content} for status in statuses}


def _place() -> list[Json]:
    return [
        _query("lon", "Longitude, degrees.", number_schema(LON), required=True),
        _query("lat", "Latitude, degrees.", number_schema(LAT), required=True),
    ]


def _in_place_of() -> Json:
    schema = number_schema(conf.PLANTS) | {"type": "integer"}
    return _query("in_place_of", "Rank of the plant that the place would replace; by default the last.", schema)


def _why_not_process() -> Json:
    schema = {"type": "string", "minLength": 1, "maxLength": CODE_LENGTH}
    return _query("process", "Kind of plant whose rules and plan are told too.", schema)


def _nearby() -> list[Json]:
    return [
        _query("of", "What to look for.", {"type": "string", "enum": list(KINDS), "default": KINDS[0]}),
        _query(
            "radius_km",
            "How far, km.",
            number_schema(conf.NEARBY_RADIUS_KM) | {"default": conf.DEFAULT_NEARBY_RADIUS_KM},
        ),
        _query(
            "limit",
            "How many at most.",
            number_schema(conf.NEARBY_LIMIT) | {"type": "integer", "default": conf.DEFAULT_NEARBY_LIMIT},
        ),
    ]


def _query(name: str, description: str, schema: Json, *, required: bool = False) -> Json:
    return {"name": name, "in": "query", "description": description, "required": required, "schema": schema}


def _schemas() -> Json:
    return {
        "SitingParameters": siting_schema(),
        "SitingRun": {
            "type": "object",
            "required": ["id", "status", "progress", "process", "parameters", "refusal", "notes"],
            "properties": {
                "id": {"type": "string", "format": "uuid"},
                "status": {"type": "string", "enum": list(RunStatus.values)},
                "progress": {"type": "integer", "minimum": 0, "maximum": 100},
                "stage": {"type": "string", "description": "What a running run is busy with; empty for others."},
                "stage_label": {"type": "string"},
                "message": {"type": "string"},
                "process": {"type": "object"},
                "parameters": {"type": "object"},
                "refusal": {"type": ["object", "null"]},
                "summary": {"type": "object"},
                "quality": quality_schema(),
                "rasters": {"type": "array", "items": {"enum": list(RunRasterKind.values)}},
                "notes": {"type": "array", "items": {"type": "object", "required": ["code", "text"]}},
                "input_hash": {"type": "string"},
            },
        },
        "FeatureCollection": {
            "type": "object",
            "required": ["type", "features"],
            "properties": {
                "type": {"const": "FeatureCollection"},
                "features": {"type": "array", "items": {"type": "object"}},
            },
        },
        "ProcessList": _list_of("processes", "code", "name", "chain", "feed", "supply", "default_max_minutes"),
        "PresetList": _list_of("presets", "code", "name", "weights", "value_functions", "left_out", "source"),
        "NearbyList": _list_of("items", "id", "name", "kind", "lon", "lat", "distance_m"),
        "PlaceScore": {
            "type": "object",
            "description": "A place as a stand-in for a plant of a run, judged on what is recorded today.",
            "required": ["can_be_suggested", "score", "parts", "obstacles", "unknown", "inputs_changed"],
            "properties": {
                "cell": {"type": "object", "description": "The cell of the grid that is judged, by its centre."},
                "can_be_suggested": {"type": "boolean"},
                "score": {"type": ["number", "null"], "description": "Sum of the parts; null where none may stand."},
                "first_score": {"type": ["number", "null"]},
                "sites_with_a_higher_score": {"type": ["integer", "null"]},
                "parts": {"type": "array", "items": {"type": "object"}},
                "supply": {"type": ["object", "null"]},
                "obstacles": {"type": "array", "items": {"type": "object"}},
                "unknown": {"type": "array", "items": {"type": "object"}},
                "nearest": {"type": ["object", "null"], "description": "Where none may stand: the nearest that may."},
                "inputs_changed": {"type": "boolean"},
            },
        },
        "WhyNot": {
            "type": "object",
            "required": ["can_be_chosen", "reasons", "unknown"],
            "properties": {
                "can_be_chosen": {"type": "boolean"},
                "reasons": {"type": "array", "items": {"type": "object"}},
                "unknown": {"type": "array", "items": {"type": "object"}},
                "slope": {"type": ["object", "null"]},
                "process": {"type": ["object", "null"]},
            },
        },
        "Problem": {
            "type": "object",
            "description": "Problem details (RFC 9457).",
            "required": ["title", "status", "detail"],
            "properties": {
                "type": {"type": "string"},
                "title": {"type": "string"},
                "status": {"type": "integer"},
                "detail": {"type": "string"},
                "instance": {"type": "string"},
                "name": {"type": "string"},
                "value": {"type": "string"},
                "allowed": {"type": "string"},
            },
        },
        "Any": {"type": "object"},
    }


def _list_of(name: str, *required: str) -> Json:
    item = {"type": "object", "required": list(required)}
    return {"type": "object", "required": [name], "properties": {name: {"type": "array", "items": item}}}
