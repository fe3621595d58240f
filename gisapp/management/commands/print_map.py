"""Print a map sheet, a picture of one, or a page that opens offline."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from gisapp import conf
from gisapp.exchange.errors import ExchangeError
from gisapp.exchange.printing.paper import Orientation, Paper
from gisapp.exchange.printing.request import NAMES, PrintForm, print_request_parse
from gisapp.exchange.printing.services import map_print
from gisapp.management.printing import written
from gisapp.ogc.errors import OgcError
from gisapp.planning.errors import PlanningError

BAD_PARAMETER = 2


class Command(BaseCommand):
    help = (
        "Print a map: of LAYERS in a --bbox or a --district, of a --district, or of a --run. A parameter that is"
        " unknown or out of range ends with exit code 2."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("layers", nargs="*", metavar="LAYER", help="NAME or NAME:STYLE as the services have them")
        parser.add_argument("--bbox", metavar="WEST,SOUTH,EAST,NORTH", help="degrees")
        parser.add_argument("--district", metavar="CODE")
        parser.add_argument("--run", metavar="RUN", help="number of a siting run")
        parser.add_argument("--title")
        parser.add_argument("--paper", choices=list(Paper))
        parser.add_argument("--orientation", choices=list(Orientation))
        parser.add_argument("--format", dest="f", choices=list(PrintForm), default=PrintForm.PDF.value)
        parser.add_argument("--dpi", help=f"of a PNG, {conf.PRINT_DPI}")
        parser.add_argument("--out", type=Path, metavar="FILE", help="named after the sheet where it is not given")
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], default="id")

    def handle(self, *_args: str, **options: Any) -> None:
        given = {name: options[name] for name in NAMES if options.get(name)}
        if options["layers"]:
            given["layers"] = ",".join(options["layers"])
        try:
            with override(options["language"]):
                printed = map_print(print_request_parse(given))
        except (ExchangeError, PlanningError, OgcError) as error:
            raise CommandError(str(error), returncode=BAD_PARAMETER) from error
        self.stdout.write(written(printed, options["out"]))
