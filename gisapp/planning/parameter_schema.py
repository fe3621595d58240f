"""The parameters of a siting run as JSON Schema, made from the declarations that requests are checked against."""

from typing import Any

from gisapp import conf
from gisapp.planning.parameters import (
    CHOICES,
    CODE_LENGTH,
    CRITERIA,
    DEFAULT_WEIGHTS,
    NUMBERS,
    REASONS,
    NumberField,
)
from gisapp.planning.presets import weight_presets
from gisapp.planning.wishes import LAT, LON
from gisapp.siting.value_notation import FORMS

Json = dict[str, Any]


def siting_schema() -> Json:
    """Return the schema of an object whose properties are the parameters."""
    weights = {name: number_schema(conf.WEIGHT) | {"default": DEFAULT_WEIGHTS[name]} for name in CRITERIA}
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["process"],
        "properties": {
            "process": {"type": "string", "minLength": 1, "maxLength": CODE_LENGTH, "examples": ["palm_oil_mill"]},
            **{number.name: _parameter(number) for number in NUMBERS},
            **{
                choice.name: {
                    "type": "string",
                    "enum": list(choice.choices),
                    "default": choice.default,
                    "description": choice.description,
                }
                for choice in CHOICES
            },
            "weights": {
                "type": "object",
                "description": "Any scale; they are brought to a sum of 1. At least one is above 0.",
                "additionalProperties": False,
                "required": list(CRITERIA),
                "properties": weights,
            },
            **_wish_schemas(),
            "preset": {
                "type": "string",
                "description": "Named set of weights and value functions; those given besides replace its own.",
                "enum": list(weight_presets()),
            },
            "pairwise": {
                "type": "array",
                "description": "In place of weights: how many times as important each criterion is as each later"
                " one, in the order of the weights; rows of 5, 4, 3, 2, 1 comparisons, or the whole matrix. A"
                " consistency ratio above 0.1 is refused.",
                "items": {
                    "type": "array",
                    "items": {"anyOf": [{"type": "number"}, {"type": "string"}], "examples": [3, "1/3"]},
                    "maxItems": len(CRITERIA),
                },
                "minItems": len(CRITERIA) - 1,
                "maxItems": len(CRITERIA),
            },
            "value_functions": {
                "type": "object",
                "description": f"How raw figures become values: {FORMS}.",
                "additionalProperties": False,
                "properties": {name: {"type": "string", "examples": ["linear 10 0"]} for name in CRITERIA},
            },
            "ignored_exclusions": {
                "type": "array",
                "description": "Reasons for exclusion that are left out of account.",
                "items": {"type": "string", "enum": list(REASONS)},
                "default": [],
            },
        },
    }


def number_schema(limits: conf.Range) -> Json:
    """Return the schema of a number within limits."""
    return {"type": "number", "minimum": limits.low, "maximum": limits.high}


def _parameter(number: NumberField) -> Json:
    schema = number_schema(number.limits) | {"description": number.description}
    if number.is_whole:
        schema["type"] = "integer"
    if number.default is not None:
        schema["default"] = number.default
    if number.unit:
        schema["x-unit"] = number.unit
    return schema


def _wish_schemas() -> Json:
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
        "serve_existing": {
            "type": "boolean",
            "description": "Whether existing plants draw their raw material before planned ones; else the plan is"
            " made as if there were none.",
            "default": True,
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
