"""GPX of a receiver: waypoints, routes and tracks are layers."""

from pathlib import Path

import pyogrio

from gisapp.exchange.formats.base import Head
from gisapp.exchange.formats.gdal import GdalFormat, readable
from gisapp.exchange.formats.xml_head import root_name, xml_checked


class Gpx(GdalFormat):
    """GPX."""

    code, title, suffix = "gpx", "GPX", ".gpx"
    driver = "GPX"

    def recognises(self, head: Head) -> bool:
        """Tell by its outermost element."""
        return root_name(head.text) == "gpx"

    def layers(self, path: Path) -> tuple[str, ...]:
        """Return the kinds of record that it has."""
        xml_checked(path, counted="wpt")
        names = super().layers(path)
        with readable(path):
            return tuple(
                one for one in names if pyogrio.read_info(path, layer=one, force_feature_count=True)["features"]
            )
