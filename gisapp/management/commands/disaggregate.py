"""Spread a supply table over the stored districts."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from gisapp.exchange.district_index import DistrictIndex
from gisapp.exchange.errors import ExchangeError
from gisapp.exchange.supply import statistics_of
from gisapp.exchange.table import table_read
from gisapp.management.spreading import FIXTURES, add_land_cover_arguments, disaggregation_of
from gisapp.planning.errors import PlanningError
from layers.services.source_areas import source_areas_replace


class Command(BaseCommand):
    help = (
        "Spread the figures of a supply table over the land of the stored districts, in place of the source areas of "
        "the same commodity and district; to be run after their boundaries have changed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("supply", type=Path, nargs="?", default=FIXTURES / "supply.csv")
        add_land_cover_arguments(parser)

    def handle(self, *_args: Any, supply: Path, **options: Any) -> None:
        try:
            districts = DistrictIndex().districts
            statistics = statistics_of(table_read(supply), file=supply.name, districts=districts)
            disaggregation = disaggregation_of(options, districts)
            written = source_areas_replace([area for one in statistics for area in disaggregation.areas(one)])
        except (ExchangeError, PlanningError) as error:
            raise CommandError(str(error)) from error
        message = _("%(figures)d figures spread over %(areas)d areas, in place of %(removed)d")
        values = {"figures": len(statistics), "areas": written.created, "removed": written.removed}
        self.stdout.write(message % values)
