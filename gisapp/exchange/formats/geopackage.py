"""GeoPackage: tables only; a view, or a table that computes its rows, is not run."""

import sqlite3
from contextlib import closing
from pathlib import Path

from django.utils.translation import gettext as _

from gisapp.exchange.errors import UnreadableFileError
from gisapp.exchange.formats.base import Head
from gisapp.exchange.formats.gdal import GdalFormat

SQLITE_MAGIC = b"SQLite format 3\x00"
_PLAIN_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
_FOREIGN_TABLES = (
    "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%' "
    "AND sql NOT LIKE '%USING rtree%' AND sql NOT LIKE '%USING fts%'"
)
_LAYERS = "SELECT table_name FROM gpkg_contents WHERE data_type IN ('features', 'attributes')"


class GeoPackage(GdalFormat):
    """GeoPackage."""

    code, title, suffix = "geopackage", "GeoPackage", ".gpkg"
    driver = "GPKG"

    def recognises(self, head: Head) -> bool:
        """Tell by SQLite's own mark."""
        return head.start.startswith(SQLITE_MAGIC)

    def layers(self, path: Path) -> tuple[str, ...]:
        """Return the layers that are tables.

        Raises
        ------
        UnreadableFileError
            If it is another SQLite file, damaged, or has a table that reads from elsewhere.
        """
        try:
            with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as database:
                plain = {name for (name,) in database.execute(_PLAIN_TABLES)}
                foreign = [name for (name,) in database.execute(_FOREIGN_TABLES)]
                stated = [name for (name,) in database.execute(_LAYERS)] if "gpkg_contents" in plain else []
        except (sqlite3.Error, UnicodeDecodeError) as error:
            message = _("%(path)s does not open (%(error)s): save it again, or give another format.")
            raise UnreadableFileError(message % {"path": path.name, "error": error}) from error
        if foreign:
            message = _("%(file)s has the virtual table “%(table)s”, which may read anything: delete it.")
            raise UnreadableFileError(message % {"file": path.name, "table": foreign[0]})
        layers = tuple(name for name in stated if name in plain)
        if not layers:
            message = _("%(file)s does not open as a GeoPackage: it has no table of features; views are not read.")
            raise UnreadableFileError(message % {"file": path.name})
        return layers
