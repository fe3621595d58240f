"""Load the demonstration province."""

from pathlib import Path
from time import perf_counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from gisapp.exchange.demo import demo_is_loaded, demo_load
from gisapp.exchange.errors import ExchangeError
from gisapp.planning.errors import PlanningError


class Command(BaseCommand):
    help = "Load the demonstration province from fixtures/; does nothing where there are districts already."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=Path(settings.BASE_DIR) / "fixtures")
        parser.add_argument("--replace", action="store_true", help="make the layers equal to the files again")

    def handle(self, *_args: Any, folder: Path, replace: bool, **__: Any) -> None:
        if demo_is_loaded() and not replace:
            self.stdout.write(_("There are districts already: nothing to do (--replace loads the files again)."))
            return
        start = perf_counter()
        try:
            demo_load(folder, say=self.stdout.write)
        except (ExchangeError, PlanningError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_("loaded in %(seconds).1f s") % {"seconds": perf_counter() - start})
