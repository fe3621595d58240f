"""GeoJSON, with old `crs` members too, and one feature a line."""

from gisapp.exchange.formats.base import Head
from gisapp.exchange.formats.gdal import GdalFormat
from gisapp.exchange.formats.json_head import is_sequence, stated_type

GEOMETRY_TYPES = frozenset(
    {"Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection"}
)
TYPES = GEOMETRY_TYPES | {"FeatureCollection", "Feature"}


class GeoJson(GdalFormat):
    """GeoJSON."""

    code, title, suffix = "geojson", "GeoJSON", ".geojson"
    driver, prefix, is_single = "GeoJSON", "GeoJSON:", True
    writes = ("GeoJSON", ".geojson")

    def recognises(self, head: Head) -> bool:
        """Tell by the outermost `type`, or by its features where that comes after them."""
        if not head.text.startswith("{") or is_sequence(head.text):
            return False
        stated = stated_type(head.text)
        return stated in TYPES or (not stated and ('"features"' in head.text or '"coordinates"' in head.text))


class GeoJsonSequence(GdalFormat):
    """GeoJSON, one feature a line."""

    code, title, suffix = "geojsonseq", "GeoJSON, one feature a line", ".geojsonl"
    driver, prefix, is_single = "GeoJSONSeq", "GeoJSONSeq:", True
    writes = ("GeoJSONSeq", ".geojsonl")

    def recognises(self, head: Head) -> bool:
        """Tell by the first line, which is a whole feature."""
        first = head.text.split("\n", 1)[0]
        return is_sequence(head.text) and stated_type(first) in TYPES
