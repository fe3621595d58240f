"""Import source areas."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from gisapp import conf
from gisapp.exchange.district_index import DistrictIndex
from gisapp.exchange.importers.source_areas import source_areas_import, source_statistics_import
from gisapp.exchange.land_cover import class_weights_read, land_cover_read
from gisapp.exchange.options import ImportOptions, srid_parse
from gisapp.exchange.report import Report
from gisapp.exchange.table import Table
from gisapp.management.importing import ImportCommand, Importer
from gisapp.planning.disaggregation import Disaggregation

FIXTURES = Path(settings.BASE_DIR) / "fixtures"


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
        parser.add_argument(
            "--land-cover",
            type=Path,
            default=FIXTURES / "land_cover.csv",
            help="GeoTIFF of IGBP classes, or CSV of shares by subdistrict (default: fixtures/land_cover.csv)",
        )
        parser.add_argument("--stored-land-cover", action="store_true", help="use the stored land-cover raster instead")
        parser.add_argument("--land-cover-crs", help="EPSG:n of the GeoTIFF, instead of what it states")
        parser.add_argument("--weights", type=Path, default=FIXTURES / "dasymetric_weights.csv")

    def importer(self, options: dict[str, Any]) -> Importer:
        if not options["disaggregate"]:
            return source_areas_import
        crs, path = options["land_cover_crs"], options["land_cover"]
        srid = srid_parse(crs) if crs else None

        def spread(index: DistrictIndex) -> Disaggregation:
            return Disaggregation(
                index.districts,
                land_cover=land_cover_read(
                    None if options["stored_land_cover"] else path, districts=index.districts, srid=srid
                ),
                class_weights=class_weights_read(options["weights"]),
                metric_srid=settings.METRIC_SRID,
                cell_m=conf.DISAGGREGATION_CELL_M,
            )

        def run(table: Table, import_options: ImportOptions) -> Report:
            return source_statistics_import(table, import_options, disaggregation=spread)

        return run
