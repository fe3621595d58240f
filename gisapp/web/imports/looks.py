"""What a file holds, in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

Json = dict[str, Any]


def layer_rows(look: Mapping[str, Any]) -> list[Json]:
    """Return the layers of a look, their types in words."""
    types = _type_titles()
    return [
        {
            **layer,
            "geometry_title": geometry_title(layer["geometry_type"]),
            "fields": [{**field, "type_title": types.get(field["type"], field["type"])} for field in layer["fields"]],
        }
        for layer in look.get("layers", [])
    ]


def geometry_title(geometry_type: str) -> str:
    """Return what people call a type of geometry; empty where there is none."""
    titles = {
        "Point": _("points"),
        "LineString": _("lines"),
        "Polygon": _("areas"),
        "geometry": _("shapes of any type"),
    }
    return titles.get(geometry_type.removeprefix("Multi"), geometry_type)


def _type_titles() -> dict[str, str]:
    return {
        "text": _("text"),
        "number": _("number"),
        "whole number": _("whole number"),
        "truth": _("yes or no"),
        "day": _("day"),
    }
