"""Describe this part of the API in the API's own description."""

from collections.abc import Mapping
from typing import Any

from gisapp.api.params import JSON_TYPE
from gisapp.api.potential.params import CSV_TYPE, FORMATS, NAMES, XLSX_TYPE, Request
from gisapp.planning.potentials.parameter_schema import PARAMETERS, TEXT_SCHEMA

Json = dict[str, Any]
# What each parameter is; every address names those that it takes.
_PARAMETERS: Mapping[str, tuple[str, Json]] = {
    **PARAMETERS,
    "format": ("Form of the answer; else the Accept header decides.", {"type": "string", "enum": list(FORMATS)}),
}


def potential_paths() -> Json:
    """Return the addresses and what they take and answer."""
    code = {"name": "code", "in": "path", "required": True, "schema": TEXT_SCHEMA}
    chain = {"name": "chain", "in": "path", "required": True, "schema": TEXT_SCHEMA}
    return {
        "/potential/indices": {
            "get": _get(
                "getIndices", "One index of districts and sections.", "PotentialRows", Request.INDICES, ("measure",)
            )
        },
        "/potential/districts/{code}": {
            "parameters": [code],
            "get": _get("getDistrict", "All that is known of one district.", "PotentialDistrict", Request.DISTRICT),
        },
        "/potential/unprocessed": {
            "get": _get(
                "getUnprocessed",
                "Raw material that no recorded plant takes, and the value forgone.",
                "PotentialUnprocessed",
                Request.UNPROCESSED,
            )
        },
        "/potential/diversification": {
            "get": _get(
                "getDiversification",
                "Districts ranked for each kind of plant, the parts shown.",
                "PotentialRows",
                Request.DIVERSIFICATION,
            )
        },
        "/potential/production": {
            "get": _get(
                "getProduction",
                "Districts ranked by a commodity, in one series and year.",
                "PotentialRows",
                Request.PRODUCTION,
                ("commodity",),
            )
        },
        "/potential/chains": {"get": _get("getChains", "The value chains.", "PotentialChains", Request.CHAINS)},
        "/potential/chains/{chain}": {
            "parameters": [chain],
            "get": _get("getChain", "The steps of a chain and its gaps.", "PotentialChain", Request.CHAIN),
        },
        "/potential/linkages": {
            "get": _get(
                "getLinkages", "Backward and forward linkages of industries.", "PotentialRows", Request.LINKAGES
            )
        },
    }


def potential_schemas() -> Json:
    """Return the shapes of the answers; a figure that is missing is null, with the code of the reason beside it."""
    listed = {"type": "array", "items": {"type": "object"}}
    return {
        "PotentialRows": _object(rows=listed, missing=listed, sources=listed, unit=None, year=None),
        "PotentialDistrict": _object(
            region={"type": "string"},
            sections=listed,
            indices={"type": "object"},
            unprocessed=listed,
            diversification=listed,
            missing=listed,
            sources=listed,
        ),
        "PotentialUnprocessed": _object(commodities=listed, method={"type": "string"}),
        "PotentialChains": _object(chains=listed),
        "PotentialChain": _object(chain={"type": "string"}, steps=listed, gaps={"type": "array"}, missing=listed),
    }


def _object(**properties: Json | None) -> Json:
    known = {name: schema or {} for name, schema in properties.items()}
    always = [name for name, schema in properties.items() if schema is not None]
    return {"type": "object", "required": always, "properties": known}


def _get(operation: str, summary: str, schema: str, request: Request, required: tuple[str, ...] = ()) -> Json:
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        "operationId": operation,
        "summary": summary,
        "parameters": [
            {
                "name": name,
                "in": "query",
                "required": name in required,
                "description": _PARAMETERS[name][0],
                "schema": _PARAMETERS[name][1],
            }
            for name in (*NAMES[request], "format")
        ],
        "responses": {
            "200": {
                "description": summary,
                "content": {
                    JSON_TYPE: {"schema": {"$ref": f"#/components/schemas/{schema}"}},
                    CSV_TYPE: {"schema": {"type": "string"}},
                    XLSX_TYPE: {"schema": {"type": "string", "contentMediaType": XLSX_TYPE}},
                },
            },
            "400": {"description": "A parameter is unknown, missing or out of range.", "content": problem},
            "404": {"description": "There is nothing at this address.", "content": problem},
            "405": {"description": "The address does not take this method.", "content": problem},
            "503": {"description": "No statistics are stored yet.", "content": problem},
        },
    }
