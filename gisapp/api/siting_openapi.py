"""The parts of the API's description that tell of conditions on a plan and of how good it is."""

from typing import Any

from gisapp import conf
from gisapp.planning.wishes import LAT, LON
from gisapp.siting import PlanningMethod
from gisapp.siting.codes import ProofStatus

Json = dict[str, Any]


def wish_schemas() -> Json:
    """Return the schemas of the parameters by which a planner says where plants must or must not be."""
    return {
        "forced_sites": {
            "type": "array",
            "description": "Places at which a plant is built, at most as many as plants are wanted. Needs the `method`"
            " together.",
            "items": _place({}),
            "maxItems": int(conf.PLANTS.high),
            "default": [],
        },
        "forbidden_sites": {
            "type": "array",
            "description": "Areas in which no plant is built, each around a place.",
            "items": _place(
                {
                    "radius_km": {
                        "type": "number",
                        "minimum": conf.FORBIDDEN_RADIUS_KM.low,
                        "maximum": conf.FORBIDDEN_RADIUS_KM.high,
                        "default": conf.DEFAULT_FORBIDDEN_RADIUS_KM,
                        "x-unit": "km",
                    }
                }
            ),
            "maxItems": conf.MAX_FORBIDDEN_SITES,
            "default": [],
        },
        "allow_upgrades": {
            "type": "boolean",
            "description": "Whether existing plants of the same kind may be enlarged to the next usual sizes in place"
            " of building new ones; the sites tell `kind` new or upgrade.",
            "default": False,
        },
    }


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


def _place(more: Json) -> Json:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["lon", "lat"],
        "properties": {
            "lon": {"type": "number", "minimum": LON.low, "maximum": LON.high},
            "lat": {"type": "number", "minimum": LAT.low, "maximum": LAT.high},
            **more,
        },
    }
