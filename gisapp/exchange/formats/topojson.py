"""TopoJSON: shared borders are stored once; its objects are layers."""

from gisapp.exchange.formats.base import Head
from gisapp.exchange.formats.gdal import GdalFormat
from gisapp.exchange.formats.json_head import stated_type


class TopoJson(GdalFormat):
    """TopoJSON."""

    code, title, suffix = "topojson", "TopoJSON", ".json"
    driver, prefix = "TopoJSON", "TopoJSON:"
    writes = ("GeoJSON", ".geojson")

    def recognises(self, head: Head) -> bool:
        """Tell by the outermost `type`, or by its arcs where that comes after them."""
        if not head.text.startswith("{"):
            return False
        stated = stated_type(head.text)
        return stated == "Topology" or (not stated and '"arcs"' in head.text)
