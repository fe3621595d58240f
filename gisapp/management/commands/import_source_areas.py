"""Import source areas."""

from typing import Any

from django.core.management.base import CommandParser

from gisapp.exchange.district_index import DistrictIndex
from gisapp.exchange.importers.disaggregated import source_statistics_import
from gisapp.exchange.importers.source_areas import source_areas_import
from gisapp.exchange.options import ImportOptions
from gisapp.exchange.report import Report
from gisapp.exchange.table import Table
from gisapp.management.importing import ImportCommand, Importer
from gisapp.management.spreading import add_land_cover_arguments, disaggregation_of
from gisapp.planning.disaggregation import Disaggregation


class Command(ImportCommand):
    help = """Store areas that yield a commodity: drawn ones, or figures of districts spread over their land.

With --replace, in place of the stored areas of the same commodity in the same districts.

  ./manage.py import_source_areas estates.gpkg --set commodity=oil_palm year=2024 owner_kind=company --source "..."
  ./manage.py import_source_areas oil_palm_ha.csv --disaggregate --replace --set commodity=oil_palm \\
      --map district=region_trase_id area_ha=oil_palm_planted_area_hectares --where year=2022 \\
      --where "parent_region=KALIMANTAN SELATAN" --source "Trase" --licence "CC BY 4.0"
"""

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--disaggregate", action="store_true", help="rows are figures of districts, without shape")
        add_land_cover_arguments(parser)

    def importer(self, options: dict[str, Any]) -> Importer:
        if not options["disaggregate"]:
            return source_areas_import

        def spread(index: DistrictIndex) -> Disaggregation:
            return disaggregation_of(options, index.districts)

        def run(table: Table, import_options: ImportOptions) -> Report:
            return source_statistics_import(table, import_options, disaggregation=spread)

        return run
