"""Import exclusion zones."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from gisapp.exchange.errors import ExchangeError
from gisapp.exchange.importers.exclusions import OfRule, Strip, exclusions_import, of_rule
from gisapp.exchange.options import ImportOptions
from gisapp.exchange.report import Report
from gisapp.exchange.table import Table
from gisapp.management.importing import ImportCommand, Importer
from layers.models import ExclusionEffect, ExclusionReason

SHORT = ("reason", "legal_basis", "effect", "penalty")


class Command(ImportCommand):
    help = """Store areas where no plant may stand, or where one counts less, each with its legal basis.

With --replace, in place of the stored zones of the same reason and legal basis.

  ./manage.py import_exclusions forest.gpkg --reason protected_forest --legal-basis "UU 41/1999" --source "..."
  ./manage.py import_exclusions peat.geojson --reason peat --legal-basis "PP 71/2014" --effect penalise --penalty 0.5 \\
      --source "..."
  ./manage.py import_exclusions rivers.gpkg --reason water --rule R23 --source "..."    (100 m on both sides)
  ./manage.py import_exclusions coast.gpkg --reason water --rule R26 --outline --source "..."
"""

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--reason", choices=ExclusionReason.values, help="reason of all rows")
        parser.add_argument("--legal-basis", help="the law of all rows, as it is cited")
        parser.add_argument("--effect", choices=ExclusionEffect.values, help="of all rows (default: exclude)")
        parser.add_argument("--penalty", help="share that zones which penalise take off, 0 to 1 (default: 0.5)")
        parser.add_argument("--rule", help="code of a stored rule: gives the legal basis and, in metres, the width")
        parser.add_argument("--buffer-m", type=float, help="width of the strip along lines and around areas")
        parser.add_argument("--outline", action="store_true", help="take the outline of areas, such as a coast")

    def handle(self, *args: Any, **options: Any) -> None:
        """Turn the short options into values of all rows, then import."""
        given = {name: options[name] for name in SHORT if options[name]}
        try:
            rule = of_rule(options["rule"]) if options["rule"] else OfRule(None, {})
            width_m = options["buffer_m"] if options["buffer_m"] is not None else rule.width_m
            self._strip = Strip(width_m, is_outline=options["outline"])
        except ExchangeError as error:
            raise CommandError(str(error)) from error
        # A new list: the parser's defaults are shared between its options.
        of_all_rows = [f"{name}={value}" for name, value in {**rule.values, **given}.items()]
        options["set"] = [*options["set"], of_all_rows]
        super().handle(*args, **options)

    def importer(self, options: dict[str, Any]) -> Importer:  # noqa: ARG002
        strip = self._strip

        def run(table: Table, import_options: ImportOptions) -> Report:
            return exclusions_import(table, import_options, strip=strip)

        return run
