"""Import districts or subdistricts."""

from typing import Any

from django.core.management.base import CommandParser

from gisapp.exchange.importers.districts import districts_import, subdistricts_import
from gisapp.management.importing import ImportCommand, Importer


class Command(ImportCommand):
    help = """Store districts (or subdistricts) by code; a stored one is changed in place, links to it hold.

With --replace, those whose code the file does not have are deleted, and what belongs to them alone.

  ./manage.py import_districts kabupaten.gpkg --map code=kode_bps name=nama --source "BIG 2025" --licence MIT
  ./manage.py import_districts kecamatan.gpkg --level subdistrict --map code=kode name=nama --source "BIG 2025"
"""

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--level", choices=["district", "subdistrict"], default="district")

    def importer(self, options: dict[str, Any]) -> Importer:
        return districts_import if options["level"] == "district" else subdistricts_import
