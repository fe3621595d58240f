"""Describe this part of the API in the API's own description."""

from typing import Any

from gisapp import conf
from gisapp.api.params import JSON_TYPE
from gisapp.exchange.importers.registry import KINDS
from layers.models import FindingLevel, ImportState, ImportStep

Json = dict[str, Any]
_MIB = 2**20
_MEANINGS = {
    "400": "The request, the file or its mapping is not what it has to be; the detail says what to do.",
    "401": "Nobody is signed in.",
    "403": "Who is signed in is not staff, or the header X-CSRFToken is missing or wrong.",
    "404": "There is nothing at this address.",
    "405": "The address does not take this method.",
    "409": "The state of the import does not allow this step.",
    "413": f"The files are larger than {conf.MAX_IMPORT_BYTES // _MIB} MiB, or the open ones together than"
    f" {conf.MAX_OPEN_IMPORT_BYTES // _MIB} MiB.",
    "415": "The body is of another type than is read.",
    "429": f"The user has {conf.MAX_OPEN_IMPORTS} imports open already.",
}


def import_paths() -> Json:
    """Return the addresses of imports."""
    import_id = {"name": "import_id", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
    kind = {"name": "kind", "in": "path", "required": True, "schema": _kind()}
    one = "/imports/{import_id}"
    return {
        "/imports": {"get": _list(), "post": _upload()},
        one: {
            "parameters": [import_id],
            "get": _operation("getImport", "Where an import stands.", {"200": _answer("DataImport")}, "404"),
            "patch": _map(),
            "delete": _operation(
                "deleteImport", "Remove an import that does not count.", {"204": {"description": "Removed."}},
                "404", "409",
            ),
        },
        f"{one}/look": _step(import_id, "lookAtImport", "Find out what the file holds, and guess its mapping."),
        f"{one}/check": _step(import_id, "checkImport", "Try the import out; nothing is written.", is_long=True),
        f"{one}/commit": _step(import_id, "commitImport", "Take the rows over, all together.", is_long=True),
        f"{one}/undo": _step(import_id, "undoImport", "Bring all rows back to what they were.", is_long=True),
        f"{one}/cancel": _step(import_id, "cancelImport", "Stop what waits or is under way; nothing is written."),
        f"{one}/findings": {"parameters": [import_id], "get": _findings()},
        f"{one}/rejected": {
            "parameters": [import_id],
            "get": _operation(
                "getRejectedRows", "Rows with an error, in the format of the file, with a column of reasons.",
                {"200": _file("The rows.", "application/octet-stream")}, "404", "409",
            ),
        },
        f"{one}/preview": {
            "parameters": [import_id],
            "get": _operation(
                "getImportPreview", "Geometries of the chosen layer, simplified.",
                {"200": _answer("FeatureCollection", "application/geo+json")}, "400", "404", "409",
            ),
        },
        "/import-kinds": {
            "get": _operation("getImportKinds", "What can be imported.", {"200": _answer("ImportKinds")})
        },
        "/import-kinds/{kind}/sample": {
            "parameters": [kind],
            "get": _operation(
                "getImportSample", "A file to fill in.", {"200": _file("A header and an example.", "text/csv")}, "404"
            ),
        },
    }  # fmt: skip


def import_schemas() -> Json:
    """Return the shapes of imports."""
    text, texts = {"type": "string"}, {"type": "object", "additionalProperties": {"type": "string"}}
    moment = {"type": ["string", "null"], "format": "date-time"}
    return {
        "ImportMapping": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "columns": texts | {"description": "Column of the file by field."},
                "constants": texts | {"description": "One value for all rows by field."},
                "conditions": {
                    "type": "object",
                    "additionalProperties": {"type": "array", "items": text},
                    "description": "Values by column: rows count that have one of them in each.",
                },
                "units": texts | {"description": "Unit of the column by field."},
                "crs": {"type": ["string", "null"], "examples": ["EPSG:32750"]},
                "coordinates": {"type": ["object", "null"], "description": "Columns of positions, as guessed."},
                "key": {"type": ["string", "null"], "description": "Field by which stored rows are known again."},
                "is_replacing": {"type": "boolean"},
                "is_repairing": {"type": "boolean"},
                "takes": {"type": "string", "enum": ["valid", "none"]},
                "extras": {"type": "object", "description": "What only this kind takes."},
            },
        },
        "ImportChanges": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "layer": text,
                "mapping": {"$ref": "#/components/schemas/ImportMapping"},
                "source": text,
                "source_date": {"type": "string", "format": "date"},
                "licence": text,
            },
        },
        "ImportSummary": {
            "type": "object",
            "required": ["id", "kind", "file", "state", "step", "progress", "stage", "message", "actions"],
            "properties": {
                "id": {"type": "string", "format": "uuid"},
                "kind": text,
                "kind_title": text,
                "file": {"type": "object", "required": ["name", "size_bytes", "sha256"]},
                "layer": text,
                "source": text,
                "source_date": {"type": ["string", "null"], "format": "date"},
                "licence": text,
                "state": {"type": "string", "enum": list(ImportState.values)},
                "state_label": text,
                "step": {"type": "string", "enum": ["", *ImportStep.values]},
                "progress": {"type": "number", "minimum": 0, "maximum": 1},
                "stage": text,
                "message": text,
                "created_by": text,
                "created_at": moment,
                "changed_at": moment,
                "committed_at": moment,
                "undone_at": moment,
                "actions": {"type": "array", "items": text},
            },
        },
        "DataImport": {
            "allOf": [{"$ref": "#/components/schemas/ImportSummary"}],
            "type": "object",
            "required": ["mapping", "look", "report", "same_file"],
            "properties": {
                "mapping": {"type": "object"},
                "look": {"type": ["object", "null"]},
                "report": {"type": ["object", "null"]},
                "same_file": {"type": "array", "items": {"type": "object"}},
            },
        },
        "ImportList": {
            "type": "object",
            "required": ["total", "imports"],
            "properties": {
                "total": {"type": "integer"},
                "imports": {"type": "array", "items": {"$ref": "#/components/schemas/ImportSummary"}},
            },
        },
        "ImportFindings": {
            "type": "object",
            "required": ["total", "counts", "codes", "findings"],
            "properties": {
                "total": {"type": "integer"},
                "counts": {"type": "object", "additionalProperties": {"type": "integer"}},
                "codes": {"type": "array", "items": {"type": "object"}},
                "findings": {"type": "array", "items": {"type": "object"}},
            },
        },
        "ImportKinds": {
            "type": "object",
            "required": ["kinds"],
            "properties": {"kinds": {"type": "array", "items": {"type": "object"}}},
        },
    }


