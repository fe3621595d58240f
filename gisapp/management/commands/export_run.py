"""Write the report of a siting run."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from gisapp.exchange.errors import ExchangeError
from gisapp.exchange.printing.request import ReportForm, run_id_parse
from gisapp.exchange.printing.run_subject import run_find
from gisapp.exchange.printing.services import run_report_print
from gisapp.management.printing import written
from gisapp.ogc.errors import OgcError
from gisapp.planning.errors import PlanningError

BAD_PARAMETER = 2


class Command(BaseCommand):
    help = (
        "Write the report of a siting run: to read (pdf), to reckon on (xlsx), or as a map that opens offline (html)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("run", metavar="RUN", help="its number, as `suggest` and the page's address tell it")
        parser.add_argument("--format", choices=list(ReportForm), default=ReportForm.PDF.value)
        parser.add_argument("--out", type=Path, metavar="FILE", help="named after the run where it is not given")
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], default="id")

    def handle(self, *_args: str, **options: Any) -> None:
        try:
            with override(options["language"]):
                run = run_find(run_id_parse(options["run"]))
                printed = run_report_print(run, ReportForm(options["format"]))
        except (ExchangeError, PlanningError, OgcError) as error:
            raise CommandError(str(error), returncode=BAD_PARAMETER) from error
        self.stdout.write(written(printed, options["out"]))
