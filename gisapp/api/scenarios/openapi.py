"""Describe this part of the API in the API's own description."""

from typing import Any

from gisapp import conf
from gisapp.api.params import JSON_TYPE
from gisapp.planning.parameter_schema import number_schema
from gisapp.planning.scenarios.requests import NAME_CHARS, NOTE_CHARS
from layers.models import ScenarioVisibility

Json = dict[str, Any]
_MEANINGS = {
    "400": "A parameter is unknown, missing or not what it has to be.",
    "401": "Nobody is signed in.",
    "403": "Who is signed in may not do this, or the header X-CSRFToken is missing or wrong.",
    "404": "There is no such scenario, or it is not shared with whoever asks.",
    "405": "The address does not take this method.",
    "409": "The run suggested no sites.",
    "413": f"The body is longer than {conf.MAX_BODY_BYTES} bytes.",
    "415": f"The body is not {JSON_TYPE}.",
}
_VISIBILITY: Json = {
    "type": "string",
    "enum": list(ScenarioVisibility.values),
    "description": "office: staff alone; link: whoever knows the id; public: listed to everyone.",
}


def scenario_paths() -> Json:
    """Return the addresses of scenarios."""
    scenario_id = {
        "name": "scenario_id",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "format": "uuid"},
    }
    body_problems = ("400", "401", "403", "413", "415")
    return {
        "/scenarios": {
            "get": _operation(
                "getScenarios",
                "Scenarios, the newest first: all of them for staff, the public ones for others.",
                {"200": _answer("ScenarioList")},
                "400",
            )
            | {"parameters": _paging()},
            "post": _operation("createScenario", "Save a run, or copy a scenario.", _created(), "409", *body_problems)
            | _body("NewScenario"),
        },
        "/scenarios/{scenario_id}": {
            "parameters": [scenario_id],
            "get": _operation("getScenario", "One scenario.", {"200": _answer("Scenario")}, "400", "404"),
            "patch": _operation(
                "changeScenario",
                "Rename, note or share; by who saved it, or an administrator.",
                {"200": _answer("Scenario")},
                "404",
                *body_problems,
            )
            | _body("ScenarioChanges"),
            "delete": _operation(
                "deleteScenario",
                "Delete a scenario; its run stays. By who saved it, or an administrator.",
                {"204": {"description": "Deleted."}},
                "400",
                "401",
                "403",
                "404",
            ),
        },
    }


def scenario_schemas() -> Json:
    """Return the shapes of scenarios."""
    text, moment = {"type": "string"}, {"type": "string", "format": "date-time"}
    key = {"type": "string", "format": "uuid"}
    name = {"type": "string", "minLength": 1, "maxLength": NAME_CHARS}
    changes = {"name": name, "note": {"type": "string", "maxLength": NOTE_CHARS}, "visibility": _VISIBILITY}
    return {
        "NewScenario": {
            "type": "object",
            "additionalProperties": False,
            "oneOf": [{"required": ["run", "name"]}, {"required": ["copy_of"]}],
            "properties": {"run": key, "copy_of": key, **changes},
        },
        "ScenarioChanges": {"type": "object", "additionalProperties": False, "properties": changes},
        "Scenario": {
            "type": "object",
            "required": [
                "id",
                "name",
                "note",
                "visibility",
                "run",
                "process",
                "plants",
                "inputs_changed",
                "may_change",
            ],
            "properties": {
                "id": key,
                **changes,
                "visibility_label": text,
                "run": key,
                "process": {"type": "object", "required": ["code", "name"]},
                "plants": {"type": "integer"},
                "parameters": {"type": "object", "description": "Those of the run, as they were when it was saved."},
                "created_by": {"type": ["string", "null"], "description": "Told to staff alone."},
                "created_at": moment,
                "changed_at": moment,
                "calculated_at": {"type": ["string", "null"], "format": "date-time"},
                "inputs_changed": {
                    "type": "array",
                    "description": "What has changed since the run read it.",
                    "items": {
                        "type": "object",
                        "required": ["title", "changed_at"],
                        "properties": {"title": text, "changed_at": moment},
                    },
                },
                "may_change": {"type": "boolean"},
            },
        },
        "ScenarioList": {
            "type": "object",
            "required": ["total", "scenarios"],
            "properties": {
                "total": {"type": "integer"},
                "scenarios": {"type": "array", "items": {"$ref": "#/components/schemas/Scenario"}},
            },
        },
    }


def _paging() -> list[Json]:
    limit = number_schema(conf.SCENARIOS_LISTED) | {"default": conf.DEFAULT_SCENARIOS_LISTED}
    offset = number_schema(conf.SCENARIOS_SKIPPED) | {"default": 0}
    return [
        {"name": name, "in": "query", "schema": schema | {"type": "integer"}}
        for name, schema in (("offset", offset), ("limit", limit))
    ]


def _created() -> Json:
    return {"201": _answer("Scenario") | {"headers": {"Location": {"required": True, "schema": {"type": "string"}}}}}


def _body(schema: str) -> Json:
    content = {JSON_TYPE: {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {"requestBody": {"required": True, "content": content}}


def _answer(schema: str) -> Json:
    content = {JSON_TYPE: {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {"description": schema, "content": content}


def _operation(operation: str, summary: str, answers: Json, *problems: str) -> Json:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    told = {status: {"description": _MEANINGS[status], "content": content} for status in ("405", *problems)}
    return {"operationId": operation, "summary": summary, "responses": {**answers, **told}}
