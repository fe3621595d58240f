"""What the import command takes: options in, the mapping of an import out."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from gisapp.exchange.errors import MappingError
from gisapp.exchange.importers.registry import ImportKind
from gisapp.exchange.imports.guessing import mapping_guess
from gisapp.exchange.imports.mapping import TAKES_NONE, TAKES_VALID
from gisapp.exchange.imports.remembering import layer_look
from gisapp.exchange.imports.services import ImportChanges
from gisapp.exchange.options import conditions_parse, pairs_parse
from gisapp.geo.crs import WGS84
from layers.models import DataImport

PROVENANCE = ("source", "licence", "source_date")


def add_import_arguments(parser: CommandParser) -> None:
    """Declare what every import takes."""
    many: dict[str, Any] = {"action": "append", "default": []}
    parser.add_argument("--layer", default="", help="which layer of a file with several")
    parser.add_argument("--map", nargs="+", metavar="FIELD=COLUMN", help="which column is which field", **many)
    parser.add_argument("--set", nargs="+", metavar="FIELD=VALUE", help="one value for all rows", **many)
    parser.add_argument(
        "--where", metavar="COLUMN=VALUE", help="take rows whose column has the value; a|b is either", **many
    )
    parser.add_argument("--unit", nargs="+", metavar="FIELD=UNIT", help="unit of a column: area_ha=m2", **many)
    parser.add_argument("--crs", help="EPSG:n of the coordinates, instead of what the file states")
    parser.add_argument("--key", help="field by which stored rows are known again")
    parser.add_argument("--source", help="where the data comes from; required unless a column says")
    parser.add_argument("--licence", help="under what licence")
    parser.add_argument("--source-date", help="as of which day, 2025-12-31")
    parser.add_argument("--replace", action="store_true", help="stored rows give way to those of the file")
    parser.add_argument("--repair", action="store_true", help="repair invalid polygons instead of refusing them")
    parser.add_argument("--all-or-none", action="store_true", help="take nothing while a row has an error")
    parser.add_argument("--option", nargs="+", metavar="NAME=VALUE", help="what only this kind takes", **many)
    parser.add_argument("--dry-run", action="store_true", help="report all, write nothing")
    parser.add_argument("--report", type=Path, metavar="FILE.json", help="write the report as JSON too")


def chosen_layer(data_import: DataImport, name: str) -> Mapping[str, Any]:
    """Return what the look says of the layer that is meant.

    Raises
    ------
    MappingError
        If there is none of that name, or several and none is named.
    """
    looked = layer_look(data_import, name)
    if looked is not None:
        return looked
    names = ", ".join(layer["name"] for layer in (data_import.look or {}).get("layers", []))
    problem = _("has no layer “%(layer)s”") % {"layer": name} if name else _("has several layers")
    message = _("%(path)s %(problem)s: give --layer with one of %(layers)s.")
    raise MappingError(message % {"path": data_import.file_name, "problem": problem, "layers": names})


def import_changes(options: Mapping[str, Any], kind: ImportKind, *, layer: Mapping[str, Any]) -> ImportChanges:
    """Return what the options of the command say of an import.

    Parameters
    ----------
    layer
        What the look says of it: what is guessed of it holds for what the options say nothing of.

    Raises
    ------
    MappingError
        If one is malformed.
    """
    columns = pairs_parse(_flat(options["map"]), option="--map")
    constants = pairs_parse(_flat(options["set"]), option="--set")
    extras = pairs_parse(_flat(options["option"]), option="--option")
    for name in extras:
        if name not in kind.extras:
            message = _("--option %(name)s: %(kind)s takes %(known)s.")
            known = ", ".join(kind.extras) or _("none")
            raise MappingError(message % {"name": name, "kind": kind.code, "known": known})
    # What was remembered of another file is for people who see it, not for a command that says all itself.
    guess = mapping_guess(kind, layer)
    guessed = {name: column for name, column in guess["columns"].items() if name not in constants}
    conditions = conditions_parse(options["where"])
    return ImportChanges(
        layer=layer["name"],
        mapping={
            "columns": {**guessed, **columns},
            "constants": constants,
            "conditions": {column: sorted(spellings) for column, spellings in conditions.items()},
            "units": pairs_parse(_flat(options["unit"]), option="--unit"),
            "crs": options["crs"],
            "coordinates": None if {"lon", "lat"} & columns.keys() else _degrees(guess["coordinates"]),
            "key": options["key"],
            "is_replacing": options["replace"],
            "is_repairing": options["repair"],
            "takes": TAKES_NONE if options["all_or_none"] else TAKES_VALID,
            "extras": extras,
        },
        source=options["source"] or "",
        source_date=_day(options["source_date"]),
        licence=options["licence"] or "",
    )


def _degrees(guessed: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """Return columns of coordinates that can be meant only one way; a command does not take others unasked."""
    is_plain = guessed is not None and not guessed["is_swapped"] and guessed["srid"] in (None, WGS84)
    return guessed if is_plain else None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        message = _("--source-date %(text)s: write it as 2025-12-31.")
        raise MappingError(message % {"text": text}) from error


def _flat(groups: list[list[str]]) -> list[str]:
    return [text for group in groups for text in group]
