"""The parameters of questions about potentials, made from the declarations that they are checked against."""

from collections.abc import Mapping
from typing import Any, Final

from gisapp import conf
from gisapp.planning.potentials.questions import TABLE_NAMES, TEXT_LENGTH, Base, Measure

Json = dict[str, Any]
TEXT_SCHEMA: Final[Json] = {"type": "string", "minLength": 1, "maxLength": TEXT_LENGTH}
INDEX_NAMES: Final = ("measure", *TABLE_NAMES, "district", "section")

_YEAR: Json = {"type": "integer", "minimum": int(conf.RECORD_YEAR.low), "maximum": int(conf.RECORD_YEAR.high)}
# What each parameter is, with its schema.
PARAMETERS: Final[Mapping[str, tuple[str, Json]]] = {
    "measure": ("Which index.", {"type": "string", "enum": [measure.value for measure in Measure]}),
    "year": ("Year; the newest of the series by default.", _YEAR),
    "from_year": ("Start of the period of indices of growth; the first year of the series by default.", _YEAR),
    "series": ("Statistical series, in full; the most complete one by default. Two are never mixed.", TEXT_SCHEMA),
    "base": (
        "Region that districts are compared with.",
        {"type": "string", "enum": [base.value for base in Base], "default": Base.PROVINCE.value},
    ),
    "district": ("BPS code of a district; all by default.", TEXT_SCHEMA),
    "section": ("Section of KBLI, as the series has it; all by default.", TEXT_SCHEMA),
    "commodity": ("Code of a commodity.", TEXT_SCHEMA),
    "process": ("Code of a process.", TEXT_SCHEMA),
    "statistic": ("What is counted, such as production_t or area_ha.", TEXT_SCHEMA),
}


def index_schema() -> Json:
    """Return the schema of an object whose properties are the parameters of one index."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["measure"],
        "properties": {
            name: {**schema, "description": description}
            for name, (description, schema) in PARAMETERS.items()
            if name in INDEX_NAMES
        },
    }
