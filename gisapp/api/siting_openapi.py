"""The part of the API's description that tells how good a plan is."""

from typing import Any

from gisapp.siting import PlanningMethod
from gisapp.siting.codes import ProofStatus

Json = dict[str, Any]


def quality_schema() -> Json:
    """Return the schema of how good a plan is."""
    number = {"type": ["number", "null"]}
    return {
        "type": ["object", "null"],
        "description": "How good the plants are together: sum of their scores, what it could be at most, and the gap"
        " between the two as a share of the latter. Null without plants.",
        "required": ["method", "status", "objective", "bound", "gap", "seconds", "text"],
        "properties": {
            "method": {"type": "string", "enum": [method.value for method in PlanningMethod]},
            "status": {
                "type": "string",
                "enum": [status.value for status in ProofStatus],
                "description": "optimal: proven best; feasible: at most `gap` from it; no_bound: not known.",
            },
            "objective": {"type": "number"},
            "bound": number,
            "gap": number,
            "seconds": number | {"description": "That choosing and proving took."},
            "text": {"type": "string"},
        },
    }
