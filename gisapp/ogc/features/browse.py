"""Features as pages that a person reads."""

from typing import Any

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from gisapp.ogc.catalog import PublishedLayer
from gisapp.ogc.properties import Property, PropertyKind
from gisapp.ogc.root.contribution import Json


def listing_context(layer: PublishedLayer, features: list[Json], *, links: list[Json], matched: int | None) -> Json:
    """Return what the page of some features shows."""
    return {
        "layer": layer,
        "columns": [str(one.title) for one in layer.source.properties],
        "rows": [{"id": feature["id"], "cells": _cells(layer, feature)} for feature in features],
        "matched": matched,
        "links": links,
        "formats": [one for one in links if one["rel"] == "alternate"],
        "pages": {one["rel"]: one["href"] for one in links if one["rel"] in ("prev", "next")},
        "map": _map(features),
    }


def feature_context(layer: PublishedLayer, feature: Json, *, links: list[Json]) -> Json:
    """Return what the page of one feature shows."""
    titles = [str(one.title) for one in layer.source.properties]
    return {
        "layer": layer,
        "feature": feature,
        "rows": list(zip(titles, _cells(layer, feature), strict=True)),
        "formats": [one for one in links if one["rel"] == "alternate"],
        "map": _map([feature]),
    }


def _map(features: list[Json]) -> Json:
    return {
        "features": [feature for feature in features if feature["geometry"] is not None],
        "basemap": settings.BASEMAP_URL,
        "attribution": settings.BASEMAP_ATTRIBUTION,
    }


def _cells(layer: PublishedLayer, feature: Json) -> list[Json]:
    return [_cell(one, feature["properties"].get(one.name)) for one in layer.source.properties]


def _cell(one: Property, value: Any) -> Json:
    if value is None or value == "":
        return {"text": "", "is_number": False}
    if one.values:
        return {"text": dict(one.values).get(str(value), value), "is_number": False}
    match one.kind:
        case PropertyKind.BOOLEAN:
            return {"text": _("yes") if value else _("no"), "is_number": False}
        # A year is a number, but not an amount.
        case PropertyKind.INTEGER if not one.name.endswith("year"):
            return {"text": number_format(value, force_grouping=True), "is_number": True}
        case PropertyKind.NUMBER:
            return {"text": number_format(round(float(value), 3), force_grouping=True), "is_number": True}
        case _:
            return {"text": str(value), "is_number": False}
