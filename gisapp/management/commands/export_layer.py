"""Write layers to a file."""

from argparse import RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import override

from gisapp.exchange.errors import ExchangeError
from gisapp.exchange.exporters.registry import FORMATS
from gisapp.exchange.exports.request import request_parse
from gisapp.exchange.exports.services import export_write, file_name
from gisapp.ogc.errors import OgcError
from gisapp.planning.errors import PlanningError
from layers.errors import LayersError


class Command(BaseCommand):
    help = """Write published layers to a file, with their sources, licences and, where the format has room, styles.

  ./manage.py export_layer districts facilities --format gpkg --out province.gpkg
  ./manage.py export_layer source-areas --format shp --district 6301 --commodity oil_palm --crs EPSG:32750
  ./manage.py export_layer facilities --format xlsx --where status=operating --bbox 114.3,-4.2,116.6,-1.3
"""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Keep the line breaks of the help, which shows commands."""
        return super().create_parser(prog_name, subcommand, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("layers", nargs="+", metavar="LAYER", help="names as the services have them")
        parser.add_argument("--format", choices=list(FORMATS), default="gpkg")
        parser.add_argument("--out", type=Path, help="file to write; named after the layer where it is not given")
        parser.add_argument("--district", help="code of a district; layers without one give what touches it")
        parser.add_argument("--commodity", help="code of a commodity")
        parser.add_argument("--bbox", help="west,south,east,north in degrees")
        parser.add_argument("--where", action="append", default=[], metavar="NAME=VALUE", help="may be repeated")
        parser.add_argument("--crs", help="EPSG:n of the geometry; WGS 84 where it is not given")
        parser.add_argument("--language", choices=["id", "en"], default="id", help="of titles and metadata")

    def handle(self, *_args: Any, layers: list[str], out: Path | None, **options: Any) -> None:
        given = {name: options[name] for name in ("district", "commodity", "bbox", "where", "crs", "language")}
        try:
            with override(options["language"]):
                request = request_parse({"layers": layers, "f": options["format"], **given})
                path = (out or Path(file_name(request))).absolute()
                plan = export_write(request, path)
        except (ExchangeError, LayersError, OgcError, PlanningError) as error:
            raise CommandError(str(error)) from error
        told = {"count": plan.count, "path": path, "bytes": path.stat().st_size}
        self.stdout.write(_("%(count)d rows written to %(path)s, %(bytes)d bytes") % told)
