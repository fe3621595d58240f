"""Describe prints in the API's own description."""

from typing import Any

from django.conf import settings

from gisapp import conf
from gisapp.exchange.printing.paper import Orientation, Paper
from gisapp.exchange.printing.request import PrintForm, ReportForm
from gisapp.exchange.printing.services import MEDIA_TYPES

Json = dict[str, Any]
_CODE: Json = {"type": "string", "minLength": 1, "maxLength": 20}
_MEANINGS = {
    "400": "A parameter is unknown or out of range, or the sheet would be empty or does not fit.",
    "404": "There is no such run.",
    "405": "The address does not take this method.",
    "409": "The run has no answer yet.",
    "503": "The service is busy, or the database took too long; come back.",
}


def print_paths() -> Json:
    """Return the addresses and what they take and answer."""
    run_id = {"name": "run_id", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
    size = conf.PRINT_PAGE_BYTES // (1024 * 1024)
    return {
        "/prints": {
            "get": {
                "operationId": "getPrint",
                "summary": "A map to print (pdf, png), or a page that opens without a network (html). Name layers, a"
                f" district, a run, or layers and a district. A page is no larger than {size} MB: shapes are"
                " simplified, and it says what was left out.",
                "parameters": _print_parameters(),
                "responses": _responses(list(PrintForm), "400", "405", "503"),
            }
        },
        "/siting-runs/{run_id}/report": {
            "parameters": [run_id],
            "get": {
                "operationId": "getSitingRunReport",
                "summary": "What a run found, with its reasons: to read (pdf), to reckon on (xlsx), as a map (html).",
                "parameters": [_form(list(ReportForm)), _language()],
                "responses": _responses(list(ReportForm), "400", "404", "405", "409", "503"),
            },
        },
    }


def _print_parameters() -> list[Json]:
    layers = {"type": "string", "examples": ["districts,source-areas:source-areas-supply"]}
    dpi = {
        "type": "integer",
        "minimum": int(conf.PRINT_DPI.low),
        "maximum": int(conf.PRINT_DPI.high),
        "default": conf.DEFAULT_PRINT_DPI,
    }
    return [
        _query(
            "layers", f"At most {conf.PRINT_LAYERS_LIMIT} names, NAME or NAME:STYLE; the first lies lowest.", layers
        ),
        _query("bbox", "west,south,east,north in degrees.", {"type": "string", "examples": ["114.3,-4.2,116.6,-1.3"]}),
        _query("district", "Code of a district, in place of a box.", _CODE),
        _query("run", "A run, in place of layers.", {"type": "string", "format": "uuid"}),
        _query("title", "In place of the sheet's own.", {"type": "string", "maxLength": conf.PRINT_TITLE_CHARS}),
        _query("paper", "Size.", {"type": "string", "enum": list(Paper), "default": Paper.A4.value}),
        _query(
            "orientation",
            "Which way the sheet lies.",
            {"type": "string", "enum": list(Orientation), "default": Orientation.PORTRAIT.value},
        ),
        _query("dpi", "Dots per inch of a png.", dpi),
        _form(list(PrintForm)),
        _language(),
    ]


def _form(forms: list[Any]) -> Json:
    return _query("f", "Kind of file.", {"type": "string", "enum": forms, "default": "pdf"})


def _language() -> Json:
    codes = [code for code, _name in settings.LANGUAGES]
    return _query("language", "Of the texts; that of the request by default.", {"type": "string", "enum": codes})


def _query(name: str, description: str, schema: Json) -> Json:
    return {"name": name, "in": "query", "description": description, "required": False, "schema": schema}


def _responses(forms: list[Any], *problems: str) -> Json:
    binary = {"schema": {"type": "string", "format": "binary"}}
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        "200": {
            "description": "The file.",
            "headers": {"Content-Disposition": {"required": True, "schema": {"type": "string"}}},
            "content": {MEDIA_TYPES[form]: binary for form in forms},
        },
        **{status: {"description": _MEANINGS[status], "content": problem} for status in problems},
    }
