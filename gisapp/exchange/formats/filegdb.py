"""File Geodatabase: a folder, so it comes zipped."""

from gisapp.exchange.formats.base import Head
from gisapp.exchange.formats.gdal import GdalFormat

CATALOG = "a00000001.gdbtable"


class FileGeodatabase(GdalFormat):
    """File Geodatabase."""

    code, title, suffix = "filegdb", "File Geodatabase", ".gdb"
    driver = "OpenFileGDB"

    def recognises(self, head: Head) -> bool:
        """Tell by its table of tables."""
        return (head.path / CATALOG).is_file()
