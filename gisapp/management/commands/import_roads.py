"""Import road links."""

from typing import Any

from gisapp.exchange.importers.roads import roads_import
from gisapp.management.importing import ImportCommand, Importer


class Command(ImportCommand):
    help = """Store road links; the length is that of the file (length_m or length_km), or of the drawn line.

With --replace, in place of all stored links of the same classes; a ferry stays unless the file brings ferries.

  ./manage.py import_roads highways.gpkg --set road_class=national surface=paved --source OpenStreetMap --licence ODbL
"""

    def importer(self, options: dict[str, Any]) -> Importer:  # noqa: ARG002
        return roads_import
