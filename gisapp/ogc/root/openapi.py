"""The description of all OGC APIs (OpenAPI 3.0), put together from what the rooms contribute."""

from typing import Any

from gisapp.ogc.root.contribution import Contribution, Json, Layers
from gisapp.ogc.root.formats import HTML, JSON, OPENAPI

# Errors that any address can answer with.
PROBLEMS = {
    "400": "A parameter is unknown or has a value that it may not have.",
    "404": "There is nothing at this address.",
    "406": "None of the media types that the client accepts can be had.",
    "503": "The service is busy or the answer takes too long; ask again or for less.",
}


def openapi_document(root: str, *, layers: Layers, rooms: tuple[Contribution, ...]) -> Json:
    """Return the description."""
    components: Json = {"parameters": {"f": format_parameter("json", "html")}, "schemas": dict(_SCHEMAS)}
    paths = _shared_paths(layers)
    for room in rooms:
        paths |= room.paths(layers)
        for kind, named in room.components(layers).items():
            components.setdefault(kind, {}).update(named)
    document: Json = {
        "openapi": "3.0.3",
        "info": {
            "title": "Hilir",
            "version": "1",
            "description": "Layers of a province's industrial potential, by the OGC APIs.",
            "license": {"name": "MIT"},
        },
        "servers": [{"url": root}],
        "paths": paths,
        "components": components,
    }
    lowered: Json = _lowered(document)
    return lowered


def _lowered(part: Any) -> Any:
    """Return what JSON Schema 2020-12 says as OpenAPI 3.0 says it: one example for a list of examples."""
    if isinstance(part, list):
        return [_lowered(one) for one in part]
    if not isinstance(part, dict):
        return part
    if isinstance(part.get("examples"), list):
        part = {**part, "example": part["examples"][0]}
        del part["examples"]
    return {name: _lowered(value) for name, value in part.items()}


def operation(
    name: str, summary: str, content: Json, *, parameters: tuple[Json, ...] = (), tag: str = "Capabilities"
) -> Json:
    """Return an operation that reads.

    Parameters
    ----------
    content
        Schemas of the answer by media type.
    """
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/problem"}}}
    return {
        "operationId": name,
        "summary": summary,
        "tags": [tag],
        "parameters": list(parameters),
        "responses": {
            "200": {"description": summary, "content": {kind: {"schema": schema} for kind, schema in content.items()}},
            **{status: {"description": meaning, "content": problem} for status, meaning in PROBLEMS.items()},
        },
    }


def ref(name: str, *, kind: str = "schemas") -> Json:
    """Return a reference to a component."""
    return {"$ref": f"#/components/{kind}/{name}"}


def format_parameter(*keys: str) -> Json:
    """Return the parameter `f`."""
    return {
        "name": "f",
        "in": "query",
        "description": "The format of the answer, before what the Accept header asks for.",
        "schema": {"type": "string", "enum": list(keys)},
    }


def collection_parameter(layers: Layers) -> Json:
    """Return the name of a collection in a path."""
    return {
        "name": "collectionId",
        "in": "path",
        "required": True,
        "description": "Name of a collection.",
        "schema": {"type": "string", "enum": [layer.name for layer in layers]},
    }


def _shared_paths(layers: Layers) -> Json:
    f = (ref("f", kind="parameters"),)
    page = {HTML.media_type: {"type": "string"}}
    one = (collection_parameter(layers), *f)
    return {
        "/": {
            "get": operation(
                "getLandingPage", "Where to go from here.", {JSON.media_type: ref("links"), **page}, parameters=f
            )
        },
        "/conformance": {
            "get": operation(
                "getConformance", "Standards that hold.", {JSON.media_type: ref("conformance"), **page}, parameters=f
            )
        },
        "/api": {
            "get": operation("getApi", "This document.", {OPENAPI.media_type: {"type": "object"}, **page}, parameters=f)
        },
        "/collections": {
            "get": operation(
                "getCollections", "All layers.", {JSON.media_type: ref("collections"), **page}, parameters=f
            )
        },
        "/collections/{collectionId}": {
            "get": operation("getCollection", "A layer.", {JSON.media_type: ref("collection"), **page}, parameters=one)
        },
    }


_LINK = {
    "type": "object",
    "required": ["href", "rel"],
    "properties": {name: {"type": "string"} for name in ("href", "rel", "type", "title")},
}
_SCHEMAS: Json = {
    "problem": {
        "type": "object",
        "description": "Problem details (RFC 9457).",
        "required": ["title", "status", "detail"],
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "locator": {"type": "string", "description": "The parameter at fault."},
        },
    },
    "links": {
        "type": "object",
        "required": ["links"],
        "properties": {"links": {"type": "array", "items": _LINK}},
    },
    "conformance": {
        "type": "object",
        "required": ["conformsTo"],
        "properties": {"conformsTo": {"type": "array", "items": {"type": "string"}}},
    },
    "collections": {
        "type": "object",
        "required": ["links", "collections"],
        "properties": {
            "links": {"type": "array", "items": _LINK},
            "crs": {"type": "array", "items": {"type": "string"}},
            "collections": {"type": "array", "items": {"$ref": "#/components/schemas/collection"}},
        },
    },
    "collection": {
        "type": "object",
        "required": ["id", "links"],
        "properties": {
            "id": {"type": "string"},
            "title": {"type": "string"},
            "description": {"type": "string"},
            "attribution": {"type": "string"},
            "license": {"type": "string"},
            "itemType": {"type": "string"},
            "storageCrs": {"type": "string"},
            "crs": {"type": "array", "items": {"type": "string"}},
            "keywords": {"type": "array", "items": {"type": "string"}},
            "links": {"type": "array", "items": _LINK},
            "extent": {
                "type": "object",
                "properties": {
                    "spatial": {
                        "type": "object",
                        "properties": {
                            "bbox": {
                                "type": "array",
                                "minItems": 1,
                                "items": {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}},
                            },
                            "crs": {"type": "string"},
                        },
                    },
                    "temporal": {
                        "type": "object",
                        "properties": {
                            "interval": {
                                "type": "array",
                                "minItems": 1,
                                "items": {"type": "array", "minItems": 2, "maxItems": 2, "items": {"type": "string"}},
                            },
                            "trs": {"type": "string"},
                        },
                    },
                },
            },
        },
    },
}
