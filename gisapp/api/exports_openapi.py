"""Describe exports in the API's own description."""

from typing import Any

from gisapp import conf
from gisapp.api.params import JSON_TYPE
from gisapp.exchange.exporters.registry import FORMATS
from gisapp.ogc.crs import SRIDS
from layers.models import ExportState

Json = dict[str, Any]
_TEXT: Json = {"type": "string", "maxLength": 200}


def export_paths() -> Json:
    """Return the addresses and what they take and answer."""
    job_id = {"name": "export_id", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
    return {
        "/exports": {"get": _get("getExportOffer", "Layers, formats and systems that exports come in.", "ExportOffer")},
        "/exports/{layers}": {"parameters": [_layers()], "get": _get_export()},
        "/exports/jobs/{export_id}": {
            "parameters": [job_id],
            "get": _get("getExport", "How far a job is, and where its file is once it is ready.", "ExportJob"),
            "delete": {
                "operationId": "cancelExport",
                "summary": "Stop a job that is not over, or remove the file of one that is.",
                "responses": {"204": {"description": "It is stopped, or removed."}, **_problems("400", "404", "409")},
            },
        },
        "/exports/jobs/{export_id}/result": {"parameters": [job_id], "get": _get_result()},
    }


def export_schemas() -> Json:
    """Return the schemas of the answers."""
    return {
        "ExportJob": {
            "type": "object",
            "required": ["id", "state", "progress", "result", "expires_at"],
            "properties": {
                "id": {"type": "string", "format": "uuid"},
                "state": {"type": "string", "enum": list(ExportState.values)},
                "state_label": {"type": "string"},
                "progress": {"type": "number", "minimum": 0, "maximum": 1},
                "stage": {"type": "string"},
                "message": {"type": "string", "description": "Why it failed."},
                "request": {"type": "object"},
                "result": {"type": ["string", "null"], "description": "Address of the file, once it is ready."},
                "file_name": {"type": "string"},
                "media_type": {"type": "string"},
                "size_bytes": {"type": ["integer", "null"]},
                "created_at": {"type": "string"},
                "expires_at": {"type": "string", "description": "The file is kept until then at the longest."},
            },
        },
        "ExportOffer": {
            "type": "object",
            "required": ["layers", "formats", "crs", "limits"],
            "properties": {
                "layers": {"type": "array", "items": {"type": "object", "required": ["name", "title", "is_raster"]}},
                "formats": {"type": "array", "items": {"type": "object", "required": ["key", "title", "media_type"]}},
                "crs": {"type": "array", "items": {"type": "string"}},
                "limits": {"type": "object"},
            },
        },
    }


def _layers() -> Json:
    described = (
        f"Name of a layer, or up to {conf.EXPORT_LAYERS_LIMIT} with commas between for formats that take several."
    )
    schema = {"type": "string", "minLength": 1, "examples": ["districts", "districts,facilities"]}
    return {"name": "layers", "in": "path", "required": True, "description": described, "schema": schema}


def _get_export() -> Json:
    media_types = {one.media_type for one in FORMATS.values()}
    binary = {"schema": {"type": "string", "format": "binary"}}
    job = {"schema": {"$ref": "#/components/schemas/ExportJob"}}
    return {
        "operationId": "getExportFile",
        "summary": f"Data as a file: at once up to {conf.EXPORT_AT_ONCE_ROWS} rows, else by a job.",
        "parameters": _parameters(),
        "responses": {
            "200": {
                "description": "The file.",
                "headers": {"Content-Disposition": {"required": True, "schema": {"type": "string"}}},
                "content": dict.fromkeys(sorted(media_types), binary),
            },
            "202": {
                "description": "The job, as it stands; ask its address until it is over.",
                "headers": {"Location": {"required": True, "schema": {"type": "string"}}},
                "content": {JSON_TYPE: job},
            },
            **_problems("400", "404", "405", "413", "429", "503"),
        },
    }


def _parameters() -> list[Json]:
    where = {"type": "array", "items": _TEXT, "maxItems": conf.EXPORT_WHERE_LIMIT}
    return [
        _query("f", "Format.", {"type": "string", "enum": list(FORMATS)}, required=True),
        _query("district", "Code of a district; layers without one give what touches it.", _TEXT),
        _query("commodity", "Code of a commodity.", _TEXT),
        _query("bbox", "west,south,east,north in degrees; features that touch it.", _TEXT),
        _query("where", "NAME=VALUE that rows must have; may be given several times.", where),
        _query("crs", "System of the geometry.", {"type": "string", "enum": [f"EPSG:{srid}" for srid in SRIDS]}),
        _query("language", "Of titles and metadata.", {"type": "string", "enum": ["id", "en"]}),
    ]


def _get_result() -> Json:
    whole = {
        "description": "The file.",
        "headers": {"ETag": {"required": True, "schema": {"type": "string"}}},
        "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}},
    }
    return {
        "operationId": "getExportResult",
        "summary": "The file of a job; one byte range is answered.",
        "responses": {
            "200": whole,
            "206": whole | {"description": "The range that was asked for."},
            "304": {"description": "The client has it already."},
            "416": {"description": "The range lies beyond the end."},
            **_problems("400", "404", "405", "409"),
        },
    }


def _get(operation: str, summary: str, schema: str) -> Json:
    content = {JSON_TYPE: {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {
        "operationId": operation,
        "summary": summary,
        "responses": {"200": {"description": summary, "content": content}, **_problems("400", "404", "405")},
    }


_MEANINGS = {
    "400": "A parameter is unknown, missing or does not go with the layer or the format; or no row is selected.",
    "404": "There is no such layer or job.",
    "405": "The address does not take this method.",
    "409": "The job is over, or has no file.",
    "413": f"More is selected than is exported ({conf.EXPORT_ROWS_LIMIT} rows) or than the format takes.",
    "429": f"{conf.MAX_QUEUED_EXPORTS} exports are waiting already.",
    "503": "The service is busy, or the data are being edited; come back.",
}


def _problems(*statuses: str) -> Json:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": _MEANINGS[status], "content": content} for status in statuses}


def _query(name: str, description: str, schema: Json, *, required: bool = False) -> Json:
    return {"name": name, "in": "query", "description": description, "required": required, "schema": schema}
