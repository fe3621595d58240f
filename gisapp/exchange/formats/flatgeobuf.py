"""FlatGeobuf."""

from gisapp.exchange.formats.base import Head
from gisapp.exchange.formats.gdal import GdalFormat


class FlatGeobuf(GdalFormat):
    """FlatGeobuf."""

    code, title, suffix = "flatgeobuf", "FlatGeobuf", ".fgb"
    driver, is_single = "FlatGeobuf", True
    writes = ("FlatGeobuf", ".fgb")

    def recognises(self, head: Head) -> bool:
        """Tell by its mark."""
        return head.start.startswith(b"fgb")
