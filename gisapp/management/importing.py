"""What the import commands share: arguments in, report out."""

import json
from argparse import RawDescriptionHelpFormatter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gisapp.exchange.errors import ExchangeError
from gisapp.exchange.options import ImportOptions, conditions_parse, pairs_parse, srid_parse
from gisapp.exchange.report import Report
from gisapp.exchange.table import Table, table_read
from gisapp.planning.errors import PlanningError

Importer = Callable[[Table, ImportOptions], Report]


class ImportCommand(BaseCommand):
    """Base of the import commands: a subclass says which importer its options ask for."""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Keep the line breaks of the help, which shows commands."""
        return super().create_parser(prog_name, subcommand, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare what every import takes."""
        many: dict[str, Any] = {"action": "append", "default": []}
        parser.add_argument("file", type=Path, help="CSV, or any vector file that GDAL reads")
        parser.add_argument("--layer", help="which layer of a file with several")
        parser.add_argument("--map", nargs="+", metavar="FIELD=COLUMN", help="which column is which field", **many)
        parser.add_argument("--set", nargs="+", metavar="FIELD=VALUE", help="one value for all rows", **many)
        parser.add_argument(
            "--where", metavar="COLUMN=VALUE", help="take rows whose column has the value; a|b is either", **many
        )
        parser.add_argument("--crs", help="EPSG:n of the coordinates, instead of what the file states")
        parser.add_argument("--source", help="where the data comes from; required unless a column says")
        parser.add_argument("--licence", help="under what licence")
        parser.add_argument("--source-date", help="as of which day, 2025-12-31")
        parser.add_argument("--replace", action="store_true", help="stored rows give way to those of the file")
        parser.add_argument("--repair", action="store_true", help="repair invalid polygons instead of refusing them")
        parser.add_argument("--dry-run", action="store_true", help="report all, write nothing")
        parser.add_argument("--report", type=Path, metavar="FILE.json", help="write the report as JSON too")

    def importer(self, options: dict[str, Any]) -> Importer:
        """Return the importer that the options of the command ask for."""
        raise NotImplementedError

    def handle(self, *_args: Any, **options: Any) -> None:
        """Import, and fail where no row could be taken."""
        try:
            table = table_read(options["file"], layer=options["layer"])
            report = self.importer(options)(table, import_options(options))
        except (ExchangeError, PlanningError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(report.as_text())
        if options["report"]:
            options["report"].write_text(json.dumps(report.as_dict(), ensure_ascii=False, indent=1), encoding="utf-8")
        if report.refused and not report.written:
            raise CommandError("every row was refused")


def import_options(options: dict[str, Any]) -> ImportOptions:
    """Return the options of an import from those of a command.

    Raises
    ------
    MappingError
        If one is malformed.
    """
    provenance = {name: options[name] for name in ("source", "licence", "source_date") if options[name]}
    return ImportOptions(
        columns=pairs_parse(_flat(options["map"]), option="--map"),
        constants={**provenance, **pairs_parse(_flat(options["set"]), option="--set")},
        conditions=conditions_parse(options["where"]),
        srid=srid_parse(options["crs"]) if options["crs"] else None,
        is_replacing=options["replace"],
        is_repairing=options["repair"],
        is_dry_run=options["dry_run"],
    )


def _flat(groups: list[list[str]]) -> list[str]:
    return [text for group in groups for text in group]
