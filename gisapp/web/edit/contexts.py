"""What the template and the modules of the page need."""

from typing import Any

from django.contrib.gis.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gisapp.exchange.features.kinds import FEATURE_KINDS, FeatureKind
from gisapp.exchange.finding_titles import FINDING_TITLES
from gisapp.symbology.map_styles import map_style
from gisapp.web.edit.texts import edit_texts
from gisapp.web.imports.columns import field_titles, field_values
from layers.selectors.map_context import mainland_extent

Json = dict[str, Any]


def edit_context(kind: str) -> Json:
    """Return the forms of all kinds, and which is shown first.

    Parameters
    ----------
    kind
        Code of a kind; any other text stands for the first one.
    """
    chosen = kind if kind in FEATURE_KINDS else next(iter(FEATURE_KINDS))
    kinds = [_kind(one) for one in FEATURE_KINDS.values()]
    return {"kinds": kinds, "chosen": chosen, "config": _config(kinds)}


def _kind(kind: FeatureKind) -> Json:
    titles = field_titles(kind.of)
    return {
        "code": kind.code,
        "title": str(kind.of.title),
        "is_point": kind.is_point,
        "fields": [_field(kind, name, titles[name]) for name in kind.fields],
    }


def _field(kind: FeatureKind, name: str, title: str) -> Json:
    field = kind.field(name)
    is_number = isinstance(field, models.IntegerField | models.FloatField)
    return {
        "name": name,
        "title": title,
        "is_required": kind.is_required(name),
        "is_number": is_number,
        "is_day": isinstance(field, models.DateField),
        "is_long": isinstance(field, models.TextField),
        "values": field_values(kind.of, name),
        "default": field.get_default() if field.has_default() else "",
        "help": _("Left empty, it is reckoned.") if name in kind.computed else "",
    }


def _config(kinds: list[Json]) -> Json:
    return {
        "language": get_language(),
        "texts": edit_texts(),
        "urls": {
            "features": "/api/features",
            "imports": reverse("api:imports"),
            "outlines": reverse("web:layer", kwargs={"name": "districts"}),
            "wms": reverse("ogc:wms"),
        },
        "kinds": {
            kind["code"]: {
                "title": kind["title"],
                "isPoint": kind["is_point"],
                "titles": {field["name"]: field["title"] for field in kind["fields"]},
            }
            for kind in kinds
        },
        "findings": {code: str(title) for code, title in FINDING_TITLES.items()},
        "bounds": mainland_extent(),
        "style": {"base": map_style()["base"]},
    }
