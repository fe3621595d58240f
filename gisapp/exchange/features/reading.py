"""Features as JSON documents: one with all its fields, or those around."""

import json
from datetime import date
from typing import Any

import shapely
from django.contrib.gis.db import models
from django.utils.translation import gettext as _

from gisapp import conf
from gisapp.exchange.errors import FeatureMissingError
from gisapp.exchange.features.kinds import FeatureKind
from gisapp.geo.bbox import Bbox
from layers.selectors.features_near import features_near
from layers.selectors.row_versions import row_version

Json = dict[str, Any]


def feature_document(kind: FeatureKind, feature_id: int) -> Json:
    """Return a feature as GeoJSON, with the fields that a form asks for and its version.

    Raises
    ------
    FeatureMissingError
        If there is none of this number.
    """
    row = kind.model._default_manager.filter(pk=feature_id).first()
    version = row_version(kind.model, feature_id)
    if row is None or version is None:
        raise feature_missing(kind, feature_id)
    shape = kind.shape(row)
    return {
        "type": "Feature",
        "id": feature_id,
        "kind": kind.code,
        "title": _title(row),
        "version": version,
        "geometry": json.loads(shapely.to_geojson(shape)),
        "properties": feature_cells(kind, row),
    }


def feature_cells(kind: FeatureKind, row: models.Model) -> Json:
    """Return the values of the fields as a file would give them: links by code, days as text."""
    return {name: _cell(getattr(row, name)) for name in kind.fields}


def features_document(kind: FeatureKind, bbox: Bbox) -> Json:
    """Return the features in a box as GeoJSON, cut to it; `is_whole` tells whether these are all."""
    found = features_near(
        kind.model,
        kind.geometry,
        bbox=bbox,
        limit=conf.FEATURES_NEAR + 1,
        corners=conf.FEATURES_NEAR_CORNERS,
    )
    shown = found[: conf.FEATURES_NEAR]
    rows = kind.model._default_manager.defer(kind.geometry).in_bulk([pk for pk, _shape in shown])
    return {
        "type": "FeatureCollection",
        "is_whole": len(found) <= conf.FEATURES_NEAR,
        "features": [
            {"type": "Feature", "id": pk, "geometry": json.loads(shape), "properties": {"title": _title(rows[pk])}}
            for pk, shape in shown
            if pk in rows
        ],
    }


def feature_missing(kind: FeatureKind, feature_id: int) -> FeatureMissingError:
    """Return the error for a number that no feature has."""
    message = _("There is no %(kind)s of number %(id)d; it may have been deleted.")
    return FeatureMissingError(message % {"kind": kind.model._meta.verbose_name, "id": feature_id})


def _title(row: models.Model) -> str:
    return getattr(row, "name", "") or str(row)


def _cell(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return getattr(value, "code", value)
