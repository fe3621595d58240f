"""Import a file of any kind."""

import json
from argparse import RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import get_language

from gisapp.exchange.errors import ExchangeError
from gisapp.exchange.importers.registry import KINDS
from gisapp.exchange.imports.services import (
    MENDABLE,
    import_check,
    import_commit,
    import_delete,
    import_look,
    import_map,
    import_upload,
)
from gisapp.exchange.imports.storage import local_uploads
from gisapp.exchange.report import Report
from gisapp.management.importing import add_import_arguments, chosen_layer, import_changes
from layers.models import DataImport, ImportState


class Command(BaseCommand):
    help = """Bring the rows of a file into a layer; what is wrong with a row is told, with its place and the fix.

  import_layer districts kabupaten.gpkg --map code=kode_bps name=nama --source "BIG 2025" --licence MIT
  import_layer facilities mills.csv --map code=UML_ID name=Mill_Name owner=Group_Name source_date=Date \\
      --set kind=plant process=palm_oil_mill --where Country=Indonesia \\
      --where "Province=Kalimantan Selatan|South Kalimantan" --source "Universal Mill List 2021" --licence "CC BY 4.0"
  import_layer source_areas estates.gpkg --set commodity=oil_palm year=2024 owner_kind=company --source "..."
  import_layer disaggregation oil_palm_ha.csv --replace --set commodity=oil_palm \\
      --map district=region_trase_id area_ha=oil_palm_planted_area_hectares --where year=2022 \\
      --where "parent_region=KALIMANTAN SELATAN" --source "Trase" --licence "CC BY 4.0"
  import_layer exclusion_zones forest.gpkg --set reason=protected_forest "legal_basis=UU 41/1999" --source "..."
  import_layer exclusion_zones rivers.gpkg --set reason=water --option rule=R23 --source "..."   (100 m on both sides)
  import_layer exclusion_zones coast.gpkg --set reason=water --option rule=R26 outline=yes --source "..."
  import_layer roads highways.gpkg --set road_class=national surface=paved --source OpenStreetMap --licence ODbL
  import_layer rasters slope.tif --option kind=slope unit=percent --source "..."
  import_layer rasters dem.tif --option kind=elevation unit=m slope=yes --source "..."   (computes slopes too)

Names of columns that people use are known without --map. The file, how it was read and the report are kept:
import_undo ID brings all rows back as they were.
"""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Keep the line breaks of the help, which shows commands."""
        return super().create_parser(prog_name, subcommand, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the kind, the file, and how it is to be read."""
        parser.add_argument("kind", choices=list(KINDS), metavar="KIND", help=", ".join(KINDS))
        parser.add_argument("file", type=Path, help="any file of rows, or a GeoTIFF")
        add_import_arguments(parser)

    def handle(self, *_args: Any, kind: str, file: Path, **options: Any) -> None:
        """Import, and fail where no row could be taken."""
        try:
            data_import = import_upload(local_uploads(file), kind=kind, language=get_language() or "")
            try:
                self._bring_in(data_import, options)
            finally:
                data_import.refresh_from_db()
                if data_import.state in MENDABLE:
                    import_delete(data_import)
        except ExchangeError as error:
            raise CommandError(str(error)) from error

    def _bring_in(self, data_import: DataImport, options: dict[str, Any]) -> None:
        data_import = import_look(data_import)
        kind = KINDS[data_import.kind]
        layer = chosen_layer(data_import, options["layer"])
        data_import = import_map(data_import, import_changes(options, kind, layer=layer))
        reports: list[Report] = []
        if options["dry_run"]:
            data_import = import_check(data_import, on_report=reports.append)
        else:
            data_import = import_commit(data_import, is_unchecked=True, on_report=reports.append)
        for report in reports:
            self._tell(report, options["report"])
            if report.errors and not (report.written or report.unchanged):
                raise CommandError("every row was refused")
        if data_import.state == ImportState.FAILED:
            raise CommandError(data_import.message)
        if data_import.state == ImportState.COMMITTED:
            self.stdout.write(f"import {data_import.pk}")

    def _tell(self, report: Report, file: Path | None) -> None:
        self.stdout.write(report.as_text())
        if file is not None:
            file.write_text(json.dumps(report.as_dict(), ensure_ascii=False, indent=1), encoding="utf-8")
