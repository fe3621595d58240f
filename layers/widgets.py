"""A map to look at and edit one geometry, with nothing that is not served from here."""

from typing import Any

import numpy as np
import shapely
from django.conf import settings
from django.contrib.gis.geos import GEOSGeometry
from django.forms import Script, Widget
from django.urls import reverse
from django.utils.translation import gettext as _

from layers.geometry import shape_of

# Seven decimals of a degree are 1 cm.
COORDINATE_DIGITS = 7


class GeometryMapWidget(Widget):
    """A Leaflet map above the geometry as GeoJSON text.

    A point is set by a click, by dragging or by longitude and latitude; lines and areas are edited as text or
    read from a file, and drawn while one types. The districts are the background; there are no tiles.
    """

    template_name = "layers/geometry_widget.html"
    # Sent as it is and not percent-encoded, a boundary takes a third of the room.
    needs_multipart_form = True

    class Media:
        css = {"all": ["vendor/leaflet/leaflet.css", "layers/geometry_widget.css"]}
        js = ["vendor/leaflet/leaflet.js", Script("layers/geometry_widget.js", type="module")]

    def format_value(self, value: GEOSGeometry | str | None) -> str | None:
        """Return the GeoJSON text of a geometry; what a user typed comes back as typed."""
        if value is None or isinstance(value, str):
            return value
        return geometry_text(value)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add what the map needs to know."""
        context = super().get_context(name, value, attrs)
        geometry_type = str(context["widget"]["attrs"].pop("geom_type", "GEOMETRY"))
        context["widget"]["geometry_type"] = geometry_type
        context["config_id"] = f"{context['widget']['attrs']['id']}-config"
        context["config"] = {
            "geometryType": geometry_type,
            "outlineUrl": reverse("admin:layers_district_outline"),
            "maxBytes": settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
            "texts": _texts(),
        }
        return context


def geometry_text(geometry: GEOSGeometry) -> str:
    """Return a geometry in degrees as GeoJSON text."""
    exact = shape_of(geometry)
    return shapely.to_geojson(shapely.transform(exact, lambda xy: np.round(xy, COORDINATE_DIGITS)))


def _texts() -> dict[str, str]:
    return {
        "empty": _("No geometry yet."),
        "emptyPoint": _("No position yet: click on the map, or give longitude and latitude."),
        "notJson": _("This is not GeoJSON: "),
        "wrongType": _("This layer takes {wanted}; the text holds {given}."),
        "manyFeatures": _("The file holds {count} features; one is needed."),
        "outOfRange": _("Coordinates are degrees, longitude first; {x}, {y} is no such position."),
        "tooLarge": _(
            "The text has {size} kB, more than the {limit} kB that one form may send; use the import command."
        ),
        "vertices": _("{type} with {count} positions. Whether it is valid is checked on saving."),
        "noOutline": _("The outline of the districts could not be read."),
    }
