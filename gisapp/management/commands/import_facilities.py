"""Import facilities."""

from typing import Any

from gisapp.exchange.importers.facilities import facilities_import
from gisapp.management.importing import ImportCommand, Importer


class Command(ImportCommand):
    help = """Store facilities, each in the district where it lies; those far from any are refused.

Points come from the file's geometry, or from columns of longitude and latitude (with --crs: of x and y).
With --replace, a facility whose code is stored, or a plant that stands where one is stored, is changed in place.

  ./manage.py import_facilities mills.csv --map code=UML_ID name=Mill_Name owner=Group_Name source_date=Date \\
      --set kind=plant process=palm_oil_mill --where Country=Indonesia \\
      --where "Province=Kalimantan Selatan|South Kalimantan" --source "Universal Mill List 2021" --licence "CC BY 4.0"
"""

    def importer(self, options: dict[str, Any]) -> Importer:  # noqa: ARG002
        return facilities_import
