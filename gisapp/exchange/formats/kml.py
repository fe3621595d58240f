"""KML: folders are layers, extended data are columns; links to other files are told, not followed."""

from dataclasses import replace
from pathlib import Path

import pyogrio
from django.utils.translation import gettext as _

from gisapp.exchange.formats.base import Head, Layer, Note, Place
from gisapp.exchange.formats.gdal import GdalFormat, readable
from gisapp.exchange.formats.xml_head import root_name, xml_checked

# How a placemark is drawn says nothing about what it is.
_DRAWING = frozenset(
    {
        "id",
        "altitudeMode",
        "tessellate",
        "extrude",
        "visibility",
        "drawOrder",
        "icon",
        "snippet",
        "timestamp",
        "begin",
        "end",
    }
)


class Kml(GdalFormat):
    """KML, of itself or zipped (KMZ)."""

    code, title, suffix = "kml", "KML", ".kml"
    driver = "LIBKML"
    # The newer driver takes minutes to write what this one writes in seconds.
    writes = ("KML", ".kml")

    def recognises(self, head: Head) -> bool:
        """Tell by its outermost element."""
        return root_name(head.text) == "kml"

    def layers(self, path: Path) -> tuple[str, ...]:
        """Return the folders that hold placemarks."""
        xml_checked(path, counted="NetworkLink")
        names = super().layers(path)
        with readable(path):
            return tuple(
                one for one in names if pyogrio.read_info(path, layer=one, force_feature_count=True)["features"]
            )

    def read(self, place: Place) -> Layer:
        """Return the placemarks of a folder."""
        n_links = xml_checked(place.path, counted="NetworkLink")
        found = super().read(place)
        columns = {
            name: values
            for name, values in found.columns.items()
            if name not in _DRAWING or (name in ("timestamp", "begin", "end") and any(values))
        }
        notes = found.notes
        if n_links:
            text = _("It links to other files, which were not opened: export the linked folders with it.")
            notes += (Note("links_not_followed", text, n_links),)
        return replace(found, columns=columns, notes=notes)
