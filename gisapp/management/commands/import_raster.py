"""Import a raster layer."""

from argparse import RawDescriptionHelpFormatter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gisapp.exchange.errors import ExchangeError, MappingError
from gisapp.exchange.importers.rasters import RasterOptions, raster_import
from gisapp.exchange.importers.slopes import slope_computed
from gisapp.exchange.options import srid_parse
from gisapp.planning.rasters import PERCENT
from layers.models import Confidence, RasterKind


class Command(BaseCommand):
    help = """Store a raster as a layer: slopes judge the rule on slopes, land cover spreads statistics.

It is stored as cloud-optimized GeoTIFF with the CRS and the no-data value that count.

  ./manage.py import_raster slope.tif --kind slope --unit percent --source "..."
  ./manage.py import_raster dem.tif --kind elevation --unit m --slope --source "..."     (computes slopes too)
  ./manage.py import_raster igbp.tif --kind land_cover --unit igbp --crs EPSG:4326 --source "MODIS MCD12C1"
"""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Keep the line breaks of the help, which shows commands."""
        return super().create_parser(prog_name, subcommand, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="GeoTIFF, or any raster of one band that GDAL reads")
        parser.add_argument("--kind", required=True, choices=RasterKind.values)
        parser.add_argument("--unit", required=True, help="slope: percent, degree; elevation: m; land_cover: igbp")
        parser.add_argument("--name", help="of the layer (default: name of the file)")
        parser.add_argument("--crs", help="EPSG:n, instead of what the file states")
        parser.add_argument("--nodata", type=float, help="value of cells without data, instead of what the file states")
        parser.add_argument("--slope", action="store_true", help="of elevations: compute and store their slopes too")
        parser.add_argument("--source", required=True, help="where the raster comes from")
        parser.add_argument("--licence", default="")
        parser.add_argument("--source-date", help="as of which day, 2025-12-31")
        parser.add_argument("--confidence", default="", choices=Confidence.values, help="S read, R recalled")
        parser.add_argument("--replace", action="store_true", help="the stored layer of this name gives way")
        parser.add_argument("--dry-run", action="store_true", help="report all, write nothing")

    def handle(self, *_args: str, **given: Any) -> None:
        path: Path = given["file"]
        if given["slope"] and given["kind"] != RasterKind.ELEVATION:
            raise CommandError("--slope: only elevations have slopes to compute; give --kind elevation")
        try:
            options = _options(given)
            if given["slope"]:
                self._with_slope(path, options)
            else:
                self.stdout.write(raster_import(path, options).as_text())
        except ExchangeError as error:
            raise CommandError(str(error)) from error

    def _with_slope(self, path: Path, options: RasterOptions) -> None:
        """Store elevations and their slopes; neither where the elevations are too coarse for slopes."""
        of_slopes = replace(
            options,
            name=f"{options.name} (slope)",
            kind=RasterKind.SLOPE,
            unit=PERCENT,
            srid=None,
            nodata=None,
            note=f"Computed from the elevations of “{options.name}” (Horn 1981).",
        )
        with slope_computed(path, srid=options.srid, nodata=options.nodata) as slopes:
            self.stdout.write(raster_import(path, options).as_text())
            self.stdout.write(raster_import(slopes, of_slopes).as_text())


def _options(given: dict[str, Any]) -> RasterOptions:
    return RasterOptions(
        name=given["name"] or given["file"].stem,
        kind=RasterKind(given["kind"]),
        unit=given["unit"],
        source=given["source"],
        licence=given["licence"],
        source_date=_day(given["source_date"]),
        confidence=given["confidence"],
        srid=srid_parse(given["crs"]) if given["crs"] else None,
        nodata=given["nodata"],
        is_replacing=given["replace"],
        is_dry_run=given["dry_run"],
    )


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise MappingError(f"--source-date {text}: write it as 2025-12-31") from error
