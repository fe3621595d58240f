"""What the API's description says of plans of chains."""

from typing import Any

from gisapp import conf
from gisapp.planning.chains import NOT_OF_A_CHAIN, OF_A_STEP

Json = dict[str, Any]
JSON_TYPE = "application/json"


def chain_paths() -> Json:
    """Return the addresses of plans of chains."""
    plan_id = {"name": "plan_id", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
    return {
        "/chain-plans": {
            "post": {
                "operationId": "createChainPlan",
                "summary": "Queue a plan of a chain: its steps are siting runs, each on what those before put out.",
                "requestBody": {"required": True, "content": _content("ChainParameters")},
                "responses": {
                    "201": {
                        "description": "The plan, its runs waiting; ask its address until its status is final.",
                        "headers": {"Location": {"required": True, "schema": {"type": "string"}}},
                        "content": _content("ChainPlan"),
                    },
                    **_problems(
                        {
                            "400": "A parameter is unknown, missing or out of range.",
                            "405": "The address does not take this method.",
                            "413": f"The body is longer than {conf.MAX_BODY_BYTES} bytes.",
                            "415": f"The body is not {JSON_TYPE}.",
                            "429": f"{conf.MAX_QUEUED_RUNS} runs are waiting already.",
                            "503": "The stored product tree cannot be followed.",
                        }
                    ),
                },
            }
        },
        "/chain-plans/{plan_id}": {
            "parameters": [plan_id],
            "get": _get(
                "getChainPlan", "Where a plan stands: its steps, refusals and balances.", _content("ChainPlan")
            ),
        },
        "/chain-plans/{plan_id}/sites.geojson": {
            "parameters": [plan_id],
            "get": _get(
                "getChainPlanSites",
                "Suggested sites of all steps.",
                _content("FeatureCollection", "application/geo+json"),
            ),
        },
    }


def chain_schemas(siting_parameters: Json) -> Json:
    """Return the schemas of plans of chains.

    Parameters
    ----------
    siting_parameters
        Schema of the parameters of a run; those of a plan are the same, but what fits one kind of
        plant alone is given by step.
    """
    shared = {name: schema for name, schema in siting_parameters["properties"].items() if name not in NOT_OF_A_CHAIN}
    own = {name: siting_parameters["properties"][name] for name in OF_A_STEP}
    steps = {
        "type": "object",
        "description": "What single steps have of their own, by process.",
        "additionalProperties": {"type": "object", "additionalProperties": False, "properties": own},
        "examples": [{"palm_oil_mill": {"plants": 2, "budget_million_idr": 400_000}}],
    }
    chain = {"type": "string", "description": "Code of a chain of processes.", "examples": ["oil_palm"]}
    rows = {"type": "array", "items": {"type": "object"}}
    return {
        "ChainParameters": {
            **siting_parameters,
            "required": ["chain"],
            "properties": {"chain": chain, "steps": steps, **shared},
        },
        "ChainPlan": {
            "type": "object",
            "required": ["id", "chain", "status", "steps", "skipped", "balance"],
            "properties": {
                "id": {"type": "string", "format": "uuid"},
                "chain": {"type": "string"},
                "status": {"type": "string", "enum": ["queued", "running", "finished", "failed"]},
                "steps": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["step", "run", "outputs"],
                        "properties": {"run": {"$ref": "#/components/schemas/SitingRun"}, "outputs": rows},
                    },
                },
                "skipped": rows,
                "balance": rows,
            },
        },
    }


def _content(schema: str, media_type: str = JSON_TYPE) -> Json:
    return {media_type: {"schema": {"$ref": f"#/components/schemas/{schema}"}}}


def _get(operation: str, summary: str, content: Json) -> Json:
    problems = _problems(
        {
            "400": "A parameter is unknown.",
            "404": "There is nothing at this address.",
            "405": "The address does not take this method.",
            "503": "The stored product tree cannot be followed.",
        }
    )
    return {
        "operationId": operation,
        "summary": summary,
        "responses": {"200": {"description": summary, "content": content}, **problems},
    }


def _problems(meanings: dict[str, str]) -> Json:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": meaning, "content": content} for status, meaning in meanings.items()}
