"""A geometry typed or pasted as GeoJSON; every refusal says what is wrong and what to give instead."""

import json
from typing import Any

import numpy as np
import shapely
from django import forms
from django.contrib.gis.forms import GeometryField
from django.contrib.gis.geos import GEOSGeometry
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from gisapp.geo.crs import WGS84
from layers.widgets import GeometryMapWidget

DEGREES = np.array([-180.0, -90.0, 180.0, 90.0])


class GeoJsonField(GeometryField):
    """A valid geometry of the layer's type; a single part is taken for a multi-part geometry of one."""

    widget = GeometryMapWidget

    def to_python(self, value: Any) -> GEOSGeometry | None:
        """Return the geometry of a GeoJSON geometry, feature or collection of one feature."""
        if value in self.empty_values or isinstance(value, GEOSGeometry):
            return value or None
        geometry = _as_type(_parsed(str(value)), self.geom_type)
        _check_degrees(geometry)
        if not shapely.is_valid(geometry):
            raise ValidationError(
                _("The geometry is not valid: %(reason)s. Repair it first (ST_MakeValid, or QGIS “Fix geometries”).")
                % {"reason": shapely.is_valid_reason(geometry)},
                code="invalid_geom",
            )
        return GEOSGeometry(memoryview(shapely.to_wkb(geometry)), srid=WGS84)


class GeometryForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """A form that leaves a geometry nobody changed as exact as it is stored."""

    def clean(self) -> dict[str, Any]:
        """Put stored geometries back in place of their rounded text."""
        cleaned = super().clean() or self.cleaned_data
        for name, field in self.fields.items():
            if isinstance(field, GeometryField) and name in cleaned and name not in self.changed_data:
                cleaned[name] = getattr(self.instance, name)
        return cleaned


def _parsed(text: str) -> BaseGeometry:
    """Return the one geometry in a GeoJSON text, without heights."""
    try:
        json.loads(text)
        geometry = shapely.force_2d(shapely.from_geojson(text))
    except json.JSONDecodeError as error:
        raise ValidationError(
            _("This is not GeoJSON: line %(line)s, column %(column)s: %(error)s.")
            % {"line": error.lineno, "column": error.colno, "error": error.msg},
            code="invalid_geom",
        ) from error
    except shapely.errors.GEOSException as error:
        raise ValidationError(
            _("This is JSON, but no GeoJSON geometry: %(error)s.") % {"error": error}, code="invalid_geom"
        ) from error
    parts = shapely.get_parts(geometry)
    is_one_feature = geometry.geom_type == "GeometryCollection" and len(parts) == 1
    return parts[0] if is_one_feature else geometry


def _as_type(geometry: BaseGeometry, wanted: str) -> BaseGeometry:
    """Return the geometry in the layer's type."""
    if isinstance(geometry, shapely.Polygon) and wanted == "MULTIPOLYGON":
        geometry = shapely.MultiPolygon([geometry])
    if isinstance(geometry, shapely.LineString) and wanted == "MULTILINESTRING":
        geometry = shapely.MultiLineString([geometry])
    given = geometry.geom_type.upper()
    if given != wanted or geometry.is_empty:
        raise ValidationError(
            _("This layer takes %(wanted)s; the text holds %(given)s.")
            % {"wanted": wanted, "given": f"{given} EMPTY" if geometry.is_empty else given},
            code="invalid_geom_type",
        )
    return geometry


def _check_degrees(geometry: BaseGeometry) -> None:
    west, south, east, north = bounds = np.asarray(shapely.bounds(geometry))
    if not (np.all(bounds[:2] >= DEGREES[:2]) and np.all(bounds[2:] <= DEGREES[2:])):
        raise ValidationError(
            _(
                "Coordinates are degrees (EPSG:4326), longitude first, within -180 to 180 and -90 to 90; "
                "these reach from %(west)s, %(south)s to %(east)s, %(north)s. Transform them first."
            )
            % {"west": f"{west:g}", "south": f"{south:g}", "east": f"{east:g}", "north": f"{north:g}"},
            code="out_of_range",
        )
