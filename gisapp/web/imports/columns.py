"""The form in which columns of a file are matched with our fields."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext as _
from pyproj import CRS

from gisapp.exchange.importers.registry import ImportKind
from gisapp.exchange.imports.mapping import mapping_parse
from gisapp.exchange.intake import PROVENANCE_FIELDS
from gisapp.web.imports.extras import extra_inputs
from gisapp.web.imports.looks import geometry_title
from layers.models import Commodity, DataImport, Process

Json = dict[str, Any]
# Told for the whole file in inputs of their own.
OF_THE_FILE = ("source", "source_date", "licence")
# What data offices use: degrees, and the zones of UTM and TM-3 that cross the province.
USUAL_CRS = (4326, 32749, 32750, 23835, 23836, 4755, 9489, 9490, 3857)


def mapping_form(data_import: DataImport, kind: ImportKind, looked: Mapping[str, Any]) -> Json:
    """Return the rows and inputs of the form, as they stand."""
    mapping = mapping_parse(data_import.mapping)
    guess = looked.get("guess", {}).get("columns", {})
    titles = field_titles(kind)
    fields = [field for field in looked.get("fields", []) if field["name"]]
    names = [name for name in kind.fields if name not in (*OF_THE_FILE, "lon", "lat")]
    rows = [
        {
            "name": name,
            "title": titles[name],
            "is_required": name in kind.required,
            "is_guessed": name in guess and guess[name] == mapping.columns.get(name),
            "units": [{"code": one, "title": unit_title(one)} for one in kind.units.get(name, ())],
            "unit": mapping.units.get(name, ""),
            "column": mapping.columns.get(name, ""),
            "constant": mapping.constants.get(name, ""),
            "values": field_values(kind, name),
        }
        for name in sorted(names, key=lambda name: (name not in kind.required, name in PROVENANCE_FIELDS))
    ]
    return {
        "rows": rows,
        "fields": fields,
        "places": _places(looked, mapping.coordinates),
        "axes": [("x", _("Longitude or easting")), ("y", _("Latitude or northing"))],
        "crs": mapping.crs or "",
        "systems": [{"code": f"EPSG:{srid}", "title": CRS.from_epsg(srid).name} for srid in USUAL_CRS],
        "looked": looked,
        "geometry_title": geometry_title(looked.get("geometry_type", "")),
        "keys": [{"name": name, "title": titles.get(name, name)} for name in kind.keys],
        "key": mapping.key or "",
        "conditions": [
            {"column": column, "values": ", ".join(values)} for column, values in mapping.conditions.items()
        ],
        "is_repairing": mapping.is_repairing,
        "is_replacing": mapping.is_replacing,
        "extras": extra_inputs(kind.extras, mapping.extras),
    }


def field_titles(kind: ImportKind) -> dict[str, str]:
    """Return what people call the fields of a kind and of its rows: as the stored layer does, where it has them."""
    stored = [field.name for model in kind.models for field in model._meta.concrete_fields]
    return {name: _title(kind, name) for name in dict.fromkeys([*kind.fields, *stored])}


def unit_title(code: str) -> str:
    """Return what people call a unit."""
    named = {
        "m2": "m²",
        "km2": "km²",
        "kuintal": _("quintal"),
        "kuintal/ha": _("quintal/ha"),
        "are": _("are (100 m²)"),
        "thousand_t": _("thousand t"),
        "thousand_ha": _("thousand ha"),
        "share": _("share of 1"),
        "as_stated": _("as stated"),
    }
    return named.get(code, code)


def _title(kind: ImportKind, name: str) -> str:
    own = {"lon": _("longitude"), "lat": _("latitude"), "length_km": _("length, km"), "district": _("district")}
    field = _stored_field(kind, name)
    title = own.get(name) or str(getattr(field, "verbose_name", name.replace("_", " ")))
    return title[:1].upper() + title[1:]


def field_values(kind: ImportKind, name: str) -> list[tuple[str, str]]:
    """Return the values that a field may have, with what people call them; none where it may have any."""
    field = _stored_field(kind, name)
    if isinstance(field, models.ForeignKey) and field.related_model in (Commodity, Process):
        return [(one.code, one.name) for one in field.related_model._default_manager.order_by("code")]
    return [(str(value), str(label)) for value, label in getattr(field, "flatchoices", []) if value]


def _stored_field(kind: ImportKind, name: str) -> Any:
    """Return the field of this name of the layers that a kind makes; None where there is none."""
    for model in kind.models:
        try:
            return model._meta.get_field(name)
        except FieldDoesNotExist:
            continue
    return None


def _places(looked: Mapping[str, Any], chosen: Mapping[str, Any] | None) -> list[Json]:
    """Return the columns in which rows may have their place, the chosen one marked."""
    guesses = [
        {"columns": one["columns"], "inside": one["crs"]["inside"], "looked_at": one["crs"]["looked_at"]}
        for one in looked.get("coordinate_guesses", [])
    ]
    if chosen and all(one["columns"] != chosen for one in guesses):
        guesses.insert(0, {"columns": dict(chosen), "inside": None, "looked_at": None})
    return [{**one, "is_chosen": one["columns"] == chosen, "title": _place_title(one["columns"])} for one in guesses]


def _place_title(columns: Mapping[str, Any]) -> str:
    """Return the names of the columns, as they stand in the file."""
    if columns.get("wkt"):
        return str(columns["wkt"])
    return ", ".join(dict.fromkeys((columns["x"], columns["y"])))