def _list() -> Json:
    answer = _operation("getImports", "Imports, the newest first.", {"200": _answer("ImportList")}, "400")
    return answer | {
        "parameters": [
            _query("state", {"type": "string", "enum": list(ImportState.values)}),
            _query("kind", {"type": "string"}),
            *_paging(conf.IMPORTS_LISTED, default=conf.DEFAULT_IMPORTS_LISTED),
        ]
    }


def _findings() -> Json:
    answer = _operation(
        "getImportFindings", "What the last check or commit found.", {"200": _answer("ImportFindings")}, "400", "404"
    )
    return answer | {
        "parameters": [
            _query("level", {"type": "string", "enum": list(FindingLevel.values)}),
            _query("code", {"type": "string"}),
            *_paging(conf.FINDINGS_LISTED, default=conf.DEFAULT_FINDINGS_LISTED),
        ]
    }


def _upload() -> Json:
    created = _answer("DataImport") | {"headers": {"Location": {"required": True, "schema": {"type": "string"}}}}
    answer = _operation("createImport", "Bring a file in.", {"201": created}, "400", "413", "415", "429")
    form = {
        "type": "object",
        "required": ["file", "kind"],
        "properties": {
            "file": {
                "type": "array",
                "items": {"type": "string", "format": "binary"},
                "maxItems": conf.MAX_UPLOADED_FILES,
                "description": "One file, or the parts of one Shapefile.",
            },
            "kind": _kind(),
            "look": {"type": "string", "enum": ["1"], "description": "Have it looked at as well."},
        },
    }
    return answer | {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": form}}}}


def _map() -> Json:
    answer = _operation(
        "changeImport", "Say how the file is to be read, and where it comes from; it is to be checked anew.",
        {"200": _answer("DataImport")}, "400", "404", "409", "413", "415",
    )  # fmt: skip
    schema = {"$ref": "#/components/schemas/ImportChanges"}
    return answer | {"requestBody": {"required": True, "content": {JSON_TYPE: {"schema": schema}}}}


def _step(import_id: Json, operation: str, summary: str, *, is_long: bool = False) -> Json:
    answers = {"200": _answer("DataImport")}
    if is_long:
        answers["202"] = _answer("DataImport") | {"description": "It waits for a worker: ask the import again."}
    return {"parameters": [import_id], "post": _operation(operation, summary, answers, "400", "404", "409")}


def _operation(operation: str, summary: str, answers: Json, *refusals: str) -> Json:
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    statuses = sorted({*refusals, "401", "403", "405"})
    refused = {status: {"description": _MEANINGS[status], "content": problem} for status in statuses}
    return {
        "operationId": operation,
        "summary": summary,
        "description": "For staff: by the session of the pages; what changes something needs the header X-CSRFToken.",
        "responses": answers | refused,
    }


def _answer(schema: str, media_type: str = JSON_TYPE) -> Json:
    content = {media_type: {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {"description": "As it then stands.", "content": content}


def _file(description: str, media_type: str) -> Json:
    return {"description": description, "content": {media_type: {"schema": {"type": "string", "format": "binary"}}}}


def _kind() -> Json:
    return {"type": "string", "enum": list(KINDS)}


def _query(name: str, schema: Json) -> Json:
    return {"name": name, "in": "query", "required": False, "schema": schema}


def _paging(limits: conf.Range, *, default: int) -> list[Json]:
    limit = {"type": "integer", "minimum": int(limits.low), "maximum": int(limits.high), "default": default}
    return [_query("offset", {"type": "integer", "minimum": 0, "default": 0}), _query("limit", limit)]
